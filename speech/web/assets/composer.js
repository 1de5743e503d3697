// Where one speaks: by typing, by a suggestion, by silence; and the keys for it.

import { find, make } from "./dom.js";

const FEW = 8;
const PERMISSION = { yes: "granted", no: "denied" };
const ANSWERS = ["AMAZON.YesIntent", "AMAZON.NoIntent"];

export class Composer {
  #sentence = find("sentence");
  #suggestions = find("suggestions");
  #silent = find("silent");
  #history = [];
  #at = 0;

  constructor(talk) {
    this.talk = talk;
    find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say(this.#sentence.value);
    });
    find("open").addEventListener("click", () => this.#say(talk.begun.suggestions[0].sentence));
    this.#silent.addEventListener("click", () => (talk.isAsked ? talk.allow("unanswered") : talk.staySilent()));
    this.#sentence.addEventListener("keydown", (event) => this.#recall(event));
    for (const name of ["begun", "turn"]) talk.addEventListener(name, () => this.#offer());
  }

  #say(typed) {
    const sentence = typed.trim();
    if (!sentence) return;
    this.#history = [...this.#history.filter((said) => said !== sentence), sentence];
    this.#at = this.#history.length;
    this.#sentence.value = "";
    this.#sentence.focus();
    const permission = this.talk.isAsked && PERMISSION[sentence.toLowerCase()];
    if (permission) this.talk.allow(permission);
    else this.talk.say(sentence);
  }

  #recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    this.#at = Math.min(Math.max(this.#at + step, 0), this.#history.length);
    this.#sentence.value = this.#history[this.#at] ?? "";
  }

  #offer() {
    if (find("open")) this.#greet(find("open"));
    this.#silent.disabled = !this.talk.isOpen && !this.talk.isAsked;
    const offered = suggested(this.talk);
    const more = make("button", { type: "button", "aria-expanded": "false", onclick: () => this.#expand(more) }, "More …");
    const buttons = offered.map((sentence, place) =>
      make("button", { type: "button", hidden: place >= FEW, onclick: () => this.#say(sentence) }, sentence),
    );
    this.#suggestions.classList.remove("is-open");
    this.#suggestions.replaceChildren(...buttons, ...(offered.length > FEW ? [more] : []));
    this.#suggestions.scrollLeft = 0;
  }

  #greet(open) {
    open.textContent = `Say “${this.talk.begun.suggestions[0].sentence}”`;
    open.disabled = false;
  }

  #expand(more) {
    const isOpen = this.#suggestions.classList.toggle("is-open");
    more.setAttribute("aria-expanded", isOpen);
    more.textContent = isOpen ? "Fewer" : "More …";
    [...this.#suggestions.children].slice(FEW, -1).forEach((button) => (button.hidden = !isOpen));
  }
}

// In a session what answers the question, if one was asked, then all that the model knows; before it, how to begin.
function suggested(talk) {
  const [opening, ...others] = talk.begun.suggestions;
  const rank = ({ intent }) => (ANSWERS.includes(intent) ? 0 : 1);
  const asked = talk.turns.at(-1)?.words.trimEnd().endsWith("?");
  if (talk.isAsked) return Object.keys(PERMISSION);
  if (!talk.isOpen) return [opening.sentence];
  return (asked ? others.toSorted((one, other) => rank(one) - rank(other)) : others).map(({ sentence }) => sentence);
}
