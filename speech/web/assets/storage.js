// What this tab keeps until it is closed: its conversation, the one before it, and the person's choices.

export function load(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

// A browser can refuse to store, or have no room left. Then the tab forgets it on a reload.
export function save(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    sessionStorage.removeItem(key);
  }
}
