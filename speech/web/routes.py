"""The page and its HTTP API: conversations, their turns, sounds and stored data, and rehearsals."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from threading import Thread
from typing import Any, Final

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from speech.conversations.device_events import PLAYER_EVENTS, AccountChange, parse_device_event
from speech.conversations.file_format import PERMISSION_STATUSES, difference
from speech.errors import SpeechError, hint
from speech.simulator.request import Speaker
from speech.simulator.viewports import DEVICE_TYPES
from speech.tts.synthesizer import Synthesizer
from speech.web import request_body, schemas
from speech.web.conversation import TurnRecord, WebConversation
from speech.web.registry import ConversationClosed, Registry

MAX_SCRIPT_CHARACTERS: Final = 100_000
CACHED_SOUNDS: Final = 16


def page_blueprint(registry: Registry) -> Blueprint:
    page = Blueprint("page", __name__, static_folder="assets", static_url_path="/simulator/assets")
    page.add_url_rule("/", view_func=lambda: page.send_static_file("index.html"), endpoint="index")
    _add_turns(page, registry)
    _add_conversations(page, registry)
    _add_rehearsal(page, registry)
    _add_errors(page)
    return page


def warm_up(registry: Registry, locale: str) -> None:
    """Load in the background what the first turn and the first sound in this locale need."""

    def load() -> None:
        with suppress(SpeechError, ModuleNotFoundError):  # a request for a sound reports the error
            wav("<speak>One, two, three.</speak>", locale)
        registry.skill.crisis_intent("one, two, three", locale)

    Thread(target=load, daemon=True).start()


@lru_cache(CACHED_SOUNDS)
def wav(ssml: str, locale: str) -> bytes:
    """Raises SsmlError, VoiceError."""
    return Synthesizer().render(ssml, locale).wav


def _add_turns(page: Blueprint, registry: Registry) -> None:
    def on_turn(path: str, take: Callable[[WebConversation, request_body.Body, Speaker], list[TurnRecord]]) -> None:
        @page.post(f"/simulator/conversations/<name>/{path}", endpoint=path)
        def take_turn(name: str) -> ResponseReturnValue:
            conversation, body = registry.find(name), request_body.body(request)
            records = take(conversation, body, _speaker(conversation, body))
            now = conversation.now.isoformat(timespec="seconds")
            return schemas.json_response({"turns": [schemas.turn(record) for record in records], "now": now})

    on_turn("say", lambda conversation, body, speaker: conversation.say(request_body.sentence(body), speaker))
    on_turn("silence", lambda conversation, body, speaker: conversation.stay_silent(speaker))
    on_turn("touch", _touch)
    on_turn(
        "permission", lambda conversation, body, speaker: conversation.answer_permission(_permission(body), speaker)
    )
    on_turn("player", lambda conversation, body, speaker: conversation.use_player(_player_event(body), speaker))
    on_turn("wait", lambda conversation, body, speaker: conversation.wait(seconds=30))
    on_turn("app", lambda conversation, body, speaker: conversation.change_account(_account_change(body)))
    on_turn("next-day", lambda conversation, body, speaker: conversation.advance(days=1))


def _add_conversations(page: Blueprint, registry: Registry) -> None:
    @page.post("/simulator/conversations")
    def start() -> ResponseReturnValue:
        body = {"locale": registry.locales[0]} | request_body.body(request)
        locale = request_body.one_of(body, "locale", registry.locales)
        warm_up(registry, locale)
        name = registry.open(locale)
        return schemas.json_response(schemas.conversation(name, registry.find(name), registry.locales))

    @page.get("/simulator/conversations/<name>")
    def resume(name: str) -> ResponseReturnValue:
        return schemas.json_response(schemas.conversation(name, registry.find(name), registry.locales))

    @page.get("/simulator/conversations/<name>/<int:number>/<any(answer, reprompt):part>.wav")
    def sound(name: str, number: int, part: str) -> Response:
        conversation = registry.find(name)
        turn = conversation.turn(number)
        ssml = turn.result.speech if part == "answer" else turn.reprompt
        return Response(wav(ssml, conversation.device.speaker.locale), mimetype="audio/wav")

    @page.get("/simulator/conversations/<name>/stored")
    def stored(name: str) -> ResponseReturnValue:
        conversation = registry.find(name)
        return schemas.json_response({"stored": conversation.stored_data(), "reminders": conversation.reminders()})

    @page.get("/simulator/conversations/<name>/conversation.txt")
    def recording(name: str) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
        return Response(registry.find(name).recording(), mimetype="text/plain", headers=headers)


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


def _touch(conversation: WebConversation, body: request_body.Body, speaker: Speaker) -> list[TurnRecord]:
    return conversation.touch(_arguments(body), request_body.text(body, "token"), speaker)


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
