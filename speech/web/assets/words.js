// Words for people: answers with their pauses visible, dates, names.

import { make } from "./dom.js";

const MARK = /\[(\d+(?:\.\d+)?) s\]|\[sound\]/g;

// An answer's words, with a mark for each pause of a second or more and for each sound.
export function withPauses(words) {
  const parts = [];
  let at = 0;
  for (const found of words.matchAll(MARK)) {
    parts.push(words.slice(at, found.index));
    const [shown, told] = found[1]
      ? [`${found[1]} s`, `A pause of ${found[1]} seconds`]
      : ["sound", "A sound"];
    parts.push(make("span", { className: "pause", title: told }, shown));
    at = found.index + found[0].length;
  }
  return [...parts, words.slice(at)];
}

export const titled = (name) => name.replace(/(^|\s)\p{Ll}/gu, (start) => start.toUpperCase());

export const date = (iso) =>
  new Date(iso).toLocaleString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
  });

export const language = (locale) => new Intl.DisplayNames(["en"], { type: "language" }).of(locale);

export const pretty = (value) => JSON.stringify(value, null, 2);
