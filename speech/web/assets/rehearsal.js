// Rehearsals: this conversation as a file, and a file played with its differences shown.

import { post } from "./ask.js";
import { find, make } from "./dom.js";

export class Rehearsal {
  #script = find("script");
  #verdict = find("verdict");
  #difference = find("difference");

  constructor(talk) {
    this.talk = talk;
    talk.addEventListener("begun", () => (find("record").href = talk.path("conversation.txt")));
    find("use").addEventListener("click", () => this.#use());
    find("file").addEventListener("change", (event) => this.#read(event.target.files[0]));
    find("rehearsal").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#play();
    });
  }

  async #use() {
    this.#script.value = await (await fetch(find("record").href)).text();
    this.#tell("");
  }

  async #read(file) {
    if (file) this.#script.value = await file.text();
    this.#tell("");
  }

  async #play() {
    this.#tell("Playing …");
    const asked = { conversation: this.#script.value, locale: this.talk.begun.locale };
    try {
      const { fault, difference } = await post("/desk/rehearsal", asked);
      this.#tell(fault ?? (difference ? "It differs from what is written:" : "It went as it is written."), difference);
    } catch (fault) {
      this.#tell(fault.message);
    }
  }

  #tell(verdict, difference = "") {
    this.#verdict.textContent = verdict;
    this.#difference.hidden = !difference;
    this.#difference.replaceChildren(...difference.split("\n").map(line));
  }
}

function line(text) {
  const className = text.startsWith("+") ? "added" : text.startsWith("-") ? "removed" : "";
  return make("span", { className }, `${text}\n`);
}
