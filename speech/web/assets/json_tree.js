// JSON as a coloured tree that folds. Its text is the JSON itself, so that it can be selected and read aloud.

import { make } from "./dom.js";

const OPEN_LEVELS = 3;
const MAX_OPEN = 24; // entries; a longer object or list starts folded

export function jsonTree(value) {
  return make("div", { className: "json" }, ...node(value, null, "", 0));
}

// `before` is the key, null for none; `after` is the comma.
function node(value, before, after, level) {
  const isList = Array.isArray(value);
  if (value === null || typeof value !== "object" || !Object.keys(value).length) {
    return [make("div", { className: "row" }, ...key(before), scalar(value), after)];
  }
  const entries = Object.entries(value);
  const [start, end] = isList ? "[]" : "{}";
  const children = entries.flatMap(([name, child], index) =>
    node(child, isList ? null : name, index < entries.length - 1 ? "," : "", level + 1),
  );
  const details = make(
    "details",
    { open: level < OPEN_LEVELS && entries.length <= MAX_OPEN },
    make("summary", { "data-end": ` … ${end}${after}` }, ...key(before), start),
    make("div", { className: "children" }, ...children),
    make("div", { className: "row" }, `${end}${after}`),
  );
  return [details];
}

const key = (name) => (name === null ? [] : [make("span", { className: "key" }, JSON.stringify(name)), ": "]);

function scalar(value) {
  const kind = value === null ? "null" : typeof value;
  return make("span", { className: `value-${kind}`, dir: "auto" }, JSON.stringify(value));
}

export function foldAll(element, isOpen) {
  for (const details of element.querySelectorAll("details")) details.open = isOpen;
}
