// Tabs with their panels, as the ARIA practices describe them: arrow keys move, one tab is in the order of Tab.

import { find } from "./dom.js";

export class Tabs {
  #tabs;

  constructor(element) {
    this.#tabs = [...element.querySelectorAll("[role=tab]")];
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => this.#select(tab));
      tab.addEventListener("keydown", (event) => this.#move(event, tab));
    }
    this.#select(this.#tabs[0]);
  }

  select(name) {
    this.#select(this.#tabs.find((tab) => tab.id === `tab-${name}`));
  }

  focus() {
    this.#tabs.find((tab) => tab.tabIndex === 0).focus({ preventScroll: true });
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
    const count = this.#tabs.length;
    const position = this.#tabs.indexOf(tab);
    const next = { ArrowLeft: position - 1, ArrowRight: position + 1, Home: 0, End: count - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#select(this.#tabs[(next + count) % count]);
    this.focus();
  }
}
