// The names that an expression may use: each scope knows its own, and asks the one around it for the rest.

import { evaluate } from "./expression.js";

const FUNCTIONS = { Math: Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])) };
const KINDS = ["booleans", "colors", "dimensions", "numbers", "strings"];

export class Scope {
  #values = new Map();

  constructor(around = null) {
    this.around = around;
  }

  // A value, or a function that finds it anew with every look.
  set(name, value) {
    this.#values.set(name, typeof value === "function" ? value : () => value);
    return this;
  }

  get(name) {
    const found = this.#values.get(name);
    return found ? found() : this.around?.get(name);
  }

  resource(name) {
    return this.around?.resource(name);
  }

  // A scope within this one that knows `bindings` too, as a document lists them.
  with(bindings = []) {
    if (!bindings.length) return this;
    const inner = new Scope(this);
    for (const { name, value } of bindings) inner.set(name, () => evaluate(value, inner));
    return inner;
  }
}

// The outermost scope of a document on a screen: later resources win over earlier ones, where their condition holds.
export class Root extends Scope {
  #resources = new Map();

  constructor(document, viewport, elapsed) {
    super();
    this.set("viewport", viewport).set("environment", { documentTheme: document.theme ?? "dark" });
    this.set("elapsedTime", elapsed);
    for (const [name, value] of Object.entries(FUNCTIONS)) this.set(name, value);
    for (const block of document.resources ?? []) {
      if ("when" in block && !evaluate(block.when, this)) continue;
      for (const [name, value] of KINDS.flatMap((kind) => Object.entries(block[kind] ?? {}))) {
        this.#resources.set(name, evaluate(value, this));
      }
    }
  }

  resource(name) {
    return this.#resources.get(name);
  }
}
