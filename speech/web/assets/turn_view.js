// The elements of one turn: what was said, the answer, Alexa's own question, and what was understood.

import { button, hiddenText, make } from "./dom.js";
import { date, titleCase, withPauses } from "./format.js";

const PERMISSIONS = { granted: "Allowed", denied: "Not allowed", unanswered: "Nothing" };
const PENDING = {
  silence: "Nothing",
  touch: "A touch",
  "next-day": "The next day",
  player: "The player",
  app: "The Alexa app",
  wait: "A pause",
};

// `isOver` is true for a turn of a session that ended with the server: nothing of it can be played or inspected.
export function turnElement(turn, transcript, { isOver = false } = {}) {
  if (turn.kind === "later") return divider(date(turn.now));
  if (turn.kind === "event") return divider(turn.said);
  if (turn.kind === "person") return divider(turn.person ? `${turn.person} speaks` : "An unknown person speaks");
  const { conversation } = transcript;
  return make(
    "article",
    { className: "turn" },
    utteranceOf(turn),
    turn.words && hiddenText(`${titleCase(conversation.info.skill)}: `),
    turn.words && make("p", { className: "answer", dir: "auto" }, ...withPauses(turn.words)),
    ...turn.notes.map((text) => note(text, null, turn.words ? "inspect-only" : "")),
    !turn.words && !turn.notes.length && make("p", { className: "remark" }, withoutAnswer(turn, conversation)),
    turn.words && !turn.isOpen && !turn.question && make("p", { className: "remark" }, "The session has ended."),
    !isOver && actions(turn, transcript),
    turn.question && !isOver && question(turn, conversation),
    turn.reprompt && !isOver && reprompt(turn, transcript),
  );
}

// What was said, before there is a turn.
export const saidElement = ({ turn, sentence, answer: permission, person }) =>
  utterance(person || "You", sentence ?? PERMISSIONS[permission] ?? PENDING[turn], sentence ? "" : "silent");

export const note = (text, action = null, className = "") =>
  make("p", { className: `note ${className}`, dir: "auto" }, text, action);

export const divider = (text) => make("p", { className: "divider" }, text);

// A screen reader reads "You: ", and then the sentence.
const utterance = (speaker, text, className = "") =>
  make(
    "p",
    { className: `utterance ${className}` },
    make("span", { className: "who" }, speaker, hiddenText(":")),
    " ",
    make("span", { className: "said", dir: "auto" }, text),
  );

function utteranceOf(turn) {
  const speaker = turn.person || "You";
  if (turn.kind === "silence") return utterance(speaker, "Nothing", "silent");
  if (turn.kind === "permission" && !turn.sentence) return utterance(speaker, PERMISSIONS[turn.said], "silent");
  if (turn.kind === "player") return utterance("Player", turn.said, "silent");
  if (turn.kind === "touch") return utterance(speaker, `touched ${JSON.parse(turn.said).join(" ")}`, "silent");
  return utterance(speaker, turn.sentence || turn.said);
}

function withoutAnswer(turn, { info }) {
  if (turn.kind === "player") return turn.isForSkill ? "The skill got it." : "Nothing is playing.";
  if (turn.question) return "Alexa is still waiting for an answer: say yes or no.";
  if (!turn.isForSkill) return `Nothing is open yet. Start with “${info.openPhrase}”.`;
  return turn.isOpen ? "No answer. The session is still open." : "No answer. The session has ended.";
}

function actions(turn, transcript) {
  const play = () => transcript.play(turn, "answer");
  const parts = [
    turn.hasSpeech && button("Hear", play, { "aria-label": "Hear the answer" }),
    ...facts(turn),
    turn.request && button("Inspect", () => transcript.inspect(turn), { className: "inspect-only" }),
  ].filter(Boolean);
  return parts.length > 0 && make("div", { className: "facts" }, ...parts);
}

function facts({ recognition, dialog }) {
  const fact = (tag, title, text) => make(tag, { title, className: "inspect-only" }, text);
  if (!recognition) return dialog ? [fact("span", "Dialog", dialog)] : [];
  return [
    fact("code", "Intent", recognition.intent ?? "no intent"),
    ...Object.entries(recognition.slots).map(([name, slot]) => fact("code", "Slot", `${name}: ${slotText(slot)}`)),
    fact("span", "Similarity to the nearest sample; 1 is word for word", `score ${recognition.score.toFixed(2)}`),
    dialog && fact("span", "Dialog", dialog),
  ];
}

export const slotText = ({ value, id }) => (id && id !== value ? `${value} (${id})` : value);

const reprompt = (turn, transcript) =>
  make(
    "details",
    { className: "reprompt inspect-only" },
    make("summary", {}, "Reprompt, if nothing is said"),
    make("p", { className: "reprompt-words", dir: "auto" }, ...withPauses(turn.reprompt)),
    button("Hear", () => transcript.play(turn, "reprompt"), { className: "quiet", "aria-label": "Hear the reprompt" }),
  );

// Alexa's own question for a permission. The skill only receives the answer.
function question(turn, conversation) {
  const isPast = turn !== conversation.turns.at(-1);
  const reply = (answered, text) => button(text, () => conversation.answerPermission(answered), { disabled: isPast });
  return make(
    "div",
    { className: "question", role: "group", "aria-label": "Alexa asks" },
    make("p", {}, turn.question),
    reply("granted", "Allow"),
    reply("denied", "Not now"),
  );
}
