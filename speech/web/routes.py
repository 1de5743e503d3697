"""The page, and what it asks: to begin, to speak, to touch, to move the calendar, to hear, and to look inside."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from threading import Thread
from typing import Any, Final

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from speech.conversations.file_format import PERMISSION_STATUSES, difference
from speech.errors import SpeechError, hint
from speech.simulator.request import Speaker
from speech.simulator.viewports import KINDS
from speech.tts.synthesizer import Synthesizer
from speech.web import request_body, schemas
from speech.web.conversation import TurnRecord, WebConversation
from speech.web.registry import ConversationClosed, Registry


def blueprint(talks: Registry) -> Blueprint:
    page = Blueprint("page", __name__, static_folder="assets", static_url_path="/desk/assets")
    page.add_url_rule("/", view_func=lambda: page.send_static_file("index.html"), endpoint="index")
    _add_talking(page, talks)
    _add_looking(page, talks)
    _add_errors(page)
    return page


def warm_up(talks: Registry, locale: str) -> None:
    """In the background: what takes a while the first time is then done before somebody waits for it."""

    def prepare() -> None:
        _render_once(locale)
        talks.home.crisis_intent("one, two, three", locale)

    Thread(target=prepare, daemon=True).start()


def _add_talking(page: Blueprint, talks: Registry) -> None:
    @page.post("/desk/talks")
    def begin() -> ResponseReturnValue:
        """In the locale that is asked for, else in the usual one. Whoever begins will soon want to hear something."""
        locale = request_body.one_of({"locale": talks.locales[0]} | request_body.body(request), "locale", talks.locales)
        warm_up(talks, locale)
        name = talks.open(locale)
        return schemas.answer(schemas.talk(name, talks.find(name), talks.locales))

    def on_turn(path: str, take: Callable[[WebConversation, request_body.Body, Speaker], list[TurnRecord]]) -> None:
        @page.post(f"/desk/talks/<name>/{path}", endpoint=path)
        def answer(name: str) -> ResponseReturnValue:
            talk, body = talks.find(name), request_body.body(request)
            added = take(talk, body, _caller(talk, body))
            now = talk.now.isoformat(timespec="seconds")
            return schemas.answer({"turns": [schemas.turn(turn) for turn in added], "now": now})

    on_turn("say", lambda talk, body, caller: talk.say(request_body.sentence(body), caller))
    on_turn("silence", lambda talk, body, caller: talk.stay_silent(caller))
    on_turn("touch", lambda talk, body, caller: talk.touch(_arguments(body), request_body.text(body, "token"), caller))
    on_turn("permission", lambda talk, body, caller: talk.answer_permission(_permission(body), caller))
    on_turn("tomorrow", lambda talk, body, caller: talk.move_on(1))


def _add_looking(page: Blueprint, talks: Registry) -> None:
    @page.get("/desk/talks/<name>")
    def go_on(name: str) -> ResponseReturnValue:
        return schemas.answer(schemas.talk(name, talks.find(name), talks.locales))

    @page.get("/desk/talks/<name>/<int:number>/<any(answer, reprompt):part>.wav")
    def hear(name: str, number: int, part: str) -> Response:
        talk = talks.find(name)
        ssml = talk.turn(number).outcome.speech if part == "answer" else talk.turn(number).reprompt
        return Response(wav(ssml, talk.device.caller.locale), mimetype="audio/wav")

    @page.get("/desk/talks/<name>/kept")
    def kept(name: str) -> ResponseReturnValue:
        talk = talks.find(name)
        return schemas.answer({"kept": talk.kept(), "reminders": talk.reminders()})

    @page.get("/desk/talks/<name>/conversation.txt")
    def record(name: str) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
        return Response(talks.find(name).recording(), mimetype="text/plain", headers=headers)

    @page.post("/desk/rehearsal")
    def rehearse() -> ResponseReturnValue:
        body = request_body.body(request)
        locale = request_body.one_of(body, "locale", talks.locales)
        try:
            expected, actual = talks.rehearse(request_body.text(body, "conversation", 100_000), locale)
        except SpeechError as fault:
            return schemas.answer({"fault": str(fault)})
        return schemas.answer({"difference": difference(expected, actual)})


def _add_errors(page: Blueprint) -> None:
    @page.errorhandler(ConversationClosed)
    def gone(error: ConversationClosed) -> ResponseReturnValue:
        return {"error": str(error)}, 410

    @page.errorhandler(SpeechError)
    def tell(error: SpeechError) -> ResponseReturnValue:
        return {"error": str(error)}, 422

    @page.errorhandler(ModuleNotFoundError)
    def tell_mend(error: ModuleNotFoundError) -> ResponseReturnValue:
        return {"error": hint(error)}, 503

    @page.errorhandler(HTTPException)
    def explain(error: HTTPException) -> ResponseReturnValue:
        return error.response or ({"error": error.description}, error.code or 500)


def _caller(talk: WebConversation, body: request_body.Body) -> Speaker:
    kind = request_body.one_of({"device": "echo"} | body, "device", KINDS)
    return replace(talk.caller(request_body.name(body, "person")), screen=KINDS[kind].screen)


def _permission(body: request_body.Body) -> str:
    return request_body.one_of(body, "answer", PERMISSION_STATUSES)


def _arguments(body: request_body.Body) -> list[Any]:
    arguments = body.get("arguments")
    return arguments if isinstance(arguments, list) else request_body.refuse("arguments must be a list")


KEPT: Final = 16
"""So many are kept for whoever wants to hear one again; any other is spoken anew."""


@lru_cache(KEPT)
def wav(ssml: str, locale: str) -> bytes:
    """Raises SsmlError, VoiceError."""
    return Synthesizer().render(ssml, locale).wav


def _render_once(locale: str) -> None:
    """The first answer is then heard as soon as any other. Where nothing can speak, whoever wants to hear is told."""
    with suppress(SpeechError, ModuleNotFoundError):
        wav("<speak>One, two, three.</speak>", locale)
