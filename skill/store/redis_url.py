"""What a REDIS_URL says: how Redis is run, where it is, and how to sign in."""

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
    """A REDIS_URL, taken apart."""

    kind: str
    """`cluster`, `sentinel`, or empty for a single server."""

    hosts: tuple[tuple[str, int], ...]
    """Empty for a server behind a socket file."""

    socket: str
    service: str
    """The name under which Sentinel watches the servers."""

    database: int
    credentials: dict[str, str]
    tls: dict[str, Any]
    """As redis-py takes them; empty without TLS."""


def parse(url: str) -> RedisUrl:
    """Raises SettingsError for a URL that can never work, and repeats no part of it, for a password may be in it.

    `redis://HOST:PORT/DATABASE` is a single server, and `unix:///FILE?db=DATABASE` one behind a socket file. With one
    or several hosts, `redis+cluster://HOST:PORT,HOST:PORT` is a Cluster, and
    `redis+sentinel://HOST:PORT,HOST:PORT/SERVICE/DATABASE` are servers that Sentinel watches. `USER:PASSWORD@` before
    the hosts signs in to the servers, not to Sentinel. `rediss` in place of `redis` means TLS on all connections.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        _refuse("cannot be read as a URL")
    if parts.scheme not in _SCHEMES:
        _refuse(f"must begin with {', '.join(f'{scheme}://' for scheme in _SCHEMES[:-1])} or {_SCHEMES[-1]}://")
    if parts.fragment or "@" in parts.path + parts.query:
        _refuse("has a / ? or # where none belongs; in a password they are written %2F, %3F and %23")
    scheme, _, kind = parts.scheme.partition("+")
    user, _, addresses = parts.netloc.rpartition("@")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    is_socket = scheme == "unix"
    if is_socket and (addresses or not parts.path.strip("/")):
        _refuse("names no socket file, as in unix:///run/redis.sock")
    service, database = ("", options.pop("db", "")) if is_socket else _inside(parts.path, kind)
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
        _refuse("names several servers; a Cluster is redis+cluster://, and Sentinel is redis+sentinel://")
    return hosts


def _host(address: str, default_port: int) -> tuple[str, int]:
    found = _ADDRESS.fullmatch(address)
    host, port = (found[1] or found[2], int(found[3] or default_port)) if found else ("", 0)
    try:
        host.encode("idna")
    except UnicodeError:
        host = ""
    if not host or not 1 <= port <= _LAST_PORT:
        _refuse(f"needs a host, or HOST:PORT with a port from 1 to {_LAST_PORT}")
    return host, port


def _inside(path: str, kind: str) -> tuple[str, str]:
    """The service and the database."""
    first, _, rest = unquote(path).strip("/").partition("/")
    service, database = (first, rest) if kind == "sentinel" else ("", f"{first}/{rest}" if rest else first)
    if kind == "sentinel" and not service:
        _refuse("lacks the service that Sentinel watches, as in redis+sentinel://HOST:PORT/SERVICE")
    if kind == "cluster" and database not in {"", "0"}:
        _refuse("names a database, and a Cluster has none")
    return service, database


def _number(database: str) -> int:
    if not _NUMBER.fullmatch(database):
        _refuse("has a database that is not a number, as in redis://HOST:PORT/0")
    return int(database or 0)


def _credentials(user: str) -> dict[str, str]:
    name, _, password = user.partition(":")
    return {what: unquote(value) for what, value in (("username", name), ("password", password)) if value}


def _tls(options: dict[str, str], *, is_secure: bool) -> dict[str, Any]:
    if not options.keys() <= (set(_TLS_OPTIONS) if is_secure else set()):
        _refuse(f"has an option that is not known; with rediss there are {', '.join(_TLS_OPTIONS)}")
    if options.get("ssl_cert_reqs", "required") not in {"none", "optional", "required"}:
        _refuse("has an ssl_cert_reqs that is not none, optional or required")
    return {"ssl": True, **options} if is_secure else {}


def _refuse(fault: str) -> NoReturn:
    raise SettingsError(f"REDIS_URL {fault}; a whole one is for example redis://localhost:6379/0") from None
