"""A simulated list management API: a to-do list and a shopping list for each account, in memory. Amazon has retired it.

https://developer.amazon.com/docs/alexa/list-skills/list-management-api-reference.html
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Any, Final

from speech.json_reader import JsonNode
from speech.simulator.permissions import LISTS_READ, LISTS_WRITE

PATH: Final = "/v2/householdlists"
_STATUSES: Final = ("active", "completed")
Answer = tuple[HTTPStatus, Any]


@dataclass
class _List:
    id: str
    name: str
    state: str = "active"
    version: int = 1
    items: dict[str, dict[str, Any]] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        links = [{"href": f"{PATH}/{self.id}/{status}", "status": status} for status in _STATUSES]
        return {
            "listId": self.id,
            "name": self.name,
            "state": self.state,
            "version": self.version,
            "statusMap": links,
        }


class ListsApi:
    def __init__(self) -> None:
        self._lists: dict[str, dict[str, _List]] = {}
        self._numbers = count(1)

    def handle(self, method: str, path: str, account: str, granted: AbstractSet[str], body: Any) -> Answer:
        if (LISTS_READ if method == "GET" else LISTS_WRITE) not in granted:
            return HTTPStatus.FORBIDDEN, {"type": "FORBIDDEN", "message": "The authentication token is not valid."}
        lists = self._of(account)
        name, *rest = [part for part in path.removeprefix(PATH).split("/") if part] or [""]
        try:
            if not name:
                return self._all(method, lists, body)
            answer = self._in_list(method, lists, lists[name], rest, body) if name in lists else None
        except ValueError as error:
            return HTTPStatus.BAD_REQUEST, {"type": "BAD_REQUEST", "message": str(error)}
        return answer or (HTTPStatus.NOT_FOUND, {"type": "NOT_FOUND", "message": f"there is nothing at {path:.100}"})

    def _in_list(self, method: str, lists: dict[str, _List], found: _List, path: list[str], body: Any) -> Answer | None:
        """Return None if there is nothing at the rest of the path. Raises ValueError."""
        match path:
            case []:
                return self._one(method, lists, found, body)
            case [status] if status in _STATUSES and method == "GET":
                items = [item for item in found.items.values() if item["status"] == status]
                return HTTPStatus.OK, {**found.metadata(), "items": items, "links": {}}
            case ["items"] if method == "POST":
                return self._write(found, f"item-{next(self._numbers)}", body, HTTPStatus.CREATED)
            case ["items", item] if item in found.items:
                return self._item(method, found, item, body)
        return None

    def _of(self, account: str) -> dict[str, _List]:
        if account not in self._lists:
            names = ("Alexa to-do list", "Alexa shopping list")
            own = [_List(f"list-{next(self._numbers)}", name) for name in names]
            self._lists[account] = {each.id: each for each in own}
        return self._lists[account]

    def _all(self, method: str, lists: dict[str, _List], body: Any) -> Answer:
        if method == "GET":
            return HTTPStatus.OK, {"lists": [each.metadata() for each in lists.values()]}
        if method != "POST":
            return _not_allowed(method)
        name = JsonNode(body)["name"].text
        if any(each.name == name for each in lists.values()):
            return HTTPStatus.CONFLICT, {"type": "CONFLICT", "message": f"there is a list {name:.60} already"}
        new = _List(f"list-{next(self._numbers)}", name)
        lists[new.id] = new
        return HTTPStatus.CREATED, new.metadata()

    def _one(self, method: str, lists: dict[str, _List], found: _List, body: Any) -> Answer:
        if method == "DELETE":
            del lists[found.id]
            return HTTPStatus.OK, {}
        if method != "PUT":
            return _not_allowed(method)
        found.name, found.version = JsonNode(body)["name"].text, found.version + 1
        return HTTPStatus.OK, found.metadata()

    def _item(self, method: str, found: _List, item: str, body: Any) -> Answer:
        match method:
            case "GET":
                return HTTPStatus.OK, found.items[item]
            case "DELETE":
                del found.items[item]
                return HTTPStatus.OK, {}
            case "PUT":
                return self._write(found, item, body, HTTPStatus.OK)
        return _not_allowed(method)

    def _write(self, found: _List, item: str, body: Any, status: HTTPStatus) -> Answer:
        """Add an item or change it. Raises ValueError."""
        root = JsonNode(body)
        value, state = root["value"].text, root["status"].text
        if state not in _STATUSES:
            raise ValueError(f"status must be one of {', '.join(_STATUSES)}, not {state:.60}")
        version = found.items.get(item, {}).get("version", 0) + 1
        written = {"id": item, "version": version, "value": value, "status": state}
        written["href"] = f"{PATH}/{found.id}/items/{item}"
        found.items[item], found.version = written, found.version + 1
        return status, written


def _not_allowed(method: str) -> Answer:
    return HTTPStatus.METHOD_NOT_ALLOWED, {"type": "METHOD_NOT_ALLOWED", "message": f"{method} is not allowed here"}
