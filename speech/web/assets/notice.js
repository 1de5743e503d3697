// A line above the input with the way back to the conversation before this one.

import { button, find, make } from "./dom.js";

export class Notice {
  #element = find("notice");

  constructor(conversation) {
    this.conversation = conversation;
    conversation.addEventListener("started", ({ detail: origin }) => this.#update(origin));
    conversation.addEventListener("sending", () => this.#update("sending"));
  }

  // Starts another conversation, and reports if that fails.
  start = (locale) => this.#try(() => this.conversation.start(locale));

  #update(origin) {
    const { previous, turns, pending } = this.conversation;
    if (origin === "replayed") this.show("The simulator was restarted. Your conversation goes on where it was.");
    else if (origin === "ended") this.show("The simulator was restarted. What was said is kept. The session has ended.");
    else if (previous && !turns.length && !pending.length) this.show("This is a new conversation.", this.#back("Go back to the earlier one"));
    else this.show("", previous ? this.#back("Back to the earlier conversation") : null);
  }

  show(text, action = null) {
    this.#element.hidden = !text && !action;
    this.#element.replaceChildren(...(text ? [make("span", {}, text)] : []), ...(action ? [action] : []));
  }

  #back = (text) => button(text, () => this.#try(() => this.conversation.goBack()), { className: "link" });

  async #try(action) {
    try {
      await action();
    } catch (fault) {
      this.show(fault.message);
    }
    find("sentence").focus();
  }
}
