import ast
from collections.abc import Iterator
from pathlib import Path

from skill.alexa.verification.verifier import REFUSALS

ROOT = Path(__file__).parents[3]


def _reasons(tree: ast.AST) -> Iterator[str]:
    """What stands as a reason in calls of VerificationError, refused and _header, and as an outcome."""
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


def test_every_reason_that_the_code_gives_has_a_mend_and_no_other() -> None:
    files = (ROOT / "skill").rglob("*.py")

    given = {reason for file in files for reason in _reasons(ast.parse(file.read_text("utf-8")))}

    assert given == set(REFUSALS)
