"""How the skill asks Amazon's own services: at Amazon's hosts only, and never for longer than a turn can wait."""

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services import (
    ApiClient,
    ApiClientRequest,
    ApiClientResponse,
    ApiConfiguration,
    ServiceException,
)

from skill.alexa.deadline import DeadlinePool
from skill.errors import ServiceError

HOSTS: Final = ("api.amazonalexa.com", "api.eu.amazonalexa.com", "api.fe.amazonalexa.com")
MOST_BYTES: Final = 64 * 1024
WORKERS: Final = 8

Connect = Callable[[float], HTTPConnection]
"""Takes the seconds that a single read may last; does not connect yet."""

Call = Callable[[ApiClientRequest, float], ApiClientResponse]
"""Asks, and gives up after so many seconds. Whatever it raises means that there was no answer."""

Client = TypeVar("Client")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Access:
    """What a request brings along so that the skill may ask about its device."""

    endpoint: str
    token: str = field(repr=False)
    device_id: str = field(repr=False)


def hosts(tls: ssl.SSLContext) -> Mapping[str, Connect]:
    return {f"https://{host}": partial(_https, tls, host) for host in HOSTS}


def refuse(request: ApiClientRequest, seconds: float) -> ApiClientResponse:
    """A `Call` for a device without Amazon behind it: says what Amazon says of a device that does not do it."""
    return ApiClientResponse(status_code=HTTPStatus.FORBIDDEN.value)


class Network:
    """A `Call` over the network, without redirects or proxies, so that a token goes where it belongs and nowhere else.

    The time bounds name look-up and every byte.
    """

    def __init__(self, known: Mapping[str, Connect]) -> None:
        self._known = known
        self._workers = DeadlinePool(WORKERS, "amazon")

    def __call__(self, request: ApiClientRequest, seconds: float) -> ApiClientResponse:
        """Raises ServiceError, OSError, HTTPException."""
        parts = urlsplit(request.url)
        connect = self._known.get(f"{parts.scheme}://{parts.netloc}")
        if connect is None:
            raise ServiceError("the request names a host that is not Amazon's")
        try:
            return self._workers.ask(connect(2 * seconds), partial(_exchange, request, parts.path), seconds)
        except TimeoutError:
            raise ServiceError("no answer in time") from None


def _exchange(request: ApiClientRequest, path: str, connection: HTTPConnection) -> ApiClientResponse:
    body = json.dumps(request.body).encode() if request.body else None
    connection.request(request.method, path, body, dict(request.headers))
    with connection.getresponse() as response:
        content = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ServiceError("the answer is too long")
    is_good = HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES
    # The status says all that is used of an error, and its body may be anything.
    return ApiClientResponse(status_code=response.status, body=content.decode() if is_good else "")


class DeadlineApiClient(ApiClient):
    """A `Call` as the SDK's clients use it, for so many seconds in all."""

    def __init__(self, call: Call, seconds: float) -> None:
        self._call = call
        self._until = monotonic() + seconds

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        return self._call(request, max(0.0, self._until - monotonic()))


class _Serializer(DefaultSerializer):
    """Reads of an answer only what is used, for the SDK fails on every status that Amazon adds."""

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        data = json.loads(payload) if payload else None
        if isinstance(data, dict):
            payload = json.dumps({name: value for name, value in data.items() if name == "alertToken"})
        return super().deserialize(payload, obj_type) if payload else None


def client(service: Callable[[ApiConfiguration], Client], call: Call, access: Access, seconds: float) -> Client:
    """One of the SDK's clients. All that it is asked may take so many seconds, from now on."""
    return service(ApiConfiguration(_Serializer(), DeadlineApiClient(call, seconds), access.token, access.endpoint))


def answered(ask: Callable[[], Answer]) -> Answer:
    """What a client of the SDK answers. Raises ServiceError for all that can be wrong with it."""
    try:
        return ask()
    except ServiceException as error:
        raise ServiceError(str(error), error.status_code) from error
    except (SerializationException, HTTPException, OSError, ValueError, TypeError, AttributeError) as error:
        raise ServiceError("an answer that cannot be read") from error


def _https(tls: ssl.SSLContext, host: str, seconds: float) -> HTTPConnection:
    return HTTPSConnection(host, timeout=seconds, context=tls)
