// Translates the properties of a component to CSS. Sizes are in dp, which the screen scales.

const FLEX = {
  start: "flex-start",
  end: "flex-end",
  center: "center",
  stretch: "stretch",
  baseline: "baseline",
  spaceBetween: "space-between",
  spaceAround: "space-around",
  auto: "auto",
};
const DIRECTIONS = { row: "row", column: "column", rowReverse: "row-reverse", columnReverse: "column-reverse" };
const SIZES = ["width", "height", "minWidth", "minHeight", "maxWidth", "maxHeight", "left", "top", "right", "bottom"];
const PADDINGS = ["paddingLeft", "paddingRight", "paddingTop", "paddingBottom"];

const direct = (name) => [name, (value) => ({ [name]: value })];
const length = (name) => [name, (value, viewport) => ({ [name]: toCssLength(value, viewport) })];

const COMMON = Object.fromEntries([
  ...SIZES.map(length),
  ...PADDINGS.map(length),
  ["grow", (value) => ({ flexGrow: value })],
  ["shrink", (value) => ({ flexShrink: value })],
  ["alignSelf", (value) => ({ alignSelf: FLEX[value] })],
  direct("position"),
  direct("opacity"),
  ["display", (value) => ({ display: value === "none" ? "none" : "flex", visibility: value === "invisible" ? "hidden" : "" })],
]);

const FRAME = Object.fromEntries([
  direct("backgroundColor"),
  direct("borderColor"),
  length("borderRadius"),
  length("borderWidth"),
]);

// The supported properties of each component.
export const STYLE_PROPERTIES = {
  Container: {
    ...COMMON,
    direction: (value) => ({ flexDirection: DIRECTIONS[value] }),
    alignItems: (value) => ({ alignItems: FLEX[value] }),
    justifyContent: (value) => ({ justifyContent: FLEX[value] }),
    wrap: (value) => ({ flexWrap: value === "wrap" ? "wrap" : "nowrap" }),
  },
  Frame: { ...COMMON, ...FRAME },
  ScrollView: COMMON,
  TouchWrapper: COMMON,
  VectorGraphic: COMMON,
  Text: {
    ...COMMON,
    ...Object.fromEntries([direct("color"), direct("fontWeight"), direct("fontStyle"), length("fontSize"), direct("lineHeight")]),
    textAlign: (value) => ({ textAlign: value === "auto" ? "start" : value }),
    display: (value) => ({ display: value === "none" ? "none" : "block", visibility: value === "invisible" ? "hidden" : "" }),
  },
};

function toCssLength(value, viewport) {
  if (typeof value === "number") return `${value}px`;
  const [, number, unit] = /^(-?[\d.]+)(dp|px|vw|vh|%)?$/.exec(value) ?? [];
  if (number === undefined) return "auto";
  if (unit === "%") return value;
  const factor = { vw: viewport.width / 100, vh: viewport.height / 100, px: 160 / viewport.dpi }[unit] ?? 1;
  return `${number * factor}px`;
}

// Returns the values of a named style. Later values override earlier ones, which override those of extended styles.
export function styleValues(styles, name, matches) {
  const style = styles?.[name];
  if (!style) return {};
  const parents = [style.extend ?? style.extends ?? []].flat();
  const own = [style.values ?? style.value ?? []].flat().filter((value) => !("when" in value) || matches(value.when));
  const { when, ...values } = Object.assign({}, ...parents.map((parent) => styleValues(styles, parent, matches)), ...own);
  return values;
}
