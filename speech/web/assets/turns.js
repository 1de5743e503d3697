// What was said, from the top down, as it comes.

import { find, make } from "./dom.js";
import { date, withPauses } from "./words.js";

const MARGIN = 12;

export class Turns {
  #list = find("turns");
  #welcome = find("welcome");
  #pending = null;

  constructor(talk, voice, look) {
    this.talk = talk;
    this.voice = voice;
    this.look = look;
    talk.addEventListener("begun", () => this.#showAll());
    talk.addEventListener("asked", ({ detail }) => this.#expect(detail));
    talk.addEventListener("turn", ({ detail }) => this.#add(element(detail, this)));
    talk.addEventListener("fault", ({ detail }) => this.#add(note(detail)));
  }

  hear = (turn, part) => this.voice.play(this.talk.path(turn.number, `${part}.wav`));

  #showAll() {
    this.#list.replaceChildren(...(this.talk.turns.length ? [] : [this.#welcome]));
    for (const turn of this.talk.turns) this.#add(element(turn, this));
  }

  // What was said stands there at once, before it is answered.
  #expect(sentence) {
    for (const button of this.#list.querySelectorAll(".ask button")) button.disabled = true;
    this.#pending?.remove();
    this.#pending = sentence ? make("article", { className: "turn" }, said("You", sentence)) : null;
    if (this.#pending) this.#append(this.#pending);
  }

  #add(shown) {
    this.#pending?.remove();
    this.#pending = null;
    this.#append(shown);
  }

  #append(shown) {
    this.#welcome.remove();
    this.#list.append(shown);
    this.#list.scrollTop = shown.offsetTop - this.#list.offsetTop - MARGIN; // a long answer is read from its beginning
  }
}

const said = (who, sentence, kind = "") =>
  make("p", { className: `said ${kind}` }, make("span", { className: "who" }, who), sentence);

const PERMISSIONS = { granted: "Allowed", denied: "Not allowed", unanswered: "Nothing" };

const note = (text) => make("article", { className: "turn" }, make("p", { className: "note" }, text));

const between = (text) => make("p", { className: "between" }, text);

function element(turn, turns) {
  if (turn.kind === "later") return between(date(turn.now));
  if (turn.kind === "person") return between(turn.person ? `${turn.person} speaks` : "Somebody speaks");
  return make(
    "article",
    { className: "turn" },
    opening(turn),
    turn.words && make("p", { className: "answer" }, ...withPauses(turn.words)),
    ...turn.notes.map((text) => make("p", { className: "note" }, text)),
    !turn.words && !turn.notes.length && make("p", { className: "reprompt" }, unanswered(turn, turns.talk)),
    facts(turn, turns),
    turn.question && question(turn, turns.talk),
    turn.reprompt && reprompt(turn, turns),
  );
}

function opening(turn) {
  const who = turn.person || "You";
  if (turn.kind === "silence") return said(who, "Nothing", "silent");
  if (turn.kind === "permission") return said(who, PERMISSIONS[turn.said], "silent");
  if (turn.kind === "touch") return said(who, `touched ${JSON.parse(turn.said).join(" ")}`, "silent");
  return said(who, turn.said);
}

function unanswered(turn, talk) {
  if (!turn.isForSkill) return `Nothing is open, so Alexa would not pass this on. Begin with “open ${talk.begun.skill}”.`;
  return turn.isOpen ? "Nothing is heard; it still listens." : "Nothing is heard. The session is over.";
}

function facts(turn, turns) {
  const { understood } = turn;
  const shown = [
    turn.isHeard &&
      make("button", { type: "button", "aria-label": "Hear it again", onclick: () => turns.hear(turn, "answer") }, "Hear"),
    understood && make("code", { title: "Intent" }, understood.intent ?? "no intent"),
    ...Object.entries(understood?.slots ?? {}).map(([name, slot]) => make("code", { title: "Slot" }, `${name}: ${slotted(slot)}`)),
    understood && make("span", { title: "How near it is to a sample; 1 is word for word" }, `score ${understood.score.toFixed(2)}`),
    turn.request && make("button", { type: "button", onclick: () => turns.look(turn) }, "Look inside"),
    turn.words && !turn.isOpen && !turn.question && make("span", {}, "The session is over."),
  ].filter(Boolean);
  return shown.length > 0 && make("div", { className: "facts" }, ...shown);
}

const slotted = ({ value, id }) => (id && id !== value ? `${value} (${id})` : value);

const reprompt = (turn, turns) =>
  make(
    "details",
    { className: "reprompt" },
    make("summary", {}, "If nothing is said"),
    make("p", {}, ...withPauses(turn.reprompt)),
    make("button", { type: "button", className: "quiet", onclick: () => turns.hear(turn, "reprompt") }, "Hear"),
  );

// Alexa's own question: the skill hears only what comes of it.
const question = (turn, talk) =>
  make(
    "div",
    { className: "ask", role: "group", "aria-label": "Alexa asks" },
    make("p", {}, turn.question),
    ...[["granted", "Allow"], ["denied", "Not now"]].map(([answer, text]) => {
      const isOver = turn !== talk.turns.at(-1);
      return make("button", { type: "button", disabled: isOver, onclick: () => talk.allow(answer) }, text);
    }),
  );
