// What can be said next, as buttons: what fits the moment, and in the Inspect view all samples of the model.

import { button, find } from "./dom.js";

export class Suggestions {
  #list = find("suggestions");

  constructor(conversation, say) {
    this.conversation = conversation;
    this.say = say;
    for (const name of ["started", "turn"]) conversation.addEventListener(name, () => this.#show());
    conversation.addEventListener("sending", () => (this.#list.hidden = false));
  }

  #show() {
    const { suggestions, turns, pending, earlier } = this.conversation;
    const toggle = () => this.#toggle(more);
    const more = button("All phrases …", toggle, { className: "inspect-only", "aria-expanded": "false" });
    this.#list.classList.remove("is-open");
    this.#list.hidden = !turns.length && !pending.length && !earlier.length; // the welcome has them
    this.#list.replaceChildren(...this.#buttons(suggestions), more);
    this.#list.scrollLeft = 0;
  }

  #toggle(more) {
    const { suggestions, info } = this.conversation;
    const isOpen = this.#list.classList.toggle("is-open");
    const others = info.samples.map(({ sentence }) => sentence).filter((sentence) => !suggestions.includes(sentence));
    this.#list.replaceChildren(...this.#buttons(suggestions), ...(isOpen ? this.#buttons(others) : []), more);
    more.setAttribute("aria-expanded", isOpen);
    more.textContent = isOpen ? "Fewer" : "All phrases …";
    more.focus();
  }

  #buttons = (sentences) => sentences.map((sentence) => button(sentence, () => this.say(sentence)));
}
