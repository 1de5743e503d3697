// Data binding: "${...}" expressions and "@resources", parsed without eval, which the page's security policy forbids.
// https://developer.amazon.com/docs/alexa/alexa-presentation-language/apl-data-binding-syntax.html

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|"([^"]*)"|(@?[A-Za-z_]\w*)|(\|\||&&|\?\?|[=!<>]=|[-+*/%<>!?:().,[\]]))/y;
const LITERALS = new Map([["true", true], ["false", false], ["null", null]]);
const OPERATORS = [
  { "??": (a, b) => a() ?? b() },
  { "||": (a, b) => a() || b() },
  { "&&": (a, b) => a() && b() },
  { "==": (a, b) => a() === b(), "!=": (a, b) => a() !== b() },
  { "<": (a, b) => a() < b(), ">": (a, b) => a() > b(), "<=": (a, b) => a() <= b(), ">=": (a, b) => a() >= b() },
  { "+": (a, b) => a() + b(), "-": (a, b) => a() - b() },
  { "*": (a, b) => a() * b(), "/": (a, b) => a() / b(), "%": (a, b) => a() % b() },
];
const parsed = new Map();

export class ExpressionError extends Error {}

// Evaluates a value of a document in a scope.
export function evaluate(value, scope) {
  if (Array.isArray(value)) return value.map((each) => evaluate(each, scope));
  if (typeof value !== "string") return value;
  if (value.startsWith("@")) return scope.resource(value.slice(1));
  if (!value.includes("${")) return value;
  const parts = parsed.get(value) ?? split(value);
  parsed.set(value, parts);
  if (parts.length === 1 && typeof parts[0] === "function") return parts[0](scope);
  return parts.map((part) => (typeof part === "function" ? (part(scope) ?? "") : part)).join("");
}

function split(text) {
  const parts = text.split(/\$\{((?:'[^']*'|"[^"]*"|[^}])*)\}/);
  return parts.map((part, index) => (index % 2 ? parse(part) : part)).filter((part) => part !== "");
}

function parse(text) {
  const lexer = new Lexer(text);
  const expression = ternary(lexer);
  if (lexer.next) throw new ExpressionError(`\${${text}}`);
  return expression;
}

class Lexer {
  constructor(text) {
    this.text = text.trimEnd();
    this.position = 0;
    this.take();
  }

  // Returns the next token, and reads the one after it.
  take() {
    const current = this.next;
    TOKEN.lastIndex = this.position;
    const match = this.position < this.text.length ? TOKEN.exec(this.text) : null;
    if (!match && this.position < this.text.length) throw new ExpressionError(`\${${this.text}}`);
    this.position = TOKEN.lastIndex || this.text.length;
    this.next = match && token(match);
    return current;
  }

  isAt(symbol) {
    return this.next?.symbol === symbol;
  }

  expect(symbol) {
    if (!this.isAt(symbol)) throw new ExpressionError(`\${${this.text}}`);
    this.take();
  }
}

function token([, number, single, double, name, symbol]) {
  if (number !== undefined) return { value: Number(number) };
  if (name !== undefined) return { name };
  return symbol === undefined ? { value: single ?? double } : { symbol };
}

function ternary(lexer) {
  const condition = binary(lexer, 0);
  if (!lexer.isAt("?")) return condition;
  lexer.take();
  const whenTrue = ternary(lexer);
  lexer.expect(":");
  const whenFalse = ternary(lexer);
  return (scope) => (condition(scope) ? whenTrue(scope) : whenFalse(scope));
}

function binary(lexer, level) {
  if (level === OPERATORS.length) return unary(lexer);
  let left = binary(lexer, level + 1);
  for (let apply; (apply = OPERATORS[level][lexer.next?.symbol]); ) {
    lexer.take();
    const [first, second] = [left, binary(lexer, level + 1)];
    left = (scope) => apply(() => first(scope), () => second(scope));
  }
  return left;
}

function unary(lexer) {
  const symbol = lexer.next?.symbol;
  if (symbol !== "-" && symbol !== "!") return postfix(lexer, primary(lexer));
  lexer.take();
  const value = unary(lexer);
  return symbol === "-" ? (scope) => -value(scope) : (scope) => !value(scope);
}

function primary(lexer) {
  const { value, name, symbol } = lexer.take() ?? {};
  if (symbol === "(") {
    const inner = ternary(lexer);
    lexer.expect(")");
    return inner;
  }
  if (name?.startsWith("@")) return (scope) => scope.resource(name.slice(1));
  if (LITERALS.has(name)) return () => LITERALS.get(name);
  if (name) return (scope) => scope.get(name);
  if (value === undefined) throw new ExpressionError(`\${${lexer.text}}`);
  return () => value;
}

function postfix(lexer, value) {
  if (lexer.isAt(".")) {
    lexer.take();
    const { name } = lexer.take();
    return postfix(lexer, (scope) => member(value(scope), name));
  }
  if (lexer.isAt("[")) {
    lexer.take();
    const key = ternary(lexer);
    lexer.expect("]");
    return postfix(lexer, (scope) => member(value(scope), key(scope)));
  }
  if (!lexer.isAt("(")) return value;
  const args = list(lexer);
  return postfix(lexer, (scope) => call(value(scope), args.map((each) => each(scope)), lexer.text));
}

function list(lexer) {
  const items = [];
  lexer.take();
  while (!lexer.isAt(")")) {
    items.push(ternary(lexer));
    if (lexer.isAt(",")) lexer.take();
  }
  lexer.take();
  return items;
}

// Returns only a value's own properties, never those that it inherits in JavaScript.
const member = (value, key) => (value !== null && value !== undefined && Object.hasOwn(Object(value), key) ? value[key] : undefined);

function call(callee, args, text) {
  if (typeof callee !== "function") throw new ExpressionError(`\${${text}}`);
  return callee(...args);
}
