"""How replies are spoken in a session: at the usual rate or slower, in full or in short."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

RATES: Final = (1.0, 0.85, 0.75)
"""The rate of speech as a factor: the usual one, and the one after each request to speak more slowly."""


class Delivery(NamedTuple):
    """What a person asked for. It holds for the session and is not stored."""

    slowness: int = 0
    """An index of `RATES`."""

    is_short: bool = False
    """What has a short form is said in it: the guidance and detail of a step, and phrases NAME with a NAME_short."""

    @property
    def rate(self) -> float:
        return RATES[self.slowness]

    def after(self, intent: str) -> "Delivery":
        """Return the delivery from the reply to this intent on."""
        change = _CHANGES.get(intent)
        return change(self) if change else self


_CHANGES: Final[Mapping[str, Callable[[Delivery], Delivery]]] = {
    "SlowerIntent": lambda now: now._replace(slowness=min(now.slowness + 1, len(RATES) - 1)),
    "ShorterIntent": lambda now: now._replace(is_short=True),
    "UsualDeliveryIntent": lambda now: Delivery(),
}
