"""The number of connections that the system lets a process hold."""

import resource
from typing import Final

MAX_CONNECTIONS: Final = 4_096
_OWN_FILES: Final = 128
"""For the files, sockets and libraries of the service itself."""


def connection_limit() -> int:
    """Raise the process's limit of open files as far as is needed and allowed. Return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + _OWN_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return MAX_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MAX_CONNECTIONS, soft - _OWN_FILES)
