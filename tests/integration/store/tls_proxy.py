"""A TLS proxy in front of a server without TLS."""

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
from tests.support.ports import HOST


class TlsProxy(ThreadingTCPServer):
    """`certificate` is its self-signed certificate."""

    def __init__(self, behind: int, folder: Path, now: datetime, name: str = "", expires_in: timedelta = DAY) -> None:
        super().__init__((HOST, 0), _TlsProxyHandler)
        self.behind = behind
        self.certificate = folder / "certificate.pem"
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.closing = Event()
        names = (x509.DNSName(name) if name else x509.IPAddress(ip_address(HOST)),)
        wish = CertificateSpec(start=now - DAY, end=now + expires_in, names=names)
        holder = self_signed(ec.generate_private_key(ec.SECP256R1()), wish)
        key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.certificate.write_bytes(holder.pem)
        (folder / "key.pem").write_bytes(key)
        self.tls.load_cert_chain(self.certificate, folder / "key.pem")

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _TlsProxyHandler(BaseRequestHandler):
    server: TlsProxy

    def handle(self) -> None:
        with (
            suppress(OSError),
            self.server.tls.wrap_socket(self.request, server_side=True) as visitor,
            create_connection((HOST, self.server.behind)) as redis,
        ):
            while not self.server.closing.is_set() and _forward(visitor, redis):
                pass


def _forward(one: socket, other: socket) -> bool:
    """Forward what is ready. Return False once one side has closed."""
    ready, _, _ = select([one, other], [], [], 0.01)
    for sender, receiver in ((one, other), (other, one)):
        if sender in ready:
            data = sender.recv(65_536)
            receiver.sendall(data)
            if not data:
                return False
    return True


@contextmanager
def tls_proxy_to(
    port: int, folder: Path, now: datetime, name: str = "", expires_in: timedelta = DAY
) -> Iterator[TlsProxy]:
    with TlsProxy(port, folder, now, name, expires_in) as front:
        thread = Thread(target=front.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield front
        finally:
            front.closing.set()
            front.shutdown()
            thread.join()
