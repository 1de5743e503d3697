"""Every conversation goes as it is written: through the model, the device, signed HTTP and each store."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from skill.store.interface import ProgressStore
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from skill.store.sqlite import SqliteStore
from speech.cli.arguments import parse
from speech.conversations.file_format import Answered, Line, Said, difference, read_file
from speech.conversations.player import UNHEARD, play
from speech.simulator.clock import Clock
from speech.simulator.device import Device, SkillClient
from speech.simulator.reminders_api import Reminders
from speech.simulator.request import Speaker
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from tests.support.small_skill import SmallSkill

FILES = sorted((Path(__file__).parents[1] / "conversations").glob("*/*.txt"))
LANGUAGES = sorted({file.parent.name.partition("-")[0] for file in FILES})
KEEP = timedelta(days=400)


class Ensemble:
    """A skill, a clock, and a device for each locale."""

    def __init__(self, skill: SkillClient, clock: Clock, reminders: Reminders) -> None:
        self.clock = clock
        self.reminders = reminders
        self._skill = skill
        self.device = cache(self._device)

    def _device(self, locale: str) -> Device:
        home = TrustSteps({})
        model = SkillSelection(home, parse(["talk", "--locale", locale])).model()
        caller = Speaker(locale=locale)
        return Device(
            model,
            self._skill,
            caller,
            self.clock,
            urgent=lambda said: home.urgent(said, locale),
            guarded=home.guarded(),
        )


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def ensemble(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ensemble]:
    """The skill at home with each store. Every conversation has an account of its own, so one skill will do."""
    clock, folder = Clock(), tmp_path_factory.mktemp("data")
    home = TrustSteps({"TRUST_STEPS_DATA": str(folder)})
    with home.answering(_store(request, folder, clock), clock) as endpoint:
        yield Ensemble(endpoint, clock, home.reminders)


def _store(request: pytest.FixtureRequest, folder: Path, clock: Clock) -> ProgressStore:
    if request.param == "sqlite":
        return SqliteStore(folder / "progress.sqlite3", keep=KEEP, now=clock)
    return RedisStore(connector(request.getfixturevalue("redis_server").url), keep=KEEP)


def words_of(lines: list[Line]) -> Iterator[str]:
    """What was said and answered, but for words so few that they may stand anywhere."""
    for line in lines:
        if isinstance(line, Said | Answered):
            spoken = line.utterance if isinstance(line, Said) else ""
            sentences = (sentence.strip(" .?!") for text in (spoken, line.answer) for sentence in text.split(". "))
            yield from (sentence for sentence in sentences if len(sentence.split()) > 2)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_conversation_goes_as_it_is_written_and_no_log_tells_of_it(
    file: Path, ensemble: Ensemble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    expected = read_file(file)

    played = play(expected, ensemble.device(file.parent.name), ensemble.clock, ensemble.reminders)
    actual = [each.line for each in played]

    assert difference(expected, actual) == ""
    assert [words for words in (*words_of(actual), "amzn1.ask.") if words in caplog.text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_occurs_in_some_conversation_of_its_language(language: str) -> None:
    listener = SmallSkill()
    ensemble = Ensemble(listener, Clock(), Reminders())
    intents = set()
    for file in FILES:
        if file.parent.name.startswith(language):
            lines = [line for line in read_file(file) if not (isinstance(line, Said) and line.answer == UNHEARD)]
            device = ensemble.device(file.parent.name)
            list(play(lines, device, ensemble.clock, ensemble.reminders))
            intents |= {intent.name for intent in device.model.intents}

    said = {request["intent"]["name"] for request in listener.requests if request["type"] == "IntentRequest"}

    assert intents - said == set()
