"""With requests that arrive from a queue, and answers that a test holds up."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, current_thread
from time import sleep

import pytest

from skill.server.leader_followers import THREADS, LeaderFollowers
from tests.support.redis_server import wait_until

WAIT_SECONDS = 0.02


class _Service:
    """Answers numbers, which arrive as requests do at the sockets of a worker."""

    def __init__(self, seconds: float = 0) -> None:
        """`seconds` is what each answer takes."""
        self._seconds = seconds
        self.answered: list[int] = []
        self.threads: Counter[str] = Counter()
        self.reads = 0
        self.held: dict[int, Event] = {}
        """The requests whose answers are held up, until their event is set."""

        self._arrivals: SimpleQueue[int] = SimpleQueue()
        self._reading = Lock()
        self._is_over = Event()
        self._threads = LeaderFollowers[int](self._read, self._answer)

    def arrive(self, *requests: int) -> None:
        for request in requests:
            self._arrivals.put(request)

    def hold(self, *requests: int) -> Event:
        """Hold up the answers to these requests, and let them arrive. Return the event that releases them."""
        release = Event()
        self.held |= dict.fromkeys(requests, release)
        self.arrive(*requests)
        return release

    def wait_until_answered(self, number: int) -> None:
        wait_until(lambda: len(self.answered) >= number, f"{len(self.answered)} of {number} requests are answered")

    @contextmanager
    def running(self) -> Iterator[None]:
        supervisor = Thread(target=self._supervise)
        self._threads.start()
        supervisor.start()
        try:
            yield
        finally:
            for release in self.held.values():
                release.set()
            self._is_over.set()
            supervisor.join()

    def _supervise(self) -> None:
        with suppress(InterruptedError):
            while True:
                self._threads.supervise()

    def _read(self) -> None:
        assert self._reading.acquire(blocking=False), "two threads read"
        try:
            if self._is_over.is_set():
                raise InterruptedError
            self.reads += 1
            with suppress(Empty):
                self._threads.put(self._arrivals.get(timeout=0 if self._threads.waiting else WAIT_SECONDS))
                while True:
                    self._threads.put(self._arrivals.get_nowait())
        finally:
            self._reading.release()

    def _answer(self, request: int) -> None:
        if request in self.held:
            self.held[request].wait()
        sleep(self._seconds)
        self.threads[current_thread().name] += 1
        self.answered.append(request)


@pytest.mark.parametrize("held", [1, THREADS - 1])
def test_people_are_answered_while_the_answers_of_others_take_long(held: int) -> None:
    """Otherwise one slow call to Amazon would stop the service for everybody."""
    service = _Service()
    with service.running():
        release = service.hold(*range(held))
        service.arrive(*range(100, 150))
        service.wait_until_answered(50)
        release.set()
        service.wait_until_answered(50 + held)

    assert sorted(service.answered) == [*range(held), *range(100, 150)]


def test_threads_that_were_held_up_help_again_later() -> None:
    """Otherwise the service would stop after the eighth slow call of the day."""
    service = _Service()
    with service.running():
        for day in range(3):
            before = len(service.answered)
            release = service.hold(*range(100 * day, 100 * day + THREADS - 1))
            service.arrive(*range(1_000 + 100 * day, 1_050 + 100 * day))
            service.wait_until_answered(before + 50)
            release.set()
            service.wait_until_answered(before + 50 + THREADS - 1)

    assert len(set(service.answered)) == len(service.answered)


def test_requests_that_arrive_while_all_threads_are_held_up_are_answered_later() -> None:
    """Otherwise people would hear nothing once Redis is back."""
    service = _Service()
    with service.running():
        release = service.hold(*range(THREADS))
        service.arrive(*range(100, 120))
        sleep(4 * WAIT_SECONDS)
        release.set()
        service.wait_until_answered(THREADS + 20)

    assert sorted(service.answered) == [*range(THREADS), *range(100, 120)]


def test_one_thread_answers_what_takes_no_time() -> None:
    """Otherwise every turn would cost more: threads side by side pass a lock to each other."""
    service = _Service()
    with service.running():
        rounds = (
            _most_answers_of_a_thread(service) for _ in range(40)
        )  # on a busy machine a thread is held up in some

        assert any(answers > 10 for answers in rounds)


def _most_answers_of_a_thread(service: _Service) -> int:
    """Of the next twenty requests, which arrive one after another."""
    service.threads.clear()
    for _ in range(20):
        before = len(service.answered)
        service.arrive(before)
        service.wait_until_answered(before + 1)
    return max(service.threads.values())


def test_requests_that_wait_for_slow_answers_get_several_threads() -> None:
    """Otherwise people would wait for the calls of all others, one after another."""
    service = _Service(seconds=0.01)
    with service.running():
        service.arrive(*range(60))
        service.wait_until_answered(60)

    assert len(service.threads) > 1
    assert sorted(service.answered) == [*range(60)]


def test_threads_take_turns_where_answers_wait() -> None:
    """Otherwise a service whose Redis is far away would leave its processor idle while people wait."""
    service = _Service(seconds=0.004)  # less than after which an answer counts as slow
    with service.running():
        for number in range(30):
            service.arrive(number)
            service.wait_until_answered(number + 1)

    assert len(service.threads) > 1


def test_the_leader_reads_while_many_requests_wait() -> None:
    """Otherwise no new connection would be accepted meanwhile, and gunicorn would take the worker for dead."""
    service = _Service(seconds=0.002)
    with service.running():
        service.arrive(*range(10_000))
        service.wait_until_answered(1)
        before = service.reads
        wait_until(lambda: service.reads > before, "no thread reads")
        answered = len(service.answered)

    assert answered < 10_000


def test_what_reading_raises_ends_the_supervision() -> None:
    """Otherwise a worker that reads no more would stay, and gunicorn would not replace it."""

    def read() -> None:
        raise ValueError("broken")

    threads = LeaderFollowers[int](read, lambda _: None)
    threads.start()

    with pytest.raises(ValueError, match="broken"):
        _supervise_for_a_while(threads)


def _supervise_for_a_while(threads: LeaderFollowers[int]) -> None:
    for _ in range(100):
        threads.supervise()
