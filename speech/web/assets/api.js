// Requests to the simulator's HTTP API, which speaks JSON both ways.

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function checked(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new ApiError("The simulator does not answer. Is it still running in its terminal?", 0);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new ApiError(body.error ?? `The simulator answered ${response.status}.`, response.status);
}

export const get = async (path) => (await checked(fetch(path))).json();

export const getSound = async (path, signal) => {
  const response = await checked(fetch(path, { signal }));
  return response.blob();
};

export const post = async (path, body) => {
  const headers = { "Content-Type": "application/json" };
  return (await checked(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }))).json();
};
