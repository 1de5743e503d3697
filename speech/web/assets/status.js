// The line of the status, and the ring beside it: waiting, listening, thinking, or how far the voice has come.

import { find } from "./dom.js";

const PATIENCE = 150; // milliseconds before a short wait is worth a word
const LONG = 30; // seconds from which the rest of a sound is counted down

export class Status {
  #text = find("status");
  #ring = find("ring");
  #arc = find("ring-arc");
  #remaining = find("remaining");
  #timer = 0;

  constructor(conversation, player, playback, microphone) {
    Object.assign(this, { conversation, player, playback, microphone });
    for (const name of ["started", "turn", "fault", "connection", "sending"]) {
      conversation.addEventListener(name, () => this.update());
    }
    player.addEventListener("change", () => this.update());
    microphone.addEventListener("change", () => this.update());
    for (const name of ["progress", "times"]) playback.addEventListener(name, () => this.#showProgress());
  }

  update() {
    const [state, text] = this.#current();
    this.#ring.dataset.state = state;
    document.body.dataset.state = state;
    clearTimeout(this.#timer);
    if (state === "thinking") this.#timer = setTimeout(() => (this.#text.textContent = text), PATIENCE);
    else this.#text.textContent = text;
    this.#showProgress();
  }

  #current() {
    const { conversation, player } = this;
    if (this.microphone.isListening) return ["listening", "Listening to you"];
    if (!conversation.isConnected) return ["lost", "The simulator does not answer. Trying again …"];
    if (conversation.isWaiting || !conversation.info) return ["thinking", "One moment …"];
    if (player.state === "blocked") return ["idle", "Your browser blocks the sound: press Play to hear it."];
    if (player.state === "failed") return ["idle", player.fault];
    if (player.state === "loading") return ["thinking", "One moment …"];
    if (player.state === "playing") return ["speaking", "Speaking"];
    if (conversation.isAsking) return ["listening", "Alexa is waiting for your answer"];
    if (conversation.isListening) return ["listening", "Listening"];
    if (conversation.isOpen) return ["idle", "Open, with the microphone off"];
    return ["idle", `Waiting for “${conversation.info.openPhrase}”`];
  }

  #showProgress() {
    const { times, share, position } = this.playback;
    const isSpeaking = this.player.state === "playing";
    this.#arc.style.strokeDashoffset = isSpeaking && times ? 1 - share : "";
    const isLong = isSpeaking && times && times.seconds >= LONG;
    const left = isLong ? Math.ceil(times.seconds - position) : 0;
    const text = isLong ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "";
    if (this.#remaining.textContent !== text) this.#remaining.textContent = text;
  }
}
