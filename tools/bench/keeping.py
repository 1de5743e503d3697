"""What a person costs in Redis: all that is kept of them, as Redis itself counts its memory."""

from skill.progress import Progress
from skill.store.interface import EMPTY, write
from tools.bench.people import Population, envelope, person_key


def bytes_kept(stage: Population, life: Progress) -> int:
    stage.client.flushdb()
    write(stage.store, person_key(envelope(0, "", {})), EMPTY, life)
    return sum(int(stage.client.memory_usage(name) or 0) for name in stage.client.scan_iter())
