"""The JSON that the page receives about a conversation and its turns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
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
from speech.skills.interface import Skill
from speech.tts.audio import Sound
from speech.tts.word_times import start_times
from speech.web.conversation import TurnRecord, WebConversation
from speech.web.suggestions import first_sample, suggestions, yes_and_no

RENDER_DOCUMENT: Final = "Alexa.Presentation.APL.RenderDocument"


def json_response(content: Mapping[str, Any]) -> Response:
    """Keep the order of the keys, because people read it."""
    return Response(json.dumps(content), mimetype="application/json")


def conversation(
    name: str, opened: WebConversation, skill: Skill, locales: Sequence[str], *, can_transcribe: bool = False
) -> dict[str, Any]:
    """Return all that the page needs to start or resume a conversation.

    `can_transcribe` is whether a WAV file that is posted to the conversation's path `transcribe` is answered with its
    `sentence`. The page then uses that in place of the browser's own recognizer.
    """
    locale = opened.device.speaker.locale
    introduction = skill.introduction(locale)
    return {
        "name": name,
        "skill": opened.device.model.invocation_name,
        "openPhrase": _open_phrase(opened),
        "introduction": asdict(introduction) if introduction else None,
        "isReplayable": opened.is_isolated,
        "canTranscribe": can_transcribe,
        "locale": locale,
        "locales": list(locales),
        "deviceTypes": [
            {"key": key, "name": kind.name, "viewport": kind.screen.viewport if kind.screen else None}
            for key, kind in DEVICE_TYPES.items()
        ],
        "samples": _samples(opened.device.model, _open_phrase(opened)),
        "turns": [turn(record) for record in opened.turns],
        **state(opened, skill),
    }


def state(opened: WebConversation, skill: Skill) -> dict[str, Any]:
    """Return what changes with every turn, apart from the turns themselves."""
    return {
        "now": opened.now.isoformat(timespec="seconds"),
        "suggestions": _suggestions(opened, skill),
        "milestones": [
            {"title": each.title, "short": each.short, "isDone": each.is_done, "isCurrent": each.is_current}
            for each in opened.milestones()
        ],
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


def word_times(sound: Sound, words: str) -> dict[str, Any]:
    """Return when each word of an answer starts in its sound, in seconds."""
    return {"seconds": round(sound.seconds, 2), "starts": start_times(words.split(), sound.words, sound.seconds)}


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
            return {"kind": "permission", "said": permission, "sentence": record.sentence, "isForSkill": True}
        case PlayerEvent(event, answer):
            return {"kind": "player", "said": event, "isForSkill": answer != NOT_FOR_SKILL}
    return {"kind": "event", "said": str(record.line)}


def _screen(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the last directive that renders a document, if there is one."""
    directives = envelope.get("response", {}).get("directives") or []
    return next((each for each in reversed(directives) if each.get("type") == RENDER_DOCUMENT), None)


def _suggestions(opened: WebConversation, skill: Skill) -> list[str]:
    """Return what fits now: the ways to start outside a session, an answer to Alexa's question, or to the skill's."""
    model, locale = opened.device.model, opened.device.speaker.locale
    last = opened.turns[-1] if opened.turns else None
    if last and last.question:
        return yes_and_no(model)
    if last is None or not last.is_open:
        introduction = skill.introduction(locale)
        return list(introduction.phrases) if introduction else [_open_phrase(opened)]
    follow_ups = skill.follow_ups(last.result.response.attributes, locale) if last.result.response else ()
    reprompt = TurnResult(last.reprompt).words
    return suggestions(last.result.words, reprompt, follow_ups, model, locale)


def _open_phrase(opened: WebConversation) -> str:
    return open_phrase(opened.device.model.invocation_name, opened.device.speaker.locale)


def _samples(model: InteractionModel, open_phrase: str) -> list[dict[str, str]]:
    """Return the launch phrase, then the first sample without slots of each intent, the skill's own intents first."""
    own_first = sorted(model.intents, key=lambda intent: intent.is_built_in)
    samples = [(intent.name, first_sample(model, intent.name)) for intent in own_first]
    launch = {"intent": "LaunchRequest", "sentence": open_phrase}
    return [launch, *({"intent": intent, "sentence": sample} for intent, sample in samples if sample)]
