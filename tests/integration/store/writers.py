"""Writers that race for one person's progress."""

from datetime import timedelta
from threading import Barrier
from typing import Final

from skill.progress import Progress, merge
from skill.store.interface import ProgressStore, write
from tests.integration.store.backends import store_at
from tests.support.progress_strategies import BEGINNING

ROUNDS: Final = 5


def move_in_turns(store: ProgressStore, key: str, name: str, barrier: Barrier) -> Progress:
    """In each round all writers read, then each writes a move of its own. Return the merge of all results."""
    results = Progress()
    for number in range(ROUNDS):
        seen = store.read(key)
        barrier.wait(timeout=30)
        now = BEGINNING + timedelta(minutes=number)
        moved = seen.progress.complete(f"{name}-{number}", now).go_to(f"{name}-{number}", now)
        results = merge(results, write(store, key, seen, moved).progress)
        barrier.wait(timeout=30)
    return results


def move_in_another_process(address: str, key: str, name: str, barrier: Barrier) -> None:
    """The process ends with an error if the store raises one."""
    move_in_turns(store_at(address), key, name, barrier)


def open_together(address: str, barrier: Barrier) -> None:
    barrier.wait(timeout=30)
    store_at(address).check()
