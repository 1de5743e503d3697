// The conversation, as this page knows it. Whoever shows a part of it listens for "begun", "asked", "turn" and "fault".

import { get, post } from "./ask.js";

const KEPT_AS = "conversation";

export class Talk extends EventTarget {
  begun = null;
  turns = [];
  settings = { person: "", device: "echo" };
  #last = Promise.resolve();

  get isOpen() {
    return this.turns.at(-1)?.isOpen ?? false;
  }

  // Alexa herself waits for an answer: whether the skill may do something.
  get isAsked() {
    return Boolean(this.turns.at(-1)?.question);
  }

  path(...parts) {
    return ["/desk/talks", this.begun.name, ...parts].join("/");
  }

  // Where this tab was, or from the beginning.
  async resume() {
    const name = sessionStorage.getItem(KEPT_AS);
    const kept = name ? await get(`/desk/talks/${name}`).catch(() => null) : null;
    return kept ? this.#begin(kept) : this.anew();
  }

  async anew(locale) {
    return this.#begin(await post("/desk/talks", locale ? { locale } : {}));
  }

  say = (sentence) => this.#take("say", { sentence }, sentence);
  staySilent = () => this.#take("silence", {}, "");
  allow = (answer) => this.#take("permission", { answer }, "");
  touch = (event) => this.#take("touch", event, "");
  tomorrow = () => this.#take("tomorrow", {}, "");

  #begin(begun) {
    sessionStorage.setItem(KEPT_AS, begun.name);
    this.begun = begun;
    this.turns = begun.turns;
    this.#tell("begun", begun);
  }

  // One after the other, however fast somebody types.
  #take(path, body, sentence) {
    this.#tell("asked", sentence);
    this.#last = this.#last.then(() => this.#send(path, body));
    return this.#last;
  }

  async #send(path, body) {
    try {
      const told = await post(this.path(path), { ...body, ...this.settings });
      this.begun.now = told.now;
      for (const turn of told.turns) {
        this.turns.push(turn);
        this.#tell("turn", turn);
      }
    } catch (fault) {
      if (fault.status === 410) await this.anew(this.begun.locale).catch(() => {});
      this.#tell("fault", fault.message);
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
