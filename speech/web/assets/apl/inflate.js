// Creates the elements for the components of a document: conditions, data, layouts.

import { component } from "./component.js";
import { evaluate } from "./expression.js";
import { Scope } from "./scope.js";
import { STYLE_PROPERTIES } from "./style.js";

const NOT_PASSED_ON = ["type", "when", "bind", "id"];

// Appends the children of `owner` to `parent`: all its items, or for each element of its data the first item that matches.
export function inflate(drawing, owner, scope, parent, context = { state: {}, direction: "column" }) {
  const items = itemsOf(owner);
  if (!("data" in owner)) {
    for (const item of items) {
      if (drawing.isFull) return;
      add(drawing, item, scope, parent, context);
    }
    return;
  }
  const found = drawing.tryEvaluate(() => evaluate(owner.data, scope));
  const data = Array.isArray(found) ? found : [];
  data.every((each, index) => {
    const inner = new Scope(scope).set("data", each).set("index", index).set("length", data.length);
    const item = items.find((one) => matches(drawing, one, inner));
    if (item) add(drawing, item, inner, parent, context);
    return !drawing.isFull;
  });
}

// `inherited` are the properties passed through a layout; they override the component's own.
function add(drawing, item, outer, parent, context, inherited = {}) {
  if (!item || typeof item !== "object" || !drawing.hasRoom() || !matches(drawing, item, outer)) return;
  const scope = outer.with(item.bind);
  const own = Object.entries(item).map(([name, raw]) => [name, () => evaluate(raw, scope)]);
  const properties = { ...Object.fromEntries(own), ...inherited };
  const layout = drawing.description.layouts?.[item.type];
  if (layout) addLayout(drawing, layout, properties, scope, parent, context);
  else if (!STYLE_PROPERTIES[item.type]) drawing.reportUnsupported(item.type);
  else {
    if (item.id) drawing.scopes.set(item.id, scope);
    parent.append(component(drawing, item, properties, scope, { ...context, isFirst: parent.childElementCount === 0 }));
  }
}

function addLayout(drawing, layout, properties, outer, parent, context) {
  const scope = new Scope(outer);
  const inherited = Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_PASSED_ON.includes(name)));
  for (const parameter of layout.parameters ?? []) {
    const { name, default: defaultValue } = toParameter(parameter);
    scope.set(name, inherited[name] ?? (() => evaluate(defaultValue, outer)));
    delete inherited[name];
  }
  const item = itemsOf(layout).find((one) => matches(drawing, one, scope));
  if (item) add(drawing, item, scope, parent, context, inherited);
}

export const toParameter = (parameter) => (typeof parameter === "string" ? { name: parameter } : parameter);

const itemsOf = (owner) => [owner.items ?? owner.item ?? []].flat();

const matches = (drawing, item, scope) => !("when" in item) || Boolean(drawing.tryEvaluate(() => evaluate(item.when, scope)));
