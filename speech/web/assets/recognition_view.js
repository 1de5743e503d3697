// What was understood of a sentence: the intent with its slots, and the runners-up with their scores.

import { make } from "./dom.js";
import { slotText } from "./turn_view.js";

const REASONS = {
  sample: "a sample, word for word",
  crisis: "the detector of crises",
  similar: "the most similar sample",
  fallback: "nothing is similar enough",
  none: "nothing is similar enough",
  launch: "the skill's name",
  exit: "words that end a session",
  slot: "the answer to a question",
  yes: "a yes",
  no: "a no",
};

export function recognitionElement(recognition) {
  if (!recognition) return make("p", { className: "fine" }, "No sentence had to be understood.");
  const { intent, score, by, slots, others } = recognition;
  return make(
    "div",
    {},
    make("p", { className: "fine" }, `Why: ${REASONS[by] ?? by}.`),
    make(
      "ol",
      { className: "scores", "aria-label": "Intents with their scores" },
      row(intent ?? "no intent", score, "is-best"),
      ...Object.entries(slots).map(slotRow),
      ...others.map((other) => row(other.intent, other.score)),
    ),
    by === "sample" && make("p", { className: "fine" }, "No runners-up: it was compared with nothing else."),
  );
}

const slotRow = ([name, slot]) => make("li", { className: "slot" }, make("code", {}, `${name}: ${slotText(slot)}`));

const row = (intent, score, className = "") =>
  make(
    "li",
    { className },
    make("code", {}, intent),
    make("meter", { min: 0, max: 1, value: score, "aria-hidden": "true" }),
    make("span", { className: "score" }, score.toFixed(2)),
  );
