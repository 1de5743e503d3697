// The text of a Text component, which may hold entities and a few tags.

import { make } from "../dom.js";

const TAGS = { B: "b", STRONG: "strong", I: "i", EM: "em", U: "u", BR: "br" };

// Read in a document of its own, where nothing runs and nothing is fetched; only the tags above come out of it.
export function readable(text) {
  return kept(new DOMParser().parseFromString(String(text ?? ""), "text/html").body);
}

function kept(node) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [child.data];
    const tag = TAGS[child.nodeName];
    return tag ? [make(tag, {}, ...kept(child))] : kept(child);
  });
}
