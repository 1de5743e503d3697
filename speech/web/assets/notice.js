// A line above the input with the way back to the conversation before this one.

import { button, find, make } from "./dom.js";
import { language } from "./format.js";

export class Notice {
  #element = find("notice");

  constructor(conversation) {
    this.conversation = conversation;
    conversation.addEventListener("started", ({ detail: origin }) => this.#update(origin));
    conversation.addEventListener("turn", () => this.#update("turn"));
  }

  // Starts another conversation, and reports if that fails.
  start = (locale) => this.#try(() => this.conversation.start(locale));

  #update(origin) {
    const { info, previous, turns } = this.conversation;
    if (origin === "replayed") this.show("The simulator was restarted. Your conversation goes on where it was.");
    else if (origin === "ended") this.show("The simulator was restarted. What was said is kept; the session has ended.");
    else if (previous && !turns.length) this.show(`A new conversation, in ${language(info.locale)}.`, this.#wayBack("Go back"));
    else this.show("", previous ? this.#wayBack("Back to the earlier conversation") : null);
  }

  show(text, action = null) {
    this.#element.hidden = !text && !action;
    this.#element.replaceChildren(...(text ? [make("span", {}, text)] : []), ...(action ? [action] : []));
  }

  #wayBack = (text) => button(text, () => this.#try(() => this.conversation.goBack()), { className: "link" });

  async #try(action) {
    try {
      await action();
    } catch (fault) {
      this.show(fault.message);
    }
    find("sentence").focus();
  }
}
