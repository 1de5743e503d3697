// The state of the conversation. What a person says is kept until it has an answer, also if the server stops in between.
// Emits "started", "sending", "turn", "unsent", "fault" and "connection".

import { get, post } from "./api.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "conversation";
const CONVERSATIONS = "/simulator/conversations";
const RETRY_DELAYS = [500, 1000, 2000, 3000]; // milliseconds; the last one repeats

// A conversation as the tab stores it: `log` holds the turns to play again after a restart of the server, `pending`
// those without an answer, `turns` what was said, and `earlier` what was said before a restart that ended it.
const emptyRecord = () => ({ name: "", locale: "", isReplayable: false, log: [], pending: [], turns: [], earlier: [] });

export class Conversation extends EventTarget {
  info = null;
  suggestions = [];
  milestones = [];
  settings = { person: "", device: "echo" };
  isConnected = true;
  previous = null; // the record before this one, to go back to
  #record = emptyRecord();
  #isSending = false;
  #retry = { timer: 0, count: 0 };

  get turns() {
    return this.#record.turns;
  }

  get earlier() {
    return this.#record.earlier;
  }

  get pending() {
    return this.#record.pending;
  }

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

  get isWaiting() {
    return this.#isSending && this.isConnected;
  }

  path(...parts) {
    return [CONVERSATIONS, this.#record.name, ...parts].join("/");
  }

  // Continues this tab's conversation, or starts one.
  async resume() {
    const stored = load(STORAGE_KEY);
    this.previous = stored?.previous ?? null;
    this.#record = { ...emptyRecord(), ...stored?.record };
    await this.#connect(() => (this.#record.name ? this.#open(this.#record) : this.#start()));
  }

  // Starts another conversation. The one before it stays open for `goBack`.
  async start(locale = this.info.locale) {
    const previous = this.turns.length || this.pending.length ? this.#record : this.previous;
    await this.#start(locale, previous);
  }

  async goBack() {
    const current = this.turns.length ? this.#record : null;
    await this.#open(this.previous, current);
    this.#send();
  }

  say = (sentence) => this.#enqueue("say", { sentence });
  staySilent = () => this.#enqueue("silence");
  answerPermission = (answer) => this.#enqueue("permission", { answer });
  touch = (event) => this.#enqueue("touch", event);
  nextDay = () => this.#enqueue("next-day");

  // Sends what has no answer now, instead of after a while.
  tryAgain = () => {
    clearTimeout(this.#retry.timer);
    return this.#connect(() => this.#open(this.#record));
  };

  async #start(locale, previous = null) {
    const info = await post(CONVERSATIONS, locale ? { locale } : {});
    this.previous = previous;
    this.#record = emptyRecord();
    this.#show(info);
  }

  // Opens a stored conversation; after a restart of the server, by playing it again.
  async #open(record, previous = this.previous) {
    let info = await get(`${CONVERSATIONS}/${record.name}`).catch(unlessGone);
    let origin = "resumed";
    if (!info) {
      const { locale, log } = record;
      if (record.isReplayable) info = await post(CONVERSATIONS, { locale, turns: log }).catch(unlessRefused);
      origin = info ? "replayed" : "ended";
      info ??= await post(CONVERSATIONS, { locale }).catch(unlessRefused);
      info ??= await post(CONVERSATIONS, {}); // if the skill no longer speaks the language
    }
    this.previous = previous;
    this.#record = record;
    this.#show(info, origin);
  }

  #show(info, origin = "new") {
    const record = this.#record;
    const isSame = origin === "resumed" && this.info?.name === info.name && record.turns.length === info.turns.length;
    if (origin === "ended") Object.assign(record, { log: [], earlier: [...record.earlier, ...record.turns] });
    const { name, locale, isReplayable, turns } = info;
    Object.assign(record, { name, locale, isReplayable, turns });
    this.info = info;
    this.#setState(info);
    this.#store();
    if (!isSame) this.#emit("started", origin);
  }

  #enqueue(turn, body = {}) {
    const entry = { id: crypto.randomUUID(), turn, ...body, ...this.settings };
    this.pending.push(entry);
    this.#store();
    this.#emit("sending", entry);
    if (!this.isConnected) this.#emit("unsent", entry);
    return this.#send();
  }

  // Sends one turn after the other, however fast they come.
  async #send() {
    if (this.#isSending || !this.isConnected || !this.info) return;
    this.#isSending = true;
    while (this.pending.length && this.isConnected) await this.#sendFirst(this.#record);
    this.#isSending = false;
    this.#emit("connection");
  }

  async #sendFirst(record) {
    const [entry] = record.pending;
    const { turn, ...body } = entry;
    try {
      const answer = await post(`${CONVERSATIONS}/${record.name}/${turn}`, body);
      record.pending.shift();
      record.log.push(entry);
      const turns = answer.turns.filter(({ number }) => number >= record.turns.length); // the others are there already
      record.turns.push(...turns);
      if (record === this.#record) this.#answered(answer, turns);
    } catch (fault) {
      if (fault.isUnreachable || fault.isGone) return this.#disconnect(fault);
      record.pending.shift();
      if (record === this.#record) this.#emit("fault", { entry, message: fault.message });
    }
    this.#store();
  }

  #answered(answer, turns) {
    this.#setState(answer);
    if (!turns.length) this.#emit("started", "resumed");
    for (const turn of turns) this.#emit("turn", turn);
  }

  #setState({ now, suggestions, milestones }) {
    Object.assign(this.info, { now });
    Object.assign(this, { suggestions, milestones });
  }

  #disconnect(fault) {
    this.isConnected = false;
    this.#emit("connection");
    if (fault.isGone) return this.#connect(() => this.#open(this.#record));
    for (const entry of this.pending) this.#emit("unsent", entry);
    return this.#waitAndConnect(() => this.#open(this.#record));
  }

  #waitAndConnect(open) {
    const delay = RETRY_DELAYS[Math.min(this.#retry.count++, RETRY_DELAYS.length - 1)];
    clearTimeout(this.#retry.timer);
    this.#retry.timer = setTimeout(() => this.#connect(open), delay);
  }

  // Opens the conversation, sooner or later, and then sends what has no answer yet.
  async #connect(open) {
    try {
      await open();
    } catch (fault) {
      this.isConnected = false;
      this.#emit("connection", fault.message);
      return this.#waitAndConnect(open);
    }
    this.isConnected = true;
    this.#retry.count = 0;
    this.#emit("connection");
    return this.#send();
  }

  // Requests and responses are too large to keep.
  #store() {
    const slim = (record) =>
      record && { ...record, turns: record.turns.map(({ request, response, screen, ...turn }) => turn) };
    save(STORAGE_KEY, { record: slim(this.#record), previous: slim(this.previous) });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const unlessGone = (fault) => {
  if (fault.isGone) return null;
  throw fault;
};

const unlessRefused = (fault) => {
  if (fault.isUnreachable) throw fault;
  return null;
};
