"""Converts a reply to the SDK's response objects."""

from collections.abc import Iterator

from ask_sdk_model import Directive, Response
from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective
from ask_sdk_model.interfaces.connections import SendRequestDirective
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech

from skill.alexa.reminders import PERMISSION
from skill.apl.render import directive
from skill.content.markup import to_ssml
from skill.dialogue.reply import AskPermission, Reply
from skill.guide import Guide


def response(reply: Reply, guide: Guide, *, has_screen: bool) -> Response:
    """Always set `should_end_session`: without it, Alexa applies rules of its own."""
    return Response(
        output_speech=SsmlOutputSpeech(ssml=to_ssml(reply.speech)),
        reprompt=Reprompt(SsmlOutputSpeech(ssml=to_ssml(reply.reprompt))) if reply.reprompt else None,
        card=SimpleCard(title=reply.card.title, content=reply.card.text) if reply.card else None,
        should_end_session=reply.question is None,
        directives=[*_directives(reply, guide, has_screen=has_screen)] or None,
    )


def _directives(reply: Reply, guide: Guide, *, has_screen: bool) -> Iterator[Directive]:
    if isinstance(reply.effect, AskPermission):
        yield _ask_permission(reply.effect)
    elif has_screen:
        rendered = directive(reply.screen, speech=reply.speech, question=reply.question, guide=guide)
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
