"""The threads of a worker, in a variant of leader/followers: the thread that reads requests also answers them."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic, process_time, sleep, thread_time
from typing import Final, Generic, TypeVar

THREADS: Final = 8
"""Turns at a time, where Redis or Amazon takes long to answer."""

PROMOTE_AFTER_SECONDS: Final = 0.02
"""How long an answer may take, or a request wait, before another thread helps: far longer than a turn takes."""

WAITING_SHARE: Final = 2.0
"""If answers wait for this many times as long as they compute, threads take turns at leading: Redis is far away."""

LEAST_WAIT_SECONDS: Final = 0.0005
"""What an answer has to wait at least for that."""

READ_SECONDS: Final = 0.05
"""The leader reads at least this often, however many requests wait."""

_LOOK_SECONDS: Final = 0.005
"""Between two looks at a leader that is answering."""

_IDLE_SECONDS: Final = 0.25
"""Between two looks for an error or for the end while nothing arrives."""

_BUSY_SHARE: Final = 0.9
"""If the process computed for this share of the time between two looks, requests do not wait for want of threads."""

T = TypeVar("T")


class LeaderFollowers(Generic[T]):
    """One thread leads: it reads what has arrived, answers it, and reads again. So a request changes no thread.

    A follower is promoted if an answer takes long, or if requests wait though the processor is idle; the former leader
    follows once it has answered. Only where Redis is far away is one promoted before each answer, as the pattern says:
    threads that answer side by side pass the global interpreter lock to each other whenever one waits for Redis, and
    that costs CPU time (docs/performance.md).
    """

    def __init__(self, read: Callable[[], None], answer: Callable[[T], None]) -> None:
        """`read` calls `put` for each request. It waits for one, unless some are `waiting`. `answer` must not raise."""
        self._read = read
        self._answer = answer
        self._requests: deque[tuple[float, T]] = deque()
        """With the time since which they wait."""

        self._lock = Lock()
        self._leader = 0
        """The number of the leader: how many there have been."""

        self._promotions: SimpleQueue[int] = SimpleQueue()
        self._followers = THREADS
        self._answering_since = 0.0
        """Since when the leader has been answering; 0 while it reads."""

        self._waited, self._computed = 0.0, 0.0
        """Seconds of the latest answers on average, of those beside which no other thread answered."""

        self._is_answering = Event()
        self._error: BaseException | None = None

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._requests)

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
        """Look whether the leader needs help. The main thread calls this again and again. Raise what `read` raised."""
        self._is_answering.clear()
        if not self._answering_since:
            self._is_answering.wait(_IDLE_SECONDS)
        looked, computed = monotonic(), process_time()
        sleep(_LOOK_SECONDS)
        is_computing = process_time() - computed > _BUSY_SHARE * (monotonic() - looked)
        with self._lock:
            since = self._answering_since
            if since and self._followers and (_is_late(since) or (not is_computing and self._has_late_request())):
                self._promote_follower()
        if self._error:
            raise self._error

    def _has_late_request(self) -> bool:
        with suppress(IndexError):  # another thread was faster
            return bool(self._requests) and _is_late(self._requests[0][0])
        return False

    def _promote_follower(self) -> None:
        self._followers -= 1
        self._answering_since = 0.0
        self._leader += 1
        self._promotions.put(self._leader)

    # In the threads

    def _run(self) -> None:
        try:
            while True:
                self._lead(self._promotions.get())
                while self._has_late_request() and self._answer_oldest():
                    pass
                with self._lock:
                    self._followers += 1
        except BaseException as error:  # noqa: BLE001 - the main thread raises it
            self._error = error

    def _lead(self, number: int) -> None:
        """Answer what waits, and read, until another thread leads."""
        while True:
            read_at = monotonic() + READ_SECONDS
            while self._requests and monotonic() < read_at:
                is_alone = self._followers == THREADS - 1
                if self._followers and self._is_redis_far:
                    with self._lock:
                        self._promote_follower()
                else:
                    self._answering_since = monotonic()
                    self._is_answering.set()
                self._answer_oldest(is_alone=is_alone)
                with self._lock:
                    if self._leader != number:
                        return
                    self._answering_since = 0.0
            self._read()

    @property
    def _is_redis_far(self) -> bool:
        return self._waited > max(LEAST_WAIT_SECONDS, WAITING_SHARE * self._computed)

    def _answer_oldest(self, *, is_alone: bool = False) -> bool:
        """Return False if there was none. If `is_alone`, measure for how long the answer waits."""
        try:
            request = self._requests.popleft()[1]
        except IndexError:  # another thread was faster
            return False
        began, computed_before = monotonic(), thread_time()
        self._answer(request)
        if is_alone and self._followers >= THREADS - 2:
            computed = thread_time() - computed_before
            self._computed += (computed - self._computed) / 16
            self._waited += (monotonic() - began - computed - self._waited) / 16
        return True


def _is_late(since: float) -> bool:
    return since + PROMOTE_AFTER_SECONDS < monotonic()
