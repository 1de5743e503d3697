// From the components that a document describes to elements: conditions, data, layouts.

import { component } from "./component.js";
import { evaluate } from "./expression.js";
import { LOOKS } from "./look.js";
import { Scope } from "./scope.js";

const OF_THE_CALL = ["type", "when", "bind", "id"];

// Puts the children of `owner` into an element: one for each item, or for each piece of data the item that fits it.
export function inflate(drawing, owner, scope, into, around = { state: {}, direction: "column" }) {
  const items = listed(owner);
  if (!("data" in owner)) {
    for (const item of items) add(drawing, item, scope, into, around);
    return;
  }
  const data = drawing.trying(() => evaluate(owner.data, scope)) ?? [];
  data.forEach((each, index) => {
    const inner = new Scope(scope).set("data", each).set("index", index).set("length", data.length);
    const item = items.find((one) => holds(drawing, one, inner));
    if (item) add(drawing, item, inner, into, around);
  });
}

// `given` are properties that a layout was called with and hands on; they win over a component's own.
function add(drawing, item, outer, into, around, given = {}) {
  if (!holds(drawing, item, outer)) return;
  const scope = outer.with(item.bind);
  const own = Object.entries(item).map(([name, raw]) => [name, () => evaluate(raw, scope)]);
  const properties = { ...Object.fromEntries(own), ...given };
  const layout = drawing.description.layouts?.[item.type];
  if (layout) addLayout(drawing, layout, properties, scope, into, around);
  else if (!LOOKS[item.type]) drawing.leaveOut(item.type);
  else {
    if (item.id) drawing.scopes.set(item.id, scope);
    into.append(component(drawing, item, properties, scope, { ...around, isFirst: into.childElementCount === 0 }));
  }
}

function addLayout(drawing, layout, properties, outer, into, around) {
  const scope = new Scope(outer);
  const given = Object.fromEntries(Object.entries(properties).filter(([name]) => !OF_THE_CALL.includes(name)));
  for (const parameter of layout.parameters ?? []) {
    const { name, default: usual } = named(parameter);
    scope.set(name, given[name] ?? (() => evaluate(usual, outer)));
    delete given[name];
  }
  const item = listed(layout).find((one) => holds(drawing, one, scope));
  if (item) add(drawing, item, scope, into, around, given);
}

export const named = (parameter) => (typeof parameter === "string" ? { name: parameter } : parameter);

const listed = (owner) => [owner.items ?? owner.item ?? []].flat();

const holds = (drawing, item, scope) => !("when" in item) || Boolean(drawing.trying(() => evaluate(item.when, scope)));
