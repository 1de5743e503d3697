"""Certificate hosts that are away, slow, or give the genuine chain in a way that is not to be taken."""

import gzip

from tests.support.invalid_requests.certificate_host import Answer, hangs_up, says_nothing, sends, speaks
from tests.support.invalid_requests.world import Make, Request, World, refused

PAGE = b"<!doctype html><title>Please log in</title>"
STATUS = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def _answering(answer: Answer, line: str = "good") -> Make:
    def make(world: World) -> Request:
        return world.request(url=world.publish(answer, line))

    return make


def _dripping(first: bytes, again: bytes) -> Make:
    """Go on forever, and never wait long enough between two bytes to time a single read out."""
    return _answering(speaks(first, again, every=0.02), "impatient")


def _with_the_chain(line: str = "good", status: int = 200, padding: int = 0) -> Make:
    def make(world: World) -> Request:
        return world.request(url=world.publish(sends(world.chain + b"\n" * padding, status), line))

    return make


def _redirecting(status: int) -> Make:
    def make(world: World) -> Request:
        genuine = world.publish(sends(world.chain))
        return world.request(url=world.publish(sends(world.chain, status, Location=genuine)))

    return make


def _packed(world: World) -> Request:
    return world.request(url=world.publish(sends(gzip.compress(world.chain), Content_Encoding="gzip")))


HOSTS = (
    *refused(
        "certificate-unreachable",
        {
            "host is away": _with_the_chain("dead"),
            "host without trusted TLS": _with_the_chain("distrusting"),
            "host under another name": _with_the_chain("misnamed"),
            "host hangs up": _answering(hangs_up),
            "host talks nonsense": _answering(speaks(b"SSH-2.0-nonsense\r\n")),
            "host sends nonsense for chunks": _answering(speaks(STATUS + CHUNKED + b"nonsense\r\n")),
            "host sends headers without end": _answering(speaks(STATUS, again=b"X: y\r\n")),
            "host sends a header without end": _answering(speaks(STATUS + b"X: ", again=b"-" * 4096)),
            "host is broken": _with_the_chain(status=503),
        },
    ),
    *refused(
        "certificate-late",
        {
            "host says nothing": _answering(says_nothing, "impatient"),
            "host drips its status": _dripping(b"", b"H"),
            "host drips a header": _dripping(STATUS + b"X: ", b"-"),
            "host drips its file": _dripping(STATUS + b"\r\n", b"-"),
            "host drips chunks": _dripping(STATUS + CHUNKED, b"1\r\n-\r\n"),
            "host asks to go on without end": _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        },
    ),
    *refused(
        "certificate-too-large",
        {
            "file is too large": _with_the_chain(padding=64 * 1024),
            "file has no end": _answering(speaks(STATUS + b"\r\n", again=b"-" * 4096)),
        },
    ),
    *refused(
        "certificate-status",
        {
            "host redirects for good": _redirecting(301),
            "host redirects for now": _redirecting(302),
            "host redirects with the method kept": _redirecting(307),
            "host gives another's answer": _with_the_chain(status=203),
            "host forbids": _with_the_chain(status=403),
            "host does not find it": _with_the_chain(status=404),
        },
    ),
    *refused(
        "certificate-unreadable",
        {
            "file is a page": _answering(sends(PAGE)),
            "file is empty": _answering(sends(b"")),
            "file is packed": _packed,
        },
    ),
)
