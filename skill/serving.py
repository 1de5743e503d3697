"""What gunicorn does beside serving; the Procfile names this module as its configuration."""

import gc
import os
from collections.abc import Callable
from threading import Barrier, Timer
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from skill.telemetry.folder import VARIABLE

LAST_CALL_SECONDS: Final = 2.0
"""How long turns are still taken after a stop was asked for: a host's router needs a moment to hear of it."""

MEETING_SECONDS: Final = 5.0

gc.set_threshold(10_000)  # new objects between two searches for garbage: to load makes many, and hardly any garbage


class Worker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads, which has warmed up before it hears, and loses no turn when it is stopped."""

    def run(self) -> None:
        """Each thread plays a turn and asks whether the store is there, to which it has a line of its own."""
        if warm_up := self.wsgi.extensions.get("skill"):
            all_threads = Barrier(self.cfg.threads)  # or the first would do the others' part
            for _ in range(self.cfg.threads):
                self.tpool.submit(_warm_up, all_threads, warm_up, self.wsgi)
        super().run()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Only then closes the door, and finishes the turns that came through it."""
        Timer(LAST_CALL_SECONDS, super().handle_exit, (sig, frame)).start()


def _warm_up(all_threads: Barrier, warm_up: Callable[[], None], app: Any) -> None:
    """What a turn touches is the worker's own from then on: a fork's memory is copied where it is first written."""
    all_threads.wait(MEETING_SECONDS)
    warm_up()
    app.test_client().get("/readyz")


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that ended has counted stays counted; that it passes the store by no longer holds."""
    if VARIABLE in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
