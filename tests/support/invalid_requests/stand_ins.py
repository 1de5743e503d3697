"""A fake download, and a clock that a test sets."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Event, Semaphore


class FakeDownload:
    """Returns the same file for every address, unless set otherwise, and counts the calls."""

    def __init__(self, file: bytes) -> None:
        self.file = file
        self.fetches = Counter[str]()
        self.errors: dict[str, Exception] = {}
        self.slow: set[str] = set()
        self.slow_started = Semaphore(0)
        """Released when a slow download starts."""

        self.slow_may_finish = Event()

    def __call__(self, url: str) -> bytes:
        self.fetches[url] += 1
        if url in self.slow:
            self.slow_started.release()
            self.slow_may_finish.wait(10)
        if url in self.errors:
            raise self.errors[url]
        return self.file


class ManualClock:
    """A system clock, and the monotonic clock beside it, which advances with it unless the system clock is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._set_by = timedelta()

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return (self.now - self._set_by).timestamp()

    def set_by(self, jump: timedelta) -> None:
        self.now += jump
        self._set_by += jump
