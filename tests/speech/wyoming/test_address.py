import pytest

from speech.errors import SpeechError
from speech.wyoming.address import Address


@pytest.mark.parametrize(
    ("uri", "host", "port"),
    [
        ("tcp://127.0.0.1:10700", "127.0.0.1", 10700),
        ("tcp://127.0.0.1:0", "127.0.0.1", 0),
        ("TCP://LocalHost:1/", "localhost", 1),
        ("tcp://[::1]:10700", "::1", 10700),
        ("tcp://0.0.0.0:10700", "0.0.0.0", 10700),
    ],
)
def test_a_uri_names_a_host_and_a_port(uri: str, host: str, port: int) -> None:
    assert Address.parse(uri) == Address(host, port)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "10700",
        "127.0.0.1:10700",
        "tcp://127.0.0.1",
        "tcp://:10700",
        "tcp://127.0.0.1:x",
        "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:-1",
        "http://127.0.0.1:10700",
        "unix:///tmp/socket",
        "stdio://",
        "tcp://127.0.0.1:10700/path",
        "tcp://127.0.0.1:10700?a=b",
        "tcp://me@127.0.0.1:10700",
        "tcp://[::1:10700",
    ],
)
def test_any_other_uri_is_refused_with_an_example(uri: str) -> None:
    with pytest.raises(SpeechError, match="write for example tcp://"):
        Address.parse(uri)


@pytest.mark.parametrize(
    ("host", "is_loopback", "is_any"),
    [
        ("127.0.0.1", True, False),
        ("127.9.9.9", True, False),
        ("::1", True, False),
        ("localhost", True, False),
        ("0.0.0.0", False, True),
        ("::", False, True),
        ("192.0.2.7", False, False),
    ],
)
def test_an_address_that_others_reach_is_known(host: str, is_loopback: bool, is_any: bool) -> None:  # noqa: FBT001 - a table
    address = Address(host, 10700)

    assert (address.is_loopback, address.is_any) == (is_loopback, is_any)


@pytest.mark.parametrize("host", ["no such host", "a" * 300, "host.invalid"])
def test_a_host_without_an_address_is_named(host: str) -> None:
    with pytest.raises(SpeechError, match="is not an address of this machine"):
        _ = Address(host, 10700).is_loopback
