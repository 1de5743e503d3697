"""Alexa's API, as a skill calls it. If one fails, a skill meets other answers at Amazon than it was written with."""

import json
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services import ApiClient, ApiClientRequest, ApiClientResponse, ApiConfiguration, ServiceException
from ask_sdk_model.services.device_address import DeviceAddressServiceClient
from ask_sdk_model.services.directive import DirectiveServiceClient, Header, SendDirectiveRequest, SpeakDirective
from ask_sdk_model.services.ups import UpsServiceClient

from speech.simulator.alexa_api import AlexaApi
from speech.simulator.customer_api import Customer
from speech.simulator.directives_api import MAX_RESPONSES
from speech.simulator.permissions import (
    ADDRESS,
    EMAIL,
    GIVEN_NAME,
    LISTS_READ,
    LISTS_WRITE,
    MOBILE_NUMBER,
    NAME,
    POSTAL_CODE,
    SCOPES,
    access_token,
)

ANA = Customer("ana", "de-DE", "kitchen", "Ana")
REQUEST = "request-1"
PROFILE = "/v2/accounts/~current/settings/Profile."
PERSON = "/v2/persons/~current/profile/"
STREET = "/v1/devices/kitchen/settings/address"


@pytest.fixture
def api() -> AlexaApi:
    """The API while a skill answers Ana's request."""
    api = AlexaApi()
    api.begin(ANA, REQUEST)
    return api


def get(api: AlexaApi, path: str, *granted: str) -> tuple[HTTPStatus, Any]:
    return api.handle("GET", path, access_token("ana", granted), None)


@pytest.mark.parametrize(
    ("path", "scope", "content"),
    [
        (f"{PROFILE}name", NAME, "Ana Example"),
        (f"{PROFILE}givenName", GIVEN_NAME, "Ana"),
        (f"{PROFILE}email", EMAIL, "ana@example.com"),
        (f"{PROFILE}mobileNumber", MOBILE_NUMBER, {"countryCode": "+49", "phoneNumber": "5550100"}),
        (f"{PERSON}name", NAME, "Ana Example"),
        (f"{PERSON}givenName", GIVEN_NAME, "Ana"),
        (f"{STREET}/countryAndPostalCode", POSTAL_CODE, {"countryCode": "DE", "postalCode": "12345"}),
        (f"{STREET}/countryAndPostalCode", ADDRESS, {"countryCode": "DE", "postalCode": "12345"}),
    ],
)
def test_what_a_person_has_granted_is_answered(api: AlexaApi, path: str, scope: str, content: Any) -> None:
    assert get(api, path, scope) == (HTTPStatus.OK, content)


ACCESS_DENIED = {"code": "ACCESS_DENIED", "message": "Access denied with reason: ACCESS_NOT_REQUESTED"}
FORBIDDEN = {"type": "FORBIDDEN", "message": "The authentication token is not valid."}


@pytest.mark.parametrize(
    ("method", "path", "needed", "content"),
    [
        ("GET", f"{PROFILE}name", NAME, ACCESS_DENIED),
        ("GET", f"{PROFILE}email", EMAIL, ACCESS_DENIED),
        ("GET", f"{PERSON}name", NAME, ACCESS_DENIED),
        ("GET", STREET, ADDRESS, FORBIDDEN),
        ("GET", "/v2/householdlists/", LISTS_READ, FORBIDDEN),
        ("POST", "/v2/householdlists/", LISTS_WRITE, FORBIDDEN),
    ],
)
def test_without_the_permission_a_call_is_refused_and_the_turn_says_which_one(
    api: AlexaApi, method: str, path: str, needed: str, content: Any
) -> None:
    others = set(SCOPES) - {needed}

    answered = api.handle(method, path, access_token("ana", others), {})

    assert answered == (HTTPStatus.FORBIDDEN, content)
    (note,) = api.end("ana", REQUEST)[1]
    assert note == f"Alexa's API answered {method} {path.rstrip('/')} with 403. Allow it with --grant {needed}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PROFILE}name", 401),
        (STREET, 403),
        ("/v2/householdlists", 403),
        ("/v1/directives", 401),
        ("/v1/alerts/reminders", 401),
        ("/v2/devices/kitchen/settings/System.timeZone", 401),
    ],
)
@pytest.mark.parametrize("token", ["", "a-token", "bnVsbA=="])
def test_a_token_that_is_not_from_a_request_is_refused(api: AlexaApi, path: str, status: int, token: str) -> None:
    answered, content = api.handle("GET", path, token, None)

    assert answered == status
    assert content["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/devices/hall/settings/address", 403),
        ("GET", "/v2/devices/hall/settings/System.timeZone", 403),
        ("POST", STREET, 405),
        ("PUT", f"{PROFILE}name", 405),
        ("GET", f"{PROFILE}age", 404),
        ("GET", f"{PERSON}email", 404),
        ("GET", "/v1/alerts/timers", 404),
        ("GET", "/", 404),
        ("GET", "", 404),
        ("GET", "/v2/householdlists/list-9", 404),
        ("PATCH", "/v2/householdlists", 405),
        ("GET", "/v1/directives", 405),
        ("PATCH", "/v1/alerts/reminders", 405),
        ("GET", "/v1/alerts/reminders/none", 404),
    ],
)
def test_what_there_is_not_is_refused(api: AlexaApi, method: str, path: str, status: int) -> None:
    assert api.handle(method, path, access_token("ana", SCOPES), {})[0] == status


@pytest.mark.parametrize(
    ("locale", "zone", "distance", "temperature"),
    [
        ("en-US", "America/New_York", "IMPERIAL", "FAHRENHEIT"),
        ("de-DE", "Europe/Berlin", "METRIC", "CELSIUS"),
        ("en-IN", "Asia/Kolkata", "METRIC", "CELSIUS"),
    ],
)
def test_the_settings_of_a_device_follow_its_locale_and_need_no_permission(
    locale: str, zone: str, distance: str, temperature: str
) -> None:
    api = AlexaApi()
    api.begin(Customer("ana", locale, "kitchen"), REQUEST)

    settings = [
        get(api, f"/v2/devices/kitchen/settings/System.{key}")[1]
        for key in ("timeZone", "distanceUnits", "temperatureUnit")
    ]

    assert settings == [zone, distance, temperature]


def test_what_is_not_known_has_no_content() -> None:
    api = AlexaApi()
    api.begin(Customer("ana", "en-US"), REQUEST)

    assert get(api, f"{PERSON}name", NAME) == (HTTPStatus.NO_CONTENT, None)
    assert AlexaApi().handle("GET", "/v2/devices/x/settings/System.timeZone", access_token("ben", ()), None) == (
        HTTPStatus.NO_CONTENT,
        None,
    )


def directive(speech: Any = "One moment.", kind: Any = "VoicePlayer.Speak", request: Any = REQUEST) -> dict[str, Any]:
    return {"header": {"requestId": request}, "directive": {"type": kind, "speech": speech}}


def send(api: AlexaApi, body: Any) -> tuple[HTTPStatus, Any]:
    return api.handle("POST", "/v1/directives", access_token("ana", ()), body)


def test_progressive_responses_are_kept_for_their_request() -> None:
    api = AlexaApi()
    api.begin(ANA, REQUEST)

    statuses = [send(api, directive(speech))[0] for speech in ("A & b.", "<speak>C.</speak>")]

    assert statuses == [HTTPStatus.NO_CONTENT] * 2
    assert api.end("ana", REQUEST)[0] == ("<speak>A &amp; b.</speak>", "<speak>C.</speak>")
    assert send(api, directive())[0] == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (directive(request="another"), 403),
        (directive("<speak>A & b.</speak>"), 400),
        (directive("<speak><blink>A</blink></speak>"), 400),
        (directive(""), 400),
        (directive(5), 400),
        (directive(kind="VoicePlayer.Play"), 400),
        (directive(kind=None), 400),
        (directive(request=5), 400),
        ({}, 400),
        ([], 400),
        (None, 400),
        ({"header": "x"}, 400),
    ],
)
def test_a_progressive_response_that_alexa_refuses_is_not_said(api: AlexaApi, body: Any, status: int) -> None:
    assert send(api, body)[0] == status
    assert api.end("ana", REQUEST)[0] == ()


def test_a_request_has_at_most_five_progressive_responses(api: AlexaApi) -> None:
    statuses = [send(api, directive())[0] for _ in range(MAX_RESPONSES + 1)]

    assert statuses == [HTTPStatus.NO_CONTENT] * MAX_RESPONSES + [HTTPStatus.FORBIDDEN]


def test_a_list_and_its_items_can_be_made_changed_and_deleted(api: AlexaApi) -> None:
    """Amazon's package for Python has the address of this API built in, so it is not used here."""

    def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        status, content = api.handle(method, f"/v2/householdlists/{path}", access_token("ana", SCOPES), body)
        return status.value, content

    status, made = call("POST", "", {"name": "Hardware", "state": "active"})
    name = made["listId"]
    again = call("POST", "", {"name": "Hardware", "state": "active"})[0]
    item = call("POST", f"{name}/items", {"value": "tape", "status": "active"})[1]["id"]
    changed = call("PUT", f"{name}/items/{item}", {"value": "glue", "status": "completed"})[1]
    renamed = call("PUT", name, {"name": "Tools", "state": "active", "version": 2})[1]
    lists = call("GET", "")[1]["lists"]
    items = [call("GET", f"{name}/{state}")[1]["items"] for state in ("active", "completed")]
    found = call("GET", f"{name}/items/{item}")
    gone = [call("DELETE", f"{name}/items/{item}")[0], call("GET", f"{name}/items/{item}")[0], call("DELETE", name)[0]]

    assert (status, again, gone) == (201, 409, [200, 404, 200])
    assert (changed["value"], changed["version"], renamed["name"]) == ("glue", 2, "Tools")
    assert [each["name"] for each in lists] == ["Alexa to-do list", "Alexa shopping list", "Tools"]
    assert items == [[], [changed]]
    assert found == (200, changed)


@pytest.mark.parametrize(
    "body", [{}, [], None, {"value": "milk"}, {"value": 5, "status": "active"}, {"value": "milk", "status": "open"}]
)
def test_a_invalid_item_of_a_list_is_refused(api: AlexaApi, body: Any) -> None:
    token = access_token("ana", SCOPES)
    found = get(api, "/v2/householdlists", LISTS_READ)[1]["lists"][0]["listId"]

    assert api.handle("POST", f"/v2/householdlists/{found}/items", token, body)[0] == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {"trigger": 5}, {"trigger": {"recurrence": []}}, {"alertInfo": {"spokenInfo": {"content": 5}}}],
)
def test_a_invalid_reminder_is_refused(api: AlexaApi, body: Any) -> None:
    status, content = api.handle("POST", "/v1/alerts/reminders", access_token("ana", SCOPES), body)

    assert (status, content["code"]) == (HTTPStatus.BAD_REQUEST, "INVALID_REQUEST")
    assert api.reminders.of("ana") == []


class HttpClient(ApiClient):
    """Sends what Amazon's own package asks for."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        data = json.dumps(request.body).encode() if request.body else None
        sent = Request(request.url, data, dict(request.headers), method=request.method)
        try:
            with urlopen(sent, timeout=5) as answer:
                return ApiClientResponse(status_code=answer.status, body=answer.read().decode())
        except HTTPError as error:
            with error:
                return ApiClientResponse(status_code=error.code, body=error.read().decode())


def test_amazons_own_package_reads_the_answers_over_http(api: AlexaApi) -> None:
    configuration = ApiConfiguration(
        serializer=DefaultSerializer(),
        api_client=HttpClient(),
        authorization_value=access_token("ana", SCOPES),
        api_endpoint=api.address,
    )
    address: Any = DeviceAddressServiceClient(configuration)
    ups: Any = UpsServiceClient(configuration)

    DirectiveServiceClient(configuration).enqueue(SendDirectiveRequest(Header(REQUEST), SpeakDirective("One moment.")))

    assert address.get_full_address("kitchen").country_code == "DE"
    assert ups.get_profile_mobile_number().country_code == "+49"
    assert api.end("ana", REQUEST)[0] == ("<speak>One moment.</speak>",)
    configuration.authorization_value = access_token("ana", ())
    with pytest.raises(ServiceException) as refused:
        DeviceAddressServiceClient(configuration).get_full_address("kitchen")
    error: Any = refused.value
    assert (error.status_code, error.body.message) == (403, FORBIDDEN["message"])


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"\xff", 400), (b"[" * 500, 400), (b"x" * 1_000_001, 413)],
    ids=["cut", "latin", "deep", "big"],
)
def test_a_body_that_is_no_json_or_too_large_is_refused(api: AlexaApi, body: bytes, status: int) -> None:
    headers = {"Authorization": f"Bearer {access_token('ana', SCOPES)}"}

    with (
        pytest.raises(HTTPError) as refused,
        urlopen(Request(f"{api.address}/v1/directives", body, headers), timeout=5),
    ):
        pass

    with refused.value:
        assert refused.value.code == status


def test_an_outage_of_the_services_is_a_503(api: AlexaApi) -> None:
    api.reminders.is_unavailable = True

    with pytest.raises(HTTPError) as refused, urlopen(f"{api.address}/v1/alerts/reminders", timeout=5):
        pass

    with refused.value:
        assert refused.value.code == HTTPStatus.SERVICE_UNAVAILABLE


def test_a_website_with_a_name_for_this_address_gets_no_answer(api: AlexaApi) -> None:
    headers = {"Authorization": f"Bearer {access_token('ana', SCOPES)}", "Host": "attacker.example"}

    with pytest.raises(HTTPError) as refused, urlopen(Request(f"{api.address}/v2/householdlists", None, headers)):
        pass

    with refused.value:
        assert (refused.value.code, refused.value.read()) == (HTTPStatus.FORBIDDEN, b"")
