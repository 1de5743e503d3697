"""A parser for each slot type of an interaction model."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from speech.nlu.interaction_model import InteractionModel, SlotType, TypeValue
from speech.nlu.language import Language
from speech.nlu.slot_types import alphanumeric, dates, durations, numbers, times
from speech.nlu.slots import SlotValue
from speech.nlu.tokens import Tokens, text_of, tokenize

UNKNOWN_NUMBER = SlotValue("?")
"""What Alexa sends for a number that it did not recognize."""


@dataclass(frozen=True, slots=True)
class SlotParser:
    """Parses the words in slots of one type."""

    parse: Callable[[Tokens], SlotValue | None]
    """Return the value if the tokens are a known value of the type."""

    parse_unknown: Callable[[Tokens], SlotValue | None]
    """Return what Alexa sends for tokens that are no known value; None if they cannot fill the slot."""

    could_contain: Callable[[str], bool]
    """Whether a known value could contain this word."""

    max_words: int
    """Words in the longest known value."""

    is_part: Callable[[Tokens, Tokens, Tokens], bool] = lambda before, inside, after: False
    """Whether a value, given the tokens before it, in it and after it, is only a part of what is said."""

    is_wildcard: bool = False
    """Whether any words can fill the slot, as for AMAZON.SearchQuery."""

    pronouns: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Words that are no value after certain other words, such as "one" in "this one"."""


def slot_parsers(
    model: InteractionModel, language: Language, today: Callable[[], date], dynamic: Sequence[SlotType] = ()
) -> Mapping[str, SlotParser]:
    """Return a parser by name for every slot type that an intent uses. Raises LanguageError.

    `dynamic` are the dynamic entities, which are known besides the values of the model.
    """
    names = {slot.type for intent in model.intents for slot in intent.slots}
    types = {slot_type.name: slot_type for slot_type in model.types if slot_type.values}
    built_in = _built_in_types(language, today)
    entities = {slot_type.name: slot_type for slot_type in dynamic if slot_type.name not in built_in}
    listed = {
        name: _listed_type(types.get(name) or SlotType(name, ()), language, entities.get(name))
        for name in {*types, *entities}
    }
    return {name: listed.get(name) or built_in.get(name) or _WILDCARD for name in names}


def _listed_type(slot_type: SlotType, language: Language, dynamic: SlotType | None = None) -> SlotParser:
    """A type of the skill, or a type of Amazon's that the skill adds values to."""
    articles = language.texts("articles")
    resolver = EntityResolver(slot_type, articles)
    entities = EntityResolver(dynamic, articles) if dynamic else None
    name = slot_type.name

    def parse(tokens: Tokens) -> SlotValue | None:
        found, dynamic_found = resolver.resolve(tokens), entities.resolve(tokens) if entities else None
        if not found and not dynamic_found:
            return None
        words = (resolver if found or not entities else entities).without_article(tokens)
        return SlotValue(text_of(words), name, found, dynamic_found)

    def could_contain(word: str) -> bool:
        return resolver.could_contain(word) or (entities is not None and entities.could_contain(word))

    return SlotParser(
        parse=parse,
        parse_unknown=lambda tokens: SlotValue(text_of(tokens), name, (), () if entities else None),
        could_contain=could_contain if entities else resolver.could_contain,
        max_words=max(resolver.max_words, entities.max_words if entities else 0),
        is_wildcard=name.startswith("AMAZON."),
    )


def _built_in_types(language: Language, today: Callable[[], date]) -> Mapping[str, SlotParser]:
    """Amazon's types of numbers, dates and times, and those that are spelled.

    Amazon sends "?" for what is no number. Words fill neither a phone number nor a date, but any fill an address.
    https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html
    """
    number = numbers.load_numbers(language.code)
    time = times.TimeParser(language, number)
    day = dates.DateParser(language, number, today)
    duration = durations.DurationParser(language, number)
    phone = alphanumeric.PhoneNumberParser(language, number)
    spelled = alphanumeric.AlphaNumericParser(language, number)
    whole = _built_in(number.whole, number.whole_could_contain, numbers.MAX_WORDS, UNKNOWN_NUMBER)
    address = alphanumeric.AddressParser(number)
    open_address = replace(_WILDCARD, parse_unknown=lambda tokens: SlotValue(address.write(tokens)))
    return {
        "AMAZON.NUMBER": replace(whole, pronouns=language.table("pronouns"), is_part=number.is_part),
        "AMAZON.Ordinal": _built_in(number.ordinal, number.ordinal_could_contain, numbers.MAX_WORDS),
        "AMAZON.FOUR_DIGIT_NUMBER": _built_in(
            number.four_digits, number.whole_could_contain, numbers.MAX_WORDS, UNKNOWN_NUMBER
        ),
        "AMAZON.TIME": replace(_built_in(time.parse, time.could_contain, times.MAX_WORDS), is_part=time.is_part),
        "AMAZON.DATE": replace(_built_in(day.parse, day.could_contain, dates.MAX_WORDS), is_part=day.is_part),
        "AMAZON.DURATION": replace(
            _built_in(duration.parse, duration.could_contain, durations.MAX_WORDS), is_part=duration.is_part
        ),
        "AMAZON.PhoneNumber": replace(
            _built_in(phone.parse, phone.could_contain, alphanumeric.MAX_WORDS), is_part=phone.is_part
        ),
        "AMAZON.AlphaNumeric": replace(
            _built_in(spelled.parse, spelled.could_contain, alphanumeric.MAX_WORDS),
            parse_unknown=lambda tokens: SlotValue(spelled.write(tokens)), is_wildcard=True, is_part=spelled.is_part,
        ),
        "AMAZON.StreetAddress": open_address,
        "AMAZON.PostalAddress": open_address,
    }  # fmt: skip


def _built_in(
    parse_text: Callable[[Tokens], str | int | None],
    could_contain: Callable[[str], bool],
    max_words: int,
    unknown: SlotValue | None = None,
) -> SlotParser:
    def parse(tokens: Tokens) -> SlotValue | None:
        value = parse_text(tokens)
        return None if value is None else SlotValue(str(value))

    return SlotParser(parse=parse, parse_unknown=lambda _: unknown, could_contain=could_contain, max_words=max_words)


_WILDCARD = SlotParser(
    parse=lambda _: None,
    parse_unknown=lambda tokens: SlotValue(text_of(tokens)),
    could_contain=lambda _: False,
    max_words=0,
    is_wildcard=True,
)
"""For types whose values only Amazon knows."""


class EntityResolver:
    """Finds the values of a slot type by a name or a synonym. Several values can share one."""

    def __init__(self, slot_type: SlotType, articles: tuple[str, ...]) -> None:
        self._articles = frozenset(articles)
        self._names = {tokenize(name) for value in slot_type.values for name in value.names}
        self._values: dict[Tokens, tuple[TypeValue, ...]] = {}
        for value in slot_type.values:
            for name in dict.fromkeys(map(self._shorten, map(tokenize, value.names))):
                self._values[name] = (*self._values.get(name, ()), value)
        self._vocabulary = self._articles.union(word for name in self._values for word in name)
        self.max_words = 1 + max(map(len, self._values), default=0)

    def resolve(self, tokens: Tokens) -> tuple[TypeValue, ...]:
        """Return every value with this name, in the order of the model."""
        return self._values.get(self._shorten(tokens), ())

    def could_contain(self, word: str) -> bool:
        """Whether a name could contain this word."""
        return word in self._vocabulary

    def without_article(self, tokens: Tokens) -> Tokens:
        """Leave out an article that is not part of the name as it is written."""
        return tokens if tokens in self._names else self._shorten(tokens)

    def _shorten(self, tokens: Tokens) -> Tokens:
        return tokens[1:] if len(tokens) > 1 and tokens[0] in self._articles else tokens
