"""Another pace or length is asked for once and holds until the session ends, through real requests."""

from pathlib import Path

import pytest

from skill.alexa.session import SessionState
from skill.apl.text import timed_lines
from skill.content.markup import to_ssml
from skill.dialogue.turn import Delivery
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite


@pytest.fixture
def speaker(tmp_path: Path) -> Alexa:
    clock = TickingClock()
    return alexa(sqlite(tmp_path, clock), clock)


def ssml(speaker: Alexa) -> tuple[str, str]:
    return speaker.response["outputSpeech"]["ssml"], speaker.response["reprompt"]["outputSpeech"]["ssml"]


def test_after_slower_every_reply_and_reprompt_is_spoken_at_a_slower_rate(speaker: Alexa) -> None:
    speaker.launch()
    slow = []

    for intent in ("SlowerIntent", "JustLookingIntent", "SlowerIntent", "AMAZON.YesIntent"):
        speaker.send_intent(intent)
        slow.append([text.split(">")[1] for text in ssml(speaker)])

    rates = [['<prosody rate="85%"'] * 2] * 2 + [['<prosody rate="75%"'] * 2] * 2
    assert slow == rates


def test_a_new_session_begins_at_the_usual_rate(speaker: Alexa) -> None:
    speaker.launch()
    speaker.send_intent("SlowerIntent")

    speaker.send_intent("AMAZON.StopIntent")
    ended = speaker.response["outputSpeech"]["ssml"]
    speaker.launch()

    assert "85%" in ended
    assert [text for text in ssml(speaker) if "prosody" in text] == []


@pytest.mark.parametrize("delivery", [Delivery(), Delivery(1), Delivery(2, is_short=True), Delivery(is_short=True)])
def test_the_delivery_and_the_count_of_misses_survive_a_turn(delivery: Delivery) -> None:
    state = SessionState(3, delivery=delivery, misses=2)

    assert SessionState.from_attributes(state.to_attributes()) == state


@pytest.mark.parametrize("value", [99, -1, "2", None, True, 1.5])
def test_a_pace_of_another_release_does_no_harm(value: object) -> None:
    state = SessionState.from_attributes({"slowness": value, "short": value, "misses": value})

    assert 0.5 <= state.delivery.rate <= 1


def test_invalid_markup_is_spoken_slowly_too() -> None:
    assert to_ssml("a < b", 0.85) == '<speak><prosody rate="85%">a &lt; b</prosody></speak>'


def test_the_lines_of_an_exercise_stay_in_time_with_slower_speech() -> None:
    markup = 'Breathe in slowly now. <break time="4s"/> And out.'

    usual, slow = timed_lines(markup), timed_lines(markup, 0.5)

    assert [line.seconds for line in slow] == pytest.approx([usual[0].seconds * 2 - 4, usual[1].seconds * 2])
