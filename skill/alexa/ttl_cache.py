"""A few things kept for a while."""

from collections import OrderedDict
from datetime import datetime
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class TtlCache(Generic[Thing]):
    """Has so many places; what nobody asked for in the longest time makes room. Needs a lock around it."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._kept: OrderedDict[str, tuple[Thing, datetime]] = OrderedDict()

    def put(self, name: str, thing: Thing, until: datetime) -> None:
        self._kept[name] = thing, until
        self._kept.move_to_end(name)
        if len(self._kept) > self._places:
            self._kept.popitem(last=False)

    def get(self, name: str, now: datetime) -> Thing | None:
        if name not in self._kept:
            return None
        thing, until = self._kept[name]
        if now >= until:
            del self._kept[name]
            return None
        self._kept.move_to_end(name)
        return thing

    def drop(self, name: str) -> None:
        self._kept.pop(name, None)
