import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.skill.apl.samples import samples

HERE = Path(__file__).parent


def node(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", *arguments], input=stdin, capture_output=True, text=True, cwd=HERE, check=False)


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """Amazon's validator is a Node package. `.ci/run` installs it."""
    if not shutil.which("node") or node("--eval", "require.resolve('apl-suggester')").returncode:
        pytest.skip(
            "Amazon's APL validator is not installed: npm install --no-save --no-package-lock apl-suggester@2024.2.0"
        )


def findings(directives: list[dict[str, Any]]) -> list[list[str]]:
    """Return the validator's findings for each directive."""
    done = node("validate.cjs", stdin=json.dumps(directives))
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_amazons_validator_finds_nothing_wrong_with_any_screen() -> None:
    drawn = samples()

    found = findings(list(drawn.values()))

    assert {name: messages for name, messages in zip(drawn, found, strict=True) if messages} == {}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('"type": "ScrollView"', '"type": "ScrolView"'),
        ('"fontSize": "@display"', '"fontSize": true'),
        ('"onPress": [', '"onPres": ['),
        ('"minHeight": "@stage"', '"minHeight": "high"'),
    ],
    ids=["component", "value", "property", "dimension"],
)
def test_amazons_validator_finds_errors(good: str, bad: str) -> None:
    sample = json.dumps(samples()["a prompt"])
    assert good in sample

    found = findings([json.loads(sample.replace(good, bad))])

    assert found[0]
