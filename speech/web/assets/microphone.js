// The microphone: off unless pressed. The first press says where the sound goes, and listens only after a yes to that.

import { button, find } from "./dom.js";
import { availableRecognizer } from "./recognizers.js";

export class Microphone extends EventTarget {
  #button = find("microphone");
  #note = find("microphone-note");
  #sentence = find("sentence");
  #recognizer = availableRecognizer();
  #listening = null; // an AbortController
  #isAccepted = false;

  // `say` takes the recognized words; `onStart` silences the voice.
  constructor(conversation, { say, onStart }) {
    super();
    Object.assign(this, { conversation, say, onStart });
    this.#button.hidden = !this.#recognizer;
    this.#button.addEventListener("click", () => (this.isListening ? this.stop() : this.#press()));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.stop());
    conversation.addEventListener("sending", () => this.stop());
  }

  get isListening() {
    return Boolean(this.#listening);
  }

  stop() {
    this.#listening?.abort();
  }

  async #press() {
    if (this.#isAccepted) return this.#listen();
    const destination = await this.#recognizer.destination(this.conversation.info.locale);
    const accept = button("Listen", () => {
      this.#isAccepted = true;
      this.#listen();
    });
    this.#showNote(`${destination} `, accept, button("Not now", () => this.#close(), { className: "quiet" }));
    accept.focus();
  }

  async #listen() {
    this.onStart();
    const { locale } = this.conversation.info;
    this.#setListening(new AbortController());
    try {
      this.#showNote(await this.#recognizer.destination(locale));
      const onPartial = (words) => (this.#sentence.value = words);
      const words = await this.#recognizer.listen(locale, { signal: this.#listening.signal, onPartial });
      this.#showNote("");
      this.#setListening(null);
      if (words) this.say(words);
    } catch (fault) {
      this.#showNote(fault.message);
    }
    this.#setListening(null);
  }

  #close() {
    this.#showNote("");
    this.#sentence.focus();
  }

  #showNote(...content) {
    this.#note.hidden = !content[0];
    this.#note.replaceChildren(...content);
  }

  #setListening(controller) {
    this.#listening = controller;
    this.#button.setAttribute("aria-pressed", this.isListening);
    this.dispatchEvent(new Event("change"));
  }
}
