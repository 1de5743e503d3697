"""When a move happened, as merging needs it: later than whatever the move replaces."""

from datetime import datetime, timedelta
from typing import Final

_TICK: Final = timedelta(microseconds=1)


def after(now: datetime, *earlier: datetime | None) -> datetime:
    """Now, but later than the moves that this one follows.

    Servers' clocks differ, and one clock can stand still between two moves. Merging goes by time alone, so a move has
    to bear a later time than whatever it replaces.
    """
    last = max(filter(None, earlier), default=None)
    return now if last is None or now > last else last + _TICK
