"""A door with TLS in front of a server that has none."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from select import select
from socket import create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.invalid_requests.pki import DAY, CertificateSpec, self_signed
from tests.support.redis_server import HOST


class TlsFront(ThreadingTCPServer):
    """Its certificate stands in `certificate`; nobody else vouches for it."""

    def __init__(self, behind: int, folder: Path, now: datetime, name: str = "", ends_in: timedelta = DAY) -> None:
        super().__init__((HOST, 0), _Passage)
        self.behind = behind
        self.certificate = folder / "certificate.pem"
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.closing = Event()
        names = (x509.DNSName(name) if name else x509.IPAddress(ip_address(HOST)),)
        spec = CertificateSpec(start=now - DAY, end=now + ends_in, names=names)
        holder = self_signed(ec.generate_private_key(ec.SECP256R1()), spec)
        key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.certificate.write_bytes(holder.pem)
        (folder / "key.pem").write_bytes(key)
        self.tls.load_cert_chain(self.certificate, folder / "key.pem")

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Passage(BaseRequestHandler):
    server: TlsFront

    def handle(self) -> None:
        with (
            suppress(OSError),
            self.server.tls.wrap_socket(self.request, server_side=True) as visitor,
            create_connection((HOST, self.server.behind)) as redis,
        ):
            while not self.server.closing.is_set() and _passes_on(visitor, redis):
                pass


def _passes_on(one: socket, other: socket) -> bool:
    """Whether both are still there, after whatever either said was passed on."""
    ready, _, _ = select([one, other], [], [], 0.01)
    for speaker, listener in ((one, other), (other, one)):
        if speaker in ready:
            words = speaker.recv(65_536)
            listener.sendall(words)
            if not words:
                return False
    return True


@contextmanager
def tls_in_front_of(
    port: int, folder: Path, now: datetime, name: str = "", ends_in: timedelta = DAY
) -> Iterator[TlsFront]:
    with TlsFront(port, folder, now, name, ends_in) as front:
        thread = Thread(target=front.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield front
        finally:
            front.closing.set()
            front.shutdown()
            thread.join()
