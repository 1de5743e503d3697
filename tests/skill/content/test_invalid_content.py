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
    """Replace the first match. Fail if there is none, because the test would test nothing."""

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

INVALID: dict[str, tuple[Change, str]] = {
    "invalid TOML": (swap("^reflections_known = ", "reflections_known "), "is not TOML: Expected"),
    "an unknown table": (lambda text: f"{text}\n[songs]\n", "songs: unknown"),
    "phrases that are not a table": (lambda text: f"phrases = 1\n{text[STEPS_BEGIN:]}", "phrases: must be"),
    "no steps": (lambda text: text[:STEPS_BEGIN], "steps: missing"),
    "steps that are not tables": (lambda text: f"steps = [1]\n{text[:STEPS_BEGIN]}", "steps: must be"),
    "steps that are one table": (lambda text: f"{text[:STEPS_BEGIN]}\n[steps]\n", "steps: must be"),
    "a duplicate step": (swap('key = "support"', 'key = "forgiveness"'), "steps.forgiveness: duplicate key"),
    "a step without a key": (swap('key = "support"\n', ""), "steps.?.key: missing"),
    "a key that is not a text": (swap('key = "support"', "key = 5"), "steps.?.key: missing"),
    "a missing text of a step": (swap('short = "boundaries"\n', ""), "steps.boundaries.short: missing"),
    "an unknown text of a step": (
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
    "an unknown placeholder": (
        phrase("reflections_known", '"Hello {name}."'),
        "phrases.reflections_known: the placeholder {name}",
    ),
    "a number as a placeholder": (
        phrase("reflections_known", '"Hello {0}."'),
        "phrases.reflections_known: the placeholder {0}",
    ),
    "an empty placeholder": (
        phrase("reflections_known", '"Hello {}."'),
        "phrases.reflections_known: the placeholder {}",
    ),
    "a placeholder with a format": (
        phrase("reflections_known", '"Hello {steps:d}."'),
        "phrases.reflections_known: the placeholder {steps:d}",
    ),
    "a placeholder with an attribute": (
        phrase("reflections_known", '"Hello {steps.__class__}."'),
        "phrases.reflections_known: the placeholder {steps.__class__}",
    ),
    "a stray brace": (phrase("reflections_known", '"Hello {total."'), "phrases.reflections_known: a stray {"),
    "another stray brace": (phrase("reflections_known", '"Hello total}."'), "phrases.reflections_known: a stray {"),
    "a count that refers to itself": (phrase("steps_many", '"{steps}"'), "phrases.steps_many: the placeholder {steps}"),
    "a help line's name outside safety": (
        phrase("reflections_known", '"{line}"'),
        "phrases.reflections_known: the placeholder {line}",
    ),
    "a placeholder of another phrase": (
        phrase("safety_line", '"{line}, {hours}, {contact}, {emergency}"'),
        "phrases.safety_line: the placeholder {emergency}",
    ),
    "advice to call without the number": (
        phrase("safety_emergency", '"Call the police."'),
        "phrases.safety_emergency: the placeholder {emergency} is missing",
    ),
    "a help line without the number": (
        phrase("safety_whom", '"{whom}: {line}."'),
        "phrases.safety_whom: the placeholder {contact} is missing",
    ),
    "a stray tag": (phrase("reflections_known", '"All <b>right</b>."'), "phrases.reflections_known: a tag"),
    "a stray angle": (phrase("reflections_known", '"All < right."'), "phrases.reflections_known: a tag"),
    "an unclosed tag": (phrase("reflections_known", '"All <s>right."'), "phrases.reflections_known: invalid tags"),
    "a long pause": (
        phrase("reflections_known", "'All <break time=\"11s\"/> right.'"),
        "phrases.reflections_known: a pause of 11s",
    ),
    "a phrase that is not a text": (phrase("reflections_known", "1"), "phrases.reflections_known: must be a text"),
    "a phrase without words": (phrase("reflections_known", '""'), "phrases.reflections_known: must be a text"),
    "a phrase without wordings": (phrase("reflections_known", "[]"), "phrases.reflections_known: must be a text"),
    "an error in the second wording": (
        phrase("reflections_known", '["Kept.", "Kept {name}."]'),
        "phrases.reflections_known: the placeholder {name}",
    ),
}


def error_of(contents: dict[str, str]) -> str:
    with pytest.raises(ContentError) as raised:
        Library(contents, {})
    return str(raised.value)


@pytest.mark.parametrize(("change", "message"), INVALID.values(), ids=INVALID)
def test_an_error_names_the_file_and_the_key(change: Change, message: str) -> None:
    assert f"en/phrases.toml: {message}" in error_of({"en": change(ENGLISH)})


@pytest.mark.parametrize(
    ("overlay", "message"),
    [
        ('[[steps]]\nkey = "moon"', "steps: the keys ["),
        ('[[steps]]\nkey = "moon"', "steps.moon.title: missing"),
        ('[[steps]]\nkey = "support"\nsong = "la"', "steps.support.song: unknown"),
        ('[[steps]]\nkey = "support"\n[[steps]]\nkey = "support"', "steps.support: duplicate key"),
        ('[[steps]]\nshort = "help"', "steps.?.key: missing"),
        ('[[steps]]\nkey = "support"\nshort = "{total}"', "steps.support.short: the placeholder {total}"),
        ('[phrases]\nsong = "La."', "phrases.song: unknown phrase"),
        ('[phrases]\nreflections_known = "{name}"', "phrases.reflections_known: the placeholder {name}"),
        ('reflections_known = "All right."', "reflections_known: unknown"),
        ("[phrases", "is not TOML: Expected"),
    ],
)
def test_an_error_in_an_overlay_names_the_file_and_the_key(overlay: str, message: str) -> None:
    found = error_of({"en": ENGLISH, "en-GB": overlay})

    assert f"en/en-GB.toml: {message}" in found
    assert "en.toml" not in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap("^reflections_known = .*?$", ""), "phrases.reflections_known: missing"),
        (swap("^reflections_known = ", 'song = "La."\nreflections_known = '), "phrases.song: unknown phrase"),
        (swap('key = "support"', 'key = "moon"'), "steps: the keys ["),
        (lambda text: text[: text.rindex("[[steps]]")], "steps: the keys ["),
    ],
    ids=["phrase missing", "unknown phrase", "another step", "step missing"],
)
def test_another_language_must_have_the_phrases_and_steps_of_the_reference(change: Change, message: str) -> None:
    assert f"de/phrases.toml: {message}" in error_of({"en": ENGLISH, "de": change(ENGLISH)})


def test_an_overlay_without_its_language_must_be_complete() -> None:
    found = error_of({"en": ENGLISH, "de-AT": '[phrases]\nkept = "Gut."'})

    assert "de/de-AT.toml: phrases.welcome: missing" in found
    assert "de/de-AT.toml: steps: missing" in found


def test_the_reference_is_required() -> None:
    assert error_of({"de": ENGLISH}).startswith("en/phrases.toml: missing")


def test_all_errors_are_reported_together_each_with_its_file() -> None:
    invalid = phrase("reflections_known", '"{name}"')(phrase("about", "[]")(ENGLISH))

    found = error_of({"en": invalid, "en-GB": '[phrases]\ngoodbye = "<b>"'})

    assert [": ".join(line.split(": ")[:2]) for line in found.splitlines()] == [
        "en/phrases.toml: phrases.reflections_known",
        "en/phrases.toml: phrases.about",
        "en/en-GB.toml: phrases.goodbye",
    ]
