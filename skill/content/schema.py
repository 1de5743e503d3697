"""The shape that a content file must have, and what is wrong with one that has not."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from skill.content import markup

TYPE_NAMES: Final = {str: "a text", list: "a list of texts"}

STEP_KEYS: Final = {
    "key": str,
    "title": str,
    "short": str,
    "guidance": str,
    "detail": list,
    "example": str,
    "practice": str,
    "reflections": list,
}
PLACEHOLDERS: Final = frozenset(
    {"total", "steps", "done", "number", "title", "short", "next_number", "next_short", "time"}
)
COUNT_PLACEHOLDERS: Final = {"steps_one": frozenset({"total"}), "steps_many": frozenset({"total"})}
OWN_PLACEHOLDERS: Final = {
    "safety_emergency": frozenset({"emergency"}),
    "safety_abuse": frozenset({"line", "hours", "contact"}),
    "safety_abuse_for": frozenset({"line", "whom", "hours", "contact"}),
    "safety_abuse_parts": frozenset({"hours", "parts"}),
    "safety_part": frozenset({"part", "contact"}),
    "safety_distress": frozenset({"line", "hours", "contact"}),
    "safety_web": frozenset({"web", "whom"}),
    "safety_card_sent": frozenset({"card"}),
    "card_emergency": frozenset({"emergency"}),
    "card_line": frozenset({"line", "contact", "hours"}),
    "card_line_for": frozenset({"line", "whom", "contact", "hours"}),
    "card_web": frozenset({"web", "whom"}),
    "card_text": frozenset({"contact"}),
    "rated": frozenset({"rating"}),
    "rating_once": frozenset({"rating"}),
    "rating_same": frozenset({"rating", "span"}),
    "rating_moved": frozenset({"before", "rating", "span"}),
    "days_come": frozenset({"days"}),
    **{f"clock_{part}": frozenset({"clock"}) for part in ("morning", "afternoon", "evening", "night")},
    **{f"span_{unit}s": frozenset({"count"}) for unit in ("day", "week", "month")},
}
"""Each of these must be there: advice to call, without the number, helps nobody."""
MOST_WORDS: Final = 75
MOST_SECONDS: Final = 90
MOST_REFLECTION_WORDS: Final = 35
FEWEST_REFLECTIONS: Final = 20
_PLACEHOLDER: Final = re.compile("{(.*?)}")


def unreadable(content: Mapping[str, Any]) -> str | None:
    """What keeps a file, whole or overlay, from being laid over another, as "key: what is wrong", or None."""
    phrases, steps = content.get("phrases", {}), content.get("steps", [])
    if not isinstance(phrases, dict):
        return "phrases: must be a [phrases] table"
    if not (isinstance(steps, list) and all(isinstance(step, dict) for step in steps)):
        return "steps: must be [[steps]] tables"
    keys = [step.get("key") for step in steps]
    if not all(isinstance(key, str) for key in keys):
        return "steps.?.key: missing in a [[steps]] table, or not a text"
    twice = [key for at, key in enumerate(keys) if key in keys[:at]]
    return f"steps.{twice[0]}: there twice" if twice else None


def faults(content: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    """Each fault of a whole (overlaid) content, as "key: what is wrong"; `reference` has the keys to be there."""
    for name in sorted(content.keys() - {"phrases", "steps"}):
        yield f"{name}: unknown; a content file holds [phrases] and [[steps]]"
    yield from _phrase_faults(content.get("phrases", {}), reference.get("phrases", {}))
    steps = content.get("steps", [])
    if not steps:
        yield "steps: there is none; write at least one [[steps]] table"
    keys = [step["key"] for step in steps]
    if keys != [step["key"] for step in reference.get("steps", [])]:
        yield f"steps: the keys {keys} are not those of the reference content, in its order"
    for step in steps:
        yield from _step_faults(step)
    for step, wanted in zip(steps, reference.get("steps", []), strict=False):
        have, need = (len(_texts(each.get("reflections", []))) for each in (step, wanted))
        if have != need:
            yield f"steps.{step['key']}.reflections: {have}, but the reference has {need}; each has its counterpart"


def _phrase_faults(phrases: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(reference.keys() - phrases.keys()):
        yield f"phrases.{key}: missing"
    for key in sorted(phrases.keys() - reference.keys()):
        yield f"phrases.{key}: not a phrase that is ever said"
    for key, wordings in phrases.items():
        for text in _texts(wordings):
            needed = OWN_PLACEHOLDERS.get(key, frozenset())
            allowed = needed or COUNT_PLACEHOLDERS.get(key, PLACEHOLDERS)
            yield from (f"phrases.{key}: {fault}" for fault in _faults_of(text, allowed, needed))
        if not _texts(wordings):
            yield f"phrases.{key}: must be a text or a list of texts"


def _step_faults(step: Mapping[str, Any]) -> Iterator[str]:
    name = f"steps.{step['key']}"
    for key in sorted(step.keys() ^ STEP_KEYS.keys()):
        yield f"{name}.{key}: {'missing' if key in STEP_KEYS else 'unknown'}"
    for key, value in step.items():
        if key in STEP_KEYS and not (_texts(value) and type(value) is STEP_KEYS[key]):
            yield f"{name}.{key}: must be {TYPE_NAMES[STEP_KEYS[key]]}"
            continue
        for text in _texts(value):
            yield from (f"{name}.{key}: {fault}" for fault in _faults_of(text))
            yield from (f"{name}.{key}: {fault}" for fault in _length_faults(key, text))
    if len(_texts(step.get("reflections", []))) < FEWEST_REFLECTIONS:
        yield f"{name}.reflections: fewer than {FEWEST_REFLECTIONS}"


@lru_cache(maxsize=1_024)
def _faults_of(
    text: str, allowed: frozenset[str] = frozenset(), needed: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Kept, for a locale has most of its texts from its language."""
    return tuple(_text_faults(text, allowed, needed))


def _text_faults(text: str, allowed: frozenset[str], needed: frozenset[str]) -> Iterator[str]:
    if problem := markup.problem(text):
        yield f"{problem}, in {text!r}"
    if re.search("[{}]", _PLACEHOLDER.sub("", text)):
        yield f"it holds a stray {{ or }}, in {text!r}"
    named = set(_PLACEHOLDER.findall(text))
    for name in sorted(named - allowed):
        yield f"the placeholder {{{name}}} is not one that can be filled here, in {text!r}"
    for name in sorted(needed - named):
        yield f"the placeholder {{{name}}} must be in it, in {text!r}"


def _length_faults(key: str, text: str) -> Iterator[str]:
    count = len(markup.words(text))
    if key in {"guidance", "detail", "example"} and count > MOST_WORDS:
        yield f"{count} words, at most {MOST_WORDS} can be listened to"
    if key == "reflections" and count > MOST_REFLECTION_WORDS:
        yield f"{count} words, at most {MOST_REFLECTION_WORDS} for a prompt"
    if key == "practice" and markup.seconds(text) > MOST_SECONDS:
        yield f"{markup.seconds(text):.0f} seconds, at most {MOST_SECONDS} for an exercise"


def _texts(value: object) -> list[str]:
    """The texts in a value; none where it is anything else, or holds an empty one."""
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str) and text.strip()]
    return texts if len(texts) == len(values) else []
