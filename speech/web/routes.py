"""The page and its HTTP API: conversations, their turns, sounds and stored data, and rehearsals."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import Any, Final

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from speech.asr.interface import SILENCE as RECORDED_SILENCE
from speech.conversations.device_events import PLAYER_EVENTS, AccountChange, parse_device_event
from speech.conversations.file_format import PERMISSION_STATUSES, difference
from speech.errors import SpeechError, hint
from speech.simulator.request import Speaker
from speech.simulator.turn_result import TurnResult
from speech.simulator.viewports import DEVICE_TYPES
from speech.tts.audio import Sound
from speech.web import request_body, schemas
from speech.web.conversation import MAX_TURNS, TurnRecord, WebConversation
from speech.web.page_audio import PageAudio
from speech.web.registry import ConversationClosed, Registry
from speech.web.transcription import add_transcription

MAX_SCRIPT_CHARACTERS: Final = 100_000
MAX_ID_CHARACTERS: Final = 64

TakeTurn = Callable[[WebConversation, request_body.Body, Speaker], list[TurnRecord]]


def page_blueprint(registry: Registry, audio: PageAudio | None = None) -> Blueprint:
    audio = audio or PageAudio()
    page = Blueprint("page", __name__, static_folder="assets", static_url_path="/simulator/assets")
    page.add_url_rule("/", view_func=lambda: page.send_static_file("index.html"), endpoint="index")
    _add_turns(page, registry)
    _add_conversations(page, registry, audio)
    _add_sounds(page, registry, audio)
    add_transcription(page, registry, audio.recognizer)
    _add_rehearsal(page, registry)
    _add_errors(page)
    return page


def warm_up(registry: Registry, audio: PageAudio, locale: str) -> None:
    """Load in the background what the first turn and the first sound in this locale need."""

    def load() -> None:
        with suppress(SpeechError, ModuleNotFoundError):  # a request for a sound reports the error
            audio.render("<speak>One, two, three.</speak>", locale)
        registry.skill.crisis_intent("one, two, three", locale)
        if audio.recognizer:
            with suppress(SpeechError):  # a recording reports the error
                audio.recognizer.transcribe(RECORDED_SILENCE, locale)

    Thread(target=load, daemon=True).start()


TURNS: Final[Mapping[str, TakeTurn]] = {
    "say": lambda conversation, body, speaker: conversation.say(request_body.sentence(body), speaker),
    "silence": lambda conversation, body, speaker: conversation.stay_silent(speaker),
    "touch": lambda conversation, body, speaker: conversation.touch(
        _arguments(body), request_body.text(body, "token"), speaker
    ),
    "permission": lambda conversation, body, speaker: conversation.answer_permission(_permission(body), speaker),
    "player": lambda conversation, body, speaker: conversation.use_player(_player_event(body), speaker),
    "wait": lambda conversation, body, speaker: conversation.wait(seconds=30),
    "app": lambda conversation, body, speaker: conversation.change_account(_account_change(body)),
    "next-day": lambda conversation, body, speaker: conversation.advance(days=1),
}
"""By the last part of the path."""


def _add_turns(page: Blueprint, registry: Registry) -> None:
    @page.post(f"/simulator/conversations/<name>/<any({', '.join(map(repr, TURNS))}):turn>")
    def take_turn(name: str, turn: str) -> ResponseReturnValue:
        conversation = registry.find(name)
        records = _take(conversation, turn, request_body.body(request))
        turns = [schemas.turn(record) for record in records]
        return schemas.json_response({"turns": turns, **schemas.state(conversation, registry.skill)})


def _take(conversation: WebConversation, turn: str, body: request_body.Body) -> list[TurnRecord]:
    speaker, turn_id = _speaker(conversation, body), request_body.text(body, "id", MAX_ID_CHARACTERS)
    return conversation.once(turn_id, lambda: TURNS[turn](conversation, body, speaker))


def _add_conversations(page: Blueprint, registry: Registry, audio: PageAudio) -> None:
    def describe(name: str) -> ResponseReturnValue:
        opened, can_transcribe = registry.find(name), audio.recognizer is not None
        return schemas.json_response(
            schemas.conversation(name, opened, registry.skill, registry.locales, can_transcribe=can_transcribe)
        )

    @page.post("/simulator/conversations")
    def start() -> ResponseReturnValue:
        """Start a conversation, with the turns of one that ended with the server if they are given."""
        body = {"locale": registry.locales[0]} | request_body.body(request)
        locale = request_body.one_of(body, "locale", registry.locales)
        warm_up(registry, audio, locale)
        turns = request_body.objects(body, "turns", MAX_TURNS)
        name = registry.open(locale)
        try:
            for each in turns:
                _take(registry.find(name), request_body.one_of(each, "turn", TURNS), each)
        except (HTTPException, SpeechError):
            registry.close(name)
            raise
        return describe(name)

    @page.get("/simulator/conversations/<name>")
    def resume(name: str) -> ResponseReturnValue:
        return describe(name)

    @page.get("/simulator/conversations/<name>/stored")
    def stored(name: str) -> ResponseReturnValue:
        conversation = registry.find(name)
        return schemas.json_response({"stored": conversation.stored_data(), "reminders": conversation.reminders()})

    @page.get("/simulator/conversations/<name>/conversation.txt")
    def recording(name: str) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
        return Response(registry.find(name).recording(), mimetype="text/plain", headers=headers)


def _add_sounds(page: Blueprint, registry: Registry, audio: PageAudio) -> None:
    path = "/simulator/conversations/<name>/<int:number>/<any(answer, reprompt):part>"

    def sound(name: str, number: int, part: str) -> tuple[Sound, str]:
        """Return the sound and its words."""
        conversation = registry.find(name)
        turn = conversation.turn(number)
        ssml = turn.result.speech if part == "answer" else turn.reprompt
        return audio.render(ssml, conversation.device.speaker.locale), TurnResult(ssml).words

    @page.get(f"{path}.wav")
    def wav(name: str, number: int, part: str) -> Response:
        return Response(sound(name, number, part)[0].wav, mimetype="audio/wav")

    @page.get(f"{path}.json")
    def word_times(name: str, number: int, part: str) -> ResponseReturnValue:
        return schemas.json_response(schemas.word_times(*sound(name, number, part)))


def _add_rehearsal(page: Blueprint, registry: Registry) -> None:
    @page.post("/simulator/rehearsal")
    def rehearse() -> ResponseReturnValue:
        body = request_body.body(request)
        locale = request_body.one_of(body, "locale", registry.locales)
        script = request_body.text(body, "conversation", MAX_SCRIPT_CHARACTERS)
        try:
            expected, actual = registry.rehearse(script, locale)
        except SpeechError as fault:
            return schemas.json_response({"fault": str(fault)})
        return schemas.json_response({"difference": difference(expected, actual)})


def _add_errors(page: Blueprint) -> None:
    @page.errorhandler(ConversationClosed)
    def closed(error: ConversationClosed) -> ResponseReturnValue:
        return {"error": str(error)}, 410

    @page.errorhandler(SpeechError)
    def failed(error: SpeechError) -> ResponseReturnValue:
        return {"error": str(error)}, 422

    @page.errorhandler(ModuleNotFoundError)
    def not_installed(error: ModuleNotFoundError) -> ResponseReturnValue:
        return {"error": hint(error)}, 503

    @page.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        return error.response or ({"error": error.description}, error.code or 500)


def _speaker(conversation: WebConversation, body: request_body.Body) -> Speaker:
    device = request_body.one_of({"device": "echo"} | body, "device", DEVICE_TYPES)
    speaker = conversation.speaker(request_body.name(body, "person"))
    return replace(speaker, screen=DEVICE_TYPES[device].screen)


def _arguments(body: request_body.Body) -> list[Any]:
    arguments = body.get("arguments")
    return arguments if isinstance(arguments, list) else request_body.refuse("arguments must be a list")


def _permission(body: request_body.Body) -> str:
    return request_body.one_of(body, "answer", PERMISSION_STATUSES)


def _player_event(body: request_body.Body) -> str:
    return request_body.one_of(body, "event", PLAYER_EVENTS)


def _account_change(body: request_body.Body) -> AccountChange:
    change = parse_device_event(request_body.text(body, "change"))
    return change if isinstance(change, AccountChange) else request_body.refuse("change must be one of the Alexa app")
