// Data binding: "${...}" expressions and "@resources".
// https://developer.amazon.com/docs/alexa/alexa-presentation-language/apl-data-binding-syntax.html

import { ExpressionError, MAX_DEPTH, parse, short } from "./parser.js";

export { ExpressionError };

const parsed = new Map();

const MAX_STEPS = 100_000; // evaluations between two resets; a document of a skill needs some thousands
const MAX_UNCLOSED = 20; // "${" without an end, before the rest of a text is taken as it is
let steps = 0;
let depth = 0;

// The next document, or the next update of one, may use all evaluations again.
export function resetSteps() {
  steps = 0;
  depth = 0;
}

// Evaluates a value of a document in a scope.
export function evaluate(value, scope) {
  if (++steps > MAX_STEPS) throw new ExpressionError(`more than ${MAX_STEPS} evaluations`);
  if (depth >= MAX_DEPTH) throw new ExpressionError("values that use each other without end");
  depth += 1;
  try {
    return evaluated(value, scope);
  } finally {
    depth -= 1;
  }
}

function evaluated(value, scope) {
  if (Array.isArray(value)) return value.map((each) => evaluate(each, scope));
  if (typeof value !== "string") return value;
  if (value.startsWith("@")) return scope.resource(value.slice(1));
  if (!value.includes("${")) return value;
  const parts = parsed.get(value) ?? split(value);
  parsed.set(value, parts);
  if (parts.length === 1 && typeof parts[0] === "function") return parts[0](scope);
  return short(parts.map((part) => (typeof part === "function" ? (part(scope) ?? "") : part)).join(""));
}

// Returns the texts between the expressions, and a function for each expression.
function split(text) {
  const parts = [];
  let from = 0;
  let unclosed = 0;
  for (let start; (start = text.indexOf("${", from)) >= 0 && unclosed < MAX_UNCLOSED; ) {
    const end = closingBrace(text, start + 2);
    if (end < 0) {
      unclosed += 1;
      parts.push(text.slice(from, start + 2));
      from = start + 2;
      continue;
    }
    parts.push(text.slice(from, start), parse(text.slice(start + 2, end)));
    from = end + 1;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

// Returns where the brace is that closes an expression, outside of quotes; -1 if there is none.
function closingBrace(text, start) {
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (letter === "}") return at;
    if (letter === "'" || letter === '"') {
      at = text.indexOf(letter, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}
