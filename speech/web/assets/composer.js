// The input: a typed sentence with its history, suggestions, and silence.

import { find, make } from "./dom.js";

const MAX_VISIBLE = 8;
const PERMISSION = { yes: "granted", no: "denied" };
const YES_AND_NO = ["AMAZON.YesIntent", "AMAZON.NoIntent"];

export class Composer {
  #sentence = find("sentence");
  #suggestions = find("suggestions");
  #silent = find("silent");
  #history = [];
  #position = 0;

  constructor(conversation) {
    this.conversation = conversation;
    find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say(this.#sentence.value);
    });
    find("open").addEventListener("click", () => this.#say(this.#launchPhrase));
    this.#silent.addEventListener("click", () =>
      conversation.isAsking ? conversation.answerPermission("unanswered") : conversation.staySilent(),
    );
    this.#sentence.addEventListener("keydown", (event) => this.#recall(event));
    for (const name of ["started", "turn"]) conversation.addEventListener(name, () => this.#update());
  }

  get #launchPhrase() {
    return this.conversation.info.suggestions[0].sentence;
  }

  #say(typed) {
    const sentence = typed.trim();
    if (!sentence) return;
    this.#history = [...this.#history.filter((earlier) => earlier !== sentence), sentence];
    this.#position = this.#history.length;
    this.#sentence.value = "";
    this.#sentence.focus();
    const permission = this.conversation.isAsking && PERMISSION[sentence.toLowerCase()];
    if (permission) this.conversation.answerPermission(permission);
    else this.conversation.say(sentence);
  }

  #recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    this.#position = Math.min(Math.max(this.#position + step, 0), this.#history.length);
    this.#sentence.value = this.#history[this.#position] ?? "";
  }

  #update() {
    if (find("open")) this.#enableLaunch(find("open"));
    this.#silent.disabled = !this.conversation.isOpen && !this.conversation.isAsking;
    const sentences = suggestions(this.conversation);
    const more = make("button", { type: "button", "aria-expanded": "false", onclick: () => this.#toggle(more) }, "More …");
    const buttons = sentences.map((sentence, index) =>
      make("button", { type: "button", hidden: index >= MAX_VISIBLE, onclick: () => this.#say(sentence) }, sentence),
    );
    this.#suggestions.classList.remove("is-open");
    this.#suggestions.replaceChildren(...buttons, ...(sentences.length > MAX_VISIBLE ? [more] : []));
    this.#suggestions.scrollLeft = 0;
  }

  #enableLaunch(button) {
    button.textContent = `Say “${this.#launchPhrase}”`;
    button.disabled = false;
  }

  #toggle(more) {
    const isOpen = this.#suggestions.classList.toggle("is-open");
    more.setAttribute("aria-expanded", isOpen);
    more.textContent = isOpen ? "Fewer" : "More …";
    [...this.#suggestions.children].slice(MAX_VISIBLE, -1).forEach((button) => (button.hidden = !isOpen));
  }
}

// In a session, all that the model understands, with yes and no first after a question; before it, the launch phrase.
function suggestions(conversation) {
  const [launch, ...others] = conversation.info.suggestions;
  const rank = ({ intent }) => (YES_AND_NO.includes(intent) ? 0 : 1);
  const isQuestion = conversation.turns.at(-1)?.words.trimEnd().endsWith("?");
  if (conversation.isAsking) return Object.keys(PERMISSION);
  if (!conversation.isOpen) return [launch.sentence];
  const sorted = isQuestion ? others.toSorted((one, other) => rank(one) - rank(other)) : others;
  return sorted.map(({ sentence }) => sentence);
}
