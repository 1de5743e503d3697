// Requests to the simulator's HTTP API, which speaks JSON both ways.

const UNREACHABLE = [0, 502, 503, 504];

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  // The request may succeed later, unchanged.
  get isUnreachable() {
    return UNREACHABLE.includes(this.status);
  }

  // It would fail again.
  get isRefused() {
    return !this.isUnreachable;
  }

  // The conversation ended with the server, or was closed.
  get isGone() {
    return this.status === 410;
  }
}

async function checked(request) {
  let response;
  try {
    response = await request;
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new ApiError("The simulator does not answer. Is it still running in its terminal?", 0);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new ApiError(body.error ?? `The simulator answered ${response.status}.`, response.status);
}

// A server that stops in the middle of an answer leaves half of the JSON.
async function json(request) {
  const response = await checked(request);
  return response.json().catch(() => {
    throw new ApiError("The simulator's answer broke off.", 0);
  });
}

export const get = (path, signal) => json(fetch(path, { signal }));

export const getSound = async (path, signal) => (await checked(fetch(path, { signal }))).blob();

export const post = (path, body) => {
  const headers = { "Content-Type": "application/json" };
  return json(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
};

export const postSound = (path, sound) =>
  json(fetch(path, { method: "POST", headers: { "Content-Type": sound.type }, body: sound }));
