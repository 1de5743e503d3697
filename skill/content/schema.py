"""The schema of a phrases file, and the errors of a file that does not match it."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final

from skill.content import markup
from skill.content.time_format import clock_errors
from skill.progress import PATHS

TYPE_NAMES: Final[Mapping[type, str]] = {str: "a text", list: "a list of texts"}

STEP_KEYS: Final = {
    "key": str,
    "title": str,
    "short": str,
    "gist": str,
    "guidance": str,
    "detail": list,
    "example": str,
    "practice": str,
    "reflections": list,
    "plain": str,
    "brief": str,
    "brief_detail": list,
}
OPTIONAL_STEP_KEYS: Final = {"together": str}
PATH_KEYS: Final = frozenset({"guidance", "detail", "example", "brief", "brief_detail"})
"""What a step may say in other words to people who chose a path: tables [steps.paths.NAME]."""

REFLECTION_KEYS: Final = frozenset({"text", "paths", "two"})
PLACEHOLDERS: Final = frozenset(
    {"total", "steps", "done", "number", "title", "short", "gist", "next_number", "next_short", "time"}
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
    **{key: frozenset({"rating"}) for key in ("rated", "rated_low", "rated_high", "rated_drop")},
    "week_rating_same": frozenset({"rating"}),
    **{f"week_rating_{way}": frozenset({"before", "rating"}) for way in ("up", "down")},
    "week_days": frozenset({"days"}),
    "couple_begin": frozenset({"topic"}),
    "couple_second": frozenset({"topic"}),
    "rating_once": frozenset({"rating"}),
    "rating_same": frozenset({"rating", "span"}),
    "rating_moved": frozenset({"before", "rating", "span"}),
    "days_come": frozenset({"days"}),
    "reminder_present": frozenset({"present"}),
    "safety_press": frozenset({"digit"}),
    **{f"span_{unit}s": frozenset({"count"}) for unit in ("day", "week", "month")},
}
"""A phrase's own placeholders. All but the dispensable are required: advice to call is useless without the number."""
DISPENSABLE: Final = frozenset({"line"})
"""What a language may leave out: the name of a line lets others in the room hear what the call would be about."""
MOST_WORDS: Final = 75
MOST_CRISIS_WORDS: Final = 45
MOST_BRIEF_WORDS: Final = 30
MOST_SECONDS: Final = 90
MOST_REFLECTION_WORDS: Final = 35
MOST_TOGETHER_WORDS: Final = 28
MOST_GIST_WORDS: Final = 12
FEWEST_REFLECTIONS: Final = 20
_TEXT_TYPES: Final = STEP_KEYS | OPTIONAL_STEP_KEYS
_MOST_WORDS_OF: Final = {
    "guidance": MOST_WORDS,
    "detail": MOST_WORDS,
    "example": MOST_WORDS,
    "plain": MOST_WORDS,
    "brief": MOST_BRIEF_WORDS,
    "brief_detail": MOST_BRIEF_WORDS,
    "reflections": MOST_REFLECTION_WORDS,
    "together": MOST_TOGETHER_WORDS,
    "gist": MOST_GIST_WORDS,
}
_PLACEHOLDER: Final = re.compile("{(.*?)}")


def structure_error(content: Mapping[str, Any]) -> str | None:
    """Return what keeps a file from being merged with another, as "key: error", or None."""
    phrases, steps = content.get("phrases", {}), content.get("steps", [])
    if not isinstance(phrases, dict):
        return "phrases: must be a [phrases] table"
    if not isinstance(content.get("clock", {}), dict):
        return "clock: must be a [clock] table"
    if not (isinstance(steps, list) and all(isinstance(step, dict) for step in steps)):
        return "steps: must be [[steps]] tables"
    keys = [step.get("key") for step in steps]
    if not all(isinstance(key, str) for key in keys):
        return "steps.?.key: missing in a [[steps]] table, or not a text"
    duplicates = [key for at, key in enumerate(keys) if key in keys[:at]]
    return f"steps.{duplicates[0]}: duplicate key" if duplicates else None


def content_errors(content: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    """Yield each error of a merged content as "key: error". The reference defines the required keys."""
    for name in sorted(content.keys() - {"draft", "phrases", "clock", "steps"}):
        yield f"{name}: unknown; use only draft = true, [phrases], [clock] and [[steps]]"
    if not isinstance(content.get("draft", False), bool):
        yield "draft: must be true or false"
    yield from clock_errors(content.get("clock", {}))
    yield from _phrase_errors(content.get("phrases", {}), reference.get("phrases", {}))
    steps = content.get("steps", [])
    if not steps:
        yield "steps: missing; write at least one [[steps]] table"
    elif not any("together" in step for step in steps):
        yield "steps: none has `together`; write an exercise for two for at least one step"
    keys = [step["key"] for step in steps]
    if keys != [step["key"] for step in reference.get("steps", [])]:
        yield f"steps: the keys {keys} must be those of the reference, in the same order"
    for step in steps:
        yield from step_errors(step)
    for step, counterpart in zip(steps, reference.get("steps", []), strict=False):
        count, expected = (len(_reflections(each.get("reflections"))) for each in (step, counterpart))
        if count != expected:
            yield f"steps.{step['key']}.reflections: has {count}, but the reference has {expected}"


def _phrase_errors(phrases: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(reference.keys() - phrases.keys()):
        yield f"phrases.{key}: missing"
    for key in sorted(phrases.keys() - reference.keys()):
        close = get_close_matches(key, reference, n=1)
        yield f"phrases.{key}: unknown phrase" + (f"; did you mean {close[0]}?" if close else "; remove it")
    for key, wordings in phrases.items():
        yield from phrase_errors(key, wordings)


def phrase_errors(key: str, wordings: object) -> Iterator[str]:
    """Yield what is wrong with a phrase, as "phrases.key: error"."""
    for text in texts_of(wordings):
        own = OWN_PLACEHOLDERS.get(key, frozenset())
        required, allowed = own - DISPENSABLE, own or COUNT_PLACEHOLDERS.get(key, PLACEHOLDERS)
        yield from (f"phrases.{key}: {error}" for error in _cached_text_errors(text, allowed, required))
    if not texts_of(wordings):
        yield f"phrases.{key}: must be a text or a list of texts"


def reflection_text(entry: Any) -> Any:
    """Return the text of a reflection, which is a text or a table."""
    return entry.get("text") if isinstance(entry, dict) else entry


def step_errors(step: Mapping[str, Any]) -> Iterator[str]:
    name = f"steps.{step['key']}"
    for key in sorted((step.keys() ^ STEP_KEYS.keys()) - OPTIONAL_STEP_KEYS.keys() - {"paths"}):
        yield f"{name}.{key}: {'missing' if key in STEP_KEYS else 'unknown'}"
    for key in step.keys() & (_TEXT_TYPES.keys() - {"reflections"}):
        yield from _field_errors(f"{name}.{key}", key, step[key])
    if "reflections" in step:
        yield from _reflection_errors(f"{name}.reflections", step["reflections"])
    yield from _brief_errors(name, step)
    yield from _path_errors(f"{name}.paths", step)


def _field_errors(name: str, key: str, value: Any) -> Iterator[str]:
    is_expected = type(value) is _TEXT_TYPES[key]
    if not (is_expected and texts_of(value)):
        yield f"{name}: must be {TYPE_NAMES[_TEXT_TYPES[key]]}"
        return
    for text in texts_of(value):
        yield from (f"{name}: {error}" for error in _cached_text_errors(text))
        yield from (f"{name}: {error}" for error in _length_errors(key, text))


def _brief_errors(name: str, step: Mapping[str, Any]) -> Iterator[str]:
    """Each part of the detail needs its brief form, or a wish for shorter speech would lose or repeat a part."""
    if len(texts_of(step.get("brief_detail", []))) != len(texts_of(step.get("detail", []))):
        yield f"{name}.brief_detail: must have as many texts as detail"


def _reflection_errors(name: str, value: object) -> Iterator[str]:
    if not _reflections(value):
        yield f"{name}: must be a list of texts, or of tables such as {{ text = ..., paths = [...], two = true }}"
        return
    for entry in value if isinstance(value, list) else ():
        text, table = str(reflection_text(entry)), entry if isinstance(entry, dict) else {}
        yield from (f"{name}: {error}" for error in _cached_text_errors(text))
        yield from (f"{name}: {error}" for error in _length_errors("reflections", text))
        for key in sorted(table.keys() - REFLECTION_KEYS):
            yield f"{name}: the key {key} is unknown, in {text!r}"
        if not (isinstance(paths := table.get("paths", []), list) and set(paths) <= set(PATHS)):
            yield f"{name}: paths must be a list of {', '.join(PATHS)}, in {text!r}"
        if not isinstance(table.get("two", False), bool):
            yield f"{name}: two must be true or false, in {text!r}"
    if len(_reflections(value)) < FEWEST_REFLECTIONS:
        yield f"{name}: fewer than {FEWEST_REFLECTIONS}"


def _path_errors(name: str, step: Mapping[str, Any]) -> Iterator[str]:
    """Yield the errors of the tables [steps.paths.NAME]."""
    paths = step.get("paths", {})
    if not (isinstance(paths, dict) and all(isinstance(changes, dict) for changes in paths.values())):
        yield f"{name}: must be tables such as [steps.paths.{PATHS[0]}]"
        return
    for path in sorted(paths.keys() - set(PATHS)):
        yield f"{name}.{path}: unknown; use {', '.join(PATHS)}"
    for path, changes in paths.items():
        for key in sorted(changes.keys() - PATH_KEYS):
            yield f"{name}.{path}.{key}: unknown; use {', '.join(sorted(PATH_KEYS))}"
        for key in changes.keys() & PATH_KEYS:
            yield from _field_errors(f"{name}.{path}.{key}", key, changes[key])
        if "detail" in changes or "brief_detail" in changes:
            yield from _brief_errors(f"{name}.{path}", {**step, **changes})


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
    count = markup.word_count(text)
    most = _MOST_WORDS_OF.get(key)
    if most and count > most:
        yield f"{count} words; at most {most} allowed"
    if key == "practice" and markup.seconds(text) > MOST_SECONDS:
        yield f"{markup.seconds(text):.0f} seconds; at most {MOST_SECONDS} allowed"


def texts_of(value: object) -> list[str]:
    """Return the texts in a value; empty if it is not text, or contains an empty one."""
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str) and text.strip()]
    return texts if len(texts) == len(values) else []


def _reflections(value: object) -> list[str]:
    """Return the texts of the reflections; empty if one has none."""
    return texts_of([reflection_text(entry) for entry in value]) if isinstance(value, list) else []
