import tomllib
from typing import Any

import pytest

from skill import locales
from skill.crisis.detector import GONE, Patterns, Plain
from tests.skill.crisis.sentences import ALIKE, SAID

NAMES = {"they": ["he", "my <relation>"], "relation": ["[ex] husband", "wife"], "helper": ["is", "keeps", "on"]}
PATTERNS = Patterns(NAMES)
RULE: dict[str, Any] = tomllib.loads(locales.read("en/crisis.toml"))
ENGLISH = Patterns(RULE["words"])
PLAIN = Plain(RULE["hearing"]["fillers"], RULE["hearing"]["spellings"], ENGLISH)


def every(kind: str) -> list[str]:
    return [pattern for group in RULE[kind] for pattern in group["said"]]


def unneeded(kind: str, texts: list[str]) -> list[str]:
    found = {pattern: ENGLISH.any_of([pattern]) for pattern in every(kind)}
    return [pattern for pattern, finds in found.items() if not any(map(finds.search, texts))]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("hit me", "he hit me "),
        ("hit (me|us all)", "hit us all "),
        ("hit [me] now", "hit now "),
        ("hit [me] now", "hit me now "),
        ("<they> hit", "my ex husband hit "),
        ("<they> {<helper>} hit", "he hit "),
        ("<they> {<helper>} hit", "he keeps on hit "),
        ("slap*", "slapping "),
        ("*ing me", "hitting me "),
        ("he .. me", "he me "),
        ("he .. me", "he one two three me "),
        ("hit !(and)", "hit me "),
        ("hit &(me)", "hit me "),
        ("hit $", "hit "),
        ("hit $", "hit . "),
        ("^ hit", "hit me "),
        ("^ hit", "no . hit me "),
    ],
)
def test_a_pattern_finds(pattern: str, text: str) -> None:
    assert PATTERNS.any_of([pattern]).search(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("hit me", "whit me "),
        ("hit me", "hit men "),
        ("hit me", "hit . me "),
        ("<they> hit", "my ex wife hit "),
        ("<they> {<helper>} hit", "he never hit "),
        ("*ing me", "hit me "),
        ("he .. me", "he one two three four me "),
        ("he .. me", "he one . me "),
        ("he .. me", f"he {GONE} me "),
        ("hit !(and)", "hit and "),
        ("hit &(me)", "hit us "),
        ("hit $", "hit me "),
        ("hit $", f"hit {GONE} "),
        ("^ hit", "he hit "),
    ],
)
def test_a_pattern_does_not_find(pattern: str, text: str) -> None:
    assert not PATTERNS.any_of([pattern]).search(text)


def test_one_of_several_patterns_is_enough() -> None:
    found = PATTERNS.any_of(["<they> hit", "<they>", "<relation> cried", "gone"])

    assert [match.group() for match in found.finditer("he hit my wife cried gone ")] == ["he hit ", "my wife ", "gone "]


def test_no_pattern_finds_nothing() -> None:
    assert not PATTERNS.any_of([]).search("anything ")


def test_every_pattern_group_says_why() -> None:
    assert [
        group for kind in ("exclusions", "triggers") for group in RULE[kind] if not group["why"].endswith(".")
    ] == []


def test_every_name_is_used() -> None:
    patterns = [*every("exclusions"), *every("triggers"), *(text for texts in RULE["words"].values() for text in texts)]

    assert [name for name in RULE["words"] if not any(f"<{name}>" in pattern for pattern in patterns)] == []


def test_every_sign_is_needed_by_a_sentence() -> None:
    exclusions = ENGLISH.any_of(every("exclusions"))

    assert unneeded("triggers", [exclusions.sub(f"{GONE} ", PLAIN.words(sentence)) for sentence in SAID]) == []


def test_everything_harmless_is_needed_by_a_sentence() -> None:
    assert unneeded("exclusions", [PLAIN.words(sentence) for sentence in ALIKE]) == []
