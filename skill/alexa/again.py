"""A request that Alexa sends again, as it does where no answer came: it is told the same, and moves nothing twice."""

from hashlib import sha256

from skill.dialogue import clock
from skill.dialogue.effects import AskPermission
from skill.dialogue.reply import Reply
from skill.progress import Progress
from skill.store.answer import Answer


def answer_of(reply: Reply, request: str) -> Answer | None:
    """What is kept so that the same request moves once, however late it comes again.

    What moved nothing is kept too: later it might move.
    """
    if not request:
        return None
    permission = reply.effect.token if isinstance(reply.effect, AskPermission) else ""
    said = (reply.speech, reply.question or "", reply.reprompt or "", clock.written(reply.proposed))
    return Answer(request, *said, permission)


def given(answer: Answer, progress: Progress) -> Reply:
    """The same answer once more; what it moved is moved already."""
    proposed = clock.read(answer.proposed) or clock.EVENING
    effect = AskPermission(answer.permission) if answer.permission else None
    return Reply(answer.speech, progress, answer.question or None, answer.reprompt or None, proposed, effect)


def name_of(request: str) -> str:
    """Empty where the request has no id."""
    return sha256(request.encode("utf-8", "surrogatepass")).hexdigest()[:12] if request else ""
