"""The threads of a worker, in the pattern called leader/followers: the thread that reads requests also answers them."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from math import inf
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Final, Generic, TypeVar

THREADS: Final = 8
"""Turns at a time, where Redis or Amazon takes long to answer."""

PATIENCE: Final = 0.02
"""Seconds that an answer may take, or a request may wait, before another thread helps: far longer than a turn takes."""

_LOOK_SECONDS: Final = 0.005
"""Between two looks at a leader that is answering."""

_IDLE_SECONDS: Final = 0.25

T = TypeVar("T")


class LeaderFollowers(Generic[T]):
    """One thread leads: it reads what has arrived, answers it, and reads again. So a request changes no thread.

    If an answer holds the leader up, a follower leads from then on, and the former leader follows once it has answered.
    Threads that answer side by side hand Python's lock to each other whenever one waits for Redis. That takes a third
    of a turn's CPU time (docs/performance.md), so no more of them answer than are needed.
    """

    def __init__(self, read: Callable[[], None], answer: Callable[[T], None]) -> None:
        """`read` waits until something has arrived, and calls `put` for each request. `answer` must not raise."""
        self._read = read
        self._answer = answer
        self._requests: deque[tuple[float, T]] = deque()
        """With the time since which they wait."""

        self._lock = Lock()
        self._term = 0
        """How many leaders there have been."""

        self._terms: SimpleQueue[int] = SimpleQueue()
        self._followers = THREADS
        self._answering_since = 0.0
        """Since when the leader has been answering; 0 while it reads."""

        self._is_answering = Event()
        self._error: Exception | None = None

    def start(self) -> None:
        for number in range(THREADS):
            # One that hangs does not keep the process.
            Thread(target=self._run, name=f"turn-{number}", daemon=True).start()
        with self._lock:
            self._promote_follower()

    def put(self, request: T) -> None:
        """Answer a request, once those before it are answered. Only `read` may call this."""
        self._requests.append((monotonic(), request))

    def supervise(self) -> None:
        """Look whether the leader is held up. The main thread calls this again and again. Raise what `read` raised."""
        if not self._answering_since:
            self._is_answering.clear()
            if not self._answering_since:
                self._is_answering.wait(_IDLE_SECONDS)
        sleep(_LOOK_SECONDS)
        with self._lock:
            if self._followers and self._answering_since and self._is_late(self._answering_since):
                self._promote_follower()
        if self._error:
            raise self._error

    def _is_late(self, since: float = inf) -> bool:
        """Return whether PATIENCE has passed since then, or since the oldest request arrived."""
        with suppress(IndexError):  # none waits, or another thread was faster
            since = min(since, self._requests[0][0])
        return since + PATIENCE < monotonic()

    def _promote_follower(self) -> None:
        self._followers -= 1
        self._answering_since = 0.0
        self._term += 1
        self._terms.put(self._term)

    # In the threads

    def _run(self) -> None:
        while True:
            term = self._terms.get()
            try:
                self._lead(term)
            except Exception as error:  # noqa: BLE001 - the main thread raises it
                self._error = error
                return
            while self._is_late() and self._answer_oldest():
                pass
            with self._lock:
                self._followers += 1

    def _lead(self, term: int) -> None:
        """Answer what waits, and read, until another thread leads."""
        while True:
            while self._requests:
                self._answering_since = monotonic()
                if not self._is_answering.is_set():
                    self._is_answering.set()
                self._answer_oldest()
                with self._lock:
                    if self._term != term:
                        return
                    self._answering_since = 0.0
            self._read()

    def _answer_oldest(self) -> bool:
        """Return False if there was none."""
        try:
            request = self._requests.popleft()[1]
        except IndexError:  # another thread was faster
            return False
        self._answer(request)
        return True
