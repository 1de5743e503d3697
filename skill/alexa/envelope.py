"""The SDK's envelope on one side, what was heard and what is answered on the other."""

from collections.abc import Iterator
from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Directive, Response
from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective
from ask_sdk_model.interfaces.connections import SendRequestDirective
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech

from skill.alexa.amazon import Access
from skill.alexa.essence import PERMISSION_ANSWER
from skill.alexa.heard import Heard
from skill.alexa.memory import recall
from skill.alexa.reminders import PERMISSION
from skill.content.markup import to_ssml
from skill.dialogue.effects import AskPermission
from skill.dialogue.reply import Reply
from skill.dialogue.turn import Slot
from skill.guide import Guide
from skill.screens.render import directive


def name(handler_input: HandlerInput) -> str:
    """The intent's name, or the type of a request without one."""
    request: Any = handler_input.request_envelope.request
    return str(request.intent.name if request.object_type == "IntentRequest" else request.object_type)


def heard(handler_input: HandlerInput, meaning: str) -> Heard:
    """What the request says, taken to mean the given one of `ACTIONS`."""
    envelope: Any = handler_input.request_envelope  # all optional to the SDK; `essence` made sure of what is used here
    system, session = envelope.context.system, envelope.session
    intent = getattr(envelope.request, "intent", None)
    return Heard(
        name=meaning,
        request=envelope.request.request_id,
        locale=envelope.request.locale,
        user_id=system.user.user_id,
        person_id=system.person.person_id if system.person else None,
        slots=_slots(envelope.request),
        one_shot=session.new and intent is not None,
        memory=recall(session.attributes),
        access=_access(system),
        has_screen=system.device.supported_interfaces.alexa_presentation_apl is not None,
    )


def response(reply: Reply, guide: Guide, *, has_screen: bool) -> Response:
    """Always says whether the session ends: otherwise Alexa decides by rules of its own."""
    return Response(
        output_speech=SsmlOutputSpeech(ssml=to_ssml(reply.speech)),
        reprompt=Reprompt(SsmlOutputSpeech(ssml=to_ssml(reply.reprompt))) if reply.reprompt else None,
        card=SimpleCard(title=reply.card.title, content=reply.card.text) if reply.card else None,
        should_end_session=reply.question is None,
        directives=[*_directives(reply, guide, has_screen=has_screen)] or None,
    )


def _directives(reply: Reply, guide: Guide, *, has_screen: bool) -> Iterator[Directive]:
    if isinstance(reply.effect, AskPermission):
        yield _asking(reply.effect)
    elif has_screen:
        drawing = directive(reply.screen, speech=reply.speech, question=reply.question, guide=guide)
        yield RenderDocumentDirective(
            token=drawing["token"], document=drawing["document"], datasources=drawing["datasources"]
        )


def _asking(effect: AskPermission) -> SendRequestDirective:
    """Alexa asks in words of its own, outside of the session, and sends the answer as a request."""
    scope = {"permissionScope": PERMISSION, "consentLevel": "ACCOUNT"}
    consent: dict[str, object] = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [scope],
    }
    return SendRequestDirective(name="AskFor", payload=consent, token=effect.token)


def _access(system: Any) -> Access | None:
    if not system.api_access_token:
        return None
    return Access(system.api_endpoint, system.api_access_token, system.device.device_id)


def _slots(request: Any) -> dict[str, Slot]:
    """What was filled in, be it by what was heard or by an answer to Alexa."""
    if request.object_type == PERMISSION_ANSWER:
        return {"status": Slot(request.payload["status"]), "token": Slot(request.token)}
    intent = getattr(request, "intent", None)
    return {name: _slot(slot) for name, slot in intent.slots.items() if slot.value is not None} if intent else {}


def _slot(slot: Any) -> Slot:
    if slot.resolutions is None:
        return Slot(slot.value)
    return Slot(slot.value, slot.resolutions.resolutions_per_authority[0].values[0].value.id)
