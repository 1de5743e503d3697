// Plays one sound at a time. Emits "change" with every new state, and "finished" when a sound has ended or was stopped.

import { getSound } from "./api.js";

export class AudioPlayer extends EventTarget {
  state = "idle"; // or loading, playing, blocked, failed
  fault = "";
  rate = 1;
  isMuted = false;
  path = "";
  #audio = new Audio();
  #loading = new AbortController();

  constructor() {
    super();
    this.#audio.id = "audio";
    this.#audio.preservesPitch = true;
    document.body.append(this.#audio);
    this.#audio.addEventListener("playing", () => this.#setState("playing"));
    this.#audio.addEventListener("ended", () => this.#finish());
  }

  get canPlay() {
    return this.path !== "";
  }

  get isActive() {
    return this.state === "playing" || this.state === "loading";
  }

  // Seconds of the sound that were played.
  get position() {
    return this.#audio.currentTime;
  }

  setRate(rate) {
    this.rate = rate;
    this.#audio.playbackRate = rate;
  }

  // Sets the sound to play, and plays it unless the page is muted.
  async load(path) {
    this.path = path;
    if (!this.isMuted) await this.play();
    else this.#setState("idle");
  }

  async play(path = this.path) {
    this.#halt();
    this.path = path;
    this.#setState("loading");
    const { signal } = this.#loading;
    try {
      const sound = await getSound(path, signal);
      if (signal.aborted) return;
      this.#audio.src = URL.createObjectURL(sound);
      this.#audio.playbackRate = this.rate;
      await this.#audio.play();
    } catch (fault) {
      if (signal.aborted || fault.name === "AbortError") return;
      this.fault = fault.message;
      this.#setState(fault.name === "NotAllowedError" ? "blocked" : "failed");
    }
  }

  stop() {
    const wasActive = this.isActive;
    this.#halt();
    if (wasActive) this.#finish();
  }

  unload() {
    this.#halt();
    this.path = "";
    this.#setState("idle");
  }

  #halt() {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { src } = this.#audio;
    if (!src) return;
    // Without a load(), the element may still read the sound when its URL is gone, which is an error on the console.
    this.#audio.removeAttribute("src");
    this.#audio.load();
    URL.revokeObjectURL(src);
  }

  #finish() {
    this.#setState("idle");
    this.dispatchEvent(new Event("finished"));
  }

  #setState(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
