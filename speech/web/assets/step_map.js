// The map of the steps: it fills as a person goes on. A skill without steps has none.

import { find, hiddenText, make } from "./dom.js";

export class StepMap {
  #list = find("steps");

  constructor(conversation) {
    const show = () => this.#show(conversation.milestones);
    for (const name of ["started", "turn"]) conversation.addEventListener(name, show);
  }

  #show(steps) {
    this.#list.hidden = steps.length === 0;
    this.#list.replaceChildren(...steps.map(item));
  }
}

function item({ title, short, isDone, isCurrent }, index) {
  const state = [isDone && "done", isCurrent && "you are here"].filter(Boolean).join(", ");
  const step = make(
    "li",
    { className: isDone ? "is-done" : "", title },
    make("span", { className: "marker", "aria-hidden": "true" }, isDone ? "✓" : String(index + 1)),
    make("span", { className: "label" }, short),
    state && hiddenText(`: ${state}`),
  );
  if (isCurrent) step.setAttribute("aria-current", "step");
  return step;
}
