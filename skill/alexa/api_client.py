"""Calls to Amazon's services: only to Amazon's own hosts, and with a limit on their total time."""

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
MAX_BYTES: Final = 64 * 1024
CALLS_AT_ONCE: Final = 4
"""Half of `skill.server`'s threads, so that the others answer people whose turns need nothing of Amazon's."""

Connect = Callable[[float], HTTPConnection]
"""Takes the timeout of a single read in seconds. Returns a connection that is not connected yet."""

Call = Callable[[ApiClientRequest, float], ApiClientResponse]
"""Sends a request with a limit on its total time in seconds. Any exception means that there was no answer."""

Client = TypeVar("Client")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Access:
    """What a request contains so that the skill may call Amazon about its device."""

    endpoint: str
    token: str = field(repr=False)
    device_id: str = field(repr=False)


def hosts(tls: ssl.SSLContext) -> Mapping[str, Connect]:
    """By origin, such as "https://api.amazonalexa.com"."""
    return {f"https://{host}": partial(_https, tls, host) for host in HOSTS}


def refuse(request: ApiClientRequest, seconds: float) -> ApiClientResponse:
    """A `Call` that answers as Amazon does for a device that does not support the request."""
    return ApiClientResponse(status_code=HTTPStatus.FORBIDDEN.value)


class Network:
    """A `Call` over the network, without redirects or proxies, so that tokens are sent to Amazon only.

    The time limit includes name look-up.
    """

    def __init__(self, hosts: Mapping[str, Connect]) -> None:
        self._hosts = hosts
        self._workers = DeadlinePool(CALLS_AT_ONCE, "amazon")

    def __call__(self, request: ApiClientRequest, seconds: float) -> ApiClientResponse:
        """Raise ServiceError, OSError, HTTPException."""
        parts = urlsplit(request.url)
        connect = self._hosts.get(f"{parts.scheme}://{parts.netloc}")
        if connect is None:
            raise ServiceError("the request names a host that is not Amazon's")
        try:
            return self._workers.run(connect(2 * seconds), partial(_exchange, request, parts.path), seconds)
        except TimeoutError:
            raise ServiceError("no answer in time") from None


def _exchange(request: ApiClientRequest, path: str, connection: HTTPConnection) -> ApiClientResponse:
    body = json.dumps(request.body).encode() if request.body else None
    connection.request(request.method, path, body, dict(request.headers))
    with connection.getresponse() as response:
        content = response.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ServiceError("the answer is too long")
    is_success = HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES
    # Of an error only the status is used, and its body may be anything.
    return ApiClientResponse(status_code=response.status, body=content.decode() if is_success else "")


class DeadlineApiClient(ApiClient):
    """Adapts a `Call` to the SDK's clients. `seconds` limits all its requests together."""

    def __init__(self, call: Call, seconds: float) -> None:
        self._call = call
        self._deadline = monotonic() + seconds

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        return self._call(request, max(0.0, self._deadline - monotonic()))


class _Serializer(DefaultSerializer):
    """Deserializes only the fields that are used: the SDK fails on every status that Amazon adds."""

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        data = json.loads(payload) if payload else None
        if isinstance(data, dict):
            payload = json.dumps({name: value for name, value in data.items() if name == "alertToken"})
        return super().deserialize(payload, obj_type) if payload else None


def service_client(client: Callable[[ApiConfiguration], Client], call: Call, access: Access, seconds: float) -> Client:
    """Return one of the SDK's clients. All its calls together may take so many seconds from now."""
    return client(ApiConfiguration(_Serializer(), DeadlineApiClient(call, seconds), access.token, access.endpoint))


def call_service(call: Callable[[], Result]) -> Result:
    """Return the result of an SDK client's method. Raise ServiceError, whatever went wrong."""
    try:
        return call()
    except ServiceException as error:
        raise ServiceError(str(error), error.status_code) from error
    except (SerializationException, HTTPException, OSError, ValueError, TypeError, AttributeError) as error:
        raise ServiceError("the answer cannot be read") from error


def _https(tls: ssl.SSLContext, host: str, seconds: float) -> HTTPConnection:
    return HTTPSConnection(host, timeout=seconds, context=tls)
