"""The schema of a phrases file, and the errors of a file that does not match it."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from skill.content import markup
from skill.progress import PATHS

TYPE_NAMES: Final[Mapping[type, str]] = {str: "a text", list: "a list of texts"}

STEP_KEYS: Final = {
    "key": str,
    "title": str,
    "short": str,
    "guidance": str,
    "detail": list,
    "example": str,
    "practice": str,
    "reflections": list,
    "plain": str,
    "brief": str,
    "brief_detail": list,
}
OPTIONAL_STEP_KEYS: Final = {"paths"}
PATH_KEYS: Final = {"guidance": str, "brief": str, "example": str}
"""What a step may say in other words to people who chose a path: tables [steps.paths.NAME]."""

PLACEHOLDERS: Final = frozenset(
    {"total", "steps", "done", "number", "title", "short", "next_number", "next_short", "time"}
)
COUNT_PLACEHOLDERS: Final = {"steps_one": frozenset({"total"}), "steps_many": frozenset({"total"})}
OWN_PLACEHOLDERS: Final = {
    "safety_emergency": frozenset({"emergency"}),
    "safety_line": frozenset({"line", "hours", "contact"}),
    "safety_call_or_text": frozenset({"line", "hours", "contact"}),
    "safety_whom": frozenset({"whom", "line", "contact"}),
    "safety_anyone": frozenset({"line", "contact"}),
    "safety_text": frozenset({"contact"}),
    "safety_chat": frozenset({"web"}),
    "safety_web": frozenset({"web", "whom"}),
    "safety_part": frozenset({"part", "contact"}),
    "safety_more_parts": frozenset({"parts"}),
    "safety_more_abuse": frozenset({"line", "contact"}),
    "safety_more_abuse_whom": frozenset({"whom", "line", "contact"}),
    "safety_more_despair": frozenset({"line", "contact"}),
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
    "reminder_present": frozenset({"present"}),
    **{f"clock_{part}": frozenset({"clock"}) for part in ("morning", "afternoon", "evening", "night")},
    **{f"span_{unit}s": frozenset({"count"}) for unit in ("day", "week", "month")},
}
"""A phrase's own placeholders, all required: advice to call is useless without the number."""
MOST_WORDS: Final = 75
MOST_CRISIS_WORDS: Final = 45
MOST_BRIEF_WORDS: Final = 30
MOST_SECONDS: Final = 90
MOST_REFLECTION_WORDS: Final = 35
FEWEST_REFLECTIONS: Final = 20
_PLACEHOLDER: Final = re.compile("{(.*?)}")


def structure_error(content: Mapping[str, Any]) -> str | None:
    """Return what keeps a file from being merged with another, as "key: error", or None."""
    phrases, steps = content.get("phrases", {}), content.get("steps", [])
    if not isinstance(phrases, dict):
        return "phrases: must be a [phrases] table"
    if not (isinstance(steps, list) and all(isinstance(step, dict) for step in steps)):
        return "steps: must be [[steps]] tables"
    keys = [step.get("key") for step in steps]
    if not all(isinstance(key, str) for key in keys):
        return "steps.?.key: missing in a [[steps]] table, or not a text"
    duplicates = [key for at, key in enumerate(keys) if key in keys[:at]]
    return f"steps.{duplicates[0]}: duplicate key" if duplicates else None


def content_errors(content: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    """Yield each error of a merged content as "key: error". The reference defines the required keys."""
    for name in sorted(content.keys() - {"phrases", "steps"}):
        yield f"{name}: unknown; use only [phrases] and [[steps]]"
    yield from _phrase_errors(content.get("phrases", {}), reference.get("phrases", {}))
    steps = content.get("steps", [])
    if not steps:
        yield "steps: missing; write at least one [[steps]] table"
    keys = [step["key"] for step in steps]
    if keys != [step["key"] for step in reference.get("steps", [])]:
        yield f"steps: the keys {keys} must be those of the reference, in the same order"
    for step in steps:
        yield from _step_errors(step)
    for step, counterpart in zip(steps, reference.get("steps", []), strict=False):
        count, expected = (len(_texts(each.get("reflections", []))) for each in (step, counterpart))
        if count != expected:
            yield f"steps.{step['key']}.reflections: has {count}, but the reference has {expected}"


def _phrase_errors(phrases: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(reference.keys() - phrases.keys()):
        yield f"phrases.{key}: missing"
    for key in sorted(phrases.keys() - reference.keys()):
        yield f"phrases.{key}: unknown phrase"
    for key, wordings in phrases.items():
        for text in _texts(wordings):
            required = OWN_PLACEHOLDERS.get(key, frozenset())
            allowed = required or COUNT_PLACEHOLDERS.get(key, PLACEHOLDERS)
            yield from (f"phrases.{key}: {error}" for error in _cached_text_errors(text, allowed, required))
        if not _texts(wordings):
            yield f"phrases.{key}: must be a text or a list of texts"


def _step_errors(step: Mapping[str, Any]) -> Iterator[str]:
    name = f"steps.{step['key']}"
    for key in sorted(STEP_KEYS.keys() - step.keys()):
        yield f"{name}.{key}: missing"
    yield from _field_errors(name, {key: step[key] for key in step.keys() - OPTIONAL_STEP_KEYS}, STEP_KEYS)
    if len(_texts(step.get("reflections", []))) < FEWEST_REFLECTIONS:
        yield f"{name}.reflections: fewer than {FEWEST_REFLECTIONS}"
    if len(_texts(step.get("brief_detail", []))) != len(_texts(step.get("detail", []))):
        yield f"{name}.brief_detail: must have as many texts as detail"
    yield from _path_errors(name, step.get("paths", {}))


def _path_errors(step: str, paths: object) -> Iterator[str]:
    """Yield the errors of the tables [steps.paths.NAME]."""
    if not (isinstance(paths, dict) and all(isinstance(fields, dict) for fields in paths.values())):
        yield f"{step}.paths: must be [steps.paths.NAME] tables"
        return
    for path, fields in paths.items():
        if path not in PATHS:
            yield f"{step}.paths.{path}: unknown path; use one of {', '.join(PATHS)}"
        yield from _field_errors(f"{step}.paths.{path}", fields, PATH_KEYS)


def _field_errors(name: str, fields: Mapping[str, Any], types: Mapping[str, type]) -> Iterator[str]:
    for key, value in sorted(fields.items()):
        if key not in types:
            yield f"{name}.{key}: unknown"
        elif not (_texts(value) and type(value) is types[key]):
            yield f"{name}.{key}: must be {TYPE_NAMES[types[key]]}"
        else:
            for text in _texts(value):
                yield from (f"{name}.{key}: {error}" for error in _cached_text_errors(text))
                yield from (f"{name}.{key}: {error}" for error in _length_errors(key, text))


@lru_cache(maxsize=1_024)
def _cached_text_errors(
    text: str, allowed: frozenset[str] = frozenset(), required: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Cached, because a locale shares most of its texts with its language."""
    return tuple(_text_errors(text, allowed, required))


def _text_errors(text: str, allowed: frozenset[str], required: frozenset[str]) -> Iterator[str]:
    if problem := markup.problem(text):
        yield f"{problem}, in {text!r}"
    if re.search("[{}]", _PLACEHOLDER.sub("", text)):
        yield f"a stray {{ or }}, in {text!r}"
    used = set(_PLACEHOLDER.findall(text))
    for name in sorted(used - allowed):
        yield f"the placeholder {{{name}}} cannot be used here, in {text!r}"
    for name in sorted(required - used):
        yield f"the placeholder {{{name}}} is missing, in {text!r}"


def _length_errors(key: str, text: str) -> Iterator[str]:
    count = len(markup.words(text))
    if key in {"guidance", "detail", "example", "plain"} and count > MOST_WORDS:
        yield f"{count} words; at most {MOST_WORDS} allowed"
    if key in {"brief", "brief_detail"} and count > MOST_BRIEF_WORDS:
        yield f"{count} words; at most {MOST_BRIEF_WORDS} allowed"
    if key == "reflections" and count > MOST_REFLECTION_WORDS:
        yield f"{count} words; at most {MOST_REFLECTION_WORDS} allowed"
    if key == "practice" and markup.seconds(text) > MOST_SECONDS:
        yield f"{markup.seconds(text):.0f} seconds; at most {MOST_SECONDS} allowed"


def _texts(value: object) -> list[str]:
    """Return the texts in a value; empty if it is not text, or contains an empty one."""
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str) and text.strip()]
    return texts if len(texts) == len(values) else []
