// Text for people: answers with visible pauses, dates, names.

import { make } from "./dom.js";

const MARK = /\[(\d+(?:\.\d+)?) s\]|\[sound\]/g;

// Returns an answer's words, with an element for each pause of a second or more and for each sound.
export function withPauses(words) {
  const parts = [];
  let end = 0;
  for (const mark of words.matchAll(MARK)) {
    parts.push(words.slice(end, mark.index));
    const [text, title] = mark[1]
      ? [`${mark[1]} s`, `A pause of ${mark[1]} seconds`]
      : ["sound", "A sound"];
    parts.push(make("span", { className: "pause", title }, text));
    end = mark.index + mark[0].length;
  }
  return [...parts, words.slice(end)];
}

export const withoutMarks = (words) => words.replace(MARK, " ");

export const titleCase = (name) => name.replace(/(^|\s)\p{Ll}/gu, (start) => start.toUpperCase());

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
