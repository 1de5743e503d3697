// Data binding: "${...}" expressions and "@resources", read without eval, which the page's policy forbids.
// https://developer.amazon.com/docs/alexa/alexa-presentation-language/apl-data-binding-syntax.html

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|"([^"]*)"|(@?[A-Za-z_]\w*)|(\|\||&&|\?\?|[=!<>]=|[-+*/%<>!?:().,[\]]))/y;
const WORDS = new Map([["true", true], ["false", false], ["null", null]]);
const LEVELS = [
  { "??": (a, b) => a() ?? b() },
  { "||": (a, b) => a() || b() },
  { "&&": (a, b) => a() && b() },
  { "==": (a, b) => a() === b(), "!=": (a, b) => a() !== b() },
  { "<": (a, b) => a() < b(), ">": (a, b) => a() > b(), "<=": (a, b) => a() <= b(), ">=": (a, b) => a() >= b() },
  { "+": (a, b) => a() + b(), "-": (a, b) => a() - b() },
  { "*": (a, b) => a() * b(), "/": (a, b) => a() / b(), "%": (a, b) => a() % b() },
];
const read = new Map();

export class Unread extends Error {}

// What a value in a document comes to, for the names that `scope` knows.
export function evaluate(value, scope) {
  if (Array.isArray(value)) return value.map((each) => evaluate(each, scope));
  if (typeof value !== "string") return value;
  if (value.startsWith("@")) return scope.resource(value.slice(1));
  if (!value.includes("${")) return value;
  const parts = read.get(value) ?? split(value);
  read.set(value, parts);
  if (parts.length === 1 && typeof parts[0] === "function") return parts[0](scope);
  return parts.map((part) => (typeof part === "function" ? (part(scope) ?? "") : part)).join("");
}

function split(text) {
  const parts = text.split(/\$\{((?:'[^']*'|"[^"]*"|[^}])*)\}/);
  return parts.map((part, at) => (at % 2 ? parse(part) : part)).filter((part) => part !== "");
}

function parse(text) {
  const reader = new Reader(text);
  const found = ternary(reader);
  if (reader.next) throw new Unread(`\${${text}}`);
  return found;
}

class Reader {
  constructor(text) {
    this.text = text.trimEnd();
    this.at = 0;
    this.take();
  }

  // Hands out the token that is next, and reads the one after it.
  take() {
    const taken = this.next;
    TOKEN.lastIndex = this.at;
    const found = this.at < this.text.length ? TOKEN.exec(this.text) : null;
    if (!found && this.at < this.text.length) throw new Unread(`\${${this.text}}`);
    this.at = TOKEN.lastIndex || this.text.length;
    this.next = found && token(found);
    return taken;
  }

  isAt(sign) {
    return this.next?.sign === sign;
  }

  skip(sign) {
    if (!this.isAt(sign)) throw new Unread(`\${${this.text}}`);
    this.take();
  }
}

function token([, number, single, double, name, sign]) {
  if (number !== undefined) return { value: Number(number) };
  if (name !== undefined) return { name };
  return sign === undefined ? { value: single ?? double } : { sign };
}

function ternary(reader) {
  const condition = binary(reader, 0);
  if (!reader.isAt("?")) return condition;
  reader.take();
  const yes = ternary(reader);
  reader.skip(":");
  const no = ternary(reader);
  return (scope) => (condition(scope) ? yes(scope) : no(scope));
}

function binary(reader, level) {
  if (level === LEVELS.length) return unary(reader);
  let left = binary(reader, level + 1);
  for (let act; (act = LEVELS[level][reader.next?.sign]); ) {
    reader.take();
    const [one, other] = [left, binary(reader, level + 1)];
    left = (scope) => act(() => one(scope), () => other(scope));
  }
  return left;
}

function unary(reader) {
  const sign = reader.next?.sign;
  if (sign !== "-" && sign !== "!") return postfix(reader, primary(reader));
  reader.take();
  const value = unary(reader);
  return sign === "-" ? (scope) => -value(scope) : (scope) => !value(scope);
}

function primary(reader) {
  const { value, name, sign } = reader.take() ?? {};
  if (sign === "(") {
    const inner = ternary(reader);
    reader.skip(")");
    return inner;
  }
  if (name?.startsWith("@")) return (scope) => scope.resource(name.slice(1));
  if (WORDS.has(name)) return () => WORDS.get(name);
  if (name) return (scope) => scope.get(name);
  if (value === undefined) throw new Unread(`\${${reader.text}}`);
  return () => value;
}

function postfix(reader, value) {
  if (reader.isAt(".")) {
    reader.take();
    const { name } = reader.take();
    return postfix(reader, (scope) => member(value(scope), name));
  }
  if (reader.isAt("[")) {
    reader.take();
    const key = ternary(reader);
    reader.skip("]");
    return postfix(reader, (scope) => member(value(scope), key(scope)));
  }
  if (!reader.isAt("(")) return value;
  const given = list(reader);
  return postfix(reader, (scope) => called(value(scope), given.map((each) => each(scope)), reader.text));
}

function list(reader) {
  const found = [];
  reader.take();
  while (!reader.isAt(")")) {
    found.push(ternary(reader));
    if (reader.isAt(",")) reader.take();
  }
  reader.take();
  return found;
}

// Only what the data itself holds, never what JavaScript hangs on it.
const member = (value, key) => (value !== null && value !== undefined && Object.hasOwn(Object(value), key) ? value[key] : undefined);

function called(act, given, text) {
  if (typeof act !== "function") throw new Unread(`\${${text}}`);
  return act(...given);
}
