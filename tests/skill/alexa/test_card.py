"""The card with help-line numbers in the Alexa app, the only card of the skill."""

from pathlib import Path

import pytest

from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite


@pytest.fixture
def speaker(tmp_path: Path) -> Alexa:
    clock = TickingClock()
    return alexa(sqlite(tmp_path, clock), clock)


def offer_card(speaker: Alexa) -> None:
    speaker.send_intent("SafetyIntent")
    speaker.send_intent("AMAZON.YesIntent")


def test_a_yes_sends_the_numbers_to_the_app(speaker: Alexa) -> None:
    offer_card(speaker)

    speaker.send_intent("AMAZON.YesIntent")

    card = speaker.response["card"]
    assert card.keys() == {"type", "title", "content"}
    assert (card["type"], card["title"]) == ("Simple", "Numbers to keep")
    assert "1-800-799-7233" in card["content"]
    assert not speaker.is_open


def test_without_a_yes_no_card_is_sent(speaker: Alexa) -> None:
    cards = []

    for intent in ("SafetyIntent", "AMAZON.YesIntent", "AMAZON.NoIntent"):
        speaker.send_intent(intent)
        cards.append(speaker.response.get("card"))

    assert cards == [None, None, None]


def test_a_yes_that_is_sent_again_gets_the_same_answer(speaker: Alexa) -> None:
    offer_card(speaker)
    speaker.send_intent("AMAZON.YesIntent")
    first = speaker.response

    speaker.resend()

    assert speaker.response == first
