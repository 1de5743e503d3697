// A line above the input with the way back to the conversation before this one.

import { button, find, make } from "./dom.js";

const RESTARTED = {
  replayed: "The simulator was interrupted. Your conversation goes on where it was.",
  ended: "The simulator was interrupted. What was said is kept. The session has ended.",
};

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
    const { canGoBack, turns, pending } = this.conversation;
    const isNew = !turns.length && !pending.length;
    if (RESTARTED[origin]) this.show(RESTARTED[origin]);
    else if (!canGoBack) this.show("");
    else if (isNew) this.show("This is a new conversation.", this.#back("Go back to the earlier one"));
    else this.show("", this.#back("Back to the earlier conversation"));
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
