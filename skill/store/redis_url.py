"""Parsing a REDIS_URL: a single server, Sentinel or a Cluster, its addresses, and the credentials."""

import re
from dataclasses import dataclass
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

from skill.errors import SettingsError

_SCHEMES: Final = ("redis", "rediss", "unix", "redis+cluster", "rediss+cluster", "redis+sentinel", "rediss+sentinel")
_ADDRESS: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+))(?::([0-9]{1,5}))?")
_NUMBER: Final = re.compile("[0-9]{0,5}")
_LAST_PORT: Final = 65_535
_TLS_OPTIONS: Final = ("ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_keyfile")


@dataclass(frozen=True, slots=True)
class RedisUrl:
    kind: str
    """`cluster`, `sentinel`, or empty for a single server."""

    hosts: tuple[tuple[str, int], ...]
    """Empty for a server behind a socket file."""

    socket: str
    service: str
    """Sentinel's name for the servers."""

    database: int
    credentials: dict[str, str]
    tls: dict[str, Any]
    """redis-py's options; empty without TLS."""


def parse(url: str) -> RedisUrl:
    """Raise SettingsError for a URL that can never work. The message quotes no part of it: it may hold a password.

    - A single server: `redis://HOST:PORT/DATABASE`, `redis://HOST:PORT?db=DATABASE`, or `unix:///FILE?db=DATABASE`.
    - A Cluster: `redis+cluster://HOST:PORT,HOST:PORT`, with one or more hosts.
    - Servers behind Sentinel: `redis+sentinel://HOST:PORT,HOST:PORT/SERVICE/DATABASE`, with one or more Sentinels.

    `USER:PASSWORD@` before the hosts are the credentials for the servers, not for Sentinel. `rediss` means TLS on all
    connections.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        _refuse("cannot be read as a URL")
    if parts.scheme not in _SCHEMES:
        _refuse(f"must begin with {', '.join(f'{scheme}://' for scheme in _SCHEMES[:-1])} or {_SCHEMES[-1]}://")
    if parts.fragment or "@" in parts.path + parts.query:
        _refuse("has an unexpected / ? or #; in a password they are written %2F, %3F and %23")
    scheme, _, kind = parts.scheme.partition("+")
    user, _, addresses = parts.netloc.rpartition("@")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    is_socket = scheme == "unix"
    if is_socket and (addresses or not parts.path.strip("/")):
        _refuse("names no socket file, as in unix:///run/redis.sock")
    service, database = ("", "") if is_socket else _service_and_database(parts.path, kind)
    if not kind:
        database = options.pop("db", database)  # it has precedence in redis-py as well
    return RedisUrl(
        kind=kind,
        hosts=() if is_socket else _hosts(addresses, kind),
        socket=unquote(parts.path) if is_socket else "",
        service=service,
        database=_number(database),
        credentials=_credentials(user),
        tls=_tls(options, is_secure=scheme == "rediss"),
    )


def _hosts(addresses: str, kind: str) -> tuple[tuple[str, int], ...]:
    hosts = tuple(_host(address, 26379 if kind == "sentinel" else 6379) for address in addresses.split(","))
    if len(hosts) > 1 and not kind:
        _refuse("names several servers; use redis+cluster:// for a Cluster, or redis+sentinel:// for Sentinel")
    return hosts


def _host(address: str, default_port: int) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(address)
    host, port = (match[1] or match[2], int(match[3] or default_port)) if match else ("", 0)
    try:
        host.encode("idna")
    except UnicodeError:
        host = ""
    if not host or not 1 <= port <= _LAST_PORT:
        _refuse(f"needs a host, or HOST:PORT with a port from 1 to {_LAST_PORT}")
    return host, port


def _service_and_database(path: str, kind: str) -> tuple[str, str]:
    first, _, rest = unquote(path).strip("/").partition("/")
    service, database = (first, rest) if kind == "sentinel" else ("", f"{first}/{rest}" if rest else first)
    if kind == "sentinel" and not service:
        _refuse("lacks the service that Sentinel monitors, as in redis+sentinel://HOST:PORT/SERVICE")
    if kind == "cluster" and database not in {"", "0"}:
        _refuse("names a database, but a Cluster has none")
    return service, database


def _number(database: str) -> int:
    if not _NUMBER.fullmatch(database):
        _refuse("has a database that is not a number, as in redis://HOST:PORT/0")
    return int(database or 0)


def _credentials(user: str) -> dict[str, str]:
    name, _, password = user.partition(":")
    return {option: unquote(value) for option, value in (("username", name), ("password", password)) if value}


def _tls(options: dict[str, str], *, is_secure: bool) -> dict[str, Any]:
    if not options.keys() <= (set(_TLS_OPTIONS) if is_secure else set()):
        _refuse(f"has an unknown option; a single server has db, and rediss has {', '.join(_TLS_OPTIONS)}")
    if options.get("ssl_cert_reqs", "required") not in {"none", "optional", "required"}:
        _refuse("has an ssl_cert_reqs that is not none, optional or required")
    return {"ssl": True, **options} if is_secure else {}


def _refuse(problem: str) -> NoReturn:
    raise SettingsError(f"REDIS_URL {problem}; an example of a valid one is redis://localhost:6379/0") from None
