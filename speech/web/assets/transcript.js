// The transcript: every turn with its answer, the newest at the bottom.

import { button, find, make } from "./dom.js";
import { divider, note, saidElement, turnElement } from "./turn_view.js";

const MARGIN = 12;
const UNSENT = "Not sent yet: the simulator does not answer. Your words are kept, and sent as soon as it does. ";

export class Transcript {
  #list = find("transcript");
  #welcome = find("welcome");
  #pending = new Map(); // elements by the id of what has no answer yet
  #answers = new Map(); // elements with the words of an answer, by the path of its sound

  constructor(conversation, player, inspect) {
    this.conversation = conversation;
    this.player = player;
    this.inspect = inspect;
    conversation.addEventListener("started", () => this.#showAll());
    conversation.addEventListener("sending", ({ detail }) => this.#addPending(detail));
    conversation.addEventListener("connection", () => this.#markPending());
    conversation.addEventListener("turn", ({ detail }) => this.#add(detail));
    conversation.addEventListener("fault", ({ detail }) => this.#showFault(detail));
  }

  play = (turn, part) => this.player.play(this.conversation.path(turn.number, `${part}.wav`));

  // After the view has changed, and with it the heights.
  showLast() {
    if (this.#list.lastElementChild) this.#scrollTo(this.#list.lastElementChild);
  }

  answerOf = (path) => this.#answers.get(path) ?? null;

  #showAll() {
    const { earlier, turns, pending, info } = this.conversation;
    this.#pending.clear();
    this.#answers.clear();
    this.#list.lang = info.locale;
    this.#list.replaceChildren(...(earlier.length || turns.length || pending.length ? [] : [this.#welcome]));
    for (const turn of earlier) this.#append(turnElement(turn, this, { isOver: true }));
    if (earlier.length) this.#append(divider("The simulator was interrupted"));
    for (const turn of turns) this.#add(turn);
    for (const entry of pending) this.#addPending(entry);
  }

  // Shows a sentence before its answer comes, and anything else only if it has to wait.
  #addPending(entry) {
    for (const each of this.#list.querySelectorAll(".question button")) each.disabled = true;
    const element = make("article", { className: "turn" }, saidElement(entry));
    this.#pending.set(entry.id, element);
    if (entry.sentence) this.#append(element);
    this.#markPending();
  }

  // While the server does not answer, each sentence that waits for it says so.
  #markPending() {
    const { isConnected, pending, tryAgain } = this.conversation;
    for (const { id } of pending) {
      const element = this.#pending.get(id);
      const isMarked = Boolean(element?.querySelector(".note"));
      if (isConnected) element?.querySelector(".note")?.remove();
      else if (!isMarked) this.#mark(id, UNSENT, button("Try again", tryAgain, { className: "quiet" }));
    }
  }

  // What is refused is not sent again by itself, since it would be refused again.
  #showFault({ entry, message }) {
    const say = () => this.conversation.say(entry.sentence);
    this.#mark(entry.id, `${message} `, entry.sentence && button("Try again", say, { className: "quiet" }));
    this.#pending.delete(entry.id);
  }

  #mark(id, text, action) {
    const element = this.#pending.get(id);
    if (!element) return;
    element.append(note(text, action));
    this.#append(element);
  }

  #add(turn) {
    const [id] = this.#pending.keys();
    if (turn.kind !== "person" && id) this.#removePending(id);
    const element = turnElement(turn, this);
    const answer = element.querySelector(".answer");
    if (answer) this.#answers.set(this.conversation.path(turn.number, "answer.wav"), answer);
    const reprompt = element.querySelector(".reprompt-words");
    if (reprompt) this.#answers.set(this.conversation.path(turn.number, "reprompt.wav"), reprompt);
    this.#append(element);
    for (const waiting of this.#pending.values()) if (waiting.isConnected) this.#list.append(waiting); // said meanwhile
  }

  #removePending(id) {
    this.#pending.get(id).remove();
    this.#pending.delete(id);
  }

  #append(element) {
    this.#welcome.remove();
    this.#list.append(element);
    this.#scrollTo(element);
  }

  // To read a long answer from its start.
  #scrollTo(element) {
    this.#list.scrollTop = element.offsetTop - this.#list.offsetTop - MARGIN;
  }
}
