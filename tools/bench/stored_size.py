"""The memory that one person takes in Redis, as Redis counts it."""

from skill.progress import Progress
from skill.store.interface import EMPTY, write
from tools.bench.population import Population, envelope, person_key


def stored_bytes(population: Population, progress: Progress) -> int:
    population.client.flushdb()
    write(population.store, person_key(envelope(0, "", {})), EMPTY, progress)
    return sum(int(population.client.memory_usage(name) or 0) for name in population.client.scan_iter())
