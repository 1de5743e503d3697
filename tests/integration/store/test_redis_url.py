from dataclasses import replace
from ssl import CERT_REQUIRED
from traceback import format_exception

import pytest
from redis.connection import SSLConnection

from skill.errors import SettingsError
from skill.store.redis_client import connector
from skill.store.redis_url import RedisUrl, parse

SECRET = "hunter2"
LOCAL = RedisUrl(kind="", hosts=(("localhost", 6379),), socket="", service="", database=0, credentials={}, tls={})
SOCKET = replace(LOCAL, hosts=(), socket="/run/redis.sock")
CLUSTER = replace(LOCAL, kind="cluster", hosts=(("one", 6379), ("two", 7000)))
SENTINEL = replace(LOCAL, kind="sentinel", hosts=(("one", 26379), ("two", 7000)), service="primary")
CREDENTIALS = {"username": "skill", "password": "p@ss/w?rd#1:"}


@pytest.mark.parametrize(
    ("url", "meaning"),
    [
        ("redis://localhost", LOCAL),
        ("redis://localhost/", LOCAL),
        ("redis://localhost:7000/3", replace(LOCAL, hosts=(("localhost", 7000),), database=3)),
        ("redis://[::1]", replace(LOCAL, hosts=(("::1", 6379),))),
        ("redis://[::1]:7000", replace(LOCAL, hosts=(("::1", 7000),))),
        ("redis://:secret@localhost", replace(LOCAL, credentials={"password": "secret"})),
        ("redis://skill:p%40ss%2Fw%3Frd%231%3A@localhost", replace(LOCAL, credentials=CREDENTIALS)),
        ("redis://skill:p@ss%2Fw%3Frd%231:@localhost", replace(LOCAL, credentials=CREDENTIALS)),
        ("rediss://localhost", replace(LOCAL, tls={"ssl": True})),
        ("rediss://localhost?ssl_cert_reqs=none", replace(LOCAL, tls={"ssl": True, "ssl_cert_reqs": "none"})),
        ("unix:///run/redis.sock", SOCKET),
        ("unix://:secret@/run/redis.sock?db=3", replace(SOCKET, credentials={"password": "secret"}, database=3)),
        ("redis+cluster://one,two:7000", CLUSTER),
        ("redis+cluster://one,two:7000/0", CLUSTER),
        ("rediss+cluster://one,two:7000", replace(CLUSTER, tls={"ssl": True})),
        ("redis+sentinel://one,two:7000/primary", SENTINEL),
        ("redis+sentinel://one,two:7000/primary/3", replace(SENTINEL, database=3)),
        (
            "rediss+sentinel://:secret@one,two:7000/primary",
            replace(SENTINEL, credentials={"password": "secret"}, tls={"ssl": True}),
        ),
        ("redis://localhost?db=2", replace(LOCAL, database=2)),
        ("redis://localhost/1?db=2", replace(LOCAL, database=2)),
        ("REDISS://localhost", replace(LOCAL, tls={"ssl": True})),
    ],
)
def test_a_url_is_parsed(url: str, meaning: RedisUrl) -> None:
    assert parse(url) == meaning
    connector(url)


@pytest.mark.parametrize("url", ["rediss://localhost", "rediss+sentinel://one,two:7000/primary"])
def test_rediss_connects_with_tls(url: str) -> None:
    connection = connector(url)().connection_pool.make_connection()

    assert isinstance(connection, SSLConnection)
    assert connection.cert_reqs == CERT_REQUIRED


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        pytest.param(f"http://:{SECRET}@localhost", "must begin with redis://", id="another scheme"),
        pytest.param(f"{SECRET}@localhost:6379", "must begin with redis://", id="no scheme"),
        pytest.param(f"{SECRET}:6379", "must begin with redis://", id="a scheme that may be a secret"),
        pytest.param(f"redis+ring://:{SECRET}@localhost", "must begin with redis://", id="an unknown kind"),
        pytest.param(f"redis+://:{SECRET}@localhost", "must begin with redis://", id="an empty kind"),
        pytest.param(f"unix+cluster://:{SECRET}@/run/redis.sock", "must begin with redis://", id="a kind of socket"),
        pytest.param(f"redis://:{SECRET}@[::1", "cannot be read as a URL", id="half an IPv6 address"),
        pytest.param(f"redis://:{SECRET}@℀", "cannot be read as a URL", id="a letter that normalizes to a slash"),
        pytest.param(f"redis://:{SECRET}@", "needs a host", id="no host"),
        pytest.param(f"redis://:{SECRET}@/0", "needs a host", id="a database without a host"),
        pytest.param(f"redis://:{SECRET}@:6379", "needs a host", id="a port without a host"),
        pytest.param(f"redis://:{SECRET}@two..dots", "needs a host", id="an impossible host name"),
        pytest.param(f"redis://localhost:{SECRET}", "HOST:PORT", id="a port in letters"),
        pytest.param(f"redis://:{SECRET}@localhost:0", "from 1 to 65535", id="port zero"),
        pytest.param(f"redis://:{SECRET}@localhost:65536", "from 1 to 65535", id="a port too high"),
        pytest.param(f"redis://:{SECRET}@localhost:٦", "HOST:PORT", id="a port in non-ASCII digits"),
        pytest.param(f"redis://:{SECRET}@one,two", "redis+cluster://", id="several single servers"),
        pytest.param(f"redis+cluster://:{SECRET}@one,,two", "needs a host", id="an empty host"),
        pytest.param(f"redis://localhost/{SECRET}", "redis://HOST:PORT/0", id="a database that is not a number"),
        pytest.param(f"redis://:{SECRET}@localhost/-1", "redis://HOST:PORT/0", id="a negative database"),
        pytest.param(f"redis://:{SECRET}@localhost/0/1", "redis://HOST:PORT/0", id="two databases"),
        pytest.param(f"redis://:{SECRET}@localhost/٣", "redis://HOST:PORT/0", id="a database in non-ASCII digits"),
        pytest.param(f"redis+cluster://:{SECRET}@one/3", "a Cluster has none", id="a database of a Cluster"),
        pytest.param(f"redis+sentinel://:{SECRET}@one", "the service that Sentinel monitors", id="no service"),
        pytest.param(f"redis+sentinel://:{SECRET}@one/", "the service that Sentinel monitors", id="an empty service"),
        pytest.param(f"redis+sentinel://one/primary/{SECRET}", "not a number", id="a Sentinel database"),
        pytest.param(f"unix://:{SECRET}@", "unix:///run/redis.sock", id="no socket file"),
        pytest.param(f"unix://{SECRET}/redis.sock", "unix:///run/redis.sock", id="a socket file on a host"),
        pytest.param(f"unix:///run/redis.sock?db={SECRET}", "not a number", id="a socket's database"),
        pytest.param(f"redis://:pass/{SECRET}@localhost", "%2F", id="a slash in the password"),
        pytest.param(f"redis://:pass?{SECRET}@localhost", "%3F", id="a question mark in the password"),
        pytest.param(f"redis://:pass#{SECRET}@localhost", "%23", id="a hash in the password"),
        pytest.param(f"redis://:{SECRET}@localhost?timeout=9", "a single server has db", id="an unknown option"),
        pytest.param(f"redis://localhost?db={SECRET}", "not a number", id="a database option that is not a number"),
        pytest.param(f"redis+cluster://:{SECRET}@one?db=0", "unknown option", id="a database option of a Cluster"),
        pytest.param(f"redis://:{SECRET}@localhost?ssl_cert_reqs=none", "rediss", id="a TLS option without TLS"),
        pytest.param(
            f"rediss://localhost?ssl_cert_reqs={SECRET}", "none, optional or required", id="an unknown ssl_cert_reqs"
        ),
    ],
)
def test_an_invalid_url_is_refused_with_a_hint_that_does_not_repeat_it(url: str, hint: str) -> None:
    with pytest.raises(SettingsError) as refused:
        connector(url)

    message, traceback = str(refused.value), "".join(format_exception(refused.value))
    assert message.startswith("REDIS_URL ")
    assert hint in message
    assert SECRET not in traceback
