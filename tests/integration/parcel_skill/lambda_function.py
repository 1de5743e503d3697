"""A parcel service that asks Alexa's API for everything it allows, by the address and the token of each request."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ADDRESS = "read::alexa:device:all:address"


class Api:
    def __init__(self, event: dict[str, Any]) -> None:
        system = event["context"]["System"]
        self.device, self._endpoint = system["device"]["deviceId"], system["apiEndpoint"]
        self._headers = {"Authorization": f"Bearer {system['apiAccessToken']}", "Content-Type": "application/json"}

    def call(self, path: str, body: Any = None, method: str = "") -> tuple[int, Any]:
        """Return the status and the body."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._endpoint + path, data, self._headers, method=method or ("POST" if data else "GET"))
        try:
            with urlopen(request, timeout=5) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except HTTPError as error:
            with error:
                return error.code, json.loads(error.read())


def speak(text: str, **more: Any) -> dict[str, Any]:
    return {"outputSpeech": {"type": "PlainText", "text": text}, "shouldEndSession": False, **more}


def address(api: Api) -> dict[str, Any]:
    status, body = api.call(f"/v1/devices/{api.device}/settings/address")
    card = {"type": "AskForPermissionsConsent", "permissions": [ADDRESS]}
    return speak(f"You live in {body['city']}.") if status == 200 else speak(f"{status} {body['type']}.", card=card)


def name(api: Api) -> dict[str, Any]:
    status, body = api.call("/v2/accounts/~current/settings/Profile.givenName")
    return speak(f"You are {body}." if status == 200 else f"{status} {body['code']}.")


def reminder(api: Api) -> dict[str, Any]:
    status, body = api.call("/v1/alerts/reminders", {"trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 60}})
    return speak("Done." if status == 200 else f"{status} {body['code']}.")


def shopping(api: Api) -> dict[str, Any]:
    status, body = api.call("/v2/householdlists/")
    if status != 200:
        return speak(f"{status} {body['message']}")
    found = body["lists"][1]["listId"]
    status, item = api.call(f"/v2/householdlists/{found}/items", {"value": "tape", "status": "active"})
    items = api.call(f"/v2/householdlists/{found}/active")[1]["items"]
    return speak(f"{status} {item['value']}, {len(items)} on the list.")


def slow(api: Api, request: str) -> dict[str, Any]:
    directive = {"type": "VoicePlayer.Speak", "speech": "One moment & a bit, please."}
    status, _ = api.call("/v1/directives", {"header": {"requestId": request}, "directive": directive})
    return speak(f"It was sent, {status}.")


def parcels(user: dict[str, Any]) -> dict[str, Any]:
    if token := user.get("accessToken"):
        return speak(f"The account of {token} has two.")
    return speak("Link your account first.", card={"type": "LinkAccount"})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    api, request = Api(event), event["request"]
    match request.get("intent", {}).get("name"):
        case "AddressIntent":
            response = address(api)
        case "NameIntent":
            response = name(api)
        case "ZoneIntent":
            response = speak(f"It is in {api.call(f'/v2/devices/{api.device}/settings/System.timeZone')[1]}.")
        case "ReminderIntent":
            response = reminder(api)
        case "ListIntent":
            response = shopping(api)
        case "ParcelsIntent":
            response = parcels(event["session"]["user"])
        case "SlowIntent":
            response = slow(api, request["requestId"])
        case _:
            response = speak("This is the parcel service.")
    return {"version": "1.0", "response": response}
