"""gunicorn's configuration, which the Procfile names."""

import gc
import os
from threading import Thread, Timer
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from skill.telemetry.metrics import FOLDER_VARIABLE

LAST_CALL_SECONDS: Final = 2.0
"""How long the service accepts turns after it was asked to stop: a host's router needs time to notice."""

gc.set_threshold(10_000)  # loading creates many objects but hardly any garbage, so collect less often


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker, except that it loses no turn when it is stopped."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Wait before gunicorn stops accepting connections and finishes the accepted turns."""
        Timer(LAST_CALL_SECONDS, super().handle_exit, (sig, frame)).start()


def post_worker_init(worker: Any) -> None:
    """Play a turn before the first request, since a fork's memory is copied when it is first written.

    A thread connects to the store, so the worker does not wait for one that is unavailable.
    """
    app = worker.wsgi
    if warm_up := getattr(app, "extensions", {}).get("skill"):
        warm_up()
        app.test_client().get("/healthz")
        Thread(target=app.test_client().get, args=("/readyz",), name="warm-up", daemon=True).start()


def child_exit(server: Any, worker: Any) -> None:
    """Keep the counters of a worker that has ended, and drop its circuit breaker's state."""
    if FOLDER_VARIABLE in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
