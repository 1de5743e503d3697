"""A German device may be in Austria: its time zone decides whose help lines a person hears."""

from pathlib import Path

import pytest

from skill import locales
from skill.alexa import time_zone
from skill.content import helplines
from tests.skill.telemetry.recorder import Recorder
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite
from tests.support.fake_amazon import ACCESS, FakeAmazon, Respond, refuses

COUNTRIES = helplines.load()
SAFETY = ("SafetyIntent", "SafetyDespairIntent", "SafetyChildIntent", "SafetyHarmIntent")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def speaker(tmp_path: Path, amazon: FakeAmazon, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Alexa:
    # On a busy machine the answer may take longer than the skill waits, which then uses the country of the locale.
    monkeypatch.setattr(time_zone, "TIMEOUT_SECONDS", 20)
    clock = TickingClock()
    speaker = alexa(sqlite(tmp_path, clock), clock, amazon.network(), telemetry=recorder)
    speaker.locale, speaker.access = "de-DE", dict(ACCESS)
    return speaker


def numbers_in(text: str) -> dict[str, set[str]]:
    """Return the help lines' numbers in a text by country."""
    return {code: {line.number for line in COUNTRIES[code].lines if line.number in text} for code in ("AT", "DE")}


@pytest.mark.parametrize(("zone", "code"), [("Europe/Vienna", "AT"), ("Europe/Berlin", "DE"), ("Asia/Tokyo", "DE")])
@pytest.mark.parametrize("intent", SAFETY)
def test_every_answer_names_the_lines_of_the_country_that_the_device_is_in(
    intent: str, zone: str, code: str, speaker: Alexa, amazon: FakeAmazon
) -> None:
    """A German freephone number cannot be dialled from Austria. The first sentence is the one in danger: a one-shot."""
    amazon.zone = zone
    other = {"AT": "DE", "DE": "AT"}[code]

    answer = speaker.send_intent(intent)
    more = speaker.send_intent("AMAZON.YesIntent")
    speaker.send_intent("AMAZON.YesIntent")
    card = speaker.response["card"]["content"]

    for text in (answer, more, card):
        numbers = numbers_in(text)
        assert numbers[code]
        assert not numbers[other]
    assert numbers_in(card)[code] == {line.number for line in COUNTRIES[code].lines if line.is_confirmed}


def test_the_screen_shows_the_lines_of_the_country_that_the_device_is_in(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.zone = "Europe/Vienna"
    apl = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
    speaker.access["device"] = {**ACCESS["device"], "supportedInterfaces": apl}

    speaker.send_intent("SafetyDespairIntent")

    (directive,) = speaker.response["directives"]
    shown = str(directive["datasources"])
    assert "142" in shown
    assert "0800-111-0-111" not in shown


@pytest.mark.parametrize("answer", [refuses(403), refuses(500)], ids=["refused", "server error"])
def test_an_unknown_zone_leaves_the_country_of_the_locale(answer: Respond, speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["GET"] = answer

    assert "116-016" in speaker.send_intent("SafetyIntent")


def test_without_access_the_country_is_that_of_the_locale(speaker: Alexa) -> None:
    speaker.access = {}

    assert "116-016" in speaker.send_intent("SafetyIntent")


def test_a_locale_of_one_country_asks_for_no_zone_in_danger(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.locale, amazon.zone = "en-GB", "Europe/Vienna"

    speaker.send_intent("SafetyDespairIntent")

    assert amazon.requests == []


def test_asking_where_a_person_in_danger_is_is_not_counted(
    speaker: Alexa, amazon: FakeAmazon, recorder: Recorder
) -> None:
    """A count of calls would show an operator when a person asked for help."""
    speaker.send_intent("SafetyIntent")
    speaker.send_intent("AMAZON.StopIntent")
    in_danger = (len(amazon.requests), [*recorder.calls])
    speaker.access["device"] = {**ACCESS["device"], "deviceId": "amzn1.ask.device.BEDROOM"}
    speaker.send_intent("AboutIntent")

    assert in_danger == (1, [])
    assert recorder.calls == [("time-zone", "ask", True)]


@pytest.mark.parametrize("language", locales.languages())
def test_every_further_country_is_one_with_help_lines(language: str) -> None:
    further = {code for locale in locales.locales_of(language) for code in locales.further_countries(locale).values()}

    assert further <= COUNTRIES.keys()
    assert language != "de" or further == {"AT"}
