// Parses an expression to a function of a scope, without eval, which the page's security policy forbids.

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

export const MAX_DEPTH = 50; // parts of an expression in one another, and values that use other values
const MAX_LENGTH = 100_000; // characters of a text

export class ExpressionError extends Error {}

export function short(text) {
  if (typeof text === "string" && text.length > MAX_LENGTH) throw new ExpressionError(`a text of more than ${MAX_LENGTH} characters`);
  return text;
}

export function parse(text) {
  if (text.length > MAX_LENGTH) throw new ExpressionError(`an expression of more than ${MAX_LENGTH} characters`);
  const lexer = new Lexer(text);
  const expression = ternary(lexer);
  if (lexer.next) throw new ExpressionError(`\${${text}}`);
  return expression;
}

class Lexer {
  constructor(text) {
    this.text = text.trimEnd();
    this.position = 0;
    this.depth = 0;
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
  if (++lexer.depth > MAX_DEPTH) throw new ExpressionError("an expression with too many parts in one another");
  const value = choice(lexer);
  lexer.depth -= 1;
  return value;
}

function choice(lexer) {
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
  let parts = 0;
  for (let apply; (apply = OPERATORS[level][lexer.next?.symbol]); ) {
    lexer.take();
    const [first, second] = [left, binary(lexer, level + 1)];
    if (++parts > MAX_DEPTH) throw new ExpressionError("an expression with too many operators");
    left = (scope) => short(apply(() => first(scope), () => second(scope)));
  }
  return left;
}

function unary(lexer) {
  const symbol = lexer.next?.symbol;
  if (symbol !== "-" && symbol !== "!") return postfix(lexer, primary(lexer));
  lexer.take();
  if (++lexer.depth > MAX_DEPTH) throw new ExpressionError("an expression with too many signs");
  const value = unary(lexer);
  lexer.depth -= 1;
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
    const { name } = lexer.take() ?? {};
    if (!name) throw new ExpressionError(`\${${lexer.text}}`);
    return deeper(lexer, (scope) => member(value(scope), name));
  }
  if (lexer.isAt("[")) {
    lexer.take();
    const key = ternary(lexer);
    lexer.expect("]");
    return deeper(lexer, (scope) => member(value(scope), key(scope)));
  }
  if (!lexer.isAt("(")) return value;
  const args = list(lexer);
  return deeper(lexer, (scope) => call(value(scope), args.map((each) => each(scope)), lexer.text));
}

function deeper(lexer, value) {
  if (++lexer.depth > MAX_DEPTH) throw new ExpressionError("an expression with too many parts in a row");
  const inner = postfix(lexer, value);
  lexer.depth -= 1;
  return inner;
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
