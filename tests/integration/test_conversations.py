"""Play every conversation file through the model, the device, signed HTTP and each store."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from skill.store.interface import ProgressStore
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from skill.store.sqlite import SqliteStore
from speech.cli.arguments import parse
from speech.conversations.file_format import Exchange, Line, PermissionReply, difference, read_file
from speech.conversations.player import NOT_FOR_SKILL, play
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.skill_calls import SkillClient
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from tests.support.small_skill import SmallSkill

FILES = sorted((Path(__file__).parents[1] / "conversations").glob("*/*.txt"))
LANGUAGES = sorted({file.parent.name.partition("-")[0] for file in FILES})
KEEP = timedelta(days=400)


class Stage:
    """A skill, its clock and a device for each locale."""

    def __init__(self, skill: SkillClient, clock: Clock, reminders: RemindersApi) -> None:
        self.clock = clock
        self.reminders = reminders
        self._skill = skill
        self.device = cache(self._device)

    def _device(self, locale: str) -> Device:
        installed_skill = TrustSteps({})
        model = SkillSelection(installed_skill, parse(["talk", "--locale", locale])).model()
        return Device(
            model,
            self._skill,
            Speaker(locale=locale),
            self.clock,
            crisis_intent=lambda sentence: installed_skill.crisis_intent(sentence, locale),
            guarded=installed_skill.guarded(),
            urgent=installed_skill.urgent_intents(),
        )


Stages = Callable[[str], Stage]
"""Gives the stage with the store of a name."""


@pytest.fixture(scope="module")
def stages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """The installed skill with a store. All conversations can share it, because each has its own account."""
    with ExitStack() as stack:

        @cache
        def open_stage(store: str) -> Stage:
            clock, folder = Clock(), tmp_path_factory.mktemp("data")
            skill = TrustSteps({"TRUST_STEPS_DATA": str(folder)})
            opened = _store(store, request, folder, clock)
            return Stage(stack.enter_context(skill.answering(opened, clock)), clock, skill.api.reminders)

        yield open_stage


def _store(name: str, request: pytest.FixtureRequest, folder: Path, clock: Clock) -> ProgressStore:
    if name == "sqlite":
        return SqliteStore(folder / "progress.sqlite3", keep=KEEP, now=clock)
    return RedisStore(connector(request.getfixturevalue("redis_server").url), keep=KEEP)


def sentences(lines: list[Line]) -> Iterator[str]:
    """Yield all sentences except those of one or two words, which could occur in a log by chance."""
    for line in lines:
        if isinstance(line, Exchange | PermissionReply):
            utterance = line.utterance if isinstance(line, Exchange) else ""
            parts = (part.strip(" .?!") for text in (utterance, line.answer) for part in text.split(". "))
            yield from (part for part in parts if len(part.split()) > 2)


@pytest.mark.parametrize(
    ("store", "file"),
    [
        pytest.param(
            store,
            file,
            id=f"{store}-{file.parent.name}/{file.stem}",
            marks=pytest.mark.slow if store == "redis" and file.parent.name != "en-US" else (),
        )
        for store in ("sqlite", "redis")
        for file in FILES
    ],
)
def test_a_conversation_has_the_expected_answers_and_none_are_logged(
    store: str, file: Path, stages: Stages, caplog: pytest.LogCaptureFixture
) -> None:
    stage = stages(store)
    caplog.set_level(logging.DEBUG)
    expected = read_file(file)

    played = play(expected, stage.device(file.parent.name), stage.clock, stage.reminders)
    actual = [each.line for each in played]

    assert difference(expected, actual) == ""
    assert [text for text in (*sentences(actual), "amzn1.ask.") if text in caplog.text] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conversations_of_each_language_use_every_intent(language: str) -> None:
    skill = SmallSkill()
    stage = Stage(skill, Clock(), RemindersApi())
    intents = set()
    for file in FILES:
        if file.parent.name.startswith(language):
            lines = [
                line for line in read_file(file) if not (isinstance(line, Exchange) and line.answer == NOT_FOR_SKILL)
            ]
            device = stage.device(file.parent.name)
            list(play(lines, device, stage.clock, stage.reminders))
            intents |= {intent.name for intent in device.model.intents}

    used = {request["intent"]["name"] for request in skill.requests if request["type"] == "IntentRequest"}

    assert intents - used == set()
