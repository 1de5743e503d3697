// Helpers that find and create elements.

export const find = (id) => document.getElementById(id);

// Children are elements or strings; null, undefined and false are skipped. Names with a dash and "role" become attributes.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const button = (text, onclick, properties = {}) => make("button", { type: "button", onclick, ...properties }, text);

// Text for screen readers alone.
// It does not decide the direction of the text after it.
export const hiddenText = (text) => make("span", { className: "visually-hidden", dir: "ltr" }, text);

export const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

export const options = (pairs, selected) =>
  pairs.map(([value, text]) => make("option", { value, textContent: text, selected: value === selected }));
