"""A language that is not finished never stops the service, and can be heard in the simulator."""

import re

import pytest

from skill import locales
from skill.content import helplines
from skill.content.drafts import find_drafts, reports
from skill.content.library import Library
from skill.guide import Guide

ENGLISH = locales.read("en/phrases.toml")
TRANSLATED = """
[phrases]
goodbye = "Ci vediamo, a presto."
rated = "{rating} di dieci, grazie mille."
kept = "{nonsense} resta com'era."

[[steps]]
key = "boundaries"
title = "Stabilire i limiti"
short = 3
detail = ["La prima parte, in italiano.", "La seconda parte, in italiano."]
brief_detail = ["La prima parte.", "La seconda parte."]
"""
BROKEN = {
    "no TOML": "goodbye = ",
    "a number for the phrases": "phrases = 1",
    "no words at all": "",
    "half of the phrases": TRANSLATED,
    "a copy of English": ENGLISH,
    "a clock that is none": "[clock]\nhour = 3",
    "steps that are no tables": "steps = 1",
}


def drafts_of(**texts: str) -> dict[str, str]:
    contents = {"en": ENGLISH, **{name.replace("_", "-"): text for name, text in texts.items()}}
    return {name: "\n".join(draft.problems) for name, draft in find_drafts(contents, contents.__getitem__).items()}


def italian(text: str) -> Guide:
    """Return the guide that the simulator plays."""
    contents = {"en": ENGLISH, "it": text}
    drafts = find_drafts(contents, contents.__getitem__)
    return Library({"en": ENGLISH}, helplines.load(), drafts).guide("it-IT")


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_language_that_is_not_finished_is_left_out_with_the_file_and_the_key(text: str) -> None:
    problems = drafts_of(it=text)["it"]

    assert problems
    assert all(line.startswith("it/phrases.toml: ") for line in problems.splitlines())


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_a_draft_lacks_is_said_in_english(text: str) -> None:
    assert italian(text).phrases.keys() == italian(ENGLISH).phrases.keys()
    assert len(italian(text).steps) == len(italian(ENGLISH).steps)


def test_a_draft_says_what_is_translated_and_valid() -> None:
    draft, english = italian(TRANSLATED), italian(ENGLISH)
    step, original = draft.step("boundaries"), english.step("boundaries")
    assert step
    assert original

    assert draft.phrase("goodbye") == "Ci vediamo, a presto."
    assert draft.phrases["kept"] == english.phrases["kept"]
    assert (step.title, step.short, step.detail[0]) == (
        "Stabilire i limiti",
        original.short,
        "La prima parte, in italiano.",
    )


def test_a_mark_makes_a_draft_of_a_finished_language_too() -> None:
    finished = ENGLISH.replace(" the ", " il ").replace(" you", " tu")

    assert "draft" not in drafts_of(it=finished).get("it", "")
    assert "it" in drafts_of(it=f"draft = true\n{finished}")


def test_an_overlay_with_an_error_is_left_out_alone() -> None:
    """A Swiss person hears the Italian words then, and not the English ones."""
    finished = "\n".join(_pseudo(line) for line in ENGLISH.splitlines())

    assert list(drafts_of(it=finished, it_CH="[phrases]\nsong = 1")) == ["it-CH"]


def test_the_reference_and_its_overlays_are_no_drafts() -> None:
    """Without them there is no skill: they stop the start with a message."""
    assert drafts_of(en_GB="[phrases]\nsong = 1") == {}


def test_a_report_says_what_is_left_out_and_counts_what_is_missing() -> None:
    contents = {"en": ENGLISH, "it": f"draft = true\n{TRANSLATED}", "it-CH": "[phrases]\n"}

    (report,) = reports(find_drafts(contents, contents.__getitem__))

    assert report.startswith("it/phrases.toml is a draft, so the service and the package leave it out; ")
    assert report.endswith("texts are missing, wrong or not translated")


def _pseudo(line: str) -> str:
    """Change the words of a line, so that no text is the English one."""
    return line if line.startswith("[") else re.sub(r'(?<![{</"\[-])\b(?!true)([a-z]{2,})\b(?![}"-]| *=)', r"\1o", line)
