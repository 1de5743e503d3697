import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill import locales
from skill.content import library
from skill.crisis.detector import load, parse
from skill.errors import ContentError
from tests.skill.crisis.sentences import ALIKE, SAID

RULE = load("en")

SMALL = """
[hearing]
fillers = ["um"]
[hearing.spellings]
"hes" = "he 's"
[words]
they = ["he", "she"]
[[exclusions]]
why = "The gym is not hurt."
said = ["hits the gym"]
[[triggers]]
why = "Somebody is struck."
said = ["<they> hits"]
"""

CROOKED = {
    "no TOML": ("[words]", "[words", "crisis/xx.toml: Expected"),
    "an unknown name": ("<they> hits", "<them> hits", r"crisis/xx.toml: '<them> hits': nothing has the name 'them'"),
    "a name within itself": ('"she"', '"<they>"', "'<they> hits': a name in it stands for itself"),
    "an open bracket": ('["hits the gym"]', '["hits the gym", "hits (the gym"]', r"'hits \(the gym': missing \)"),
    "a crooked filler": ('["um"]', '["um)"]', r"'um\)': unbalanced"),
    "a group without patterns": ("said = [", "say = [", "'said'"),
    "a sign that is a number": ('["<they> hits"]', "[1]", "crisis/xx.toml: "),
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
def test_a_cry_is_heard_however_it_is_written(text: str) -> None:
    assert RULE.matches(text)


@pytest.mark.parametrize("text", ["", " ", ".", "...", "um", "the of and to a in", "whites me", "he whits me"])
def test_what_says_nothing_is_no_cry(text: str) -> None:
    assert not RULE.matches(text)


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
def test_harmless_words_do_not_hide_a_cry_beside_them(text: str) -> None:
    assert RULE.matches(text)


@pytest.mark.parametrize(
    ("exclusions", "cry"),
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
def test_little_lies_between_a_figure_of_speech_and_a_cry(exclusions: str, cry: str) -> None:
    assert not RULE.matches(exclusions)
    assert RULE.matches(cry)


@given(before=st.sampled_from(ALIKE), cry=st.sampled_from([said for said in SAID if RULE.matches(said)]))
def test_a_cry_is_heard_after_any_other_sentence(before: str, cry: str) -> None:
    assert RULE.matches(f"{before}. {cry}")


@given(st.text())
def test_no_text_is_too_strange_to_be_listened_to(text: str) -> None:
    assert RULE.matches(f"{text}\nhe hits me")


@pytest.mark.parametrize("locale", ["en", "en-US", "en-GB", "en-IN", "en-AU", "en-CA", "en-ZA"])
def test_a_locale_has_the_rule_of_its_language(locale: str) -> None:
    assert load(locale).matches("he hits me")


def test_in_a_language_without_a_rule_nothing_is_heard() -> None:
    assert not load("xx-XX").matches("he hits me")


def test_every_language_of_the_guide_has_a_rule() -> None:
    languages = {name.partition("-")[0] for name in library.load().guides}

    assert [language for language in languages if not locales.read(f"{language}/crisis.toml")] == []


def test_a_rule_is_what_its_file_says() -> None:
    rule = parse(SMALL, "crisis/xx.toml")

    assert rule.matches("um, he um hits me")
    assert not rule.matches("he hits the gym")
    assert not rule.matches("they hits me")


@pytest.mark.parametrize(("good", "bad", "fault"), CROOKED.values(), ids=CROOKED)
def test_a_crooked_rule_is_refused_by_its_name(good: str, bad: str, fault: str) -> None:
    assert good in SMALL

    with pytest.raises(ContentError, match=fault):
        parse(SMALL.replace(good, bad, 1), "crisis/xx.toml")
