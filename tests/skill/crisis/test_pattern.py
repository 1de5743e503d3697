import tomllib
from typing import Any

import pytest

from skill import locales
from skill.crisis.detector import REMOVED, Normalizer, PatternCompiler
from tests.skill.crisis.sentences import CRISIS, HARMLESS, development

NAMES = {"they": ["he", "my <relation>"], "relation": ["[ex] husband", "wife"], "helper": ["is", "keeps", "on"]}
COMPILER = PatternCompiler(NAMES)
CONTENT: dict[str, Any] = tomllib.loads(locales.read("en/crisis.toml"))
ENGLISH = PatternCompiler(CONTENT["words"])
NORMALIZER = Normalizer(CONTENT["normalization"]["fillers"], CONTENT["normalization"]["spellings"], ENGLISH)


def patterns(kind: str) -> list[str]:
    return [pattern for group in CONTENT[kind] for pattern in group["patterns"]]


def unused(kind: str, texts: list[str]) -> list[str]:
    compiled = {pattern: ENGLISH.compile([pattern]) for pattern in patterns(kind)}
    return [pattern for pattern, expression in compiled.items() if not any(map(expression.search, texts))]


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
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert COMPILER.compile([pattern]).search(text)


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
        ("he .. me", f"he {REMOVED} me "),
        ("hit !(and)", "hit and "),
        ("hit &(me)", "hit us "),
        ("hit $", "hit me "),
        ("hit $", f"hit {REMOVED} "),
        ("^ hit", "he hit "),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str) -> None:
    assert not COMPILER.compile([pattern]).search(text)


def test_several_patterns_match_as_alternatives() -> None:
    expression = COMPILER.compile(["<they> hit", "<they>", "<relation> cried", "gone"])

    assert [match.group() for match in expression.finditer("he hit my wife cried gone ")] == [
        "he hit ",
        "my wife ",
        "gone ",
    ]


def test_an_empty_list_of_patterns_matches_nothing() -> None:
    assert not COMPILER.compile([]).search("anything ")


def test_every_pattern_group_has_a_reason() -> None:
    assert [
        group for kind in ("exclusions", "triggers") for group in CONTENT[kind] if not group["reason"].endswith(".")
    ] == []


def test_every_name_is_used() -> None:
    all_patterns = [
        *patterns("exclusions"),
        *patterns("triggers"),
        *(text for texts in CONTENT["words"].values() for text in texts),
    ]

    assert [name for name in CONTENT["words"] if not any(f"<{name}>" in pattern for pattern in all_patterns)] == []


def test_every_trigger_matches_a_crisis_sentence() -> None:
    exclusions = ENGLISH.compile(patterns("exclusions"))

    assert (
        unused(
            "triggers",
            [
                exclusions.sub(f"{REMOVED} ", NORMALIZER.normalize(sentence))
                for sentence in [*CRISIS, *development("crisis")]
            ],
        )
        == []
    )


def test_every_exclusion_matches_a_harmless_sentence() -> None:
    assert (
        unused("exclusions", [NORMALIZER.normalize(sentence) for sentence in [*HARMLESS, *development("ordinary")]])
        == []
    )
