"""A simulated Alexa API for skills: the address of each request's `apiEndpoint`.

The access token of a request decides what a call may do. The services answer with Amazon's status codes and bodies.
"""

import json
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from threading import RLock, Thread
from typing import Any, Final
from urllib.parse import unquote

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from speech.json_reader import read_json
from speech.simulator import customer_api
from speech.simulator.customer_api import Customer
from speech.simulator.directives_api import DirectivesApi
from speech.simulator.lists_api import ListsApi
from speech.simulator.loopback import LOOPBACK, address, bind
from speech.simulator.permissions import read_token
from speech.simulator.reminders_api import PATH as REMINDERS_PATH
from speech.simulator.reminders_api import RemindersApi

MAX_BODY: Final = 1_000_000
"""Bytes."""

MAX_NOTES: Final = 20
"""Refused calls of one turn that are reported."""

_HOSTS: Final = (LOOPBACK, "localhost")

ApiAnswer = tuple[HTTPStatus, Any]


@dataclass
class AlexaApi:
    """Thread-safe. The server starts when its address is first needed, and ends with the process."""

    reminders: RemindersApi = field(default_factory=RemindersApi)
    lists: ListsApi = field(default_factory=ListsApi)
    directives: DirectivesApi = field(default_factory=DirectivesApi)

    def __post_init__(self) -> None:
        self._lock = RLock()
        self._customers: dict[str, Customer] = {}
        self._notes: dict[str, deque[str]] = {}

    @cached_property
    def address(self) -> str:
        """Start the server, and return its URL. Raises SpeechError."""
        server = bind(self._serve)
        Thread(target=server.serve_forever, daemon=True).start()
        return address(server)

    def begin(self, customer: Customer, request: str) -> None:
        """Prepare for the calls that a skill makes while it answers the request with this id."""
        with self._lock:
            self._customers[customer.account] = customer
            self._notes[customer.account] = deque(maxlen=MAX_NOTES)
            self.directives.begin(request)

    def end(self, account: str, request: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the progressive responses to the request, as SSML, and a line for each refused call."""
        with self._lock:
            return self.directives.end(request), tuple(self._notes.pop(account, ()))

    def handle(self, method: str, path: str, token: str, body: Any) -> ApiAnswer:
        """Answer a call. Raises ConnectionError while the services are unavailable."""
        with self._lock:
            path = unquote(path).rstrip("/")
            status, content = self._answer(method, path, token, body)
            if status >= HTTPStatus.BAD_REQUEST:
                self._note(method, path, token, status)
            return status, content

    def _answer(self, method: str, path: str, token: str, body: Any) -> ApiAnswer:
        if self.reminders.is_unavailable or path.startswith(REMINDERS_PATH):
            return self.reminders.handle(method, path, token, body)
        try:
            account, granted = read_token(token)
        except ValueError:
            return customer_api.refusal_of_token(path)
        customer = self._customers.get(account) or Customer(account)
        if path.startswith("/v2/householdlists"):
            return self.lists.handle(method, path, account, granted, body)
        if path == "/v1/directives":
            return self.directives.handle(method, body)
        return customer_api.handle(method, path, customer, granted)

    def _note(self, method: str, path: str, token: str, status: HTTPStatus) -> None:
        try:
            account, granted = read_token(token)
        except ValueError:
            account, granted = next(iter(self._notes), ""), frozenset()
        scopes = [scope for scope in customer_api.scopes_for(method, path) if scope not in granted]
        needed = status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} and scopes
        hint = f" Allow it with --grant {scopes[0]}" if needed else ""
        if account in self._notes:
            self._notes[account].append(f"Alexa's API answered {method} {path:.100} with {status.value}.{hint}")

    def _serve(self, environ: Any, start_response: Any) -> Any:
        """The WSGI app."""
        request = Request(environ)
        request.max_content_length = MAX_BODY
        if request.host.partition(":")[0] not in _HOSTS:  # a website that got this address for a name of its own
            return Response(status=HTTPStatus.FORBIDDEN.value)(environ, start_response)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            body = read_json(request.get_data()) if request.content_length else None
            status, content = self.handle(request.method, request.path, token, body)
        except RequestEntityTooLarge:
            status, content = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"message": "the body is too large"}
        except ValueError as error:
            status, content = HTTPStatus.BAD_REQUEST, {"message": f"the body is not JSON: {error}"}
        except ConnectionError as error:
            status, content = HTTPStatus.SERVICE_UNAVAILABLE, {"message": str(error)}
        text = "" if status == HTTPStatus.NO_CONTENT else json.dumps(content)
        return Response(text, status.value, mimetype="application/json")(environ, start_response)
