// The state of the conversation. What is said is kept until it has an answer, also if the server stops in between.
// Emits "started", "sending", "turn", "fault" and "connection".

import { post } from "./api.js";
import { Connection } from "./connection.js";
import { CONVERSATIONS, emptyRecord, loadRecords, openRecord } from "./conversation_record.js";
import { saveRecords, startConversation } from "./conversation_record.js";

export class Conversation extends EventTarget {
  info = null;
  suggestions = [];
  milestones = [];
  settings = { person: "", device: "echo" };
  previous = null; // the record before this one, to go back to
  #record = emptyRecord();
  #connection = new Connection();
  #isSending = false;
  #isOpening = false;

  constructor() {
    super();
    this.#connection.addEventListener("change", () => {
      this.#emit("connection");
      if (this.isConnected) this.#send();
    });
  }

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

  get isConnected() {
    return this.#connection.isUp;
  }

  get isWaiting() {
    return (this.#isSending || this.#isOpening) && this.isConnected;
  }

  path(...parts) {
    return [CONVERSATIONS, this.#record.name, ...parts].join("/");
  }

  // Continues this tab's conversation, or starts one.
  async resume() {
    const { record, previous } = loadRecords();
    Object.assign(this, { previous });
    this.#record = record;
    await this.#connection.restore(() => (record.name ? this.#reopen() : this.#begin()));
  }

  // Starts another conversation. The one before it stays open for `goBack`.
  async start(locale = this.info.locale) {
    const info = await this.#opening(startConversation(locale));
    if (this.turns.length || this.pending.length) this.previous = this.#record;
    this.#record = emptyRecord();
    this.#show(info);
  }

  async goBack() {
    const { info, origin } = await this.#opening(openRecord(this.previous));
    const current = this.turns.length ? this.#record : null;
    this.#record = this.previous;
    this.previous = current;
    this.#show(info, origin);
    this.#send();
  }

  say = (sentence) => this.#enqueue("say", { sentence });
  staySilent = () => this.#enqueue("silence");
  answerPermission = (answer) => this.#enqueue("permission", { answer });
  touch = (event) => this.#enqueue("touch", event);
  nextDay = () => this.#enqueue("next-day");

  // Sends what has no answer now, instead of after a while.
  tryAgain = () => this.#connection.restore(() => this.#reopen());

  async #opening(request) {
    this.#isOpening = true;
    this.#emit("connection");
    try {
      return await request;
    } finally {
      this.#isOpening = false;
      this.#emit("connection");
    }
  }

  async #begin() {
    this.#show(await startConversation());
  }

  async #reopen() {
    const record = this.#record;
    const { info, origin } = await openRecord(record);
    if (record === this.#record) this.#show(info, origin);
  }

  #show(info, origin = "new") {
    const record = this.#record;
    const isSame = origin === "resumed" && this.info?.name === info.name && record.turns.length === info.turns.length;
    if (origin === "ended") Object.assign(record, { log: [], earlier: [...record.earlier, ...record.turns] });
    const { name, locale, isReplayable, turns } = info;
    Object.assign(record, { name, locale, isReplayable, turns });
    this.info = info;
    this.#setState(info);
    this.#save();
    if (!isSame) this.#emit("started", origin);
  }

  #enqueue(turn, body = {}) {
    const entry = { id: crypto.randomUUID(), turn, ...body, ...this.settings };
    this.pending.push(entry);
    this.#save();
    this.#emit("sending", entry);
    return this.#send();
  }

  // Sends one turn after the other, however fast they come.
  async #send() {
    if (this.#isSending || !this.isConnected || !this.info) return;
    this.#isSending = true;
    this.#emit("connection");
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
      if (fault.isGone) return this.#connection.restore(() => this.#reopen());
      if (fault.isUnreachable) return this.#connection.restoreLater(() => this.#reopen());
      record.pending.shift();
      if (record === this.#record) this.#emit("fault", { entry, message: fault.message });
    } finally {
      this.#save();
    }
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

  #save() {
    saveRecords(this.#record, this.previous);
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
