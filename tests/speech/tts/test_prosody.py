import math

import pytest

from speech.tts.prosody import Style, pause, restyle
from speech.tts.tokenizer import Attributes

NORMAL = Style("en-US")


@pytest.mark.parametrize(
    ("attributes", "seconds"),
    [
        ({"time": "500ms"}, 0.5),
        ({"time": "1.5s"}, 1.5),
        ({"time": "10s"}, 10),
        ({"time": "3600s"}, 10),
        ({"time": "soon"}, 0.2),
        ({"time": "1s", "strength": "none"}, 1),
        ({"strength": "none"}, 0),
        ({"strength": "x-strong"}, 0.65),
        ({}, 0.2),
    ],
)
def test_a_break_has_the_length_of_its_attributes(attributes: Attributes, seconds: float) -> None:
    assert pause(attributes) == seconds


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"rate": "slow"}, Style("en-US", rate=0.8)),
        ({"rate": "150%"}, Style("en-US", rate=1.5)),
        ({"rate": "1%"}, Style("en-US", rate=0.2)),
        ({"rate": "quick"}, NORMAL),
        ({"pitch": "+50%"}, Style("en-US", pitch=1.5)),
        ({"pitch": "+500%"}, Style("en-US", pitch=1.5)),
        ({"pitch": "-90%"}, Style("en-US", pitch=2 / 3)),
        ({"pitch": "low"}, Style("en-US", pitch=0.85)),
        ({"volume": "-6dB"}, Style("en-US", volume=-6)),
        ({"volume": "+60dB"}, Style("en-US", volume=4.08)),
        ({"volume": "silent"}, Style("en-US", volume=-math.inf)),
        ({"volume": "6"}, NORMAL),
        ({}, NORMAL),
    ],
)
def test_prosody_is_clamped_to_alexas_limits(attributes: Attributes, expected: Style) -> None:
    assert restyle("prosody", attributes, NORMAL) == expected


def test_in_nested_prosody_a_rate_is_absolute_and_decibels_add_up() -> None:
    outer = restyle("prosody", {"rate": "50%", "volume": "-3dB"}, NORMAL)

    inner = restyle("prosody", {"rate": "120%", "volume": "-3dB"}, outer)

    assert inner == Style("en-US", rate=1.2, volume=-6)


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("lang", {"xml:lang": "fr-FR"}, Style("fr-FR")),
        ("lang", {}, NORMAL),
        ("voice", {"name": "Brian"}, Style("en-GB", gender="male")),
        ("voice", {"name": "Nobody"}, NORMAL),
        ("amazon:effect", {"name": "whispered"}, Style("en-US", is_whispered=True)),
        ("amazon:effect", {"name": "drc"}, NORMAL),
        ("amazon:domain", {"name": "conversational"}, NORMAL),
        ("w", {"role": "amazon:VB"}, NORMAL),
        ("unknown", {}, NORMAL),
    ],
)
def test_tags_change_the_style_inside_them(tag: str, attributes: Attributes, expected: Style) -> None:
    assert restyle(tag, attributes, NORMAL) == expected


def test_an_emotion_changes_pitch_and_rate_with_its_intensity() -> None:
    low = restyle("amazon:emotion", {"name": "excited", "intensity": "low"}, NORMAL)
    high = restyle("amazon:emotion", {"name": "excited", "intensity": "high"}, NORMAL)
    sad = restyle("amazon:emotion", {"name": "disappointed", "intensity": "high"}, NORMAL)

    assert 1 < low.pitch < high.pitch < 1.25
    assert 1 < low.rate < high.rate < 1.25
    assert sad.pitch < 1
    assert sad.rate < 1
