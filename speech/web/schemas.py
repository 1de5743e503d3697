"""The JSON that the page receives about a conversation and its turns."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response

from speech.conversations.device_events import PlayerEvent
from speech.conversations.file_format import DaysLater, Exchange, PermissionReply, PersonChange
from speech.conversations.player import NOT_FOR_SKILL, SILENCE
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.invocation import open_phrase
from speech.nlu.recognizer import result_as_json
from speech.simulator.audio_player import PlayerState
from speech.simulator.control_characters import escape_controls
from speech.simulator.effects import app_changes, effects
from speech.simulator.response_check import check_turn
from speech.simulator.turn_result import TurnResult
from speech.simulator.viewports import DEVICE_TYPES
from speech.web.conversation import TurnRecord, WebConversation

RENDER_DOCUMENT: Final = "Alexa.Presentation.APL.RenderDocument"


def json_response(content: Mapping[str, Any]) -> Response:
    """Keep the order of the keys, because people read it."""
    return Response(json.dumps(content), mimetype="application/json")


def conversation(name: str, opened: WebConversation, locales: Sequence[str]) -> dict[str, Any]:
    """Return all that the page needs to start or resume a conversation."""
    return {
        "name": name,
        "skill": opened.device.model.invocation_name,
        "openPhrase": _open_phrase(opened),
        "locale": opened.device.speaker.locale,
        "locales": list(locales),
        "deviceTypes": [
            {"key": key, "name": kind.name, "viewport": kind.screen.viewport if kind.screen else None}
            for key, kind in DEVICE_TYPES.items()
        ],
        "suggestions": _suggestions(opened.device.model, _open_phrase(opened)),
        "now": opened.now.isoformat(timespec="seconds"),
        "turns": [turn(record) for record in opened.turns],
    }


def turn(record: TurnRecord) -> dict[str, Any]:
    result = record.result
    response, recognition = result.response, result.recognition
    shown = response or next((event.response for event in result.events if event.response), None)
    return {
        "number": record.number,
        **_line(record),
        "person": record.speaker.person,
        "now": record.now.isoformat(timespec="seconds"),
        "isOpen": record.is_open,
        "isListening": record.is_open and (response is None or response.opens_microphone),
        "words": escape_controls(result.transcript),
        "hasSpeech": bool(result.speech),
        "reprompt": escape_controls(TurnResult(record.reprompt).transcript),
        "recognition": json.loads(result_as_json(recognition)) if recognition else None,
        "dialog": escape_controls(result.dialog),
        "request": result.request,
        "response": shown.envelope if shown else None,
        "screen": _screen(response.envelope if response else {}),
        "question": escape_controls(record.question),
        "notes": list(
            map(escape_controls, [record.fault] if record.fault else [*effects(result), *check_turn(result)])
        ),
        "player": player(result.player),
        "appChanges": app_changes(result),
    }


def player(state: PlayerState) -> dict[str, Any] | None:
    """None if nothing has been played yet."""
    if not state.stream:
        return None
    seconds = state.position // 1000
    return {
        "activity": state.activity,
        "name": escape_controls(str(state.stream)),
        "seconds": seconds,
        "queued": state.queued,
    }


def _line(record: TurnRecord) -> dict[str, Any]:
    match record.line:
        case DaysLater(days):
            return {"kind": "later", "days": days}
        case PersonChange():
            return {"kind": "person"}
        case Exchange(utterance, answer):
            kind = "silence" if utterance == SILENCE else "touch" if utterance.startswith("[") else "said"
            return {"kind": kind, "said": utterance, "isForSkill": answer != NOT_FOR_SKILL}
        case PermissionReply(permission):
            return {"kind": "permission", "said": permission, "isForSkill": True}
        case PlayerEvent(event, answer):
            return {"kind": "player", "said": event, "isForSkill": answer != NOT_FOR_SKILL}
    return {"kind": "event", "said": str(record.line)}


def _screen(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the last directive that renders a document, if there is one."""
    directives = envelope.get("response", {}).get("directives") or []
    return next((each for each in reversed(directives) if each.get("type") == RENDER_DOCUMENT), None)


def _open_phrase(opened: WebConversation) -> str:
    return open_phrase(opened.device.model.invocation_name, opened.device.speaker.locale)


def _suggestions(model: InteractionModel, open_phrase: str) -> list[dict[str, str]]:
    """Return the launch phrase, then the first sample without slots of each intent, the skill's own intents first."""
    own_first = sorted(model.intents, key=lambda intent: intent.is_built_in)
    samples = [
        (intent.name, next((sample for sample in intent.samples if "{" not in sample), None)) for intent in own_first
    ]
    launch = {"intent": "LaunchRequest", "sentence": open_phrase}
    return [launch, *({"intent": intent, "sentence": sample} for intent, sample in samples if sample)]
