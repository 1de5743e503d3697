"""What gunicorn does beside serving; the Procfile names this module as its configuration."""

import gc
import os
from threading import Thread, Timer
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from skill.telemetry.metrics import VARIABLE

LAST_CALL_SECONDS: Final = 2.0
"""How long turns are still taken after a stop was asked for: a host's router needs a moment to hear of it."""

gc.set_threshold(10_000)  # new objects between two searches for garbage: to load makes many, and hardly any garbage


class Worker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads, which loses no turn when it is stopped."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Only then closes the door, and finishes the turns that came through it."""
        Timer(LAST_CALL_SECONDS, super().handle_exit, (sig, frame)).start()


def post_worker_init(worker: Any) -> None:
    """Before it hears anybody, it plays a turn: a fork's memory is copied where it is first written.

    The line to the store is made beside: a worker that can do without a store does not wait for one that is away.
    """
    app = worker.wsgi
    if warm_up := getattr(app, "extensions", {}).get("skill"):
        warm_up()
        app.test_client().get("/healthz")
        Thread(target=app.test_client().get, args=("/readyz",), name="warm-up", daemon=True).start()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that ended has counted stays counted; that it passes the store by no longer holds."""
    if VARIABLE in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
