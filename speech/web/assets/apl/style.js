// From the properties of a component to the style of an element. Sizes are in dp, which the screen scales.

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

const plain = (name) => [name, (value) => ({ [name]: value })];
const sized = (name) => [name, (value, viewport) => ({ [name]: length(value, viewport) })];

const COMMON = Object.fromEntries([
  ...SIZES.map(sized),
  ...PADDINGS.map(sized),
  ["grow", (value) => ({ flexGrow: value })],
  ["shrink", (value) => ({ flexShrink: value })],
  ["alignSelf", (value) => ({ alignSelf: FLEX[value] })],
  plain("position"),
  plain("opacity"),
  ["display", (value) => ({ display: value === "none" ? "none" : "flex", visibility: value === "invisible" ? "hidden" : "" })],
]);

const FRAME = Object.fromEntries([
  plain("backgroundColor"),
  plain("borderColor"),
  sized("borderRadius"),
  sized("borderWidth"),
]);

// By component, the properties that are drawn, and how.
export const LOOKS = {
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
    ...Object.fromEntries([plain("color"), plain("fontWeight"), plain("fontStyle"), sized("fontSize"), plain("lineHeight")]),
    textAlign: (value) => ({ textAlign: value === "auto" ? "start" : value }),
    display: (value) => ({ display: value === "none" ? "none" : "block", visibility: value === "invisible" ? "hidden" : "" }),
  },
};

export function length(value, viewport) {
  if (typeof value === "number") return `${value}px`;
  const [, number, unit] = /^(-?[\d.]+)(dp|px|vw|vh|%)?$/.exec(value) ?? [];
  if (number === undefined) return "auto";
  if (unit === "%") return value;
  const one = { vw: viewport.width / 100, vh: viewport.height / 100, px: 160 / viewport.dpi }[unit] ?? 1;
  return `${number * one}px`;
}

// The values that a style gives in a state, the later over the earlier, over those of the style that it extends.
export function styled(styles, name, holds) {
  const style = styles?.[name];
  if (!style) return {};
  const parents = [style.extend ?? style.extends ?? []].flat();
  const own = [style.values ?? style.value ?? []].flat().filter((value) => !("when" in value) || holds(value.when));
  const { when, ...found } = Object.assign({}, ...parents.map((parent) => styled(styles, parent, holds)), ...own);
  return found;
}
