// The microphone: off unless pressed. The first press says where the sound goes, and listens only after a yes to that.

import { button, find } from "./dom.js";
import { Recognizers } from "./recognizers.js";

export class Microphone extends EventTarget {
  #button = find("microphone");
  #note = find("microphone-note");
  #sentence = find("sentence");
  #recognizers;
  #recognizer = null;
  #accepted = null; // the recognizer that may listen without a question
  #listening = null; // an AbortController

  // `say` takes the recognized words; `onStart` silences the voice.
  constructor(conversation, { say, onStart }) {
    super();
    Object.assign(this, { conversation, say, onStart });
    this.#recognizers = new Recognizers(conversation);
    this.#button.addEventListener("click", () => (this.isListening ? this.#listening.abort() : this.#press()));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.#cancel());
    conversation.addEventListener("started", () => this.#choose());
    conversation.addEventListener("sending", () => this.#cancel());
  }

  get isListening() {
    return Boolean(this.#listening);
  }

  #choose() {
    this.#recognizer = this.#recognizers.available;
    this.#button.hidden = !this.#recognizer;
  }

  async #press() {
    if (this.#accepted === this.#recognizer) return this.#listen();
    const destination = await this.#recognizer.destination(this.conversation.info.locale);
    const accept = button("Listen", () => this.#accept(), { className: "main" });
    this.#showNote(`${destination} `, accept, button("Not now", () => this.#close(), { className: "quiet" }));
    accept.focus();
  }

  #accept() {
    this.#accepted = this.#recognizer;
    this.#listen();
  }

  async #listen() {
    const controller = new AbortController();
    const isCurrent = () => this.#listening === controller;
    const { locale } = this.conversation.info;
    this.onStart();
    this.#set(controller);
    let words = "";
    try {
      this.#showNote(await this.#recognizer.destination(locale));
      const onPartial = (partial) => isCurrent() && (this.#sentence.value = partial);
      words = await this.#recognizer.listen(locale, { signal: controller.signal, onPartial });
      if (isCurrent()) this.#showNote("");
    } catch (fault) {
      if (isCurrent()) this.#showNote(fault.message);
    }
    if (!isCurrent()) return; // cancelled
    this.#set(null);
    if (words) this.say(words);
  }

  // Ends the listening, and forgets what was heard.
  #cancel() {
    const listening = this.#listening;
    if (!listening) return;
    this.#showNote("");
    this.#set(null);
    listening.abort();
  }

  #close() {
    this.#showNote("");
    this.#sentence.focus();
  }

  #showNote(...content) {
    this.#note.hidden = !content[0];
    this.#note.replaceChildren(...content);
  }

  #set(controller) {
    this.#listening = controller;
    this.#button.setAttribute("aria-pressed", this.isListening);
    this.dispatchEvent(new Event("change"));
  }
}
