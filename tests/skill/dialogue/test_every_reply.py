import re
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from skill.content import markup
from skill.content.schema import MOST_CRISIS_WORDS, MOST_SECONDS, MOST_WORDS
from skill.dialogue import safety
from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.reply import CoupleTurn, Reply
from skill.dialogue.turn import COUPLE_QUESTIONS, Slot, Turn
from skill.guide import Guide
from skill.locales import REFERENCE, locales_of
from speech.tts import alexa_ssml
from tests.support.invitations import is_invitation
from tests.support.progress_states import LIBRARY, PEOPLE, TODAY

FEWER_CHARACTERS_THAN = 8000
"""Amazon's limit for a speech, tags included."""

LOCALES = sorted({*LIBRARY.guides, *(locale for name in LIBRARY.guides for locale in locales_of(name))})
"""Every phrase file (en has no known country), and every locale, whose country has help lines of its own."""

OFTEN_TRIED = ("en", "en-GB")
"""The words themselves, and the country with the most help lines. Other countries differ from them in a few phrases."""

SLOTS: dict[str, list[dict[str, Slot]]] = {
    name: [
        {},
        {"number": Slot("2")},
        {"number": Slot("9")},
        {"number": Slot("?")},
        {"step": Slot("the third one", LIBRARY.guide("en").steps[2].key)},
        {"step": Slot("the moon")},
    ]
    for name in ("GoToStepIntent", "CompleteStepIntent")
} | {
    "SetReminderIntent": [{}, *({"time": Slot(value)} for value in ("00:00", "07:30", "12:00", "NI", "?"))],
    "Connections.Response": [
        {},
        {"status": Slot("ACCEPTED"), "token": Slot("?")},
        *({"status": Slot(status), "token": Slot("20:00")} for status in ("ACCEPTED", "DENIED", "NOT_ANSWERED")),
    ],
    "NationIntent": [
        {},
        {"nation": Slot("wales", "wales")},
        {"nation": Slot("england", "england")},
        {"nation": Slot("?")},
    ],
    "CoupleIntent": [{}, {"step": Slot("boundaries", LIBRARY.guide("en").steps[2].key)}, {"step": Slot("the moon")}],
    "CheckInIntent": [
        {},
        *({"rating": Slot(value)} for value in ("2", "7", "9")),
        {"rating": Slot("11")},
        {"rating": Slot("?")},
    ],
}


def turns(guide: Guide, name: str, person: str) -> Iterator[Turn]:
    """Yield the person's turns with this intent: as a one-shot and at each question, with every slot."""
    progress = PEOPLE[person](guide)
    last = Reply("I said this. Do you want more?", progress, "more", "Do you?")
    openings = ((True, None), (False, None), *((False, question) for question in QUESTIONS))
    for (one_shot, question), slots in product(openings, SLOTS.get(name, [{}])):
        turn = Turn(guide, progress, TODAY, slots, one_shot, question, last if question == "more" else None)
        numbers = range(1, 5) if question == "turn" else [0]
        steps = guide.for_two if question in COUPLE_QUESTIONS else []
        for step, number in product(steps, numbers):
            yield turn._replace(couple_turn=CoupleTurn(step.key, number))
        if not steps or name in {"SwitchIntent", "AMAZON.YesIntent"}:
            yield turn


def replies(locale: str, name: str, person: str) -> set[Reply]:
    """Return the replies to the person's turns, in every wording. A country has those that it words otherwise."""
    guide, handler = LIBRARY.guide(locale), INTENT_HANDLERS[name]
    most_wordings = max(map(len, guide.phrases.values()))
    found = set()
    for turn in turns(guide, name, person):
        first = handler(turn)
        found.add(first)
        if locale == REFERENCE or first != handler(turn._replace(guide=LIBRARY.guide(REFERENCE))):
            found.update(handler(turn._replace(turn_count=count)) for count in range(1, most_wordings))
    return found


@cache
def text_errors(text: str, locale: str, *, is_question: bool) -> tuple[str, ...]:
    document = markup.to_ssml(text)
    sentences = re.split(r"(?<=[.?!])\s+", text)
    errors = [*filter(None, [markup.problem(text)]), *alexa_ssml.faults(document)]
    if len(document) >= FEWER_CHARACTERS_THAN:
        errors.append(f"has {len(document)} characters")
    if is_question and not is_invitation(text, locale):
        errors.append("should end in a question, or in what to say")
    if text.endswith("?") and not is_question:
        errors.append("should not end in a question")
    if len(set(sentences)) < len(sentences):
        errors.append("says a sentence twice")
    return tuple(errors)


@cache
def length_errors(text: str, locale: str, *, is_crisis: bool = False) -> tuple[str, ...]:
    return tuple(_length_errors(text, LIBRARY.guide(locale), is_crisis=is_crisis))


def _length_errors(text: str, guide: Guide, *, is_crisis: bool) -> Iterator[str]:
    count, seconds = markup.word_count(text), markup.seconds(text)
    exercises = (*(step.practice for step in guide.steps), *guide.phrases["steady"])
    is_exercise = any(exercise in text for exercise in exercises)
    is_turn = any(guide.phrase(f"couple_quiet_{kind}") in text for kind in ("minute", "back", "wait"))
    if is_turn and seconds > MOST_SECONDS:
        yield f"lasts {seconds:.0f} seconds"
    if is_exercise and seconds > MOST_SECONDS:
        yield f"lasts {seconds:.0f} seconds"
    if not is_exercise and count > (MOST_CRISIS_WORDS if is_crisis else MOST_WORDS):
        yield f"has {count} words"


def reply_errors(reply: Reply, locale: str) -> Iterator[str]:
    """Yield what keeps Alexa from speaking a reply, or a person from following it."""
    language = locale.partition("-")[0]
    if reply.question not in {None, *QUESTIONS}:
        yield f"{reply.question} is not in QUESTIONS"
    if (reply.reprompt is None) != (reply.question is None):
        yield "a reprompt without a question, or a question without one"
    for text, is_question in ((reply.speech, reply.question is not None), (reply.reprompt, True)):
        if text is not None:
            yield from (f"{text!r} {error}" for error in text_errors(text, language, is_question=is_question))
            is_crisis = reply.question in safety.QUESTIONS
            yield from (f"{text!r} {error}" for error in length_errors(text, locale, is_crisis=is_crisis))
    if reply.question not in safety.QUESTIONS:
        not_saved = f"{LIBRARY.guide(locale).phrase('not_saved')} {reply.speech}"
        yield from (f"{not_saved!r} {error}" for error in length_errors(not_saved, locale))


@pytest.mark.parametrize("name", INTENT_HANDLERS)
@pytest.mark.parametrize("locale", OFTEN_TRIED)
def test_every_reply_can_be_spoken_and_followed(locale: str, name: str) -> None:
    assert errors(locale, name) == []


@pytest.mark.slow
@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale not in OFTEN_TRIED])
def test_every_reply_in_the_other_countries_can_be_spoken_and_followed(locale: str) -> None:
    assert [error for name in INTENT_HANDLERS for error in errors(locale, name)] == []


def errors(locale: str, name: str) -> list[str]:
    return [
        f"{person}: {error}"
        for person in PEOPLE
        for reply in replies(locale, name, person)
        for error in reply_errors(reply, locale)
    ]
