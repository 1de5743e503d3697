// The state of the conversation. What is said is kept until it has an answer, also if the server stops in between.
// Emits "started", "sending", "turn", "fault" and "connection".

import { post } from "./api.js";
import { Connection } from "./connection.js";
import { CONVERSATIONS, emptyRecord, loadRecords, openRecord } from "./conversation_record.js";
import { saveRecords, startConversation } from "./conversation_record.js";
import { newId } from "./dom.js";

const MAX_EARLIER = 5; // conversations to go back to

export class Conversation extends EventTarget {
  info = null;
  suggestions = [];
  milestones = [];
  settings = { person: "", device: "echo" };
  #record = emptyRecord();
  #earlierRecords = []; // the latest last
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

  get canGoBack() {
    return this.#earlierRecords.length > 0;
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
    const { record, earlier } = loadRecords();
    this.#record = record;
    this.#earlierRecords = earlier;
    await this.#connection.restore(() => (record.name ? this.#reopen() : this.start()));
  }

  // Starts another conversation. `goBack` leads to the one before it.
  async start(locale = this.info?.locale) {
    const info = await this.#opening(startConversation(locale));
    if (this.info && this.#isWorthKeeping) this.#earlierRecords = [...this.#earlierRecords, this.#record].slice(-MAX_EARLIER);
    if (this.info) this.#record = emptyRecord(); // at first, what is pending waits for it
    this.#show(info);
  }

  // Goes back to the conversation before this one, and from the first to the last.
  async goBack() {
    const record = this.#earlierRecords.at(-1);
    const { info, origin } = await this.#opening(openRecord(record));
    const current = this.#isWorthKeeping ? [this.#record] : [];
    this.#earlierRecords = [...current, ...this.#earlierRecords.slice(0, -1)];
    this.#record = record;
    this.#show(info, origin);
    this.#send();
  }

  say = (sentence) => this.#enqueue("say", { sentence });
  staySilent = () => this.#enqueue("silence");
  answerPermission = (answer) => this.#enqueue("permission", { answer });
  touch = (event) => this.#enqueue("touch", event);
  usePlayer = (event) => this.#enqueue("player", { event });
  useApp = (change) => this.#enqueue("app", { change });
  wait = () => this.#enqueue("wait");
  nextDay = () => this.#enqueue("next-day");

  // Sends what has no answer now, instead of after a while.
  tryAgain = () => this.#connection.restore(() => this.#reopen());

  get #isWorthKeeping() {
    return this.turns.length + this.earlier.length + this.pending.length > 0;
  }

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
    const entry = { id: newId(), turn, ...body, ...this.settings };
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
    try {
      const answer = await post(`${CONVERSATIONS}/${record.name}/${entry.turn}`, entry);
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
    saveRecords(this.#record, this.#earlierRecords);
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
