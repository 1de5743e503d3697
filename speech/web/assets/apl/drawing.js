// One rendered document: its named scopes, its clock, and the bindings that are updated as values change.

import { ExpressionError, resetSteps } from "./expression.js";
import { inflate } from "./inflate.js";
import { RootScope } from "./scope.js";

const TICK = 200; // milliseconds
const MAX_COMPONENTS = 2_000; // a device has room for some dozens

export class Drawing {
  unsupported = new Set();
  onUnsupported = null; // called for each new entry
  scopes = new Map();
  elements = document.createDocumentFragment();
  #bindings = [];
  #scheduled = []; // { at, run }, in milliseconds of the clock
  #ticker = 0;
  #isMounting = true;
  #components = 0;

  // `send` is called with the event of a touch; `finish` when the document closes itself. `elapsed` returns the
  // milliseconds since the document was mounted; without it, they pass by the wall clock.
  constructor({ document: description, datasources, token }, viewport, { send, finish, elapsed = wallClock() }) {
    this.description = description;
    this.viewport = viewport;
    this.finish = finish;
    this.elapsed = elapsed;
    this.send = (args) => send({ arguments: args, token: token ?? "" });
    resetSteps();
    const root = new RootScope(description, viewport, elapsed);
    const template = description.mainTemplate ?? {};
    for (const name of template.parameters ?? []) {
      root.set(name, name === "payload" ? datasources : datasources?.[name]);
    }
    inflate(this, template, root, this.elements);
    this.#isMounting = false;
    if (usesElapsedTime(description) || this.#scheduled.length) this.#ticker ||= setInterval(() => this.#tick(), TICK);
  }

  // Applies the value that `evaluate` returns, now and whenever it changes.
  bind(evaluate, apply) {
    const binding = { evaluate, apply, last: undefined };
    this.#bindings.push(binding);
    this.#update(binding);
  }

  // Whether one more component, layout or shape is drawn.
  hasRoom() {
    this.#components += 1;
    if (this.#components > MAX_COMPONENTS) this.reportUnsupported(`more than ${MAX_COMPONENTS} components`);
    return this.#components <= MAX_COMPONENTS;
  }

  get isFull() {
    return this.#components > MAX_COMPONENTS;
  }

  refresh() {
    resetSteps();
    this.#bindings.forEach((binding) => this.#update(binding));
  }

  // What is scheduled while the document is mounted counts from its start, also if that is later than the clock's.
  schedule(delay, run) {
    this.#scheduled.push({ at: delay + (this.#isMounting ? 0 : this.elapsed()), run });
    this.#ticker ||= setInterval(() => this.#tick(), TICK);
    if (!delay) queueMicrotask(() => this.#runDue());
  }

  setValue(id, property, value) {
    this.scopes.get(id)?.set(property, value);
    this.refresh();
  }

  reportUnsupported(feature) {
    this.unsupported.add(feature);
    this.onUnsupported?.();
  }

  // Returns undefined for an expression that is not supported, and reports it.
  tryEvaluate(evaluate) {
    try {
      return evaluate();
    } catch (fault) {
      if (!(fault instanceof ExpressionError)) throw fault;
      this.reportUnsupported(fault.message);
      return undefined;
    }
  }

  close() {
    clearInterval(this.#ticker);
    this.#scheduled = [];
  }

  #tick() {
    this.#runDue();
    this.refresh();
  }

  #runDue() {
    const now = this.elapsed();
    const due = this.#scheduled.filter(({ at }) => at <= now);
    this.#scheduled = this.#scheduled.filter(({ at }) => at > now);
    for (const { run } of due) run();
  }

  #update(binding) {
    const value = this.tryEvaluate(binding.evaluate);
    const json = JSON.stringify(value);
    if (value === undefined || json === binding.last) return;
    binding.last = json;
    binding.apply(value);
  }
}

function wallClock() {
  const start = performance.now();
  return () => performance.now() - start;
}

export const usesElapsedTime = (description) => JSON.stringify(description).includes("elapsedTime");
