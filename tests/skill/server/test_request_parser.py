import pytest

from skill.server.request_parser import MAX_BODY, MAX_HEAD, MAX_PIPELINED, Request, RequestParser

HEAD = b"POST /alexa?a=b HTTP/1.1\r\nHost: localhost\r\nSignature-256: c2ln\r\n"
FIXED = HEAD + b"Content-Length: 5\r\n\r\nhello"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nSignature-256: other\r\n\r\n"


def _parse(*parts: bytes) -> list[Request]:
    parser = RequestParser()
    for part in parts:
        parser.feed(part)
    return parser.requests


@pytest.mark.parametrize("data", [FIXED, CHUNKED], ids=["fixed", "chunked"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_request_is_the_same_however_it_is_cut_into_packets(data: bytes, size: int) -> None:
    (request,) = _parse(*(data[start : start + size] for start in range(0, len(data), size)))

    assert (request.method, request.target, request.body) == ("POST", b"/alexa?a=b", b"hello")
    assert request.headers["HTTP_SIGNATURE_256"] == "c2ln"  # not that of the trailer
    assert request.keeps_alive
    assert not request.refusal
    assert not request.is_too_large


def test_a_request_is_not_complete_before_its_last_byte() -> None:
    """Otherwise a client that sends slowly would get a thread."""
    for data in (FIXED, CHUNKED):
        assert _parse(*(bytes([byte]) for byte in data[:-1])) == []


def test_requests_in_one_packet_keep_their_order() -> None:
    second = FIXED.replace(b"hello", b"again")

    assert [request.body for request in _parse(FIXED + second)] == [b"hello", b"again"]


@pytest.mark.parametrize(
    "parts",
    [
        [HEAD + f"Content-Length: {MAX_BODY + 1}\r\n\r\n".encode()],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"8000\r\n" + b"x" * 0x8000 + b"\r\n"] * 9],
    ],
    ids=["declared", "chunked"],
)
def test_a_body_over_the_limit_is_not_collected(parts: list[bytes]) -> None:
    """Otherwise a few clients could fill the memory."""
    parser = RequestParser()
    for part in parts:
        parser.feed(part)

    (request,) = parser.requests
    assert request.is_too_large
    assert (request.body, request.keeps_alive, parser.buffered) == (b"", False, 0)


def test_a_body_of_exactly_the_limit_is_taken() -> None:
    (request,) = _parse(HEAD + f"Content-Length: {MAX_BODY}\r\n\r\n".encode(), b"x" * MAX_BODY)

    assert len(request.body) == MAX_BODY
    assert not request.is_too_large


@pytest.mark.parametrize(
    "parts",
    [
        [b"GET /" + b"x" * MAX_HEAD + b" HTTP/1.1\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nX: " + b"x" * MAX_HEAD + b"\r\n\r\n"],
        [b"GET / HTTP/1.1\r\n", *[b"X" * 4096] * 5],
        [b"GET / HTTP/1.1\r\n", *[b"X: y\r\n" * 400] * 8],
    ],
    ids=["address", "value", "endless name", "many headers"],
)
def test_a_head_over_the_limit_is_refused(parts: list[bytes]) -> None:
    assert [request.refusal for request in _parse(*parts)] == [431]


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"GET /\r\n\r\n",
        b"GET / HTTP/7.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
        b"GET / HTTP/1.1\r\nX : y\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: identity\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nno number\r\n",
    ],
)
def test_what_proxies_may_read_in_another_way_is_refused(data: bytes) -> None:
    """Otherwise a request could be smuggled past a proxy in front."""
    (request,) = _parse(data)

    assert (request.refusal, request.keeps_alive) == (400, False)


def test_nothing_is_read_after_a_refusal() -> None:
    assert [request.refusal for request in _parse(b"nonsense\r\n\r\n", FIXED)] == [400]


def test_an_upgrade_to_another_protocol_is_answered_as_a_plain_request() -> None:
    """Java's client offers HTTP/2 in this way."""
    (request,) = _parse(b"GET /healthz HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n\x00\x01")

    assert (request.target, request.refusal, request.keeps_alive) == (b"/healthz", 0, False)


def test_header_names_with_underscores_are_dropped_and_repeated_ones_joined() -> None:
    """WSGI cannot tell Signature_256 from Signature-256, so the one could avoid a proxy's check of the other."""
    (request,) = _parse(b"GET / HTTP/1.1\r\nSignature_256: a\r\nVia: b\r\nVia: c\r\n\r\n")

    assert request.headers == {"HTTP_VIA": "b,c"}


def test_a_packet_of_tiny_requests_is_not_read_to_its_end() -> None:
    """Otherwise a few hundred such packets would fill the memory."""
    requests = _parse(b"GET / HTTP/1.1\r\n\r\n" * 3_000)

    assert [request.keeps_alive for request in requests] == [True] * (MAX_PIPELINED - 1) + [False]


def test_a_client_that_asks_before_it_sends_the_body_is_noticed_once_its_head_is_complete() -> None:
    parser = RequestParser()
    parser.feed(HEAD + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")

    assert parser.expects_continue
    assert parser.requests == []
