"""With requests that arrive from a queue, and answers that a test holds up."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import sleep

import pytest

from skill.server.leader_followers import THREADS, LeaderFollowers
from tests.support.redis_server import wait_until


class _Arrivals:
    """What a worker's sockets are in production."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[int] = SimpleQueue()
        self.put: Callable[[int], None] = lambda _: None
        self.error: Exception | None = None

    def arrive(self, *requests: int) -> None:
        for request in requests:
            self._queue.put(request)

    def read(self) -> None:
        if self.error:
            raise self.error
        with suppress(Empty):
            self.put(self._queue.get(timeout=0.05))


@contextmanager
def _answering(arrivals: _Arrivals, answer: Callable[[int], None]) -> Iterator[None]:
    threads = LeaderFollowers[int](arrivals.read, answer)
    arrivals.put = threads.put
    is_over = Event()

    def supervise() -> None:
        while not is_over.is_set():
            threads.supervise()

    threads.start()
    supervisor = Thread(target=supervise)
    supervisor.start()
    try:
        yield
    finally:
        is_over.set()
        supervisor.join()


@pytest.mark.parametrize("held", [1, THREADS - 1])
def test_people_are_answered_while_the_answers_of_others_take_long(held: int) -> None:
    """Otherwise one slow call to Amazon would stop the service for everybody."""
    arrivals, release, answered = _Arrivals(), Event(), Counter[int]()

    def answer(request: int) -> None:
        if request < held:
            release.wait()
        answered[request] += 1

    with _answering(arrivals, answer):
        arrivals.arrive(*range(held + 50))
        wait_until(lambda: answered.total() == 50, "the others are not answered")
        release.set()
        wait_until(lambda: answered.total() == held + 50, "those that took long are not answered")

    assert answered == Counter(range(held + 50))


def test_requests_that_arrive_while_all_threads_are_held_up_are_answered_later() -> None:
    """Otherwise people would hear nothing once Redis is back."""
    arrivals, release, answered = _Arrivals(), Event(), Counter[int]()
    begun = Counter[int]()

    def answer(request: int) -> None:
        begun[request] += 1
        if request < THREADS:
            release.wait()
        answered[request] += 1

    with _answering(arrivals, answer):
        arrivals.arrive(*range(THREADS))
        wait_until(lambda: begun.total() == THREADS, "not all threads answer")
        arrivals.arrive(*range(THREADS, THREADS + 20))
        release.set()
        wait_until(lambda: answered.total() == THREADS + 20, "requests are lost")

    assert answered == Counter(range(THREADS + 20))


def test_each_request_is_answered_once_however_leaders_change() -> None:
    """Otherwise a person would be moved on twice, or hear nothing."""
    arrivals, answered = _Arrivals(), Counter[int]()

    def answer(request: int) -> None:
        sleep(0.03 if request % 5 == 0 else 0)
        answered[request] += 1

    with _answering(arrivals, answer):
        for start in range(0, 200, 20):
            arrivals.arrive(*range(start, start + 20))
            sleep(0.01)
        wait_until(lambda: answered.total() >= 200, "requests are lost")

    assert answered == Counter(range(200))


def test_what_reading_raises_ends_the_supervision() -> None:
    """Otherwise a worker that reads no more would stay, and gunicorn would not replace it."""
    arrivals = _Arrivals()
    arrivals.error = ValueError("broken")
    threads = LeaderFollowers[int](arrivals.read, lambda _: None)
    threads.start()

    with pytest.raises(ValueError, match="broken"):
        _supervise_for_a_while(threads)


def _supervise_for_a_while(threads: LeaderFollowers[int]) -> None:
    for _ in range(100):
        threads.supervise()
