// What a card asks for in the Alexa app: to link an account, or to allow something. A button does it.

import { find, make } from "./dom.js";

const LINK = "account linked";

export class AlexaApp {
  #panel = find("alexa-app");

  constructor(conversation) {
    this.conversation = conversation;
    conversation.addEventListener("started", () => this.#show([]));
    conversation.addEventListener("turn", ({ detail }) => this.#show(detail.appChanges));
  }

  #show(changes) {
    this.#panel.hidden = changes.length === 0;
    this.#panel.replaceChildren(
      make("p", { className: "fine" }, "The card in the Alexa app asks for this:"),
      ...changes.map((change) => {
        const text = change === LINK ? "Link an account" : `Allow ${change.replace("grant ", "")}`;
        const onclick = () => this.conversation.useApp(change);
        return make("button", { type: "button", className: "quiet", onclick }, text);
      }),
    );
  }
}
