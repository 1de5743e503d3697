// The input: a typed sentence with its history, and silence.

import { find } from "./dom.js";

export class Composer {
  #sentence = find("sentence");
  #silent = find("silent");
  #history = [];
  #position = 0;

  constructor(conversation) {
    this.conversation = conversation;
    find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(this.#sentence.value);
    });
    this.#silent.addEventListener("click", () =>
      conversation.isAsking ? conversation.answerPermission("unanswered") : conversation.staySilent(),
    );
    this.#sentence.addEventListener("keydown", (event) => this.#recall(event));
    for (const name of ["started", "turn"]) conversation.addEventListener(name, () => this.#update());
  }

  say = (typed) => {
    const sentence = typed.trim();
    if (!sentence) return;
    this.#history = [...this.#history.filter((earlier) => earlier !== sentence), sentence];
    this.#position = this.#history.length;
    this.#sentence.value = "";
    this.#sentence.focus();
    this.conversation.say(sentence);
  };

  #recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    this.#position = Math.min(Math.max(this.#position + step, 0), this.#history.length);
    this.#sentence.value = this.#history[this.#position] ?? "";
  }

  #update() {
    this.#silent.disabled = !this.conversation.isOpen && !this.conversation.isAsking;
  }
}
