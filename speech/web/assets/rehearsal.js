// Rehearsals: saves this conversation as a file, plays a conversation file and shows the differences.

import { post } from "./api.js";
import { find, make } from "./dom.js";

export class Rehearsal {
  #script = find("script");
  #verdict = find("verdict");
  #difference = find("difference");

  constructor(conversation) {
    this.conversation = conversation;
    conversation.addEventListener("started", () => (find("record").href = conversation.path("conversation.txt")));
    find("use").addEventListener("click", () => this.#useRecording());
    find("file").addEventListener("change", (event) => this.#read(event.target.files[0]));
    find("rehearsal").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#play();
    });
  }

  async #useRecording() {
    this.#script.value = await (await fetch(find("record").href)).text();
    this.#show("");
  }

  async #read(file) {
    if (file) this.#script.value = await file.text();
    this.#show("");
  }

  async #play() {
    this.#show("Playing …");
    const body = { conversation: this.#script.value, locale: this.conversation.info.locale };
    try {
      const { fault, difference } = await post("/simulator/rehearsal", body);
      this.#show(fault ?? (difference ? "Some answers differ from the file:" : "All answers match the file."), difference);
    } catch (fault) {
      this.#show(fault.message);
    }
  }

  #show(verdict, difference = "") {
    this.#verdict.textContent = verdict;
    this.#difference.hidden = !difference;
    this.#difference.replaceChildren(...difference.split("\n").map(line));
  }
}

function line(text) {
  const className = text.startsWith("+") ? "added" : text.startsWith("-") ? "removed" : "";
  return make("span", { className }, `${text}\n`);
}
