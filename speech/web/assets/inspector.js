// The inspector: the JSON of a turn and of what is stored, with buttons to copy it.

import { get } from "./api.js";
import { find } from "./dom.js";
import { indented } from "./format.js";

export class Inspector {
  #tabs = [...document.querySelectorAll("[role=tab]")];

  constructor(conversation) {
    this.conversation = conversation;
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => this.#select(tab));
      tab.addEventListener("keydown", (event) => this.#move(event, tab));
    }
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => copy(button));
    }
    this.#select(this.#tabs[0]);
    conversation.addEventListener("started", () => this.#start());
    conversation.addEventListener("turn", ({ detail }) => this.#update(detail));
  }

  // Shows an earlier turn.
  inspect = (turn) => {
    this.#show(turn);
    this.#select(this.#tabs[0]);
    find("inspector").scrollIntoView({ block: "nearest" });
    this.#tabs[0].focus({ preventScroll: true });
  };

  #start() {
    find("request").textContent = "No request was sent yet.";
    find("response").textContent = "No response was received yet.";
    const last = this.conversation.turns.findLast((turn) => turn.request);
    if (last) this.#show(last);
    this.#fetchStored();
  }

  #update(turn) {
    if (turn.request) this.#show(turn);
    this.#fetchStored();
  }

  #show(turn) {
    const title = `${turn.kind === "said" ? `“${turn.said}”` : turn.kind}, turn ${turn.number + 1}.`;
    find("request-title").textContent = `Request for ${title}`;
    find("response-title").textContent = `Response to ${title}`;
    find("request").textContent = indented(turn.request);
    find("response").textContent = turn.response ? indented(turn.response) : "The end of a session has no response.";
  }

  async #fetchStored() {
    const nothing = { stored: {}, reminders: [] };
    const { stored, reminders } = await get(this.conversation.path("stored")).catch(() => nothing);
    const entries = Object.entries(stored).map(([person, data]) => [person || "unknown person", data]);
    if (reminders.length) entries.push(["reminders, stored by Alexa", reminders]);
    find("stored").textContent = entries.length ? indented(Object.fromEntries(entries)) : "No one has spoken yet.";
  }

  #select(selected) {
    for (const tab of this.#tabs) {
      const isSelected = tab === selected;
      tab.setAttribute("aria-selected", isSelected);
      tab.tabIndex = isSelected ? 0 : -1;
      find(tab.getAttribute("aria-controls")).hidden = !isSelected;
    }
  }

  #move(event, tab) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const count = this.#tabs.length;
    const next = this.#tabs[(this.#tabs.indexOf(tab) + step + count) % count];
    this.#select(next);
    next.focus();
  }
}

async function copy(button) {
  const text = find(button.dataset.copy).textContent;
  button.textContent = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not allowed");
  setTimeout(() => (button.textContent = "Copy"), 1500);
}
