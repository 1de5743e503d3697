// The state of the conversation. Emits "started", "sending", "turn" and "fault".

import { get, post } from "./api.js";

const STORAGE_KEY = "conversation";
const CONVERSATIONS = "/simulator/conversations";

export class Conversation extends EventTarget {
  info = null;
  turns = [];
  settings = { person: "", device: "echo" };
  #queue = Promise.resolve();

  get isOpen() {
    return this.turns.at(-1)?.isOpen ?? false;
  }

  // A session can be open without the microphone, while the screen shows something.
  get isListening() {
    return this.turns.at(-1)?.isListening ?? false;
  }

  // Alexa herself is asking for a permission.
  get isAsking() {
    return Boolean(this.turns.at(-1)?.question);
  }

  path(...parts) {
    return [CONVERSATIONS, this.info.name, ...parts].join("/");
  }

  // Continues this tab's conversation, or starts one.
  async resume() {
    const name = sessionStorage.getItem(STORAGE_KEY);
    const info = name ? await get(`${CONVERSATIONS}/${name}`).catch(() => null) : null;
    return info ? this.#show(info) : this.start();
  }

  async start(locale) {
    return this.#show(await post(CONVERSATIONS, locale ? { locale } : {}));
  }

  say = (sentence) => this.#enqueue("say", { sentence }, sentence);
  staySilent = () => this.#enqueue("silence", {}, "");
  answerPermission = (answer) => this.#enqueue("permission", { answer }, "");
  touch = (event) => this.#enqueue("touch", event, "");
  usePlayer = (event) => this.#enqueue("player", { event }, "");
  useApp = (change) => this.#enqueue("app", { change }, "");
  wait = () => this.#enqueue("wait", {}, "");
  nextDay = () => this.#enqueue("next-day", {}, "");

  #show(info) {
    sessionStorage.setItem(STORAGE_KEY, info.name);
    this.info = info;
    this.turns = info.turns;
    this.#emit("started", info);
  }

  // Turns are sent one after the other, however fast they come.
  #enqueue(path, body, sentence) {
    this.#emit("sending", sentence);
    this.#queue = this.#queue.then(() => this.#send(path, body));
    return this.#queue;
  }

  async #send(path, body) {
    try {
      const { turns, now } = await post(this.path(path), { ...body, ...this.settings });
      this.info.now = now;
      for (const turn of turns) {
        this.turns.push(turn);
        this.#emit("turn", turn);
      }
    } catch (fault) {
      if (fault.status === 410) await this.start(this.info.locale).catch(() => {});
      this.#emit("fault", fault.message);
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
