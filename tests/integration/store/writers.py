"""Writers that race for one person's progress."""

from datetime import timedelta
from threading import Barrier
from typing import Final

from skill.progress import Progress, merge
from skill.store.interface import ProgressStore, write
from tests.integration.store.bench import open_store
from tests.support.progress_strategies import BEGINNING

ROUNDS: Final = 5


def move_in_turns(store: ProgressStore, key: str, name: str, everyone: Barrier) -> Progress:
    """Each round all writers read, then all write a move of their own. Returns all that this one was told is kept."""
    told = Progress()
    for number in range(ROUNDS):
        seen = store.read(key)
        everyone.wait(timeout=30)
        now = BEGINNING + timedelta(minutes=number)
        moved = seen.progress.complete(f"{name}-{number}", now).go_to(f"{name}-{number}", now)
        told = merge(told, write(store, key, seen, moved).progress)
        everyone.wait(timeout=30)
    return told


def move_in_another_process(address: str, key: str, name: str, everyone: Barrier) -> None:
    """Ends the process with an error where the store raises one."""
    move_in_turns(open_store(address), key, name, everyone)


def open_together(address: str, everyone: Barrier) -> None:
    everyone.wait(timeout=30)
    open_store(address).check()
