// One rendered document: its named scopes, its timers, and the bindings that are updated as values change.

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
  #timers = [];
  #components = 0;

  // `send` is called with the event of a touch; `finish` when the document closes itself.
  constructor({ document: description, datasources, token }, viewport, send, finish) {
    this.description = description;
    this.viewport = viewport;
    this.finish = finish;
    this.send = (args) => send({ arguments: args, token: token ?? "" });
    resetSteps();
    const start = performance.now();
    const root = new RootScope(description, viewport, () => performance.now() - start);
    const template = description.mainTemplate ?? {};
    for (const name of template.parameters ?? []) {
      root.set(name, name === "payload" ? datasources : datasources?.[name]);
    }
    inflate(this, template, root, this.elements);
    if (JSON.stringify(description).includes("elapsedTime")) this.#timers.push(setInterval(() => this.refresh(), TICK));
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

  schedule(delay, run) {
    this.#timers.push(setTimeout(run, delay));
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
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  #update(binding) {
    const value = this.tryEvaluate(binding.evaluate);
    const json = JSON.stringify(value);
    if (value === undefined || json === binding.last) return;
    binding.last = json;
    binding.apply(value);
  }
}
