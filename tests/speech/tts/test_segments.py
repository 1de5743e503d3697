from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.errors import SsmlError
from speech.tts.prosody import Style
from speech.tts.segments import Earcon, Segment, Silence, Text, parse, silence

NORMAL = Style("en-US")


def parse_content(content: str) -> tuple[Segment, ...]:
    return parse(f"<speak>{content}</speak>", "en-US")


@pytest.mark.parametrize(
    ("content", "segments"),
    [
        ("Hello\n   you", [Text("Hello you", NORMAL)]),
        ("a &lt; b", [Text("a < b", NORMAL)]),
        ("", []),
        (" <p> </p> ", []),
        ("You <w role='amazon:VBD'>read</w> it", [Text("You read it", NORMAL)]),
        ("<unknown>Still</unknown> said", [Text("Still said", NORMAL)]),
        ("un<mark name='x'/>fair", [Text("unfair", NORMAL)]),
        ("<sub alias='aluminium'>Al</sub> foil", [Text("aluminium foil", NORMAL)]),
        ("<sub>Al</sub>", [Text("Al", NORMAL)]),
        ("<emphasis>so</emphasis>", [Text("so", NORMAL, emphasis="moderate")]),
        (
            "very <emphasis level='strong'>very</emphasis> good",
            [Text("very ", NORMAL), Text("very", NORMAL, emphasis="strong"), Text(" good", NORMAL)],
        ),
        ("<phoneme alphabet='x-sampa' ph='SIp'>ship</phoneme>", [Text("ship", NORMAL, ipa="\u0283\u026ap")]),
        ("<lang xml:lang='fr-FR'>oui</lang>", [Text("oui", Style("fr-FR"))]),
        ("<alexa:name type='first' personId='p'/>", []),
        ("<audio src='https://example.com/a.mp3'/>", [Earcon("chime")]),
        ("<say-as interpret-as='expletive'>darn</say-as>", [Earcon("bleep")]),
        ("<say-as interpret-as='characters'>abc</say-as>", [Text("abc", NORMAL, is_spelled=True)]),
        ("<say-as interpret-as='spell-out'>abc</say-as>", [Text("abc", NORMAL, is_spelled=True)]),
        ("<say-as interpret-as='ordinal'>3</say-as> try", [Text("third try", NORMAL)]),
        ("<say-as interpret-as='ordinal'><w>3</w></say-as>", [Text("third", NORMAL)]),
        ("<say-as interpret-as='unknown'>3</say-as>", [Text("3", NORMAL)]),
        (
            "<say-as interpret-as='interjection'>wow</say-as>",
            [Text("wow", replace(NORMAL, pitch=1.1), emphasis="moderate")],
        ),
    ],
)
def test_markup_becomes_segments(content: str, segments: list[Segment]) -> None:
    assert list(parse_content(content)) == segments


def test_numbers_become_words_of_the_surrounding_language() -> None:
    segments = parse_content("<lang xml:lang='de-DE'><say-as interpret-as='cardinal'>21</say-as></lang>")

    assert segments == (Text("einundzwanzig", Style("de-DE")),)


@pytest.mark.parametrize(
    ("content", "pauses"),
    [
        ("a<break time='1s'/>b", [1]),
        ("a<break time='1s'/><break time='500ms'/>b", [1.5]),
        ("a<break time='1s'/> \n <break time='500ms'/>b", [1.5]),
        ("<break time='1s'/>a<break time='2s'/>", [1, 2]),
        ("<s>a</s><s>b</s>", [0.35]),
        ("<p>a</p>\n<p>b</p>", [0.65]),
        ("<p><s>a</s><s>b</s></p><p>c</p>", [0.35, 0.65]),
        ("<s>a</s><break time='100ms'/><s>b</s>", [0.1]),
        ("<s>a</s><break strength='none'/><s>b</s>", [0]),
        ("<audio src='https://example.com/a.mp3'/><break time='1s'/>b", [1]),
    ],
)
def test_breaks_add_up_and_override_the_pause_between_sentences(content: str, pauses: list[float]) -> None:
    segments = parse_content(content)

    assert [segment.seconds for segment in segments if isinstance(segment, Silence)] == pauses
    assert silence(segments) == sum(pauses)


def test_plain_text_becomes_a_segment() -> None:
    assert parse("Fish & chips", "en-GB") == (Text("Fish & chips", Style("en-GB")),)


def test_tags_can_be_nested_deeply() -> None:
    depth = 1_100

    assert parse_content("<p>" * depth + "a" + "</p>" * depth) == (Text("a", NORMAL),)


TAGS = st.sampled_from(["p", "s", "emphasis", "sub", "say-as interpret-as='date' format='mdy'", "prosody rate='slow'"])
CONTENT = st.recursive(
    st.text(alphabet="ab 1/2.,\n\u3042\U0001f600", max_size=12) | st.just("<break time='200ms'/>"),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>", TAGS, st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)


@given(CONTENT)
def test_no_silences_are_adjacent_and_no_text_is_empty(content: str) -> None:
    segments = parse_content(content)

    assert not any(isinstance(one, Silence) and isinstance(next_one, Silence) for one, next_one in pairwise(segments))
    assert all(segment.words.strip() for segment in segments if isinstance(segment, Text))


def test_broken_markup_is_an_error() -> None:
    with pytest.raises(SsmlError, match="broken at line 1, column"):
        parse_content("<p>Hello")
