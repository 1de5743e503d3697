// Renders a vector graphic (AVG) as SVG, which has the same paths.

import { evaluate } from "./expression.js";
import { toParameter } from "./inflate.js";
import { Scope } from "./scope.js";

const SVG = "http://www.w3.org/2000/svg";
const FITS = { "best-fit": "xMidYMid meet", "best-fill": "xMidYMid slice", fill: "none", none: "xMidYMid meet" };
const ATTRIBUTES = {
  pathData: "d",
  fill: "fill",
  fillOpacity: "fill-opacity",
  stroke: "stroke",
  strokeOpacity: "stroke-opacity",
  strokeWidth: "stroke-width",
  strokeDashArray: "stroke-dasharray",
  strokeDashOffset: "stroke-dashoffset",
  strokeLineCap: "stroke-linecap",
  strokeLineJoin: "stroke-linejoin",
  pathLength: "pathLength",
  opacity: "opacity",
};

// `property` returns a property of the component by name.
export function graphic(drawing, description, property, outer, scale) {
  const scope = new Scope(outer);
  for (const parameter of description.parameters ?? []) {
    const { name, default: defaultValue } = toParameter(parameter);
    scope.set(name, () => property(name) ?? defaultValue);
  }
  const root = document.createElementNS(SVG, "svg");
  const { width, height } = description;
  root.setAttribute("viewBox", `0 0 ${description.viewportWidth ?? width} ${description.viewportHeight ?? height}`);
  root.setAttribute("preserveAspectRatio", FITS[scale] ?? FITS.none);
  root.setAttribute("width", "100%");
  root.setAttribute("height", "100%");
  root.append(...shapes(drawing, description.items ?? description.item, scope));
  return root;
}

function shapes(drawing, items, scope) {
  return [items ?? []].flat().flatMap((item) => {
    if (!drawing.hasRoom()) return [];
    if (item.type === "group") return shapes(drawing, item.items ?? item.item, scope);
    if (item.type === "path") return [path(drawing, item, scope)];
    drawing.reportUnsupported(`${item.type} in a graphic`);
    return [];
  });
}

function path(drawing, item, scope) {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("fill", "none");
  for (const [name, raw] of Object.entries(item)) {
    const attribute = ATTRIBUTES[name];
    if (attribute) drawing.bind(() => evaluate(raw, scope), (value) => element.setAttribute(attribute, value));
    else if (name !== "type") drawing.reportUnsupported(`${name} of a path`);
  }
  return element;
}
