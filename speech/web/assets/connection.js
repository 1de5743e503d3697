// Whether the server answers. Once it does not, a task is tried until it succeeds. Emits "change".

const DELAYS = [500, 1000, 2000, 3000]; // milliseconds; the last one repeats

export class Connection extends EventTarget {
  isUp = true;
  #timer = 0;
  #isTrying = false;
  #tries = 0;

  // Tries now, and after every failure a little later.
  async restore(task) {
    if (this.#isTrying) return;
    clearTimeout(this.#timer);
    this.#isTrying = true;
    const isDone = await task().then(() => true, () => false);
    this.#isTrying = false;
    if (!isDone) return this.restoreLater(task);
    this.#tries = 0;
    this.#set(true);
  }

  restoreLater(task) {
    this.#set(false);
    const delay = DELAYS[Math.min(this.#tries++, DELAYS.length - 1)];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.restore(task), delay);
  }

  #set(isUp) {
    this.isUp = isUp;
    this.dispatchEvent(new Event("change"));
  }
}
