"""Detects crisis phrases in a sentence, whatever else it means.

Patterns catch what is known to be a crisis phrase, and a classifier what resembles one. A language's patterns are in
its crisis.toml, and what the classifier learned in crisis_classifier.safetensors and crisis_vocabulary.txt.

Only the simulator uses it: in production Alexa recognizes the safety intents by the samples of the interaction model.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from skill import locales
from skill.crisis.classifier import KINDS, Classifier, Estimate, PatternsOnly, parse_classifier
from skill.errors import ContentError
from skill.toml_reader import AnyKeys, read_toml

CRISIS_SCORE: Final = 0.5
"""A sentence that scores more is a crisis phrase: the classifier's log odds, and what the patterns add."""

TRIGGER_SCORE: Final = 4.0
"""What a trigger adds."""

WEAK_TRIGGER_SCORE: Final = 2.0
"""What a trigger adds whose words mean something ordinary about as often: the classifier has to agree."""

EXCLUSION_SCORE: Final = -6.0
"""What an exclusion adds if no trigger is left."""


SHAPE: Final = {
    "normalization?": {"fillers?": [str], "spellings?": AnyKeys(str)},
    "classifier?": {"persons": [str]},
    "words?": AnyKeys([str]),
    "exclusions?": [{"reason?": str, "patterns": [str]}],
    "triggers?": [{"kind": str, "reason?": str, "weak?": bool, "patterns": [str]}],
}
"""The shape of a crisis.toml."""


@dataclass(frozen=True, slots=True)
class Evidence:
    estimate: Estimate
    triggered: str | None
    """The kind of the triggers that match, if any."""

    is_weak: bool
    """Whether only weak triggers match."""

    is_excluded: bool

    @property
    def kind(self) -> str:
        """What the triggers say, but that it is a child who is hurt: they look for the deed, and often not for whom."""
        is_child = self.triggered == "abuse" and self.estimate.kind == "child" and self.estimate.score > CRISIS_SCORE
        return "child" if is_child else self.triggered or self.estimate.kind

    def score(
        self,
        trigger: float = TRIGGER_SCORE,
        weak_trigger: float = WEAK_TRIGGER_SCORE,
        exclusion: float = EXCLUSION_SCORE,
    ) -> float:
        if self.triggered:
            return self.estimate.score + (weak_trigger if self.is_weak else trigger)
        return self.estimate.score + exclusion * self.is_excluded


class CrisisDetector:
    """The detector of one language. It stores nothing."""

    def __init__(self, content: Mapping[str, Any], classifier: Classifier | None = None) -> None:
        """Take the content of a crisis.toml; empty, no pattern matches."""
        compiler = PatternCompiler(content.get("words", {}))
        normalization = content.get("normalization", {})
        self._normalizer = Normalizer(normalization.get("fillers", ()), normalization.get("spellings", {}), compiler)
        self._exclusions = compiler.compile(_patterns(content.get("exclusions", ())))
        triggers = content.get("triggers", ())
        self._triggers = _by_kind([group for group in triggers if not group.get("weak")], compiler)
        self._weak_triggers = _by_kind([group for group in triggers if group.get("weak")], compiler)
        self._classifier = classifier or PatternsOnly()

    @property
    def is_trained(self) -> bool:
        """Whether it has a classifier. Without one, the patterns decide alone."""
        return not isinstance(self._classifier, PatternsOnly)

    def kind(self, text: str) -> str | None:
        """Return what the text is about, one of `KINDS`, or None if it is no crisis phrase.

        Exclusions remove only the words they match: "he hits the gym and he hits me" is still a crisis phrase.
        """
        kinds = {evidence.kind for evidence in self.evidence(text) if evidence.score() > CRISIS_SCORE}
        return next((kind for kind in KINDS if kind in kinds), None)

    def matches(self, text: str) -> bool:
        return self.kind(text) is not None

    def normalized(self, text: str) -> str:
        """Return the text as the patterns and the classifier read it."""
        return self._normalizer.normalize(text)

    def patterns_kind(self, text: str) -> str | None:
        """Return the kind by the patterns alone."""
        kinds = {self._pattern_kind(sentence)[0] for sentence in self.normalized(text).split(SENTENCE_END)}
        return next((kind for kind in KINDS if kind in kinds), None)

    def evidence(self, text: str) -> "list[Evidence]":
        """Return what patterns and classifier find in each sentence of a text."""
        sentences = filter(str.strip, self.normalized(text).split(SENTENCE_END))
        return [Evidence(self._classifier.estimate(each), *self._pattern_kind(each)) for each in sentences]

    def _pattern_kind(self, sentence: str) -> tuple[str | None, bool, bool]:
        """Return the kind of the triggers that match, whether they are weak, and whether an exclusion matches."""
        remaining = self._exclusions.sub(f"{REMOVED} ", sentence)
        kind, weak_kind = (_first(triggers, remaining) for triggers in (self._triggers, self._weak_triggers))
        return kind or weak_kind, kind is None, remaining != sentence


@cache
def load(locale: str) -> CrisisDetector:
    """Load the detector of the locale's language. In a language without crisis.toml, nothing matches."""
    language = locale.partition("-")[0]
    name = f"{language}/crisis.toml"
    weights = locales.read_bytes(f"{language}/crisis_classifier.safetensors")
    return parse(locales.read(name), name, weights, locales.read(f"{language}/crisis_vocabulary.txt"))


def parse(text: str, name: str, weights: bytes = b"", vocabulary: str = "") -> CrisisDetector:
    """Raise ContentError, naming the file and what is invalid.

    `text` is a crisis.toml, `weights` a crisis_classifier.safetensors and `vocabulary` a crisis_vocabulary.txt.
    """
    try:
        classifier = parse_classifier(weights, vocabulary) if weights else None
    except (LookupError, TypeError, ValueError) as error:
        hint = "make it by python -m tools.crisis_training"
        raise ContentError(
            f"{name.removesuffix('.toml')}_classifier.safetensors: it is damaged ({error}); {hint}"
        ) from error
    content = read_toml(text, name, SHAPE)
    try:
        return CrisisDetector(content, classifier)
    except (LookupError, ValueError) as error:
        raise ContentError(f"{name}: {error}; correct the pattern") from error


def _by_kind(groups: Sequence[Mapping[str, Any]], compiler: "PatternCompiler") -> dict[str, re.Pattern[str]]:
    """Compile the triggers of each kind. Raise ValueError if one is of another kind."""
    if unknown := {group["kind"] for group in groups}.difference(KINDS):
        raise ValueError(f"triggers: the kind {min(unknown, key=str)!r} must be one of {', '.join(KINDS)}")
    return {kind: compiler.compile(_patterns([group for group in groups if group["kind"] == kind])) for kind in KINDS}


def _first(triggers: Mapping[str, re.Pattern[str]], sentence: str) -> str | None:
    return next((kind for kind, expression in triggers.items() if expression.search(sentence)), None)


def _patterns(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [pattern for group in groups for pattern in group["patterns"]]


SENTENCE_END = "."
"""The word that stands for the end of a sentence."""

REMOVED = "~"
"""The word that stands for a removed exclusion. No pattern matches across it."""

_LETTER = r"[^\s.~]"
_NOTATION = {
    "(": "(?:",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "{": "(?:",
    "}": ")*",
    "|": "|",
    "!(": "(?!",
    "&(": "(?=",
    "..": rf"(?:{_LETTER}+ ){{0,3}}?",
    "^": r"(?<![^.] )",
    "$": r"(?![^.])",
}
_TOKEN = re.compile(r"<\w+>|\.\.|[!&]\(|[()\[\]{}|^$]|[^\s()\[\]{}|^$]+")
_NAME = re.compile(r"\{?<\w+>\}?")
_ERRORS = {KeyError: "unknown name {}", RecursionError: "a name refers to itself"}


class PatternCompiler:
    """Compiles word patterns to regular expressions. `names` are the word lists that a pattern can refer to."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._named = cache(self._alternatives)

    def compile(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """Return an expression for any of the patterns, matching whole words. Raise ValueError if one is invalid."""
        try:
            return re.compile(rf"(?<!\S)(?:{self._join(patterns) or '(?!)'})")
        except (KeyError, RecursionError, re.error) as error:
            invalid = next(filter(self._is_invalid, patterns))
            raise ValueError(f"{invalid!r}: {_ERRORS.get(type(error), '{}').format(error)}") from error

    def _is_invalid(self, pattern: str) -> bool:
        try:
            re.compile(self._expression(pattern))
        except (KeyError, RecursionError, re.error):
            return True
        return False

    def _join(self, patterns: Sequence[str]) -> str:
        """Group the patterns that begin with the same name, which halves the time to compile them."""
        groups: dict[str, list[str]] = {}
        for pattern in patterns:
            first, _, rest = pattern.partition(" ")
            start, end = (first, rest) if _NAME.fullmatch(first) else (pattern, "")
            groups.setdefault(start, []).append(end)
        return "|".join(
            self._expression(start) + (f"(?:{self._join(ends)})" if any(ends) else "") for start, ends in groups.items()
        )

    def _expression(self, pattern: str) -> str:
        return "".join(map(self._token, _TOKEN.findall(pattern)))

    def _token(self, token: str) -> str:
        if token in _NOTATION:
            return _NOTATION[token]
        if token.startswith("<"):
            return self._named(token[1:-1])
        return re.escape(token).replace(r"\*", f"{_LETTER}*") + " "

    def _alternatives(self, name: str) -> str:
        return f"(?:{'|'.join(map(self._expression, self._names[name]))})"


_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`", "''''")
_ELLIPSIS = re.compile(r"\.{2,}")
_CONTRACTION = r"'(?:s|m|d|ll|re|ve)\b"
_END = r"[.!?;\n](?!\w)"
_WORD = re.compile(rf"{_CONTRACTION}|[\w\u0300-\u036f\u0900-\u0dff]+|{_END}")
_REPETITION = re.compile(r"(?<!\S)((?:\S+ ){1,3})\1+")


class Normalizer:
    """Removes what does not change the meaning: case, punctuation, fillers, variant spellings and repetitions."""

    def __init__(self, fillers: Sequence[str], spellings: Mapping[str, str], compiler: PatternCompiler) -> None:
        self._fillers = compiler.compile(fillers)
        self._variants = compiler.compile(list(spellings))
        self._spellings = spellings

    def normalize(self, text: str) -> str:
        """Return the words with a blank after each: "He... he's hit me!" becomes "he 's hit me . "."""
        text = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
        text = re.sub(r"n't\b", " not", _ELLIPSIS.sub(" ", text))
        words = "".join(f"{SENTENCE_END} " if re.match(_END, word) else f"{word} " for word in _WORD.findall(text))
        words = self._variants.sub(lambda variant: self._spellings[variant.group().rstrip()] + " ", words)
        return _REPETITION.sub(r"\1", self._fillers.sub("", words))
