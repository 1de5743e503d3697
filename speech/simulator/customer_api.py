"""What a skill can ask Alexa about its customer: the profile, the address of the device, and its settings.

https://developer.amazon.com/docs/alexa/custom-skills/customer-profile-api-reference.html
https://developer.amazon.com/docs/alexa/custom-skills/device-address-api-reference.html
https://developer.amazon.com/docs/alexa/smapi/alexa-settings-api-reference.html
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from speech.simulator.permissions import (
    ADDRESS,
    EMAIL,
    GIVEN_NAME,
    LISTS_READ,
    LISTS_WRITE,
    MOBILE_NUMBER,
    NAME,
    POSTAL_CODE,
    REMINDERS,
)

_ACCOUNT: Final = "/v2/accounts/~current/settings/Profile."
_PERSON: Final = "/v2/persons/~current/profile/"
_PRODUCTS: Final = "/v1/users/~current/skills/~current/inSkillProducts"
_ADDRESS: Final = re.compile(r"/v1/devices/([^/]+)/settings/address(/countryAndPostalCode)?")
_SETTING: Final = re.compile(r"/v2/devices/([^/]+)/settings/System\.(timeZone|distanceUnits|temperatureUnit)")

_SCOPES: Final[Mapping[str, str]] = {
    "name": NAME,
    "givenName": GIVEN_NAME,
    "email": EMAIL,
    "mobileNumber": MOBILE_NUMBER,
}

_ZONES: Final[Mapping[str, str]] = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "IN": "Asia/Kolkata",
    "IT": "Europe/Rome",
    "JP": "Asia/Tokyo",
    "MX": "America/Mexico_City",
    "NL": "Europe/Amsterdam",
    "SA": "Asia/Riyadh",
    "US": "America/New_York",
}
"""The time zone of a simulated device in the country of a locale."""

_CALLING_CODES: Final[Mapping[str, str]] = {
    "AU": "+61",
    "BR": "+55",
    "CA": "+1",
    "DE": "+49",
    "ES": "+34",
    "FR": "+33",
    "GB": "+44",
    "IN": "+91",
    "IT": "+39",
    "JP": "+81",
    "MX": "+52",
    "NL": "+31",
    "SA": "+966",
    "US": "+1",
}

Answer = tuple[HTTPStatus, Any]


@dataclass(frozen=True, slots=True)
class Customer:
    """The person and the device that a request came from. The data of a customer is made up."""

    account: str
    locale: str = ""
    """Empty if it is not known; then neither are the settings of the device."""

    device: str = ""
    """The id; empty if any will do."""

    person: str = ""
    """The name of a recognized voice; empty if none."""

    @property
    def country(self) -> str:
        return self.locale.partition("-")[2]

    def profile(self, key: str) -> Any:
        """Return one of the values that the keys of _SCOPES stand for."""
        given = self.person or "Jo"
        return {
            "name": f"{given} Example",
            "givenName": given,
            "email": f"{'.'.join(given.lower().split())}@example.com",
            "mobileNumber": {"countryCode": _CALLING_CODES.get(self.country, "+1"), "phoneNumber": "5550100"},
        }[key]

    def address(self) -> dict[str, str | None]:
        return {
            "addressLine1": "1 Example Street",
            "addressLine2": None,
            "addressLine3": None,
            "districtOrCounty": None,
            "stateOrRegion": None,
            "city": "Example",
            "countryCode": self.country,
            "postalCode": "12345",
        }

    def setting(self, key: str) -> str:
        is_imperial = self.country == "US"
        return {
            "timeZone": _ZONES.get(self.country, "UTC"),
            "distanceUnits": "IMPERIAL" if is_imperial else "METRIC",
            "temperatureUnit": "FAHRENHEIT" if is_imperial else "CELSIUS",
        }[key]


def handle(method: str, path: str, customer: Customer, granted: AbstractSet[str]) -> Answer:
    if found := _ADDRESS.fullmatch(path):
        return _address(method, found, customer, granted)
    if method != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED, {"message": f"{method} is not allowed here"}
    if found := _SETTING.fullmatch(path):
        return _setting(found, customer)
    if path.startswith((_ACCOUNT, _PERSON)):
        return _profile(path, customer, granted)
    if path == _PRODUCTS:
        return HTTPStatus.OK, {"inSkillProducts": [], "isTruncated": False, "nextToken": None}
    return HTTPStatus.NOT_FOUND, {"message": f"the simulator has no API at {path:.100}"}


def refusal_of_token(path: str) -> Answer:
    """Answer a call with a token that is missing or was not in a request."""
    if _ADDRESS.fullmatch(path) or path.startswith("/v2/householdlists"):
        return _not_valid()
    code = "UNAUTHORIZED" if path == "/v1/directives" else "INVALID_TOKEN"
    return HTTPStatus.UNAUTHORIZED, {"code": code, "message": "The authentication token is not valid."}


def scopes_for(method: str, path: str) -> tuple[str, ...]:
    """Return the permission scopes that allow a call; empty if it needs none."""
    if found := _ADDRESS.fullmatch(path):
        return (POSTAL_CODE, ADDRESS) if found[2] else (ADDRESS,)
    if path.startswith((_ACCOUNT, _PERSON)):
        scope = _SCOPES.get(path.removeprefix(_ACCOUNT).removeprefix(_PERSON))
        return (scope,) if scope else ()
    if path.startswith("/v1/alerts/reminders"):
        return (REMINDERS,)
    if path.startswith("/v2/householdlists"):
        return (LISTS_READ if method == "GET" else LISTS_WRITE,)
    return ()


def _address(method: str, found: re.Match[str], customer: Customer, granted: AbstractSet[str]) -> Answer:
    if method != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED, {"type": "METHOD_NOT_ALLOWED", "message": f"{method} is not allowed here"}
    if customer.device not in {"", found[1]} or granted.isdisjoint(scopes_for(method, found[0])):
        return _not_valid()
    address = customer.address()
    if found[2]:
        return HTTPStatus.OK, {key: address[key] for key in ("countryCode", "postalCode")}
    return HTTPStatus.OK, address


def _setting(found: re.Match[str], customer: Customer) -> Answer:
    if customer.device not in {"", found[1]}:
        return _denied("FORBIDDEN")
    return (HTTPStatus.OK, customer.setting(found[2])) if customer.country else (HTTPStatus.NO_CONTENT, None)


def _profile(path: str, customer: Customer, granted: AbstractSet[str]) -> Answer:
    key = path.removeprefix(_ACCOUNT).removeprefix(_PERSON)
    if key not in _SCOPES or (path.startswith(_PERSON) and key == "email"):
        return HTTPStatus.NOT_FOUND, {"code": "INVALID_KEY", "message": f"there is no {key:.60} in a profile"}
    if _SCOPES[key] not in granted:
        return _denied("ACCESS_NOT_REQUESTED")
    if path.startswith(_PERSON) and not customer.person:
        return HTTPStatus.NO_CONTENT, None
    return HTTPStatus.OK, customer.profile(key)


def _denied(reason: str) -> Answer:
    return HTTPStatus.FORBIDDEN, {"code": "ACCESS_DENIED", "message": f"Access denied with reason: {reason}"}


def _not_valid() -> Answer:
    return HTTPStatus.FORBIDDEN, {"type": "FORBIDDEN", "message": "The authentication token is not valid."}
