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

const MAX_STEPS = 100_000; // evaluations between two resets; a document of a skill needs some thousands
const MAX_LENGTH = 100_000; // characters of a text
const MAX_DEPTH = 50; // of parentheses, and of values that use other values
const MAX_UNCLOSED = 20; // "${" without an end, before the rest of a text is taken as it is
let steps = 0;
let depth = 0;

export class ExpressionError extends Error {}

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

function short(text) {
  if (typeof text === "string" && text.length > MAX_LENGTH) throw new ExpressionError(`a text of more than ${MAX_LENGTH} characters`);
  return text;
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

function parse(text) {
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
