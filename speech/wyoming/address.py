"""The address that the server listens on, from a URI such as tcp://127.0.0.1:10700."""

import socket
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from urllib.parse import urlsplit

from speech.errors import SpeechError

EXAMPLE = "tcp://127.0.0.1:10700"


@dataclass(frozen=True)
class Address:
    host: str
    port: int
    """0 for any free port."""

    @classmethod
    def parse(cls, uri: str) -> "Address":
        """Raises SpeechError."""
        try:
            parts = urlsplit(uri)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or port is None or uri.lower().rstrip("/") != f"tcp://{parts.netloc}".lower() or parts.username:
            raise SpeechError(f"--uri {uri}: not an address to listen on; write for example {EXAMPLE}")
        return cls(host, port)

    @cached_property
    def ips(self) -> tuple[str, ...]:
        """The IP addresses of the host. Raises SpeechError."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except (OSError, UnicodeError) as fault:
            raise SpeechError(f"--uri: {self.host} is not an address of this machine; try {EXAMPLE}") from fault
        return tuple(dict.fromkeys(str(address[4][0]).partition("%")[0] for address in found))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it. Raises SpeechError."""
        return all(ip_address(ip).is_loopback for ip in self.ips)

    @property
    def is_any(self) -> bool:
        """Whether it stands for every address of this machine. Raises SpeechError."""
        return any(ip_address(ip).is_unspecified for ip in self.ips)
