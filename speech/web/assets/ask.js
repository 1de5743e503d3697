// How the page asks the desk: JSON both ways, and an error whose message can be shown.

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function checked(asking) {
  let response;
  try {
    response = await asking;
  } catch {
    throw new Refused("The desk does not answer. Is it still running in its terminal?", 0);
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Refused(told.error ?? `The desk answered ${response.status}.`, response.status);
}

export const get = async (path) => (await checked(fetch(path))).json();

export const sound = async (path, signal) => {
  const response = await checked(fetch(path, { signal }));
  return response.blob();
};

export const post = async (path, body) => {
  const headers = { "Content-Type": "application/json" };
  return (await checked(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }))).json();
};
