"""Converts a reply to the SDK's response objects."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from ask_sdk_model import Directive, Response
from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective
from ask_sdk_model.interfaces.connections import SendRequestDirective
from ask_sdk_model.ui import AskForPermissionsConsentCard, Reprompt, SimpleCard, SsmlOutputSpeech

from skill.alexa.reminders import PERMISSION
from skill.apl.render import directive
from skill.content.markup import set_apart, to_ssml
from skill.dialogue.reply import AskPermission, Card, ConsentCard, Reply
from skill.guide import Guide


def response(reply: Reply, guide: Guide, *, has_screen: bool, rate: float = 1.0) -> Response:
    """Always set `should_end_session`: without it, Alexa applies rules of its own. The rate is a factor."""
    speech = set_apart(reply.speech) if reply.question else reply.speech
    return Response(
        output_speech=SsmlOutputSpeech(ssml=to_ssml(speech, rate)),
        reprompt=Reprompt(SsmlOutputSpeech(ssml=to_ssml(reply.reprompt, rate))) if reply.reprompt else None,
        card=_card(reply.card) if reply.card else None,
        should_end_session=reply.question is None,
        directives=[*_directives(reply, guide, has_screen=has_screen, rate=rate)] or None,
    )


def _card(card: Card | ConsentCard) -> SimpleCard | AskForPermissionsConsentCard:
    """A consent card opens the permissions of the skill in the Alexa app."""
    if isinstance(card, ConsentCard):
        return AskForPermissionsConsentCard(permissions=[PERMISSION])
    return SimpleCard(title=card.title, content=card.text)


def _directives(reply: Reply, guide: Guide, *, has_screen: bool, rate: float) -> Iterator[Directive]:
    if isinstance(reply.effect, AskPermission):
        yield _ask_permission(reply.effect)
    elif has_screen:
        rendered = directive(reply.screen, speech=reply.speech, question=reply.question, guide=guide, rate=rate)
        yield RenderDocumentDirective(
            token=rendered["token"], document=rendered["document"], datasources=rendered["datasources"]
        )


def _ask_permission(effect: AskPermission) -> SendRequestDirective:
    """Alexa asks in its own words, outside the session, and sends the answer as a request."""
    scope = {"permissionScope": PERMISSION, "consentLevel": "ACCOUNT"}
    consent: dict[str, object] = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [scope],
    }
    return SendRequestDirective(name="AskFor", payload=consent, token=effect.token)


def serialize(model: object) -> bytes:
    """Serialize any mixture of the SDK's objects and JSON values."""
    return orjson.dumps(model, default=_fields)


def _fields(model: Any) -> dict[str, Any]:
    """Return an SDK object's attributes by their JSON names. Like the SDK, leave out those that are None."""
    model_type: Any = type(model)
    return {
        name: value for attribute, name in _json_names(model_type) if (value := getattr(model, attribute)) is not None
    }


@cache
def _json_names(model_type: Any) -> tuple[tuple[str, str], ...]:
    """Return pairs of attribute and JSON name. Raise TypeError if the class is not one of the SDK's models."""
    if not hasattr(model_type, "deserialized_types"):
        raise TypeError(f"{model_type.__name__} is not a class of the SDK's model")
    return tuple((attribute, model_type.attribute_map[attribute]) for attribute in model_type.deserialized_types)
