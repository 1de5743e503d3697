import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill import locales
from skill.content import library
from skill.crisis.detector import load, parse
from skill.errors import ContentError
from tests.skill.crisis.sentences import CRISIS, HARMLESS

DETECTOR = load("en")

SMALL = """
[normalization]
fillers = ["um"]
[normalization.spellings]
"hes" = "he 's"
[words]
they = ["he", "she"]
[[exclusions]]
reason = "The gym is not hurt."
patterns = ["hits the gym"]
[[triggers]]
kind = "abuse"
reason = "Someone is hit."
patterns = ["<they> hits"]
[[triggers]]
kind = "despair"
reason = "Someone wants to die."
patterns = ["to die"]
"""

INVALID = {
    "invalid TOML": ("[words]", "[words", "xx/crisis.toml: is not TOML: Expected"),
    "an unknown name": ("<they> hits", "<them> hits", r"xx/crisis.toml: '<them> hits': unknown name 'them'"),
    "a name that refers to itself": ('"she"', '"<they>"', "'<they> hits': a name refers to itself"),
    "an open bracket": ('["hits the gym"]', '["hits the gym", "hits (the gym"]', r"'hits \(the gym': missing \)"),
    "an invalid filler": ('["um"]', '["um)"]', r"'um\)': unbalanced"),
    "a group without patterns": (
        "patterns = [",
        "pattern = [",
        r"exclusions\[1\].pattern: is unknown; did you mean patterns",
    ),
    "a text for a group": ("[[exclusions]]", "[exclusions]", "exclusions: must be a list of"),
    "a group without a kind": ('kind = "abuse"', "", r"triggers\[1\].kind: is missing; write a text"),
    "an unknown kind": ('"despair"', '"sorrow"', "the kind 'sorrow' must be one of harm, despair, child, abuse"),
    "a pattern that is a number": ('["<they> hits"]', "[1]", "xx/crisis.toml: "),
}


@pytest.mark.parametrize(
    "text",
    [
        "HE HITS ME",
        "He hits me.",
        "he, um, hits me",
        "he he hits me",
        "he... he hits me",
        "  he \t hits\nme ",
        "he\u2019s hitting me",
        "he\u02bcs hitting me",
        "hes hitting me",
        "\u201che hits me\u201d",
        "well, you know, he hits me sometimes",
        "I'm scared",
        "im scared",
        "I am so, so scared!",
        "i'm... i'm scared",
        "I\u2019m not safe",
        "I can't go on",
        "I cant go on",
        "I cannot go on",
        "call nine one one",
        "call 911",
    ],
)
def test_a_crisis_phrase_matches_however_it_is_written(text: str) -> None:
    assert DETECTOR.matches(text)


@pytest.mark.parametrize("text", ["", " ", ".", "...", "um", "the of and to a in", "whites me"])
def test_a_text_without_meaning_does_not_match(text: str) -> None:
    assert not DETECTOR.matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "he hits the gym every day and then he hits me",
        "he beat me at chess, and afterwards he beat me with his belt",
        "he has never hit me, but he locks me in",
        "I'm afraid I don't understand. I'm scared of him.",
        "she hurt my feelings and she threw a plate at me",
    ],
)
def test_an_exclusion_does_not_hide_a_crisis_phrase_beside_it(text: str) -> None:
    assert DETECTOR.matches(text)


@pytest.mark.parametrize(
    ("harmless", "crisis"),
    [
        ("he has never hit me", "he has never hit me before"),
        ("he would never hurt me", "he said he would never hurt me again"),
        ("he hurt me when he lied", "he hurt me when he was drunk"),
        ("he checks my phone", "he checks my phone every day"),
        ("I'm afraid of losing him", "I'm afraid of him"),
        ("I'm scared to tell her how I feel", "I'm scared to say no to her"),
        ("I want to end it with him", "I want to end it"),
        ("he pushed me to try therapy", "he pushed me against the wall"),
        ("I don't want to live with him", "I don't want to live"),
        ("he won't let me see his messages", "he won't let me see my family"),
        ("I can't live without her", "I can't live like this anymore"),
    ],
)
def test_harmless_sentences_and_crisis_phrases_can_differ_in_a_few_words(harmless: str, crisis: str) -> None:
    assert not DETECTOR.matches(harmless)
    assert DETECTOR.matches(crisis)


@given(before=st.sampled_from(HARMLESS), crisis=st.sampled_from(CRISIS))
def test_a_crisis_phrase_matches_after_any_other_sentence(before: str, crisis: str) -> None:
    assert DETECTOR.matches(f"{before}. {crisis}")


@given(st.text())
def test_a_crisis_phrase_matches_after_any_sentence(text: str) -> None:
    assert DETECTOR.matches(f"{text}. he hits me")


@pytest.mark.parametrize("locale", ["en", "en-US", "en-GB", "en-IN", "en-AU", "en-CA", "en-ZA"])
def test_a_locale_uses_the_detector_of_its_language(locale: str) -> None:
    assert load(locale).matches("he hits me")


def test_in_a_language_without_a_file_nothing_matches() -> None:
    assert not load("xx-XX").matches("he hits me")


def test_every_language_of_the_guide_has_a_crisis_file() -> None:
    languages = {name.partition("-")[0] for name in library.load().guides}

    assert [language for language in languages if not locales.read(f"{language}/crisis.toml")] == []


def test_a_detector_is_built_from_its_file() -> None:
    detector = parse(SMALL, "xx/crisis.toml")

    assert not detector.is_trained
    assert detector.matches("um, he um hits me")
    assert not detector.matches("he hits the gym")
    assert not detector.matches("they hits me")
    assert detector.kind("he hits me") == "abuse"
    assert detector.kind("he hits me and I want to die") == "despair"
    assert detector.kind("he hits the gym") is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("abuse", "he hits me"),
        ("abuse", "please don't let him hear this"),
        ("abuse", "please keep your voice down, he's upstairs"),
        ("abuse", "she gets physical"),
        ("abuse", "he flushed my birth control"),
        ("abuse", "he made me quit my job"),
        ("abuse", "she keeps my bank card"),
        ("abuse", "he says he'll call immigration"),
        ("abuse", "I told the nurse I fell down the stairs"),
        ("abuse", "call an ambulance"),
        ("abuse", "he hits me in front of the children"),
        ("abuse", "my daughter's husband hits her"),
        ("despair", "I want to die"),
        ("despair", "they'd be better off without me"),
        ("child", "my dad hits me"),
        ("child", "her uncle comes into her room at night"),
        ("child", "she hits our son"),
        ("child", "my dad hit mummy and she's crying"),
        ("child", "my stepdad punched my mum in the face"),
        ("harm", "I'm scared I'll hurt my baby"),
        ("harm", "I hit her last night and I want to stop"),
        ("harm", "I don't trust myself around her"),
        ("harm", "I hit my child"),
        (None, "I'm not afraid"),
        (None, "he never hits me"),
        (None, "I'm afraid not"),
        (None, "I'm tired"),
        (None, "only a two, I'm afraid"),
        (None, "this headache is killing me"),
        (None, "where is the bread knife"),
    ],
)
def test_a_crisis_phrase_has_a_kind(kind: str | None, text: str) -> None:
    assert DETECTOR.kind(text) == kind


@pytest.mark.parametrize(("good", "bad", "message"), INVALID.values(), ids=INVALID)
def test_an_invalid_file_is_rejected_with_its_name(good: str, bad: str, message: str) -> None:
    assert good in SMALL

    with pytest.raises(ContentError, match=message):
        parse(SMALL.replace(good, bad, 1), "xx/crisis.toml")
