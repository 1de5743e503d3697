// Renders one component as an element, with its style, spacing, content and event handlers.

import { run } from "./commands.js";
import { evaluate } from "./expression.js";
import { graphic } from "./graphic.js";
import { inflate } from "./inflate.js";
import { markup } from "./markup.js";
import { Scope } from "./scope.js";
import { STYLE_PROPERTIES, styleValues } from "./style.js";

const DEFAULT_STYLE = {
  position: "relative",
  flexDirection: "column",
  flexShrink: 0,
  minWidth: 0,
  minHeight: 0,
  borderStyle: "solid",
  borderWidth: 0,
};
const HANDLED_ELSEWHERE = ["type", "when", "id", "style", "spacing", "bind", "item", "items", "data", "inheritParentState"]
  .concat(["accessibilityLabel", "role", "text", "source", "scale", "onPress", "onMount"]);

export function component(drawing, item, properties, scope, context) {
  const state = item.type === "TouchWrapper" ? {} : context.state;
  const holds = (when) => evaluate(when, new Scope(scope).set("state", state));
  const style = () => styleValues(drawing.description.styles, item.style, holds);
  const resolve = (name) => (properties[name] ? properties[name]() : evaluate(style()[name], scope));
  const element = document.createElement(item.type === "TouchWrapper" ? "button" : "div");
  Object.assign(element.style, DEFAULT_STYLE, { display: item.type === "Text" ? "block" : "flex" });
  applyStyle(drawing, element, item, resolve, [...Object.keys(properties), ...Object.keys(style())]);
  if (properties.spacing && !context.isFirst) {
    const side = context.direction === "row" ? "marginLeft" : "marginTop";
    drawing.bind(properties.spacing, (value) => (element.style[side] = `${value}px`));
  }
  CONTENT[item.type](drawing, element, item, resolve, scope, state);
  drawing.bind(() => resolve("accessibilityLabel"), (label) => element.setAttribute("aria-label", label));
  run(drawing, item.onMount, scope, element);
  return element;
}

function applyStyle(drawing, element, { type }, resolve, names) {
  const styleProperties = STYLE_PROPERTIES[type];
  for (const [name, toStyle] of Object.entries(styleProperties)) {
    drawing.bind(() => resolve(name), (value) => Object.assign(element.style, toStyle(value, drawing.viewport)));
  }
  for (const name of names) {
    const isSupported = styleProperties[name] || HANDLED_ELSEWHERE.includes(name) || type === "VectorGraphic";
    if (!isSupported) drawing.reportUnsupported(`${name} of ${type}`);
  }
}

const CONTENT = {
  Container: addChildren,
  Frame: addChildren,
  ScrollView(drawing, element, ...rest) {
    element.dataset.scrolls = "";
    element.style.overflowY = "auto";
    element.tabIndex = 0;
    addChildren(drawing, element, ...rest);
  },
  Text(drawing, element, item, resolve) {
    drawing.bind(() => resolve("text"), (text) => element.replaceChildren(...markup(text)));
  },
  TouchWrapper(drawing, element, item, resolve, scope, state) {
    addListeners(drawing, element, item, scope, state);
    addChildren(drawing, element, item, resolve, scope, state);
  },
  VectorGraphic(drawing, element, item, resolve, scope) {
    const description = drawing.description.graphics?.[resolve("source")];
    if (!description) return drawing.reportUnsupported(`the graphic ${resolve("source")}`);
    element.setAttribute("role", resolve("accessibilityLabel") ? "img" : "presentation");
    return element.append(graphic(drawing, description, resolve, scope, resolve("scale")));
  },
};

function addChildren(drawing, element, item, resolve, scope, state) {
  inflate(drawing, item, scope, element, { state, direction: resolve("direction") ?? "column" });
}

function addListeners(drawing, element, item, scope, state) {
  element.type = "button";
  const setState = (name, value) => () => {
    state[name] = value;
    drawing.refresh();
  };
  element.addEventListener("pointerdown", setState("pressed", true));
  for (const name of ["pointerup", "pointerleave"]) element.addEventListener(name, setState("pressed", false));
  element.addEventListener("focus", setState("focused", true));
  element.addEventListener("blur", setState("focused", false));
  element.addEventListener("click", () => run(drawing, item.onPress, scope, element));
}
