"""Reserves ports on loopback for servers that a test starts as processes of their own."""

import random
import socket
import sys
from typing import Final

HOST: Final = "127.0.0.1"
_CLUSTER_BUS: Final = 10_000
"""The distance from a Redis Cluster node's port to its second port."""

_PORTS: Final = range(10_000, 20_000)
"""Below the ports that the system assigns to others, so that nothing takes one before its server starts or restarts."""


def free_port() -> int:
    """Return a port that no other test takes while this process runs; the one 10,000 above it is free too."""
    for port in random.SystemRandom().sample(_PORTS, 100):
        if _is_free(port) and _reserve(port):
            return port
    raise OSError(f"100 ports from {_PORTS.start} on are taken; end the servers that earlier tests have left")


def _is_free(port: int) -> bool:
    return all(_bind(socket.SOCK_STREAM, number) for number in (port, port + _CLUSTER_BUS))


def _reserve(port: int) -> bool:
    """Hold the UDP port of that number, which no server under test uses, as a lock between processes."""
    return _bind(socket.SOCK_DGRAM, port, keep=True)


def _bind(kind: socket.SocketKind, port: int, *, keep: bool = False) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        # With it, two processes can share a UDP port, and on Windows any port.
        if kind is socket.SOCK_STREAM and sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        if keep:
            probe.detach()  # the descriptor stays open until the process ends
        return True
