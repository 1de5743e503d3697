// The first sight of an empty conversation: what the skill is, and what to try.

import { button, find, make } from "./dom.js";
import { titleCase } from "./format.js";

const NUMBERS = { 2: "Two", 3: "Three", 4: "Four" };
const HOW = `Press a phrase, or type what you would say to a speaker in your kitchen. You hear the answer and can
read along.`;
const WHERE = "It stays on this machine, and is gone when you close this tab and stop the simulator.";

export class Welcome {
  element = find("welcome");

  constructor(conversation) {
    conversation.addEventListener("started", () => this.#show(conversation));
  }

  #show(conversation) {
    const { introduction, skill } = conversation.info;
    const links = Object.entries(introduction?.links ?? {}).map(([text, href]) =>
      make("a", { href, target: "_blank", rel: "noopener" }, text),
    );
    const phrases = conversation.suggestions.map((phrase) =>
      make("li", {}, button(phrase, () => conversation.say(phrase), { className: "phrase" })),
    );
    this.element.replaceChildren(
      make("h2", { className: "lead" }, titleCase(skill)),
      make("p", { className: "summary", dir: "auto" }, introduction?.summary ?? "A skill for Alexa, in the simulator."),
      make("h3", { id: "try" }, phrases.length > 1 ? `${NUMBERS[phrases.length] ?? "Some"} things to try` : "To begin"),
      make("ul", { className: "phrases", "aria-labelledby": "try" }, ...phrases),
      make("p", { className: "fine" }, HOW),
      make("p", { className: "fine" }, `${WHERE} `, ...links.flatMap((link) => [link, " "])),
    );
  }
}
