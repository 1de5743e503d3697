"""The package validated against Amazon's schema for Node, which also defines lengths, patterns and required keys."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MANIFEST = "v1.skill.Manifest.SkillManifestEnvelope"
MODEL = "v1.skill.interactionModel.InteractionModelData"


def _node(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", *arguments], input=stdin, capture_output=True, text=True, cwd=HERE, check=False)


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """The schema and its validator are Node packages. `.ci/run` installs them."""
    needed = "require.resolve('ajv') && require.resolve('ask-smapi-model/spec.json')"
    if not shutil.which("node") or _node("--eval", needed).returncode:
        pytest.skip(
            "Amazon's schema is missing: npm install --no-save --no-package-lock ask-smapi-model@1.24.0 ajv@8.20.0"
        )


def _findings(*documents: tuple[str, Any]) -> list[list[str]]:
    done = _node("validate.cjs", stdin=json.dumps(documents))
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_amazons_schema_finds_nothing_wrong_with_the_package(package: Path) -> None:
    folder = package / "skill-package"
    models = sorted((folder / "interactionModels" / "custom").iterdir())

    found = _findings(
        (MANIFEST, json.loads((folder / "skill.json").read_bytes())),
        *((MODEL, json.loads(model.read_bytes())) for model in models),
    )

    assert found == [[]] * (len(models) + 1)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('"uri": "https://', '"uri": "http://'),
        ('"sslCertificateType": "Trusted"', '"sslCertificateType": "Mine"'),
        ('"manifestVersion": "1.0"', '"manifestVersion": 1'),
        ('"summary": "', '"summary": "' + "x" * 160),
    ],
    ids=["pattern", "choice", "type", "length"],
)
def test_amazons_schema_finds_errors(good: str, bad: str, package: Path) -> None:
    sent = (package / "skill-package" / "skill.json").read_text("utf-8")
    assert good in sent

    found = _findings((MANIFEST, json.loads(sent.replace(good, bad))))

    assert found[0]
