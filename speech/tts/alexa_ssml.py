"""The SSML that Alexa takes, and every place where a text leaves it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from speech.errors import SsmlError
from speech.tts.polly import POLLY
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
from speech.tts.tokenizer import Attributes, Open, is_markup, tokens

MAX_SOUNDS = 5
"""Alexa refuses an answer with more <audio> tags."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one attribute may hold."""

    takes: str
    holds: Callable[[str], bool]
    is_needed: bool = True


def _one_of(names: str, *, is_needed: bool = True) -> Rule:
    known = names.split()
    return Rule(f"one of {', '.join(known)}", known.__contains__, is_needed)


_ANYTHING = Rule("a text", lambda text: text.strip() != "")
_INTERPRETATIONS = (
    "characters spell-out cardinal number ordinal digits fraction unit date time telephone address "
    "interjection expletive"
)

ALEXA: Mapping[str, Mapping[str, Rule]] = {
    "speak": {},
    "p": {},
    "s": {},
    "break": {
        "strength": _one_of(" ".join(PAUSES), is_needed=False),
        "time": Rule(
            "a time of at most 10 s, such as 500ms or 2s",
            lambda text: (asked := seconds(text)) is not None and asked <= LONGEST_PAUSE,
            is_needed=False,
        ),
    },
    "emphasis": {"level": _one_of("strong moderate reduced", is_needed=False)},
    "prosody": {
        "rate": Rule(
            f"{', '.join(RATES)}, or a percentage from 20%",
            lambda text: text in RATES or (percent(text) or 0) >= SLOWEST,
            is_needed=False,
        ),
        "pitch": Rule(
            f"{', '.join(PITCHES)}, or a percentage with its sign, such as +10%",
            lambda text: text in PITCHES or (text[:1] in {"+", "-"} and percent(text) is not None),
            is_needed=False,
        ),
        "volume": Rule(
            f"{', '.join(VOLUMES)}, or decibels with their sign, such as -6dB",
            lambda text: text in VOLUMES or (text[:1] in {"+", "-"} and decibels(text) is not None),
            is_needed=False,
        ),
    },
    "say-as": {
        "interpret-as": _one_of(_INTERPRETATIONS),
        "format": _one_of("mdy dmy ymd md dm ym my d m y", is_needed=False),
    },
    "sub": {"alias": _ANYTHING},
    "phoneme": {"alphabet": _one_of("ipa x-sampa"), "ph": _ANYTHING},
    "w": {"role": _one_of("amazon:VB amazon:VBD amazon:NN amazon:DT amazon:IN amazon:JJ amazon:SENSE_1")},
    "lang": {
        "xml:lang": Rule("a locale such as fr-FR", lambda text: re.fullmatch("[a-z]{2}-[A-Z]{2}", text) is not None)
    },
    "voice": {"name": Rule("the name of a Polly voice, such as Joanna", POLLY.__contains__)},
    "audio": {
        "src": Rule("an https:// or soundbank:// address", lambda text: text.startswith(("https://", "soundbank://")))
    },
    "amazon:effect": {"name": _one_of("whispered")},
    "amazon:emotion": {"name": _one_of("excited disappointed"), "intensity": _one_of(" ".join(INTENSITIES))},
    "amazon:domain": {"name": _one_of("conversational long-form music news fun")},
    "alexa:name": {"type": _one_of("first"), "personId": _ANYTHING},
}


def faults(ssml: str) -> tuple[str, ...]:
    """What Alexa would refuse, a sentence each; none if the markup is as it should be."""
    if not is_markup(ssml):
        return ("The markup has no <speak> around it. Put <speak> first and </speak> last.",)
    try:
        opened = [token for token in tokens(ssml) if isinstance(token, Open)]
    except SsmlError as fault:
        return (str(fault),)
    found = [fault for element in opened for fault in _faults_of(element)]
    sounds = sum(element.tag == "audio" for element in opened)
    if sounds > MAX_SOUNDS:
        found.append(f"There are {sounds} <audio> tags. Alexa plays at most {MAX_SOUNDS} in an answer.")
    return tuple(dict.fromkeys(found))


def _faults_of(element: Open) -> Iterator[str]:
    rules = ALEXA.get(element.tag)
    if rules is None:
        yield f"Alexa knows no <{element.tag}>. Leave the tag out; its words can stay."
        return
    yield from _missing(element.tag, element.attributes, rules)
    for name, value in element.attributes.items():
        rule = rules.get(name)
        if rule is None:
            yield f"<{element.tag}> takes no {name!r} at Alexa. Leave it out."
        elif not rule.holds(value):
            yield f"<{element.tag} {name}={value!r}> is not understood. {name!r} takes {rule.takes}."


def _missing(tag: str, attributes: Attributes, rules: Mapping[str, Rule]) -> Iterator[str]:
    for name, rule in rules.items():
        if rule.is_needed and name not in attributes:
            yield f"<{tag}> has no {name!r}. It takes {rule.takes}."
