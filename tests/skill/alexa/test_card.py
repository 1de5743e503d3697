"""The card with the numbers of help, as the Alexa app gets it: the only one there is."""

from pathlib import Path

from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite


def speaker_in(folder: Path) -> Alexa:
    clock = TickingClock()
    return alexa(sqlite(folder, clock), clock)


def asked_for_the_card(speaker: Alexa) -> Alexa:
    speaker.send_intent("SafetyIntent")
    speaker.send_intent("AMAZON.NoIntent")
    return speaker


def test_after_a_yes_the_app_gets_the_numbers(tmp_path: Path) -> None:
    speaker = asked_for_the_card(speaker_in(tmp_path))

    speaker.send_intent("AMAZON.YesIntent")

    card = speaker.response["card"]
    assert card.keys() == {"type", "title", "content"}
    assert (card["type"], card["title"]) == ("Simple", "Numbers to keep")
    assert "1-800-799-7233" in card["content"]
    assert not speaker.is_open


def test_before_it_and_after_a_no_the_app_gets_nothing(tmp_path: Path) -> None:
    speaker = speaker_in(tmp_path)
    cards = []

    for intent in ("SafetyIntent", "AMAZON.NoIntent", "AMAZON.NoIntent"):
        speaker.send_intent(intent)
        cards.append(speaker.response.get("card"))

    assert cards == [None, None, None]


def test_sent_again_the_yes_is_answered_the_same(tmp_path: Path) -> None:
    speaker = asked_for_the_card(speaker_in(tmp_path))
    speaker.send_intent("AMAZON.YesIntent")
    first = speaker.response

    speaker.resend()

    assert speaker.response == first
