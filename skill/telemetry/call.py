"""A call to somebody else, of which is told how long it took, and whether it did what it was asked."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

Found = TypeVar("Found")


def told(
    tell: Callable[..., None],
    call: Callable[[], Found],
    is_well: Callable[[Found], bool] = lambda found: True,
    *,
    only_failures: bool = False,
) -> Found:
    """What the call gives. One that raises has failed; `is_well` says whether one that answers has not.

    `tell` takes the rest of what `Telemetry.called` does: the seconds, and whether it went well.
    """
    began, went_well = perf_counter(), False
    try:
        found = call()
        went_well = is_well(found)
    finally:
        if not (went_well and only_failures):
            tell(perf_counter() - began, is_well=went_well)
    return found
