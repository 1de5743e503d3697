// The few ways in which this page makes and finds elements.

export const find = (id) => document.getElementById(id);

// Children are elements or texts; what is null or false is left out. Names with a dash or "role" become attributes.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const options = (pairs, chosen) =>
  pairs.map(([value, text]) => make("option", { value, textContent: text, selected: value === chosen }));
