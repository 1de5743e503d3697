// One component as an element: its look, its place among the others, and what it does.

import { run } from "./commands.js";
import { evaluate } from "./expression.js";
import { graphic } from "./graphic.js";
import { inflate } from "./inflate.js";
import { LOOKS, styled } from "./look.js";
import { readable } from "./readable.js";
import { Scope } from "./scope.js";

const PLAIN = {
  position: "relative",
  flexDirection: "column",
  flexShrink: 0,
  minWidth: 0,
  minHeight: 0,
  borderStyle: "solid",
  borderWidth: 0,
};
const SEEN_ELSEWHERE = ["type", "when", "id", "style", "spacing", "bind", "item", "items", "data", "inheritParentState"]
  .concat(["accessibilityLabel", "role", "text", "source", "scale", "onPress", "onMount"]);

export function component(drawing, item, properties, scope, around) {
  const state = item.type === "TouchWrapper" ? {} : around.state;
  const holds = (when) => evaluate(when, new Scope(scope).set("state", state));
  const style = () => styled(drawing.description.styles, item.style, holds);
  const find = (name) => (properties[name] ? properties[name]() : evaluate(style()[name], scope));
  const element = document.createElement(item.type === "TouchWrapper" ? "button" : "div");
  Object.assign(element.style, PLAIN, { display: item.type === "Text" ? "block" : "flex" });
  dress(drawing, element, item, find, [...Object.keys(properties), ...Object.keys(style())]);
  if (properties.spacing && !around.isFirst) {
    const side = around.direction === "row" ? "marginLeft" : "marginTop";
    drawing.keep(properties.spacing, (value) => (element.style[side] = `${value}px`));
  }
  FILLS[item.type](drawing, element, item, find, scope, state);
  drawing.keep(() => find("accessibilityLabel"), (label) => element.setAttribute("aria-label", label));
  run(drawing, item.onMount, scope, element);
  return element;
}

function dress(drawing, element, { type }, find, names) {
  const looks = LOOKS[type];
  for (const [name, look] of Object.entries(looks)) {
    drawing.keep(() => find(name), (value) => Object.assign(element.style, look(value, drawing.viewport)));
  }
  for (const name of names) {
    const isDrawn = looks[name] || SEEN_ELSEWHERE.includes(name) || type === "VectorGraphic";
    if (!isDrawn) drawing.leaveOut(`${name} of ${type}`);
  }
}

const FILLS = {
  Container: fill,
  Frame: fill,
  ScrollView(drawing, element, ...rest) {
    element.dataset.scrolls = "";
    element.style.overflowY = "auto";
    element.tabIndex = 0;
    fill(drawing, element, ...rest);
  },
  Text(drawing, element, item, find) {
    drawing.keep(() => find("text"), (text) => element.replaceChildren(...readable(text)));
  },
  TouchWrapper(drawing, element, item, find, scope, state) {
    listen(drawing, element, item, scope, state);
    fill(drawing, element, item, find, scope, state);
  },
  VectorGraphic(drawing, element, item, find, scope) {
    const description = drawing.description.graphics?.[find("source")];
    if (!description) return drawing.leaveOut(`the graphic ${find("source")}`);
    element.setAttribute("role", find("accessibilityLabel") ? "img" : "presentation");
    return element.append(graphic(drawing, description, find, scope, find("scale")));
  },
};

function fill(drawing, element, item, find, scope, state) {
  inflate(drawing, item, scope, element, { state, direction: find("direction") ?? "column" });
}

function listen(drawing, element, item, scope, state) {
  element.type = "button";
  const become = (name, value) => () => {
    state[name] = value;
    drawing.refresh();
  };
  element.addEventListener("pointerdown", become("pressed", true));
  for (const name of ["pointerup", "pointerleave"]) element.addEventListener(name, become("pressed", false));
  element.addEventListener("focus", become("focused", true));
  element.addEventListener("blur", become("focused", false));
  element.addEventListener("click", () => run(drawing, item.onPress, scope, element));
}
