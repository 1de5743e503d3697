// One sound at a time. Tells "change" when it begins, stops or fails, and "over" when an answer is no longer heard.

import { sound } from "./ask.js";

export class Voice extends EventTarget {
  state = "idle"; // or loading, playing, blocked, failed
  fault = "";
  rate = 1;
  isMute = false;
  #audio = new Audio();
  #loading = new AbortController();
  #path = "";

  constructor() {
    super();
    this.#audio.id = "voice";
    document.body.append(this.#audio);
    this.#audio.addEventListener("playing", () => this.#become("playing"));
    this.#audio.addEventListener("ended", () => this.#end());
  }

  get canPlay() {
    return this.#path !== "";
  }

  setRate(rate) {
    this.rate = rate;
    this.#audio.playbackRate = rate;
  }

  // Readies an answer, and plays it unless the page is mute.
  async take(path) {
    this.#path = path;
    if (!this.isMute) await this.play();
    else this.#become("idle");
  }

  async play(path = this.#path) {
    this.#quieten();
    this.#path = path;
    this.#become("loading");
    const { signal } = this.#loading;
    try {
      const url = URL.createObjectURL(await sound(path, signal));
      if (signal.aborted) return;
      this.#audio.src = url;
      this.#audio.playbackRate = this.rate;
      await this.#audio.play();
    } catch (fault) {
      if (signal.aborted || fault.name === "AbortError") return;
      this.fault = fault.message;
      this.#become(fault.name === "NotAllowedError" ? "blocked" : "failed");
    }
  }

  stop() {
    const wasHeard = this.state === "playing" || this.state === "loading";
    this.#quieten();
    if (wasHeard) this.#end();
  }

  forget() {
    this.#quieten();
    this.#path = "";
    this.#become("idle");
  }

  #quieten() {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#audio.pause();
    if (this.#audio.src) URL.revokeObjectURL(this.#audio.src);
  }

  #end() {
    this.#become("idle");
    this.dispatchEvent(new Event("over"));
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
