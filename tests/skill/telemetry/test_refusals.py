import ast
from collections.abc import Iterator
from pathlib import Path

from skill.alexa.verification.verifier import REFUSALS

ROOT = Path(__file__).parents[3]


def _reasons(tree: ast.AST) -> Iterator[str]:
    """Yield the reasons in calls of VerificationError, refused and _header, and the values of `outcome`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"VerificationError", "refused", "_header"}:
                yield from (
                    value.value
                    for value in node.args[-1:]
                    if isinstance(value, ast.Constant) and isinstance(value.value, str)
                )
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant) and node.value.value:
            target = node.target.id if isinstance(node.target, ast.Name) else ""
            if target == "outcome":
                yield str(node.value.value)


def test_the_refusal_table_lists_exactly_the_reasons_in_the_code() -> None:
    files = (ROOT / "skill").rglob("*.py")

    reasons = {reason for file in files for reason in _reasons(ast.parse(file.read_text("utf-8")))}

    assert reasons == set(REFUSALS)
