"""A fetch and a clock that do as they are told."""

from collections import Counter
from datetime import datetime
from threading import Event, Semaphore


class Files:
    """Gives the same file at every address, unless told otherwise, and counts how often it is asked."""

    def __init__(self, file: bytes) -> None:
        self.file = file
        self.fetches = Counter[str]()
        self.errors: dict[str, Exception] = {}
        self.slow: set[str] = set()
        self.asked = Semaphore(0)
        self.may_go_on = Event()

    def __call__(self, url: str) -> bytes:
        self.fetches[url] += 1
        if url in self.slow:
            self.asked.release()
            self.may_go_on.wait(10)
        if url in self.errors:
            raise self.errors[url]
        return self.file


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
