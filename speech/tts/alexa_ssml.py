"""Check SSML against the tags and attributes that Alexa supports.

https://developer.amazon.com/docs/alexa/custom-skills/speech-synthesis-markup-language-ssml-reference.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from speech.errors import SsmlError
from speech.tts.polly import POLLY_VOICES
from speech.tts.prosody import (
    INTENSITIES,
    LONGEST_PAUSE,
    PAUSES,
    PITCHES,
    RATES,
    SLOWEST,
    VOLUMES,
    decibels,
    percent,
    seconds,
)
from speech.tts.tokenizer import NO_ROOT, Attributes, Open, is_markup, tokens

MAX_SOUNDS = 5
"""Alexa rejects an answer with more <audio> tags."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The values of one attribute."""

    expected: str
    accepts: Callable[[str], bool]
    is_required: bool = True


def _one_of(names: str, *, is_required: bool = True) -> Rule:
    allowed = names.split()
    return Rule(f"one of {', '.join(allowed)}", allowed.__contains__, is_required)


_ANY_TEXT = Rule("a text", lambda text: text.strip() != "")
_INTERPRETATIONS = (
    "characters spell-out cardinal number ordinal digits fraction unit date time telephone address "
    "interjection expletive"
)

ALEXA: Mapping[str, Mapping[str, Rule]] = {
    "speak": {},
    "p": {},
    "s": {},
    "break": {
        "strength": _one_of(" ".join(PAUSES), is_required=False),
        "time": Rule(
            "a time of at most 10 s, such as 500ms or 2s",
            lambda text: (length := seconds(text)) is not None and length <= LONGEST_PAUSE,
            is_required=False,
        ),
    },
    "emphasis": {"level": _one_of("strong moderate reduced", is_required=False)},
    "prosody": {
        "rate": Rule(
            f"{', '.join(RATES)}, or a percentage from 20%",
            lambda text: text in RATES or (percent(text) or 0) >= SLOWEST,
            is_required=False,
        ),
        "pitch": Rule(
            f"{', '.join(PITCHES)}, or a percentage with its sign, such as +10%",
            lambda text: text in PITCHES or (text[:1] in {"+", "-"} and percent(text) is not None),
            is_required=False,
        ),
        "volume": Rule(
            f"{', '.join(VOLUMES)}, or decibels with their sign, such as -6dB",
            lambda text: text in VOLUMES or (text[:1] in {"+", "-"} and decibels(text) is not None),
            is_required=False,
        ),
    },
    "say-as": {
        "interpret-as": _one_of(_INTERPRETATIONS),
        "format": _one_of("mdy dmy ymd md dm ym my d m y", is_required=False),
    },
    "sub": {"alias": _ANY_TEXT},
    "phoneme": {"alphabet": _one_of("ipa x-sampa"), "ph": _ANY_TEXT},
    "w": {"role": _one_of("amazon:VB amazon:VBD amazon:NN amazon:DT amazon:IN amazon:JJ amazon:SENSE_1")},
    "lang": {
        "xml:lang": Rule("a locale such as fr-FR", lambda text: re.fullmatch("[a-z]{2}-[A-Z]{2}", text) is not None)
    },
    "voice": {"name": Rule("the name of a Polly voice, such as Joanna", POLLY_VOICES.__contains__)},
    "audio": {
        "src": Rule("an https:// or soundbank:// URL", lambda text: text.startswith(("https://", "soundbank://")))
    },
    "amazon:effect": {"name": _one_of("whispered")},
    "amazon:emotion": {"name": _one_of("excited disappointed"), "intensity": _one_of(" ".join(INTENSITIES))},
    "amazon:domain": {"name": _one_of("conversational long-form music news fun")},
    "alexa:name": {"type": _one_of("first"), "personId": _ANY_TEXT},
}


def faults(ssml: str) -> tuple[str, ...]:
    """Return what Alexa would reject, one sentence each."""
    if not is_markup(ssml):
        return (NO_ROOT,)
    try:
        elements = [token for token in tokens(ssml) if isinstance(token, Open)]
    except SsmlError as error:
        return (str(error),)
    found = [fault for element in elements for fault in _faults_of(element)]
    sounds = sum(element.tag == "audio" for element in elements)
    if sounds > MAX_SOUNDS:
        found.append(f"There are {sounds} <audio> tags. Alexa plays at most {MAX_SOUNDS} in an answer.")
    return tuple(dict.fromkeys(found))


def _faults_of(element: Open) -> Iterator[str]:
    rules = ALEXA.get(element.tag)
    if rules is None:
        yield f"Alexa does not support <{element.tag}>. Remove the tag; its text can stay."
        return
    yield from _missing(element.tag, element.attributes, rules)
    for name, value in element.attributes.items():
        rule = rules.get(name)
        if rule is None:
            yield f"<{element.tag}> has no attribute {name!r} in Alexa's SSML. Remove it."
        elif not rule.accepts(value):
            yield f"<{element.tag} {name}={value!r}> is not valid. {name!r} must be {rule.expected}."


def _missing(tag: str, attributes: Attributes, rules: Mapping[str, Rule]) -> Iterator[str]:
    for name, rule in rules.items():
        if rule.is_required and name not in attributes:
            yield f"<{tag}> has no {name!r}. It must be {rule.expected}."
