"""Decides whether a match is sure enough to be acted on.

A wrong intent is worse than none where it cannot be taken back: it ends the session, starts over, deletes or answers
a question. So a match has to reach the bar of its intent.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from speech.nlu.exact_matcher import Match

FLOOR = 0.2
"""The lowest score of a match in a model without a fallback intent."""

THRESHOLD = 0.5
"""The lowest score of a match in a model that has a fallback intent."""

GUARDED_THRESHOLD = 0.8
"""The lowest score of a match that ends, restarts or changes something."""

WEIGHED_THRESHOLD = 0.55
"""The lowest score of a match where matches are weighed by how probable their intents are."""

WEIGHED_GUARDED_THRESHOLD = 0.74
"""The same of a match that ends, restarts or changes something."""

EXACT = 1.0
"""The score of a sample word for word."""

EXACT_ONLY = frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NavigateHomeIntent"})
"""Intents that only a sample word for word gives."""

ANSWERS = frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent"})
"""Intents that a hedge such as "maybe" takes back."""

_ENDINGS = frozenset({"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.StartOverIntent"})


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The bars of one model."""

    has_fallback: bool
    guarded: AbstractSet[str]
    """The skill's own intents that need a higher bar."""

    is_weighed: bool = False
    """Whether matches are weighed by how probable their intents are."""

    def accepts(self, match: Match) -> bool:
        """Whether the match is sure enough. What can do harm needs more than a vague match."""
        bar = self.bar(match.sample.intent.name)
        return match.score >= bar and not (match.is_vague and bar > self._lowest)

    def is_guarded(self, intent: str) -> bool:
        """Whether it does harm to recognize the intent by mistake."""
        return intent in EXACT_ONLY or intent in _ENDINGS or intent in self.guarded

    def bar(self, intent: str) -> float:
        """Return the lowest score with which the intent is recognized."""
        if intent in EXACT_ONLY:
            return EXACT
        if self.is_guarded(intent):
            return WEIGHED_GUARDED_THRESHOLD if self.is_weighed else GUARDED_THRESHOLD
        return self._lowest

    @property
    def _lowest(self) -> float:
        return WEIGHED_THRESHOLD if self.is_weighed else lowest_bar(has_fallback=self.has_fallback)


def lowest_bar(*, has_fallback: bool) -> float:
    """Return the lowest score that any intent is recognized with if matches are not weighed."""
    return THRESHOLD if has_fallback else FLOOR
