"""Languages that are not finished. The service leaves them out; in the simulator, the reference says what they lack."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from skill.content.markup import word_count
from skill.content.merging import errors, language_of, merge_overlay, parse
from skill.content.schema import phrase_errors, reflection_text, step_errors, texts_of
from skill.content.time_format import clock_errors
from skill.errors import ContentError
from skill.locales import REFERENCE, phrase_file

FEWEST_WORDS: Final = 4
"""A text of so many words that is the same as the reference's is not translated. Shorter ones can be alike."""

_PAIRS: Final = {"detail": "brief_detail", "brief_detail": "detail"}


@dataclass(frozen=True, slots=True)
class Draft:
    name: str
    """A language, or a locale with an overlay."""

    is_marked: bool
    """Whether the file says `draft = true`. If not, it has errors."""

    problems: tuple[str, ...]
    """What is missing, wrong or not translated, each with its file and key."""

    content: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        why = "is a draft" if self.is_marked else "has errors"
        count = f"{len(self.problems)} texts are missing, wrong or not translated"
        return f"{phrase_file(self.name)} {why}, so the service and the package leave {self.name} out; {count}"


def find_drafts(names: Iterable[str], read: Callable[[str], str]) -> dict[str, Draft]:
    """Return the languages and overlays that are marked as drafts or have errors, by name.

    `read` returns the TOML text for a name such as "de" or "de-AT". The reference language and its overlays are never
    drafts: without them there is no skill. Raise ContentError if the reference cannot be read.
    """
    others = sorted(name for name in names if language_of(name) != REFERENCE)
    if not others:
        return {}
    parsed, failed = {REFERENCE: parse(REFERENCE, read(REFERENCE))}, {}
    for name in others:
        try:
            parsed[name] = parse(name, read(name))
        except ContentError as error:
            failed[name] = tuple(str(error).splitlines())
    drafts: dict[str, Draft] = {}
    for name in others:  # a language comes before its overlays
        content = parsed.get(name, {})
        language = drafts.get(language_of(name))
        is_marked = content.get("draft") is True or bool(language and language.is_marked)
        problems = failed.get(name) or tuple(_problems(name, parsed))
        if is_marked or problems or language:
            drafts[name] = Draft(name, is_marked, problems, content)
    return drafts


def reports(drafts: Mapping[str, Draft]) -> list[str]:
    """Return a sentence about each draft. An overlay without problems of its own is left out with its language."""
    return [str(draft) for name, draft in drafts.items() if draft.problems or language_of(name) == name]


def completed(draft: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return a valid content: the texts of a draft that are valid, and for all others those of the base."""
    phrases = {
        key: text
        for key, text in draft.get("phrases", {}).items()
        if key in base["phrases"] and not any(phrase_errors(key, text))
    }
    changes = {step["key"]: step for step in draft.get("steps", [])}
    return {
        "phrases": {**base["phrases"], **phrases},
        "clock": _completed_clock(draft, base),
        "steps": [_completed_step(step, changes.get(step["key"], {})) for step in base["steps"]],
    }


def _completed_clock(draft: Mapping[str, Any], base: Mapping[str, Any]) -> Any:
    clock = draft.get("clock", {})
    return base["clock"] if any(clock_errors(clock)) else clock


def _completed_step(step: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(step)
    for key in draft:
        pair = [each for each in (key, _PAIRS.get(key, "")) if each in draft]
        changed = found | {each: draft[each] for each in pair}
        if not any(step_errors(changed)) and len(changed["reflections"]) == len(step["reflections"]):
            found = changed
    return found


def _problems(name: str, parsed: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    language, reference = language_of(name), parsed[REFERENCE]
    merged = {each: merge_overlay(parsed, each) for each in {REFERENCE, language, name} & parsed.keys()}
    prefix = f"{phrase_file(name)}: "
    yield from (error for error in errors(merged) if error.startswith(prefix))
    yield from (f"{prefix}{key}: is not translated" for key in _untranslated(parsed[name], reference))


def _untranslated(content: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of the texts that are the same as in the reference."""
    known = set(_long_texts(reference))
    for key, value in _keyed_texts(content):
        if any(text in known for text in value):
            yield key


def _keyed_texts(content: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for key, wordings in content.get("phrases", {}).items():
        yield f"phrases.{key}", texts_of(wordings)
    for step in content.get("steps", []):
        for key, value in step.items():
            entries = value if isinstance(value, list) else [value]
            yield f"steps.{step['key']}.{key}", [str(reflection_text(entry)) for entry in entries if entry]
        for path, changes in _tables(step.get("paths")):
            for key, value in changes.items():
                yield f"steps.{step['key']}.paths.{path}.{key}", texts_of(value)


def _tables(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield from ((key, table) for key, table in value.items() if isinstance(table, dict))


def _long_texts(content: Mapping[str, Any]) -> Iterator[str]:
    yield from (text for _, texts in _keyed_texts(content) for text in texts if word_count(text) >= FEWEST_WORDS)
