// Under the hood: the JSON of a turn, what is stored, and how to copy it.

import { get } from "./ask.js";
import { find } from "./dom.js";
import { pretty } from "./words.js";

export class Workshop {
  #tabs = [...document.querySelectorAll("[role=tab]")];

  constructor(talk) {
    this.talk = talk;
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => this.#choose(tab));
      tab.addEventListener("keydown", (event) => this.#walk(event, tab));
    }
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => copy(button));
    }
    this.#choose(this.#tabs[0]);
    talk.addEventListener("begun", () => this.#start());
    talk.addEventListener("turn", ({ detail }) => this.#follow(detail));
  }

  // Shows a turn of before.
  look = (turn) => {
    this.#show(turn);
    this.#choose(this.#tabs[0]);
    find("workshop").scrollIntoView({ block: "nearest" });
    this.#tabs[0].focus({ preventScroll: true });
  };

  #start() {
    find("wire").textContent = "Nothing was sent yet.";
    find("answer").textContent = "Nothing was answered yet.";
    const last = this.talk.turns.findLast((turn) => turn.request);
    if (last) this.#show(last);
    this.#fetchKept();
  }

  #follow(turn) {
    if (turn.request) this.#show(turn);
    this.#fetchKept();
  }

  #show(turn) {
    const title = `${turn.kind === "said" ? `“${turn.said}”` : turn.kind}, as turn ${turn.number + 1}.`;
    find("wire-title").textContent = `Sent for ${title}`;
    find("answer-title").textContent = `Answered to ${title}`;
    find("wire").textContent = pretty(turn.request);
    find("answer").textContent = turn.response ? pretty(turn.response) : "Nothing comes back when a session ends.";
  }

  async #fetchKept() {
    const { kept, reminders } = await get(this.talk.path("kept")).catch(() => ({ kept: {}, reminders: [] }));
    const told = Object.entries(kept).map(([person, stored]) => [person || "somebody", stored]);
    if (reminders.length) told.push(["reminders, kept by Alexa", reminders]);
    find("kept").textContent = told.length ? pretty(Object.fromEntries(told)) : "Nobody has spoken yet.";
  }

  #choose(chosen) {
    for (const tab of this.#tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      find(tab.getAttribute("aria-controls")).hidden = !isChosen;
    }
  }

  #walk(event, tab) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const count = this.#tabs.length;
    const next = this.#tabs[(this.#tabs.indexOf(tab) + step + count) % count];
    this.#choose(next);
    next.focus();
  }
}

async function copy(button) {
  const text = find(button.dataset.copy).textContent;
  const told = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not allowed");
  button.textContent = told;
  setTimeout(() => (button.textContent = "Copy"), 1500);
}
