import re
from collections.abc import Callable

import pytest

from skill import locales
from skill.content.library import Library
from skill.errors import ContentError

ENGLISH = locales.read("en/phrases.toml")
STEPS_BEGIN = ENGLISH.index("[[steps]]")

Change = Callable[[str], str]


def swap(pattern: str, replacement: str) -> Change:
    """Replaces the first match. A pattern that matches nothing would test nothing, so it fails."""

    def change(text: str) -> str:
        changed, count = re.subn(pattern, lambda _: replacement, text, count=1, flags=re.DOTALL | re.MULTILINE)
        assert count == 1
        return changed

    return change


def phrase(key: str, value: str) -> Change:
    return swap(rf"^{key} = (\[.*?\]|\"\"\".*?\"\"\"|\".*?\")$", f"{key} = {value}")


LONG = "word " * 76
TOO_SLOW = '<break time="9s"/>' * 10 + "word " * 5
REFLECTIONS = r"^reflections = \[.*?^\]$"
DETAIL = r"^detail = \[.*?^\]$"

CROOKED: dict[str, tuple[Change, str]] = {
    "bad TOML": (swap("^kept = ", "kept "), "Expected"),
    "an unknown table": (lambda text: f"{text}\n[songs]\n", "songs: unknown"),
    "phrases that are no table": (lambda text: f"phrases = 1\n{text[STEPS_BEGIN:]}", "phrases: must be"),
    "no steps": (lambda text: text[:STEPS_BEGIN], "steps: there is none"),
    "steps that are no tables": (lambda text: f"steps = [1]\n{text[:STEPS_BEGIN]}", "steps: must be"),
    "steps that are one table": (lambda text: f"{text[:STEPS_BEGIN]}\n[steps]\n", "steps: must be"),
    "a step twice": (swap('key = "support"', 'key = "forgiveness"'), "steps.forgiveness: there twice"),
    "a step without a key": (swap('key = "support"\n', ""), "steps.?.key: missing"),
    "a key that is no text": (swap('key = "support"', "key = 5"), "steps.?.key: missing"),
    "a step's text missing": (swap('short = "boundaries"\n', ""), "steps.boundaries.short: missing"),
    "a step's text too many": (
        swap('short = "boundaries"', 'short = "boundaries"\nsong = "la"'),
        "steps.boundaries.song: unknown",
    ),
    "a list for a text": (
        swap('short = "boundaries"', 'short = ["boundaries"]'),
        "steps.boundaries.short: must be a text",
    ),
    "a number for a text": (swap('short = "boundaries"', "short = 3"), "steps.boundaries.short: must be a text"),
    "an empty text": (swap('short = "boundaries"', 'short = " "'), "steps.boundaries.short: must be a text"),
    "a text for a list": (swap(DETAIL, 'detail = "One part."'), "steps.root-cause.detail: must be a list"),
    "an empty list": (swap(DETAIL, "detail = []"), "steps.root-cause.detail: must be a list"),
    "an empty text in a list": (swap(DETAIL, 'detail = [""]'), "steps.root-cause.detail: must be a list"),
    "a number for the prompts": (swap(REFLECTIONS, "reflections = 20"), "steps.root-cause.reflections: must be"),
    "too few prompts": (swap(REFLECTIONS, 'reflections = ["One?"]'), "steps.root-cause.reflections: fewer than 20"),
    "a prompt too long": (
        swap('"When did you last feel', f'"{"word " * 36}", "When did you last feel'),
        "steps.root-cause.reflections: 36 words",
    ),
    "a guidance too long": (
        swap('^guidance = """.*?"""$', f'guidance = "{LONG}"'),
        "steps.root-cause.guidance: 76 words",
    ),
    "a part of the detail too long": (swap(DETAIL, f'detail = ["{LONG}"]'), "steps.root-cause.detail: 76 words"),
    "an example too long": (swap('^example = """.*?"""$', f'example = "{LONG}"'), "steps.root-cause.example: 76 words"),
    "an exercise too long": (
        swap('^practice = """.*?"""$', f"practice = '{TOO_SLOW}'"),
        "steps.root-cause.practice: 92 seconds",
    ),
    "a placeholder in a step": (
        swap('short = "boundaries"', 'short = "step {number}"'),
        "steps.boundaries.short: the placeholder {number}",
    ),
    "an unknown placeholder": (phrase("kept", '"Hello {name}."'), "phrases.kept: the placeholder {name}"),
    "a number as a placeholder": (phrase("kept", '"Hello {0}."'), "phrases.kept: the placeholder {0}"),
    "an empty placeholder": (phrase("kept", '"Hello {}."'), "phrases.kept: the placeholder {}"),
    "a placeholder with a format": (phrase("kept", '"Hello {steps:d}."'), "phrases.kept: the placeholder {steps:d}"),
    "a placeholder that looks inside": (
        phrase("kept", '"Hello {steps.__class__}."'),
        "phrases.kept: the placeholder {steps.__class__}",
    ),
    "a stray brace": (phrase("kept", '"Hello {total."'), "phrases.kept: it holds a stray {"),
    "another stray brace": (phrase("kept", '"Hello total}."'), "phrases.kept: it holds a stray {"),
    "a count that counts itself": (phrase("steps_many", '"{steps}"'), "phrases.steps_many: the placeholder {steps}"),
    "a help line's name outside safety": (phrase("kept", '"{line}"'), "phrases.kept: the placeholder {line}"),
    "a number that is not a help line's": (
        phrase("safety_abuse", '"{line}, {hours}, {contact}, {emergency}"'),
        "phrases.safety_abuse: the placeholder {emergency}",
    ),
    "advice to call without the number": (
        phrase("safety_emergency", '"Call the police."'),
        "phrases.safety_emergency: the placeholder {emergency} must be in it",
    ),
    "a stray tag": (phrase("kept", '"All <b>right</b>."'), "phrases.kept: it holds a tag"),
    "a stray angle": (phrase("kept", '"All < right."'), "phrases.kept: it holds a tag"),
    "a crooked tag": (phrase("kept", '"All <s>right."'), "phrases.kept: its tags are crooked"),
    "a long pause": (phrase("kept", "'All <break time=\"11s\"/> right.'"), "phrases.kept: a pause of 11s"),
    "a phrase that is no text": (phrase("kept", "1"), "phrases.kept: must be a text"),
    "a phrase without words": (phrase("kept", '""'), "phrases.kept: must be a text"),
    "a phrase without wordings": (phrase("kept", "[]"), "phrases.kept: must be a text"),
    "a fault in the second wording": (
        phrase("kept", '["Kept.", "Kept {name}."]'),
        "phrases.kept: the placeholder {name}",
    ),
}


def fault_of(contents: dict[str, str]) -> str:
    with pytest.raises(ContentError) as raised:
        Library(contents, {})
    return str(raised.value)


@pytest.mark.parametrize(("change", "fault"), CROOKED.values(), ids=CROOKED)
def test_crooked_content_names_the_file_and_the_key(change: Change, fault: str) -> None:
    assert f"en/phrases.toml: {fault}" in fault_of({"en": change(ENGLISH)})


@pytest.mark.parametrize(
    ("overlay", "fault"),
    [
        ('[[steps]]\nkey = "moon"', "steps: the keys ["),
        ('[[steps]]\nkey = "moon"', "steps.moon.title: missing"),
        ('[[steps]]\nkey = "support"\nsong = "la"', "steps.support.song: unknown"),
        ('[[steps]]\nkey = "support"\n[[steps]]\nkey = "support"', "steps.support: there twice"),
        ('[[steps]]\nshort = "help"', "steps.?.key: missing"),
        ('[[steps]]\nkey = "support"\nshort = "{total}"', "steps.support.short: the placeholder {total}"),
        ('[phrases]\nsong = "La."', "phrases.song: not a phrase that is ever said"),
        ('[phrases]\nkept = "{name}"', "phrases.kept: the placeholder {name}"),
        ('kept = "All right."', "kept: unknown"),
        ("[phrases", "Expected"),
    ],
)
def test_a_crooked_overlay_names_the_file_and_the_key(overlay: str, fault: str) -> None:
    found = fault_of({"en": ENGLISH, "en-GB": overlay})

    assert f"en/en-GB.toml: {fault}" in found
    assert "en.toml" not in found


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (swap("^kept = .*?$", ""), "phrases.kept: missing"),
        (swap("^kept = ", 'song = "La."\nkept = '), "phrases.song: not a phrase"),
        (swap('key = "support"', 'key = "moon"'), "steps: the keys ["),
        (lambda text: text[: text.rindex("[[steps]]")], "steps: the keys ["),
    ],
    ids=["phrase missing", "phrase too many", "another step", "step missing"],
)
def test_another_language_has_the_phrases_and_steps_of_the_reference(change: Change, fault: str) -> None:
    assert f"de/phrases.toml: {fault}" in fault_of({"en": ENGLISH, "de": change(ENGLISH)})


def test_an_overlay_of_a_language_that_is_not_there_must_be_whole() -> None:
    found = fault_of({"en": ENGLISH, "de-AT": '[phrases]\nkept = "Gut."'})

    assert "de/de-AT.toml: phrases.welcome: missing" in found
    assert "de/de-AT.toml: steps: there is none" in found


def test_without_the_reference_there_is_nothing_to_compare_with() -> None:
    assert fault_of({"de": ENGLISH}).startswith("en/phrases.toml: missing")


def test_all_faults_are_told_at_once_and_each_where_it_stands() -> None:
    crooked = phrase("kept", '"{name}"')(phrase("about", "[]")(ENGLISH))

    found = fault_of({"en": crooked, "en-GB": '[phrases]\ngoodbye = "<b>"'})

    assert [": ".join(line.split(": ")[:2]) for line in found.splitlines()] == [
        "en/phrases.toml: phrases.kept",
        "en/phrases.toml: phrases.about",
        "en/en-GB.toml: phrases.goodbye",
    ]
