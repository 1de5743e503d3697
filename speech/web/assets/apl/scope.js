// The names that an expression may use: each scope has its own, and looks others up in the one around it.

import { evaluate } from "./expression.js";

const FUNCTIONS = { Math: Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])) };
const RESOURCE_TYPES = ["booleans", "colors", "dimensions", "numbers", "strings"];

export class Scope {
  #values = new Map();

  constructor(outer = null) {
    this.outer = outer;
  }

  // Takes a value, or a function that is called on every read.
  set(name, value) {
    this.#values.set(name, typeof value === "function" ? value : () => value);
    return this;
  }

  get(name) {
    const read = this.#values.get(name);
    return read ? read() : this.outer?.get(name);
  }

  resource(name) {
    return this.outer?.resource(name);
  }

  // Returns a scope within this one with the `bind` array of a component.
  with(bindings = []) {
    if (!bindings.length) return this;
    const inner = new Scope(this);
    for (const { name, value } of bindings) inner.set(name, () => evaluate(value, inner));
    return inner;
  }
}

// The outermost scope of a document. Resources with a true condition override earlier ones.
export class RootScope extends Scope {
  #resources = new Map();

  constructor(document, viewport, elapsed) {
    super();
    this.set("viewport", viewport).set("environment", { documentTheme: document.theme ?? "dark" });
    this.set("elapsedTime", elapsed);
    for (const [name, value] of Object.entries(FUNCTIONS)) this.set(name, value);
    for (const block of document.resources ?? []) {
      if ("when" in block && !evaluate(block.when, this)) continue;
      for (const [name, value] of RESOURCE_TYPES.flatMap((type) => Object.entries(block[type] ?? {}))) {
        this.#resources.set(name, evaluate(value, this));
      }
    }
  }

  resource(name) {
    return this.#resources.get(name);
  }
}
