import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from itertools import product
from pathlib import Path

import pytest
from unicode_rbnf import RbnfEngine

import skill
from skill import locales
from skill.alexa.api_client import refuse
from skill.alexa.conversation import Conversation
from skill.alexa.identity import Secrets
from skill.alexa.reminders import ReminderService
from skill.alexa.request import SkillRequest
from skill.alexa.session import SessionState
from skill.alexa.time_zone import TimeZones
from skill.alexa.warm_up import NullStore
from skill.content import helplines, library
from skill.dialogue import my_data, safety
from skill.dialogue.intents import EFFECT_HANDLERS, INTENT_HANDLERS, QUESTIONS, buttons
from skill.dialogue.reply import CancelReminder, CoupleTurn, Done, Effect, Failure, Forget, SetReminder
from skill.dialogue.turn import Delivery, Slot, Turn
from skill.errors import StoreError
from skill.guide import Guide, Reflection
from skill.helplines import Country
from skill.progress import PATHS, Progress
from skill.store.interface import Result, StoreDecorator
from tests.support.invitations import is_invitation
from tests.support.progress_states import ENGLISH, LIBRARY, PEOPLE, TODAY, guide_of, progress_of

CORE = [Path(skill.__path__[0], name) for name in ("guide.py", "progress.py", "dialogue", "content")]
"""The code that counts, lists and presents steps."""

NIGHT = TODAY.replace(hour=23)

SLOTS: list[dict[str, Slot]] = [
    {},
    {"number": Slot("2")},
    {"number": Slot("9")},
    {"step": Slot("the moon")},
    *({"rating": Slot(value)} for value in ("2", "4", "8")),
    {"nation": Slot("wales", "wales")},
    {"rating": Slot("?")},
    {"time": Slot("?")},
    *({"time": Slot(value)} for value in ("07:00", "20:00")),
    *({"status": Slot(status), "token": Slot("20:00")} for status in ("ACCEPTED", "DENIED", "NOT_ANSWERED")),
]


EFFECTS: list[Effect] = [
    SetReminder(time(8), "text", may_ask=True),
    SetReminder(time(8), "text"),
    CancelReminder("token"),
]


@dataclass
class RecordingPhrases(Mapping[str, tuple[str, ...]]):
    """Records which phrases were used, and which missing ones were requested."""

    phrases: Mapping[str, tuple[str, ...]]
    used: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> tuple[str, ...]:
        (self.used if key in self.phrases else self.missing).add(key)
        return self.phrases.get(key, ("",))

    def __contains__(self, key: object) -> bool:
        return key in self.phrases

    def __iter__(self) -> Iterator[str]:
        return iter(self.phrases)

    def __len__(self) -> int:
        return len(self.phrases)


class UnavailableStore(StoreDecorator):
    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        raise StoreError("unavailable")


WITH_KEY = Country("XX", "112", (), (replace(helplines.load()["US"].lines[0], press="1"),), web="example.org")
"""A country with a line that asks for a key, and with a web address for everyone."""


class NoSlots(Mapping[str, Slot]):
    """Record whether a handler looks for a slot."""

    were_read = False

    def __getitem__(self, name: str) -> Slot:
        self.were_read = True
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        self.were_read = True
        return iter(())

    def __len__(self) -> int:
        self.were_read = True
        return 0


def _turns(guide: Guide) -> Iterator[tuple[str, Turn]]:
    """Yield every intent at every point: with each of the slots if its handler reads any there."""
    for person, name, question in product(PEOPLE.values(), INTENT_HANDLERS, (None, *QUESTIONS)):
        slots = NoSlots()
        turn = Turn(guide, person(guide), TODAY, slots, open_question=question)
        INTENT_HANDLERS[name](turn)
        for each in SLOTS if slots.were_read else [{}]:
            yield name, turn._replace(slots=each)
    for progress, name, question in product((Progress(), progress_of(guide, 2)), INTENT_HANDLERS, (None, *QUESTIONS)):
        turn = Turn(guide, progress, NIGHT, open_question=question, misses=1, delivery=Delivery(is_short=True))
        yield name, turn
        yield name, turn._replace(now=TODAY, misses=2, delivery=Delivery())


def use_everything(phrases: RecordingPhrases) -> None:
    """Use every phrase: every intent at every point, every country, one step and several, an unavailable store."""
    several, one = (replace(guide_of(steps), phrases=phrases) for steps in (3, 1))
    acts = tuple(replace(step, reflections=(Reflection("act", "Do something small."),)) for step in several.steps)
    INTENT_HANDLERS["DailyReflectionIntent"](Turn(replace(several, steps=acts), Progress(), TODAY))
    INTENT_HANDLERS["AboutIntent"](Turn(several, Progress(), TODAY, one_shot=True))
    for hour in range(24):
        at = {"time": Slot(f"{hour:02d}:00")}
        INTENT_HANDLERS["SetReminderIntent"](Turn(several, Progress(), TODAY, at))
    for name, turn in _turns(several):
        reply = INTENT_HANDLERS[name](turn)
        buttons(reply.question, several)
    both = tuple(replace(step, reflections=(Reflection("both", "Sit.", is_for_two=True),)) for step in several.steps)
    for number, (intent, place) in product(range(5), (("CoupleIntent", "couple"), ("SwitchIntent", "turn"))):
        turn = Turn(replace(several, steps=both), Progress(), TODAY, open_question=place, asked={"couple": number})
        INTENT_HANDLERS[intent](turn._replace(couple_turn=CoupleTurn(several.first.key, number)))
    for country in (*helplines.load().values(), WITH_KEY):
        crises = product(safety.INTENTS.values(), [None])
        for name, question in (*crises, *product(["AMAZON.YesIntent"], safety.QUESTIONS)):
            INTENT_HANDLERS[name](Turn(replace(several, country=country), Progress(), TODAY, open_question=question))
        nation = {"nation": Slot("england", "england")}
        INTENT_HANDLERS["NationIntent"](
            Turn(replace(several, country=country), Progress(), TODAY, nation, open_question="nation")
        )
    INTENT_HANDLERS["LaunchRequest"](Turn(one, Progress(), TODAY))
    for path in PATHS:
        INTENT_HANDLERS["WhatYouKnowIntent"](Turn(several, Progress().choose_path(path, TODAY), TODAY))
    for done in (Done(), Done("token")):
        my_data.report_deletion(Turn(one, Progress(), TODAY), Forget(""), done)
    for person, effect, outcome in product(PEOPLE.values(), EFFECTS, (Done("token"), *Failure)):
        EFFECT_HANDLERS[type(effect)](Turn(several, person(several), TODAY), effect, outcome)
    words = library.Library({"en": locales.read("en/phrases.toml")}, {})
    words.guides["en"] = several
    request = SkillRequest(
        "LaunchRequest", "request", "en", "somebody", None, {}, one_shot=False, session=SessionState()
    )
    time_zones = TimeZones(refuse)
    reminders = ReminderService(refuse, time_zones)
    store = UnavailableStore(NullStore())
    Conversation(words, store, Secrets("secret"), lambda: TODAY, time_zones, reminders).answer(request)


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    phrases = RecordingPhrases(ENGLISH.phrases)

    use_everything(phrases)

    assert phrases.missing == set()
    assert phrases.used == set(ENGLISH.phrases)


@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_exactly_the_ask_phrases_are_questions_or_invitations(locale: str) -> None:
    phrases = LIBRARY.guides[locale].phrases
    asks = {key for key in phrases if key.startswith("ask_")}

    invitations = {key for key, wordings in phrases.items() if all(is_invitation(text, locale) for text in wordings)}
    statements = {key for key, wordings in phrases.items() if not any(text.endswith("?") for text in wordings)}

    assert asks <= invitations
    assert statements - asks == phrases.keys() - asks


@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_a_reprompt_is_a_question(locale: str) -> None:
    phrases = LIBRARY.guides[locale].phrases

    reprompts = {question: phrases[f"ask_{question}_again"] for question in QUESTIONS}

    assert [name for name, wordings in reprompts.items() if not all(text.endswith("?") for text in wordings)] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reprompt_is_worded_differently(question: str) -> None:
    question_wordings, reprompt_wordings = ENGLISH.phrases[f"ask_{question}"], ENGLISH.phrases[f"ask_{question}_again"]

    assert not set(question_wordings) & set(reprompt_wordings)


@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_no_phrase_contains_the_number_of_steps(locale: str) -> None:
    """A phrase with the number in it would be wrong as soon as a step is added."""
    guide, language = LIBRARY.guides[locale], locale.partition("-")[0]
    spelled = RbnfEngine.for_language(language).format_number(len(guide.steps)).text
    count = re.compile(rf"\b({len(guide.steps)}|{re.escape(spelled)})\b", re.IGNORECASE)

    found = {key for key, wordings in guide.phrases.items() if any(map(count.search, wordings))}

    assert found == set()
