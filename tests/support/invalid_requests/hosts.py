"""Certificate hosts that are unavailable or slow, or send the genuine chain in a way that must be refused."""

import gzip

from tests.support.invalid_requests.certificate_host import (
    CertificateResponse,
    hangs_up,
    sends,
    sends_raw,
    stays_silent,
)
from tests.support.invalid_requests.world import Make, Request, World, refused

PAGE = b"<!doctype html><title>Please log in</title>"
STATUS = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def _responding(response: CertificateResponse, client: str = "good") -> Make:
    def make(world: World) -> Request:
        return world.request(url=world.publish(response, client))

    return make


def _dripping(first: bytes, again: bytes) -> Make:
    """Send bytes forever, often enough that no single read times out."""
    return _responding(sends_raw(first, again, every=0.02), "impatient")


def _with_the_chain(client: str = "good", status: int = 200, padding: int = 0) -> Make:
    def make(world: World) -> Request:
        return world.request(url=world.publish(sends(world.chain + b"\n" * padding, status), client))

    return make


def _redirecting(status: int) -> Make:
    def make(world: World) -> Request:
        genuine = world.publish(sends(world.chain))
        return world.request(url=world.publish(sends(world.chain, status, Location=genuine)))

    return make


def _compressed(world: World) -> Request:
    return world.request(url=world.publish(sends(gzip.compress(world.chain), Content_Encoding="gzip")))


HOSTS = (
    *refused(
        "certificate-unreachable",
        {
            "host is unavailable": _with_the_chain("dead"),
            "host without trusted TLS": _with_the_chain("distrusting"),
            "host under another name": _with_the_chain("misnamed"),
            "host hangs up": _responding(hangs_up),
            "host sends another protocol": _responding(sends_raw(b"SSH-2.0-nonsense\r\n")),
            "host sends malformed chunks": _responding(sends_raw(STATUS + CHUNKED + b"nonsense\r\n")),
            "host sends headers without end": _responding(sends_raw(STATUS, again=b"X: y\r\n")),
            "host sends a header without end": _responding(sends_raw(STATUS + b"X: ", again=b"-" * 4096)),
            "host is broken": _with_the_chain(status=503),
        },
    ),
    *refused(
        "certificate-late",
        {
            "host stays silent": _responding(stays_silent, "impatient"),
            "host drips its status": _dripping(b"", b"H"),
            "host drips a header": _dripping(STATUS + b"X: ", b"-"),
            "host drips its file": _dripping(STATUS + b"\r\n", b"-"),
            "host drips chunks": _dripping(STATUS + CHUNKED, b"1\r\n-\r\n"),
            "host sends 100 Continue without end": _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        },
    ),
    *refused(
        "certificate-too-large",
        {
            "file is too large": _with_the_chain(padding=64 * 1024),
            "file has no end": _responding(sends_raw(STATUS + b"\r\n", again=b"-" * 4096)),
        },
    ),
    *refused(
        "certificate-status",
        {
            "host redirects permanently": _redirecting(301),
            "host redirects temporarily": _redirecting(302),
            "host redirects with the method kept": _redirecting(307),
            "host sends a proxy's response": _with_the_chain(status=203),
            "host forbids": _with_the_chain(status=403),
            "host does not find it": _with_the_chain(status=404),
        },
    ),
    *refused(
        "certificate-unreadable",
        {
            "file is a web page": _responding(sends(PAGE)),
            "file is empty": _responding(sends(b"")),
            "file is compressed": _compressed,
        },
    ),
)
