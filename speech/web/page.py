"""The page, and what it asks: to begin, to speak, to touch, to move the calendar, to hear, and to look inside."""

from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from speech.conversation import difference
from speech.envelope import Caller
from speech.errors import SpeechError
from speech.extra import mend
from speech.lines import PERMISSION
from speech.web import asked, sound, told
from speech.web.kinds import KINDS
from speech.web.talk import Talk, Turn
from speech.web.talks import Gone, Talks


def blueprint(talks: Talks) -> Blueprint:
    page = Blueprint("page", __name__, static_folder="assets", static_url_path="/desk/assets")
    page.add_url_rule("/", view_func=lambda: page.send_static_file("index.html"), endpoint="index")
    _add_talking(page, talks)
    _add_looking(page, talks)
    _add_errors(page)
    return page


def warm_up(talks: Talks, locale: str) -> None:
    """In the background: what takes a while the first time is then done before somebody waits for it."""

    def prepare() -> None:
        sound.warm_up(locale)
        talks.home.urgent("one, two, three", locale)

    Thread(target=prepare, daemon=True).start()


def _add_talking(page: Blueprint, talks: Talks) -> None:
    @page.post("/desk/talks")
    def begin() -> ResponseReturnValue:
        """In the locale that is asked for, else in the usual one. Whoever begins will soon want to hear something."""
        locale = asked.one_of({"locale": talks.locales[0]} | asked.body(request), "locale", talks.locales)
        warm_up(talks, locale)
        name = talks.open(locale)
        return told.answer(told.talk(name, talks.find(name), talks.locales))

    def on_turn(path: str, take: Callable[[Talk, asked.Body, Caller], list[Turn]]) -> None:
        @page.post(f"/desk/talks/<name>/{path}", endpoint=path)
        def answer(name: str) -> ResponseReturnValue:
            talk, body = talks.find(name), asked.body(request)
            added = take(talk, body, _caller(talk, body))
            now = talk.now.isoformat(timespec="seconds")
            return told.answer({"turns": [told.turn(turn) for turn in added], "now": now})

    on_turn("say", lambda talk, body, caller: talk.say(asked.sentence(body), caller))
    on_turn("silence", lambda talk, body, caller: talk.stay_silent(caller))
    on_turn("touch", lambda talk, body, caller: talk.touch(_arguments(body), asked.text(body, "token"), caller))
    on_turn("permission", lambda talk, body, caller: talk.answer_permission(_permission(body), caller))
    on_turn("tomorrow", lambda talk, body, caller: talk.move_on(1))


def _add_looking(page: Blueprint, talks: Talks) -> None:
    @page.get("/desk/talks/<name>")
    def go_on(name: str) -> ResponseReturnValue:
        return told.answer(told.talk(name, talks.find(name), talks.locales))

    @page.get("/desk/talks/<name>/<int:number>/<any(answer, reprompt):part>.wav")
    def hear(name: str, number: int, part: str) -> Response:
        talk = talks.find(name)
        ssml = talk.turn(number).outcome.speech if part == "answer" else talk.turn(number).reprompt
        return Response(sound.wav(ssml, talk.device.caller.locale), mimetype="audio/wav")

    @page.get("/desk/talks/<name>/kept")
    def kept(name: str) -> ResponseReturnValue:
        talk = talks.find(name)
        return told.answer({"kept": talk.kept(), "reminders": talk.reminders()})

    @page.get("/desk/talks/<name>/conversation.txt")
    def record(name: str) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
        return Response(talks.find(name).recording(), mimetype="text/plain", headers=headers)

    @page.post("/desk/rehearsal")
    def rehearse() -> ResponseReturnValue:
        body = asked.body(request)
        locale = asked.one_of(body, "locale", talks.locales)
        try:
            expected, actual = talks.rehearse(asked.text(body, "conversation", 100_000), locale)
        except SpeechError as fault:
            return told.answer({"fault": str(fault)})
        return told.answer({"difference": difference(expected, actual)})


def _add_errors(page: Blueprint) -> None:
    @page.errorhandler(Gone)
    def gone(error: Gone) -> ResponseReturnValue:
        return {"error": str(error)}, 410

    @page.errorhandler(SpeechError)
    def tell(error: SpeechError) -> ResponseReturnValue:
        return {"error": str(error)}, 422

    @page.errorhandler(ModuleNotFoundError)
    def tell_mend(error: ModuleNotFoundError) -> ResponseReturnValue:
        return {"error": mend(error)}, 503

    @page.errorhandler(HTTPException)
    def explain(error: HTTPException) -> ResponseReturnValue:
        return error.response or ({"error": error.description}, error.code or 500)


def _caller(talk: Talk, body: asked.Body) -> Caller:
    kind = asked.one_of({"device": "echo"} | body, "device", KINDS)
    return replace(talk.caller(asked.name(body, "person")), screen=KINDS[kind].screen)


def _permission(body: asked.Body) -> str:
    return asked.one_of(body, "answer", PERMISSION)


def _arguments(body: asked.Body) -> list[Any]:
    arguments = body.get("arguments")
    return arguments if isinstance(arguments, list) else asked.refuse("arguments must be a list")
