"""gunicorn's configuration, which the Procfile names."""

import gc
import os
from threading import Thread
from typing import Any, Final

from skill.alexa.verification import chain
from skill.telemetry.metrics import FOLDER_VARIABLE

worker_class: Final = "skill.server.worker.Worker"
preload_app: Final = True
"""The settings are checked and the words are read before the port is opened, and the workers share their memory."""

graceful_timeout: Final = 25
"""Seconds until gunicorn ends workers that were asked to stop."""

control_socket_disable: Final = True
backlog: Final = 1_024

gc.set_threshold(10_000)  # loading creates many objects but hardly any garbage, so collect less often


def pre_fork(server: Any, worker: Any) -> None:
    """Exempt what is loaded from garbage collection, which would write to the memory that the workers share."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Play a turn before the first request, since a fork's memory is copied when it is first written.

    A thread connects to the store, so the worker does not wait for one that is unavailable.
    """
    app = worker.wsgi
    if warm_up := getattr(app, "extensions", {}).get("skill"):
        warm_up()
        chain.warm_up()
        app.test_client().get("/healthz")
        Thread(target=app.test_client().get, args=("/readyz",), name="warm-up", daemon=True).start()


def child_exit(server: Any, worker: Any) -> None:
    """Keep the counters of a worker that has ended, and drop its circuit breaker's state."""
    if FOLDER_VARIABLE in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
