// One document while it is drawn: its names, its time, and what changes in it as that goes on.

import { Unread } from "./expression.js";
import { inflate } from "./inflate.js";
import { Root } from "./scope.js";

const TICK = 200;

export class Drawing {
  leftOut = new Set();
  tell = null; // called whenever something more is left out
  scopes = new Map();
  elements = document.createDocumentFragment();
  #kept = [];
  #timers = [];

  // `send` is given what a touch sends; `finish` is called when the document closes itself.
  constructor({ document: description, datasources, token }, viewport, send, finish) {
    this.description = description;
    this.viewport = viewport;
    this.finish = finish;
    this.send = (given) => send({ arguments: given, token: token ?? "" });
    const began = performance.now();
    const root = new Root(description, viewport, () => performance.now() - began);
    const template = description.mainTemplate ?? {};
    for (const name of template.parameters ?? []) {
      root.set(name, name === "payload" ? datasources : datasources?.[name]);
    }
    inflate(this, template, root, this.elements);
    if (JSON.stringify(description).includes("elapsedTime")) this.#timers.push(setInterval(() => this.refresh(), TICK));
  }

  // Applies what `find` finds, now and whenever it changes.
  keep(find, apply) {
    const entry = { find, apply, seen: undefined };
    this.#kept.push(entry);
    this.#update(entry);
  }

  refresh() {
    this.#kept.forEach((entry) => this.#update(entry));
  }

  later(delay, act) {
    this.#timers.push(setTimeout(act, delay));
  }

  assign(id, property, value) {
    this.scopes.get(id)?.set(property, value);
    this.refresh();
  }

  leaveOut(what) {
    this.leftOut.add(what);
    this.tell?.();
  }

  // What cannot be read is told, and left out.
  trying(find) {
    try {
      return find();
    } catch (fault) {
      if (!(fault instanceof Unread)) throw fault;
      this.leaveOut(fault.message);
      return undefined;
    }
  }

  close() {
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  #update(entry) {
    const value = this.trying(entry.find);
    const seen = JSON.stringify(value);
    if (value === undefined || seen === entry.seen) return;
    entry.seen = seen;
    entry.apply(value);
  }
}
