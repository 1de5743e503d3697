"""What the page is told of a conversation: plain values, ready to be JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response

from speech.conversations.file_format import DaysLater, Exchange, PermissionReply, PersonChange
from speech.conversations.player import NOT_FOR_SKILL, SILENCE
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.recognizer import result_as_json
from speech.simulator.response_check import advice
from speech.simulator.turn_result import TurnResult
from speech.simulator.viewports import KINDS
from speech.web.conversation import TurnRecord, WebConversation

RENDER: Final = "Alexa.Presentation.APL.RenderDocument"


def talk(name: str, opened: WebConversation, locales: Sequence[str]) -> dict[str, Any]:
    """All that a page needs to begin, or to go on where it was."""
    return {
        "name": name,
        "skill": opened.device.model.invocation_name,
        "locale": opened.device.caller.locale,
        "locales": list(locales),
        "kinds": [
            {"key": key, "name": kind.name, "viewport": kind.screen.viewport if kind.screen else None}
            for key, kind in KINDS.items()
        ],
        "suggestions": _suggestions(opened.device.model),
        "now": opened.now.isoformat(timespec="seconds"),
        "turns": [turn(each) for each in opened.turns],
    }


def answer(told: Mapping[str, Any]) -> Response:
    """In the order in which it is told, for people will read it."""
    return Response(json.dumps(told), mimetype="application/json")


def turn(taken: TurnRecord) -> dict[str, Any]:
    outcome = taken.outcome
    answer, understood = outcome.answer, outcome.understood
    return {
        "number": taken.number,
        **_line(taken),
        "person": taken.caller.person,
        "now": taken.now.isoformat(timespec="seconds"),
        "isOpen": taken.is_open,
        "words": outcome.transcript,
        "isHeard": bool(outcome.speech),
        "reprompt": TurnResult(taken.reprompt).transcript,
        "understood": json.loads(result_as_json(understood)) if understood else None,
        "request": outcome.request,
        "response": answer.envelope if answer else None,
        "screen": _screen(answer.envelope if answer else {}),
        "question": taken.question,
        "notes": [taken.fault] if taken.fault else list(advice(answer)),
    }


def _line(taken: TurnRecord) -> dict[str, Any]:
    match taken.line:
        case DaysLater(days):
            return {"kind": "later", "days": days}
        case PersonChange():
            return {"kind": "person"}
        case Exchange(utterance, answer):
            kind = "silence" if utterance == SILENCE else "touch" if utterance.startswith("[") else "said"
            return {"kind": kind, "said": utterance, "isForSkill": answer != NOT_FOR_SKILL}
        case PermissionReply(permission):
            return {"kind": "permission", "said": permission, "isForSkill": True}
    return {"kind": "remark"}


def _screen(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The last document that is to be drawn."""
    directives = envelope.get("response", {}).get("directives") or []
    return next((each for each in reversed(directives) if each.get("type") == RENDER), None)


def _suggestions(model: InteractionModel) -> list[dict[str, str]]:
    """One sentence for each intent that has one without a slot: the skill's own first."""
    own_first = sorted(model.intents, key=lambda intent: intent.is_built_in)
    samples = [
        (intent.name, next((sample for sample in intent.samples if "{" not in sample), None)) for intent in own_first
    ]
    opening = {"intent": "LaunchRequest", "sentence": f"open {model.invocation_name}"}
    return [opening, *({"intent": intent, "sentence": sample} for intent, sample in samples if sample)]
