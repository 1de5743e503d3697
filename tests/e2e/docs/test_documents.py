import re
from pathlib import Path

import pytest

from skill.alexa.verification.verifier import REFUSALS
from skill.telemetry.interface import TurnOutcome
from tests.e2e.docs.blocks import DOCUMENTS, ROOT

DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
NAMED = sorted({path for path in re.findall(r"`([\w./-]+)`", CONTRIBUTING) if "/" in path and "<" not in path})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("path", NAMED)
def test_every_file_that_contributing_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_a_sentence_travels_by_files_from_the_model_to_the_answer() -> None:
    travel = CONTRIBUTING.split("## How a sentence travels")[1].split("##")[0]
    stops = re.findall(r"^\d\. ", travel, re.MULTILINE)

    assert len(stops) == 8
    assert [
        number for number, stop in enumerate(re.split(r"^\d\. ", travel, flags=re.MULTILINE)[1:], 1) if "`" not in stop
    ] == []


def test_the_table_of_refusals_is_that_of_the_code() -> None:
    table = DEPLOY.split("| reason | what to do |\n| --- | --- |\n")[1].split("\n\n")[0]

    assert dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", table, re.MULTILINE)) == REFUSALS


def test_the_outcomes_of_a_turn_are_told() -> None:
    timed = DEPLOY.split("`outcome` (")[1].split(")")[0]

    assert set(re.findall(r"`(\w+)`", timed)) == {outcome.value for outcome in TurnOutcome}


def test_the_figures_are_those_of_the_code() -> None:
    code = (ROOT / "skill" / "telemetry" / "metrics.py").read_text("utf-8")
    kinds = dict.fromkeys(re.findall(r'Counter\(\s*"(\w+)"', code), "_total")
    kinds |= dict.fromkeys(re.findall(r'(?:Gauge|Histogram)\(\s*"(\w+)"', code), "")

    timed = re.findall(r"^\| `(trust_steps_\w+)", DEPLOY, re.MULTILINE)

    assert sorted(name.removesuffix("_total") + kinds[name.removesuffix("_total")] for name in timed) == sorted(timed)
    assert {name.removesuffix("_total") for name in timed} == set(kinds)


def test_the_newest_version_in_the_changelog_is_that_of_the_code() -> None:
    from skill import __version__

    versions = re.findall(
        r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )

    assert versions[0] == __version__
