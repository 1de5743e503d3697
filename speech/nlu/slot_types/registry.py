"""Readers: what words mean in a slot of each type, and what Alexa sends where they mean nothing that it knows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from speech.nlu.interaction_model import InteractionModel, SlotType, Value
from speech.nlu.language import Language
from speech.nlu.slot_types import dates, durations, numbers, times
from speech.nlu.slots import SlotValue
from speech.nlu.tokens import Words, words

UNKNOWN = SlotValue("?")
"""Alexa's answer to a number that it could not make out."""


@dataclass(frozen=True, slots=True)
class SlotParser:
    """What words mean in slots of one type."""

    read: Callable[[Words], SlotValue | None]
    """What they mean for sure."""

    may_hold: Callable[[str], bool]
    """Whether a sure meaning may have this word in it."""

    longest: int
    """How many words a sure meaning may have."""

    guess: Callable[[Words], SlotValue | None]
    """What Alexa sends where the sentence around says that the slot is here, and the words mean nothing for sure."""

    is_open: bool = False
    """Whether any words belong to the type, as with AMAZON.SearchQuery."""

    pronouns: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Words that mean nothing of the type after certain others, as in "this one"."""


def parsers(model: InteractionModel, spoken: Language, today: Callable[[], date]) -> Mapping[str, SlotParser]:
    """A reader for every slot type that an intent of the model uses."""
    used = {slot.type for intent in model.intents for slot in intent.slots}
    listed = {kind.name: _listed(kind, spoken) for kind in model.types if kind.values}
    counted = _counted(spoken, today)
    return {name: listed.get(name) or counted.get(name) or _OPEN for name in used}


def _listed(kind: SlotType, spoken: Language) -> SlotParser:
    """A type of the skill's own, or one of Amazon's with values added to it."""
    catalogue = Catalogue(kind, spoken.texts("articles"))

    def read(said: Words) -> SlotValue | None:
        match = catalogue.resolve(said)
        return SlotValue(" ".join(said), kind.name, match) if match else None

    return SlotParser(
        read=read,
        may_hold=catalogue.could_contain,
        longest=catalogue.longest,
        guess=lambda said: SlotValue(" ".join(said), kind.name),
        is_open=kind.name.startswith("AMAZON."),
    )


def _counted(spoken: Language, today: Callable[[], date]) -> Mapping[str, SlotParser]:
    """Amazon's numbers, dates and times."""
    number = numbers.numbers(spoken.code)
    time = times.Times(spoken, number)
    day = dates.Dates(spoken, number, today)
    length = durations.Durations(spoken, number)
    counts = _figures(number.cardinal, number.may_count, numbers.LONGEST, UNKNOWN)
    return {
        "AMAZON.NUMBER": replace(counts, pronouns=spoken.table("pronouns")),
        "AMAZON.Ordinal": _figures(number.ordinal, number.may_order, numbers.LONGEST),
        "AMAZON.FOUR_DIGIT_NUMBER": _figures(number.four_digits, number.may_count, numbers.LONGEST, UNKNOWN),
        "AMAZON.TIME": _figures(time.read, time.could_contain, times.LONGEST),
        "AMAZON.DATE": _figures(day.read, day.could_contain, dates.LONGEST),
        "AMAZON.DURATION": _figures(length.read, length.could_contain, durations.LONGEST),
    }


def _figures(
    find: Callable[[Words], str | int | None],
    may_hold: Callable[[str], bool],
    longest: int,
    guess: SlotValue | None = None,
) -> SlotParser:
    def read(said: Words) -> SlotValue | None:
        found = find(said)
        return None if found is None else SlotValue(str(found))

    return SlotParser(read=read, may_hold=may_hold, longest=longest, guess=lambda _: guess)


_OPEN = SlotParser(
    read=lambda _: None,
    may_hold=lambda _: False,
    longest=0,
    guess=lambda said: SlotValue(" ".join(said)),
    is_open=True,
)


class Catalogue:
    """The values of one slot type by everything that they are called; the first claim to a name holds."""

    def __init__(self, kind: SlotType, articles: tuple[str, ...]) -> None:
        self._articles = frozenset(articles)
        self._named: dict[Words, Value] = {}
        for value in kind.values:
            for name in value.names:
                self._named.setdefault(self._bare(words(name)), value)
        self._vocabulary = self._articles.union(word for name in self._named for word in name)
        self.longest = 1 + max(map(len, self._named), default=0)

    def resolve(self, said: Words) -> Value | None:
        return self._named.get(self._bare(said))

    def could_contain(self, word: str) -> bool:
        """Whether some value may have this word in one of its names."""
        return word in self._vocabulary

    def _bare(self, said: Words) -> Words:
        """An article changes nothing: "the boundaries" are "boundaries"."""
        return said[1:] if len(said) > 1 and said[0] in self._articles else said
