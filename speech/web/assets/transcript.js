// The transcript: every turn with its answer, the newest at the bottom.

import { find, make } from "./dom.js";
import { date, withPauses } from "./format.js";

const MARGIN = 12;

export class Transcript {
  #list = find("transcript");
  #welcome = find("welcome");
  #pending = null;

  constructor(conversation, player, inspect) {
    this.conversation = conversation;
    this.player = player;
    this.inspect = inspect;
    conversation.addEventListener("started", () => this.#showAll());
    conversation.addEventListener("sending", ({ detail }) => this.#addPending(detail));
    conversation.addEventListener("turn", ({ detail }) => this.#add(turnElement(detail, this)));
    conversation.addEventListener("fault", ({ detail }) => this.#add(faultElement(detail)));
  }

  play = (turn, part) => this.player.play(this.conversation.path(turn.number, `${part}.wav`));

  #showAll() {
    const { turns } = this.conversation;
    this.#list.replaceChildren(...(turns.length ? [] : [this.#welcome]));
    for (const turn of turns) this.#add(turnElement(turn, this));
  }

  // Shows a sentence before its answer comes.
  #addPending(sentence) {
    for (const button of this.#list.querySelectorAll(".question button")) button.disabled = true;
    this.#pending?.remove();
    this.#pending = sentence ? make("article", { className: "turn" }, utterance("You", sentence)) : null;
    if (this.#pending) this.#append(this.#pending);
  }

  #add(element) {
    this.#pending?.remove();
    this.#pending = null;
    this.#append(element);
  }

  #append(element) {
    this.#welcome.remove();
    this.#list.append(element);
    this.#list.scrollTop = element.offsetTop - this.#list.offsetTop - MARGIN; // to read a long answer from its start
  }
}

function turnElement(turn, transcript) {
  if (turn.kind === "later") return divider(date(turn.now));
  if (turn.kind === "event") return divider(turn.said);
  if (turn.kind === "person") return divider(turn.person ? `${turn.person} speaks` : "An unknown person speaks");
  return make(
    "article",
    { className: "turn" },
    utteranceOf(turn),
    turn.words && make("p", { className: "answer" }, ...withPauses(turn.words)),
    ...turn.notes.map(note),
    !turn.words && !turn.notes.length && make("p", { className: "reprompt" }, withoutAnswer(turn, transcript.conversation)),
    facts(turn, transcript),
    turn.question && question(turn, transcript.conversation),
    turn.reprompt && reprompt(turn, transcript),
  );
}

const note = (text) => make("p", { className: "note" }, text);

const faultElement = (text) => make("article", { className: "turn" }, note(text));

const divider = (text) => make("p", { className: "divider" }, text);

const utterance = (speaker, text, className = "") =>
  make("p", { className: `utterance ${className}` }, make("span", { className: "who" }, speaker), text);

const PERMISSIONS = { granted: "Allowed", denied: "Not allowed", unanswered: "Nothing" };

function utteranceOf(turn) {
  const speaker = turn.person || "You";
  if (turn.kind === "silence") return utterance(speaker, "Nothing", "silent");
  if (turn.kind === "permission") return utterance(speaker, PERMISSIONS[turn.said], "silent");
  if (turn.kind === "player") return utterance("Player", turn.said, "silent");
  if (turn.kind === "touch") return utterance(speaker, `touched ${JSON.parse(turn.said).join(" ")}`, "silent");
  return utterance(speaker, turn.said);
}

function withoutAnswer(turn, conversation) {
  if (turn.kind === "player") return turn.isForSkill ? "The skill got it." : "Nothing is playing.";
  if (!turn.isForSkill) return `No session is open. Start with “${conversation.info.openPhrase}”.`;
  return turn.isOpen ? "No answer. The session is still open." : "No answer. The session has ended.";
}

function facts(turn, transcript) {
  const { recognition } = turn;
  const play = () => transcript.play(turn, "answer");
  const parts = [
    turn.hasSpeech && make("button", { type: "button", "aria-label": "Hear the answer", onclick: play }, "Hear"),
    recognition && make("code", { title: "Intent" }, recognition.intent ?? "no intent"),
    ...Object.entries(recognition?.slots ?? {}).map(([name, slot]) =>
      make("code", { title: "Slot" }, `${name}: ${slotText(slot)}`),
    ),
    recognition &&
      make("span", { title: "Similarity to the nearest sample; 1 is word for word" }, `score ${recognition.score.toFixed(2)}`),
    turn.dialog && make("span", { title: "Dialog" }, turn.dialog),
    turn.request && make("button", { type: "button", onclick: () => transcript.inspect(turn) }, "Inspect"),
    turn.words && !turn.isOpen && !turn.question && make("span", {}, "The session has ended."),
  ].filter(Boolean);
  return parts.length > 0 && make("div", { className: "facts" }, ...parts);
}

const slotText = ({ value, id }) => (id && id !== value ? `${value} (${id})` : value);

const reprompt = (turn, transcript) =>
  make(
    "details",
    { className: "reprompt" },
    make("summary", {}, "Reprompt, if nothing is said"),
    make("p", {}, ...withPauses(turn.reprompt)),
    make("button", { type: "button", className: "quiet", onclick: () => transcript.play(turn, "reprompt") }, "Hear"),
  );

// Alexa's own question for a permission. The skill only receives the answer.
const question = (turn, conversation) =>
  make(
    "div",
    { className: "question", role: "group", "aria-label": "Alexa asks" },
    make("p", {}, turn.question),
    ...[["granted", "Allow"], ["denied", "Not now"]].map(([answer, text]) => {
      const isPast = turn !== conversation.turns.at(-1);
      const onclick = () => conversation.answerPermission(answer);
      return make("button", { type: "button", disabled: isPast, onclick }, text);
    }),
  );
