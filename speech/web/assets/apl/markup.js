// The markup of a Text component, which may have entities and a few tags.

import { make } from "../dom.js";

const TAGS = { B: "b", STRONG: "strong", I: "i", EM: "em", U: "u", BR: "br" };

// Parses in a separate document, where nothing runs and nothing is fetched, and keeps only the tags above.
export function markup(text) {
  return allowed(new DOMParser().parseFromString(String(text ?? ""), "text/html").body);
}

function allowed(node) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [child.data];
    const tag = TAGS[child.nodeName];
    return tag ? [make(tag, {}, ...allowed(child))] : allowed(child);
  });
}
