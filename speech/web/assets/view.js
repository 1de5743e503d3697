// The two views: a calm conversation, and Inspect with what is behind it. A skill without words about itself is being
// developed, so it begins with Inspect.

import { find } from "./dom.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "view";

// Emits "change".
export class View extends EventTarget {
  #button = find("view");

  constructor(conversation) {
    super();
    this.#button.addEventListener("click", () => this.set(this.isInspecting ? "calm" : "inspect"));
    conversation.addEventListener("started", () =>
      this.#show(load(STORAGE_KEY) ?? (conversation.info.introduction ? "calm" : "inspect")),
    );
  }

  get isInspecting() {
    return document.body.dataset.view === "inspect";
  }

  set(view) {
    save(STORAGE_KEY, view);
    this.#show(view);
  }

  #show(view) {
    document.body.dataset.view = view;
    this.#button.setAttribute("aria-pressed", view === "inspect");
    this.dispatchEvent(new Event("change"));
  }
}
