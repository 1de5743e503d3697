// How far the current sound is, with the times of its words. Emits "times" when they are known, and "progress".

import { get } from "./api.js";

export class Playback extends EventTarget {
  times = null; // { path, seconds, starts }: when each word of the answer starts, in seconds
  #loading = new AbortController();
  #last = 0;

  constructor(player) {
    super();
    this.player = player;
    player.addEventListener("change", () => this.#update());
    player.addEventListener("finished", () => this.#emit("progress"));
  }

  // Seconds. After the end, and after a stop, it stays where it was.
  get position() {
    if (this.player.state === "playing") this.#last = this.player.position;
    return this.#last;
  }

  get share() {
    return this.times ? Math.min(1, this.position / this.times.seconds) : 0;
  }

  // The index of the word that is spoken, or -1.
  get word() {
    if (this.player.state !== "playing" || !this.times) return -1;
    const { position } = this;
    return this.times.starts.findLastIndex((start) => start <= position + 0.05);
  }

  #update() {
    const { state, path } = this.player;
    if (state === "loading") this.#reset();
    if (state === "playing" && this.times?.path !== path) this.#load(path);
    if (state === "playing") this.#tick();
    else this.#emit("progress");
  }

  #reset() {
    this.#loading.abort();
    this.times = null;
    this.#last = 0;
  }

  // A sound without times is played all the same.
  async #load(path) {
    this.#loading = new AbortController();
    const times = await get(path.replace(/wav$/, "json"), this.#loading.signal).catch(() => null);
    if (!times || path !== this.player.path) return;
    this.times = { path, ...times };
    this.#emit("times");
  }

  #tick = () => {
    if (this.player.state !== "playing") return;
    this.#emit("progress");
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(this.#tick);
  };

  #frame = 0;

  #emit(name) {
    this.dispatchEvent(new Event(name));
  }
}
