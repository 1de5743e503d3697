"""Whose session a sentence belongs to, and what is said if something fails."""

import asyncio
from threading import Event, Thread
from typing import Any

import pytest
from wyoming.asr import Transcript
from wyoming.handle import Handled

from speech.errors import SpeechError
from speech.simulator.response import ResponseError
from speech.simulator.skill_client import NoResponseError
from speech.tts.synthesizer import Synthesizer
from speech.wyoming import service as service_module
from speech.wyoming.conversations import Conversations
from speech.wyoming.service import PROBLEM, AssistService, BusyError, SpokenLocales
from speech.wyoming.voice import Voice
from tests.support import small_skill
from tests.support.small_skill import SmallSkill, answer


def _service(skill: SmallSkill, reports: list[str] | None = None, **parts: Any) -> AssistService:
    def new_device(speaker: Any) -> Any:
        device = small_skill.device(skill)
        device.speaker = speaker
        return device

    report = (reports if reports is not None else []).append
    return AssistService(
        "Paint Box", SpokenLocales(["en-US", "en-GB", "de-DE"]), Conversations(new_device), report, **parts
    )


def _answer(service: AssistService, sentence: str = "next", connection: str = "a", **transcript: Any) -> Handled:
    return asyncio.run(service.answer(Transcript(sentence, **transcript), connection))


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en-US", "en-US"),
        ("en_gb", "en-GB"),
        ("en", "en-US"),
        ("de", "de-DE"),
        ("de-AT", "de-DE"),
        ("fr", "en-US"),
        ("", "en-US"),
        (None, "en-US"),
        (7, "en-US"),
        (["de"], "en-US"),
    ],
)
def test_a_language_is_spoken_in_the_nearest_locale(language: object, locale: str) -> None:
    assert SpokenLocales(["en-US", "en-GB", "de-DE"]).locale(language) == locale


def test_the_client_learns_whether_the_session_is_open() -> None:
    service = _service(SmallSkill(answer("Hello."), answer("Goodbye.", ends=True)))

    first, last = (_answer(service, context={"conversation_id": "1"}) for _ in range(2))

    assert (first.text, first.context) == ("Hello.", {"conversation_id": "1", "continue_conversation": True})
    assert (last.text, last.context) == ("Goodbye.", {"conversation_id": "1", "continue_conversation": False})


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ({"device_id": "a"}, {"device_id": "a"}, True),
        ({"device_id": "a"}, {"device_id": "b"}, False),
        ({"device_id": "a", "satellite_id": "x"}, {"device_id": "a", "satellite_id": "y"}, True),
        ({"device_id": "a", "user_id": "x"}, {"device_id": "a", "user_id": "y"}, True),
        ({"satellite_id": "a"}, {"satellite_id": "b"}, False),
        ({"user_id": "a"}, {"user_id": "b"}, False),
        ({"user_id": "a"}, {"device_id": "a"}, False),
        ({"conversation_id": "1"}, {"conversation_id": "1"}, True),
        ({"conversation_id": "1"}, {"conversation_id": "2"}, False),
        ({"conversation_id": "1"}, {"device_id": "1"}, False),
        ({"device_id": ["a"]}, {"device_id": ["a"]}, False),
        ({"device_id": ""}, {"device_id": ""}, False),
        ({}, {}, False),
        (None, None, False),
    ],
)
def test_people_share_a_place_only_at_the_same_device(
    first: dict[str, Any] | None,
    second: dict[str, Any] | None,
    is_same: bool,  # noqa: FBT001 - a table
) -> None:
    skill = SmallSkill()
    service = _service(skill)

    _answer(service, context=first, connection="one")
    _answer(service, context=second, connection="two")

    users = [envelope["session"]["user"]["userId"] for envelope in skill.envelopes]
    assert (users[0] == users[1]) is is_same


@pytest.mark.parametrize("fault", [NoResponseError("he hits me"), ResponseError("he hits me"), RecursionError("hits")])
def test_a_person_is_answered_even_if_the_skill_fails_and_nothing_said_is_reported(fault: Exception) -> None:
    class FailingSkill(SmallSkill):
        def send(self, envelope: Any) -> Any:
            raise fault

    reports: list[str] = []

    said = _answer(_service(FailingSkill(), reports), "he hits me")

    assert said.text == PROBLEM
    assert said.context == {"continue_conversation": False}
    assert reports == [f"a sentence could not be answered: {type(fault).__name__}"]


def test_without_a_voice_or_a_recognizer_neither_is_offered() -> None:
    service = _service(SmallSkill())

    assert [program.name for program in service.info.handle] == ["Paint Box"]
    assert service.info.handle[0].models[0].languages == ["en-US", "en-GB", "de-DE"]
    assert service.info.tts == []
    assert service.info.asr == []
    with pytest.raises(SpeechError, match="no voice"):
        asyncio.run(service.speak("hello", None, is_ssml=False))
    with pytest.raises(SpeechError, match="no speech recognizer"):
        asyncio.run(service.transcribe(b"", None))


def test_texts_of_others_that_wait_for_the_voice_do_not_keep_an_answer_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Someone who sends one text after the other must not silence the skill."""
    monkeypatch.setattr(service_module, "MAX_WAITING", 2)
    go_on = Event()

    class SlowVoice(Voice):
        def speak(self, text: str, locale: str, *, is_ssml: bool = False) -> Any:
            if text.startswith("flood"):
                go_on.wait(20)
            return super().speak(text, locale, is_ssml=is_ssml)

    service = _service(SmallSkill(answer("Hello.")), voice=SlowVoice(Synthesizer()))

    async def run() -> tuple[float, list[Any]]:
        flood = [asyncio.create_task(service.speak(f"flood {number}", None, is_ssml=False)) for number in range(4)]
        said = await service.answer(Transcript("next"), "a")
        sound = await service.speak(str(said.text), None, is_ssml=False)
        go_on.set()
        return sound.seconds, await asyncio.gather(*flood, return_exceptions=True)

    seconds, flood = asyncio.run(run())

    assert seconds > 0
    assert [isinstance(result, BusyError) for result in flood] == [False, False, True, True]


def test_closing_ends_all_sessions() -> None:
    skill = SmallSkill(answer("Hello."))
    service = _service(skill)
    _answer(service)

    closing = Thread(target=service.close)
    closing.start()
    closing.join(20)

    assert not closing.is_alive()
    assert len(skill.notifications) == 1
