"""The expressions of an APL document. If one fails, a text of a skill can stop the page, or is shown wrong."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.support.process import ROOT

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed, which evaluates them")

EVALUATE = """
const { evaluate, resetSteps, ExpressionError } = await import(process.argv[1] + "/expression.js");
const { RootScope } = await import(process.argv[1] + "/scope.js");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const scope = new RootScope({ resources: [{ strings: { a: "A" } }] }, { width: 1 }, () => 5);
scope.set("payload", { x: [1, { y: "z" }], s: "it's }" });
scope.set("v0", "0123456789").set("loop", () => evaluate("${loop}", scope));
for (let i = 1; i < 40; i++) scope.set(`v${i}`, () => evaluate(`\\${v${i - 1}}\\${v${i - 1}}`, scope));
const results = texts.map((text) => {
  resetSteps();
  try {
    return evaluate(text, scope) ?? null;
  } catch (fault) {
    if (!(fault instanceof ExpressionError)) throw fault;
    return "ExpressionError";
  }
});
console.log(JSON.stringify(results));
"""


def evaluated(*texts: str) -> list[Any]:
    """Raises TimeoutExpired if the evaluation hangs."""
    run = subprocess.run(
        ["node", "--input-type=commonjs", "-e", f"(async () => {{{EVALUATE}}})()", str(ROOT / "speech/web/assets/apl")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    results: list[Any] = json.loads(run.stdout)
    return results


def test_expressions_are_evaluated() -> None:
    expected = {
        "plain": "plain",
        "${payload.x[1].y}": "z",
        "a ${1 + 2 * 3} b ${payload.x[0]}": "a 7 b 1",
        "${viewport.width == 1 ? 'one }' : \"two\"}": "one }",
        "${'}'} x": "} x",
        "cost: ${ '$' }5": "cost: $5",
        "@a": "A",
        "${@a} and ${payload.s}": "A and it's }",
        "${Math.max(1, 2)}": 2,
        "${'it' + \"'s\"}": "it's",
        "${payload.none.none}": None,
        "${ unclosed": "${ unclosed",
        "a ${'x} y": "a ${'x} y",
        "a ${'x} y ${1}": "a ${'x} y 1",
    }

    assert dict(zip(expected, evaluated(*expected), strict=True)) == expected


def test_no_text_stops_the_page() -> None:
    """Twenty-six pairs of quotes after a "${" took hours, because every way to pair them was tried."""
    size = 30_000
    texts = {
        "quotes": "${" + "''" * 26,
        "many quotes": "${" + "\"'" * size,
        "mixed quotes": "${'" + "'${'" * 10_000,
        "starts": "${" * size,
        "parentheses": "${" + "(" * size + "1" + ")" * size + "}",
        "minus": "${" + "-" * size + "1}",
        "not": "${" + "!" * size + "1}",
        "members": "${payload" + ".x" * size + "}",
        "indexes": "${payload" + "[0]" * size + "}",
        "calls": "${Math.max" + "()" * size + "}",
        "operators": "${1" + "+1" * size + "}",
        "conditions": "${" + "1?" * size + "1" + ":1" * size + "}",
        "unfinished": "${a.}",
        "unfinished call": "${Math.max(1,}",
        "empty": "${}",
        "doubling": "${v39}",
        "endless": "${loop}",
        "inherited": "${payload.constructor}${payload.__proto__}",
        "foreign": "${Math.constructor('return 1')()}",
    }

    results = dict(zip(texts, evaluated(*texts.values()), strict=True))

    unchanged = {"quotes", "many quotes", "mixed quotes", "starts"}
    assert {name: results[name] == texts[name] for name in unchanged} == dict.fromkeys(unchanged, True)
    assert results["inherited"] == ""
    rest = set(texts) - unchanged - {"inherited"}
    assert {name: results[name] for name in rest} == dict.fromkeys(rest, "ExpressionError")
