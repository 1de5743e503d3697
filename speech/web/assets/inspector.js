// The inspector: what was understood in a turn, its request and response, and what is stored.

import { get } from "./api.js";
import { find, make } from "./dom.js";
import { foldAll, jsonTree } from "./json_tree.js";
import { recognitionElement } from "./recognition_view.js";
import { Tabs } from "./tabs.js";

const EMPTY = {
  request: "No request was sent yet.",
  response: "No response was received yet.",
  stored: "No one has spoken yet.",
};

export class Inspector {
  #tabs = new Tabs(find("inspector"));
  #values = {};

  constructor(conversation, view) {
    this.conversation = conversation;
    this.view = view;
    onEach("[data-copy]", (button) => this.#copy(button));
    onEach("[data-fold]", fold);
    conversation.addEventListener("started", () => this.#showLatest());
    conversation.addEventListener("turn", () => this.#showLatest());
    view.addEventListener("change", () => this.#showLatest());
  }

  // Shows an earlier turn.
  inspect = (turn) => {
    this.view.set("inspect");
    this.#show(turn);
    this.#tabs.select("request");
    find("inspector").scrollIntoView({ block: "nearest" });
    this.#tabs.focus();
  };

  // While the inspector is hidden, nothing is drawn and nothing is fetched.
  #showLatest() {
    if (!this.view.isInspecting || !this.conversation.info) return;
    const latest = this.conversation.turns.findLast((turn) => turn.request || turn.recognition);
    if (latest) this.#show(latest);
    else this.#clear();
    this.#fetchStored();
  }

  #clear() {
    find("turn-title").textContent = "The last turn is shown here.";
    find("understood").replaceChildren();
    for (const name of ["request", "response"]) this.#fill(name, null);
  }

  #show(turn) {
    const said = turn.kind === "said" ? `“${turn.said}”` : turn.kind;
    find("turn-title").textContent = `${said}, turn ${turn.number + 1}`;
    find("understood").replaceChildren(recognitionElement(turn.recognition));
    this.#fill("request", turn.request, "Nothing was sent to the skill: Alexa asks by herself.");
    this.#fill("response", turn.response, "The end of a session has no response.");
  }

  async #fetchStored() {
    const nothing = { stored: {}, reminders: [] };
    const { stored, reminders } = await get(this.conversation.path("stored")).catch(() => nothing);
    const entries = Object.entries(stored).map(([person, data]) => [person || "unknown person", data]);
    if (reminders.length) entries.push(["reminders, stored by Alexa", reminders]);
    this.#fill("stored", entries.length ? Object.fromEntries(entries) : null);
  }

  #fill(name, value, empty = EMPTY[name]) {
    this.#values[name] = value;
    find(name).replaceChildren(value ? jsonTree(value) : make("p", { className: "fine" }, empty));
  }

  async #copy(button) {
    const text = JSON.stringify(this.#values[button.dataset.copy] ?? null, null, 2);
    button.textContent = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not allowed");
    setTimeout(() => (button.textContent = "Copy"), 1500);
  }
}

function onEach(selector, act) {
  for (const button of document.querySelectorAll(selector)) button.addEventListener("click", () => act(button));
}

function fold(button) {
  const isOpen = button.textContent === "Unfold";
  foldAll(find(button.dataset.fold), isOpen);
  button.textContent = isOpen ? "Fold" : "Unfold";
}
