from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.content import markup

TAGGED = [
    '<break time="300ms"/>',
    '<break strength="strong"/>',
    "<p>A paragraph.</p>",
    "<s>A sentence.</s>",
    '<emphasis level="moderate">never</emphasis>',
    '<prosody rate="slow">slowly</prosody>',
    '<lang xml:lang="de-DE">Guten Tag</lang>',
    '<say-as interpret-as="digits">911</say-as>',
    '<sub alias="et cetera">etc.</sub>',
    '<prosody rate="slow"><say-as interpret-as="telephone">1-800-555-0100</say-as></prosody>',
]

NOT_ALLOWED = [
    '<audio src="https://example.com/a.mp3"/>',
    '<voice name="Amy">hello</voice>',
    "<amazon:effect name='whispered'>psst</amazon:effect>",
    "</speak><speak>",
    "<p>never closed",
    "closed at once</p>",
    "<p><s>crossed</p></s>",
    '<break time="1s" time="2s"/>',
    '<p x:y="unbound">',
    '</p a="b">',
    "</break/>",
    "<!-- a comment -->",
    "<![CDATA[data]]>",
    "<?xml version='1.0'?>",
    '<!DOCTYPE speak [<!ENTITY e "!">]>',
    "&unknown;",
    "&#0;",
    "]]>",
    "1 < 2 > 0 & more",
]

SCRAPS = st.sampled_from(
    [*TAGGED, *NOT_ALLOWED, "<", ">", "&", '"', "'", "/", "<p>", "</p>", "\x00", "\ud800", "\ufffe"]
)


def text_of(document: str) -> str:
    """Return the spoken text of a document."""
    return "".join(ET.fromstring(document).itertext())


@settings(deadline=None)
@given(st.text() | st.lists(SCRAPS | st.text(), max_size=8).map("".join))
def test_any_text_becomes_well_formed_ssml(text: str) -> None:
    document = markup.to_ssml(text)

    assert ET.fromstring(document).tag == "speak"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="<")))
def test_text_without_tags_is_spoken_unchanged(text: str) -> None:
    assert text_of(markup.to_ssml(text)) == text


@pytest.mark.parametrize("text", TAGGED)
def test_an_allowed_tag_is_unchanged(text: str) -> None:
    assert markup.to_ssml(f"Now {text} it & that.") == f"<speak>Now {text} it &amp; that.</speak>"
    assert markup.problem(text) is None


@pytest.mark.parametrize("text", NOT_ALLOWED)
def test_anything_else_is_escaped_and_spoken(text: str) -> None:
    document = markup.to_ssml(text)

    assert text_of(document) == text
    assert not list(ET.fromstring(document))


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_forbids_becomes_a_blank(character: str) -> None:
    assert markup.to_ssml(f"one{character}two") == "<speak>one two</speak>"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<voice>", "a tag that content may not use"),
        ("1 < 2", "a stray < or >"),
        ("2 > 1", "a stray < or >"),
        ("<p>never closed", "invalid tags"),
        ("<p><s>crossed</p></s>", "invalid tags"),
        ("a \x00 in it", "invalid tags"),
        ('<break time="11s"/>', "a pause of 11s is not between"),
        ('<break time="10001ms"/>', "a pause of 10001ms is not between"),
        ('<break time="0s"/>', "a pause of 0s is not between"),
        ('<break time="-1s"/>', "a pause of -1s is not between"),
        ('<break time="long"/>', "a pause of long is not between"),
        ('Fine. <break time="1s"/> Not fine. <break time="1m"/>', "a pause of 1m is not between"),
    ],
)
def test_a_problem_is_described(text: str, problem: str) -> None:
    found = markup.problem(text)

    assert found is not None
    assert problem in found


@pytest.mark.parametrize("text", ["Plain words.", "Salt & pepper.", '<break time="10s"/>', '<break time="1ms"/>', ""])
def test_valid_markup_has_no_problem(text: str) -> None:
    assert markup.problem(text) is None


def test_words_are_counted_without_the_tags() -> None:
    text = 'You <emphasis level="moderate">never</emphasis> owe it. <break time="300ms"/> Never.'

    assert markup.words(text) == ["You", "never", "owe", "it.", "Never."]
    assert markup.word_count(text) == len(markup.words(text))


def test_a_mark_that_stands_apart_is_no_word() -> None:
    """In French, a reply with questions would be called too long, and a voice too fast."""
    text = "Tu peux dire : oui, ou : non. Ça va ?"

    assert markup.word_count(text) == len(["Tu", "peux", "dire", "oui", "ou", "non", "Ça", "va"])
    assert markup.seconds(text) == markup.seconds("Tu peux dire oui, ou non. Ça va?")


def test_the_duration_is_that_of_words_and_pauses() -> None:
    text = f'{"word " * 150}<break time="5s"/> <break time="500ms"/> <break strength="weak"/>'

    assert markup.seconds(text) == pytest.approx(65.5)
