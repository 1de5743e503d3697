import re
from pathlib import Path

import pytest

from skill.alexa.verification.verifier import REFUSALS
from skill.telemetry.interface import TurnOutcome
from tests.e2e.docs.blocks import DOCUMENTS, ROOT

DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
CERTIFICATION = (ROOT / "docs" / "certification.md").read_text("utf-8")
CERTIFYING = sorted(set(re.findall(r"`(tests/[\w/.]+::\w+)`", CERTIFICATION)))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
NAMED = sorted({path for path in re.findall(r"`([\w./-]+)`", CONTRIBUTING) if "/" in path and "<" not in path})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_and_picture_has_a_target(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_excerpt_is_in_the_conversation_that_the_tests_play() -> None:
    text = "".join(document.read_text("utf-8") for document in DOCUMENTS)
    excerpts = re.findall(r"<!-- excerpt: (\S+) -->\n```\n(.*?)```", text, re.DOTALL)

    assert len(excerpts) == text.count("<!-- excerpt:") > 0
    assert [file for file, excerpt in excerpts if excerpt not in (ROOT / file).read_text("utf-8")] == []


@pytest.mark.parametrize("path", NAMED)
def test_every_file_that_contributing_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_a_request_travels_by_files_in_at_most_ten_lines() -> None:
    section = CONTRIBUTING.split("## How a request travels\n\n")[1].split("\n\n")[0]
    steps = section.splitlines()

    assert 1 < len(steps) <= 10
    assert [step for step in steps if not re.match(r"\d\. .*`", step)] == []


def test_the_table_of_refusals_matches_the_code() -> None:
    table = DEPLOY.split("| reason | what to do |\n| --- | --- |\n")[1].split("\n\n")[0]

    assert dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", table, re.MULTILINE)) == REFUSALS


def test_deploy_lists_the_outcomes_of_a_turn() -> None:
    listed = DEPLOY.split("`outcome` (")[1].split(")")[0]

    assert set(re.findall(r"`(\w+)`", listed)) == {outcome.value for outcome in TurnOutcome}


@pytest.mark.parametrize("place", CERTIFYING)
def test_the_test_that_answers_a_requirement_of_amazon_exists(place: str) -> None:
    file, _, name = place.partition("::")

    assert f"def {name}(" in (ROOT / file).read_text("utf-8")


def test_every_requirement_of_amazon_has_an_answer() -> None:
    rows = re.findall(r"^\| (?!Amazon wants|---|\*\*)(.*?) \| (.*?) \|$", CERTIFICATION, re.MULTILINE)

    assert len(rows) > 30
    assert [row for row in rows if not re.search(r"tests/|by hand|doctor|manifest", row[1])] == []


def test_the_newest_version_in_the_changelog_matches_the_code() -> None:
    from skill import __version__

    versions = re.findall(
        r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )

    assert versions[0] == __version__
