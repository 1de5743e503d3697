"""The page's HTTP API, with the installed skill."""

import io
import re
import wave
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from speech.skills.trust_steps import TrustSteps
from speech.web import routes
from speech.web.registry import ConversationClosed, Registry
from speech.web.security import guard

JSON = dict[str, Any]
CONVERSATIONS = "/simulator/conversations"
ASSETS = Path(routes.__file__).parent / "assets"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = Flask(__name__, static_folder=None)
    guard(app)
    skill = TrustSteps({"TRUST_STEPS_DATA": str(tmp_path_factory.mktemp("data"))})
    with Registry(skill, "en-US", max_open=99) as registry:
        app.register_blueprint(routes.page_blueprint(registry))
        yield app.test_client()


@pytest.fixture(scope="module")
def conversation(client: FlaskClient) -> JSON:
    return _start(client)


def _start(client: FlaskClient, **body: Any) -> JSON:
    started: JSON = client.post(CONVERSATIONS, json=body).get_json()
    return started


def _path(conversation: JSON) -> str:
    return f"{CONVERSATIONS}/{conversation['name']}"


def _say(client: FlaskClient, conversation: JSON, sentence: str, **settings: str) -> JSON:
    body = {"sentence": sentence, **settings}
    turn: JSON = client.post(f"{_path(conversation)}/say", json=body).get_json()["turns"][-1]
    return turn


def test_a_new_conversation_has_what_the_page_needs_to_start(conversation: JSON) -> None:
    assert conversation["skill"] == "trust steps"
    assert conversation["locales"][0] == "en-US"
    assert {"de-DE", "en-GB", "es-MX"} < set(conversation["locales"])
    assert conversation["samples"][0] == {"intent": "LaunchRequest", "sentence": "open trust steps"}
    assert all("{" not in each["sentence"] for each in conversation["samples"])
    assert conversation["turns"] == []


def test_a_turn_has_its_answer_its_request_and_its_screen(client: FlaskClient) -> None:
    conversation = _start(client)

    turn = _say(client, conversation, "open  trust\nsteps", device="show-8", person="Ana")

    assert turn["said"] == "open trust steps"
    assert turn["person"] == "Ana"
    assert turn["words"].startswith("Welcome to Trust Steps.")
    assert turn["isOpen"]
    assert turn["reprompt"]
    assert list(turn["request"]) == ["version", "session", "context", "request"]
    assert turn["request"]["context"]["Viewport"]["dpi"] == 213
    assert turn["screen"]["type"] == "Alexa.Presentation.APL.RenderDocument"


def test_an_answer_and_its_reprompt_are_served_as_sounds(client: FlaskClient) -> None:
    conversation = _start(client)
    turn = _say(client, conversation, "open trust steps")

    for part, least in (("answer", 5.0), ("reprompt", 1.0)):
        response = client.get(f"{_path(conversation)}/{turn['number']}/{part}.wav")
        with wave.open(io.BytesIO(response.data)) as sound:
            seconds = sound.getnframes() / sound.getframerate()

        assert response.mimetype == "audio/wav"
        assert seconds > least


def test_a_conversation_can_be_resumed(client: FlaskClient) -> None:
    conversation = _start(client)
    turn = _say(client, conversation, "open trust steps")

    resumed = client.get(_path(conversation)).get_json()

    assert resumed["turns"] == [turn]


def test_the_times_of_the_words_fit_the_sound_of_an_answer(client: FlaskClient) -> None:
    """Otherwise the page highlights other words than a person hears."""
    conversation = _start(client)
    turn = _say(client, conversation, "open trust steps")

    times = client.get(f"{_path(conversation)}/{turn['number']}/answer.json").get_json()

    assert len(times["starts"]) == len(turn["words"].split())
    assert times["starts"] == sorted(times["starts"])
    assert times["starts"][-1] < times["seconds"]


def test_a_repeated_turn_is_taken_once(client: FlaskClient) -> None:
    """Otherwise a sentence whose answer got lost moves a person on by two steps."""
    conversation = _start(client)
    _say(client, conversation, "open trust steps", id="one")

    first = _say(client, conversation, "next", id="two")
    second = _say(client, conversation, "next", id="two")

    assert first == second
    assert len(client.get(_path(conversation)).get_json()["turns"]) == 2


def test_a_conversation_goes_on_where_it_was_after_a_restart(client: FlaskClient) -> None:
    """Otherwise a restart of the server loses what a person has said."""
    said = [{"turn": "say", "sentence": sentence, "person": "Ana"} for sentence in ("open trust steps", "step four")]
    lost = _start(client)
    for each in said:
        _say(client, lost, **{key: value for key, value in each.items() if key != "turn"})
    before = client.get(_path(lost)).get_json()

    restored = _start(client, turns=said)

    assert before["isReplayable"]
    assert [turn["words"] for turn in restored["turns"]] == [turn["words"] for turn in before["turns"]]
    assert restored["milestones"] == before["milestones"]
    assert _say(client, restored, "next", person="Ana")["words"].startswith("Step 5")


def test_the_milestones_fill_as_a_person_goes_on(client: FlaskClient) -> None:
    conversation = _start(client)
    started = conversation["milestones"]

    for sentence in ("open trust steps", "next", "done with this step"):
        answer = client.post(f"{_path(conversation)}/say", json={"sentence": sentence}).get_json()

    assert not any(each["isDone"] or each["isCurrent"] for each in started)
    assert [each["isDone"] for each in answer["milestones"]][:2] == [True, False]
    assert answer["milestones"][0]["title"] == "Identify the root cause"


def test_the_suggestions_fit_the_moment(client: FlaskClient) -> None:
    conversation = _start(client)
    path = _path(conversation)

    def suggestions_after(sentence: str) -> list[str]:
        suggestions: list[str] = client.post(f"{path}/say", json={"sentence": sentence}).get_json()["suggestions"]
        return suggestions

    assert conversation["suggestions"] == conversation["introduction"]["phrases"] != []
    assert "just looking" in suggestions_after("open trust steps")
    assert suggestions_after("step four")[:2] in (["more", "example"], ["yes", "no"], ["more", "an example"])
    assert suggestions_after("stop") == conversation["introduction"]["phrases"]


def test_a_person_without_stored_data_is_listed_with_none(client: FlaskClient) -> None:
    conversation = _start(client)
    _say(client, conversation, "i need help now")
    _say(client, conversation, "ask trust steps for help now")

    assert client.get(f"{_path(conversation)}/stored").get_json()["stored"] == {"": {}}


def test_alexas_own_question_is_shown_and_answered(client: FlaskClient) -> None:
    conversation = _start(client)
    _say(client, conversation, "ask trust steps to remind me every day at eight in the evening")

    asking = _say(client, conversation, "yes")
    path = _path(conversation)
    answered = client.post(f"{path}/permission", json={"answer": "granted"}).get_json()["turns"][-1]

    assert "may trust steps set reminders for you?" in asking["question"]
    assert answered["kind"] == "permission"
    assert "8 in the evening" in answered["words"]
    assert len(client.get(f"{path}/stored").get_json()["reminders"]) == 1
    assert b"--- permission granted" in client.get(f"{path}/conversation.txt").data


def test_another_locale_answers_in_its_own_words(client: FlaskClient) -> None:
    conversation = _start(client, locale="en-GB")

    assert "999" in _say(client, conversation, "ask trust steps for help now")["words"]


NESTED: list[Any] = reduce(lambda inner, _: [inner], range(800), [])
"""Shallow enough for Python's JSON reader, but too deep for its writer inside a request."""

INVALID: dict[str, tuple[str, JSON, int, str]] = {
    "no JSON": (CONVERSATIONS, {"data": "locale=en-US"}, 415, "JSON"),
    "broken JSON": (CONVERSATIONS, {"data": "{", "content_type": "application/json"}, 400, ""),
    "deep JSON": (CONVERSATIONS, {"data": "[" * 100_000, "content_type": "application/json"}, 400, "100 levels"),
    "a deep touch": (CONVERSATIONS + "/{name}/touch", {"json": {"arguments": NESTED}}, 400, "100 levels"),
    "a lone surrogate": (CONVERSATIONS + "/{name}/say", {"json": {"sentence": "\ud800"}}, 400, "JSON object"),
    "NaN": (CONVERSATIONS + "/{name}/touch", {"json": {"arguments": [float("nan")]}}, 400, "JSON object"),
    "a list": (CONVERSATIONS, {"json": []}, 400, "JSON object"),
    "an unknown locale": (CONVERSATIONS, {"json": {"locale": "xx-XX"}}, 400, "en-US"),
    "a number": (CONVERSATIONS + "/{name}/say", {"json": {"sentence": 5}}, 400, "text"),
    "an empty sentence": (CONVERSATIONS + "/{name}/say", {"json": {"sentence": "  "}}, 400, "say something"),
    "a long sentence": (CONVERSATIONS + "/{name}/say", {"json": {"sentence": "a" * 1_001}}, 400, "1,000"),
    "an unknown device": (
        CONVERSATIONS + "/{name}/say",
        {"json": {"sentence": "hello", "device": "toaster"}},
        400,
        "show-8",
    ),
    "an invalid name": (
        CONVERSATIONS + "/{name}/say",
        {"json": {"sentence": "hello", "person": "> x"}},
        400,
        "capital",
    ),
    "invalid arguments": (CONVERSATIONS + "/{name}/touch", {"json": {"arguments": "next"}}, 400, "list"),
    "an invalid permission": (CONVERSATIONS + "/{name}/permission", {"json": {"answer": "perhaps"}}, 400, "granted"),
    "a large body": (CONVERSATIONS + "/{name}/say", {"json": {"sentence": "a" * 300_000}}, 413, ""),
    "too many turns": (CONVERSATIONS, {"json": {"turns": [{}] * 1_001}}, 400, "1,000"),
    "an unknown turn": (CONVERSATIONS, {"json": {"turns": [{"turn": "shout"}]}}, 400, "next-day"),
    "turns that are no objects": (CONVERSATIONS, {"json": {"turns": ["say"]}}, 400, "objects"),
    "a long id": (CONVERSATIONS + "/{name}/say", {"json": {"sentence": "hello", "id": "a" * 65}}, 400, "64"),
    "a closed conversation": (CONVERSATIONS + "/nobody/say", {"json": {"sentence": "hello"}}, 410, "start a new one"),
}


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_request_is_refused_with_a_reason(name: str, client: FlaskClient, conversation: JSON) -> None:
    path, body, status, reason = INVALID[name]

    response = client.post(path.format(name=conversation["name"]), **body)

    assert response.status_code == status
    assert reason in response.get_json()["error"]


def test_a_rehearsal_beyond_the_calendar_is_refused_with_its_line(client: FlaskClient) -> None:
    conversation = "> open trust steps\n" + "--- 9999 days later\n" * 400

    response = client.post("/simulator/rehearsal", json={"locale": "en-US", "conversation": conversation})

    assert response.status_code == 200
    assert response.get_json()["fault"].startswith("line 5: 39,996 days have passed")


def test_a_rehearsal_with_a_touch_nested_too_deeply_is_refused_with_its_line(client: FlaskClient) -> None:
    conversation = "> open trust steps\n> " + "[" * 50_000

    response = client.post("/simulator/rehearsal", json={"locale": "en-US", "conversation": conversation})

    assert response.status_code == 200
    assert response.get_json()["fault"].startswith("line 2: ")


def test_a_turn_that_does_not_exist_has_no_sound(client: FlaskClient, conversation: JSON) -> None:
    response = client.get(f"{_path(conversation)}/99/answer.wav")

    assert response.status_code == 422
    assert "99" in response.get_json()["error"]


@pytest.mark.parametrize(
    "path", ["/simulator/assets/../page.py", "/simulator/assets/%2e%2e/page.py", "/simulator/assets/%2fetc/passwd"]
)
def test_only_the_pages_own_files_are_served(path: str, client: FlaskClient) -> None:
    assert client.get(path, follow_redirects=True).status_code == 404


def test_the_least_recently_used_conversation_is_closed_first(tmp_path: Path) -> None:
    with Registry(TrustSteps({"TRUST_STEPS_DATA": str(tmp_path)}), "en-US", max_open=2) as registry:
        first, second = registry.open("en-US"), registry.open("en-US")
        registry.find(first)

        third = registry.open("en-US")

        registry.find(first)
        registry.find(third)
        with pytest.raises(ConversationClosed):
            registry.find(second)


def test_the_page_has_no_inline_code_and_no_foreign_files() -> None:
    index = (ASSETS / "index.html").read_text()
    scripts = "".join(file.read_text() for file in ASSETS.rglob("*.js"))

    linked = re.findall(r'(?:href|src)="([^"#]+)"', index)

    assert linked
    assert all((ASSETS / path.removeprefix("/simulator/assets/")).is_file() for path in linked)
    assert re.findall(r"\s(?:style|on[a-z]+)=|<script>", index) == []
    assert (
        re.findall(r"innerHTML|insertAdjacentHTML|\beval\(|new Function|https?:(?!//(?:developer|www\.w3))", scripts)
        == []
    )


def test_no_script_is_longer_than_200_lines() -> None:
    lengths = {file.name: len(file.read_text().splitlines()) for file in ASSETS.rglob("*.js")}

    assert {name: lines for name, lines in lengths.items() if lines > 200} == {}


def test_the_page_weighs_at_most_150_kilobytes() -> None:
    """Otherwise it opens slowly, and has grown where it should have been simplified."""
    loaded = [file for file in ASSETS.rglob("*") if file.is_file() and file.name != "LICENSE.txt"]

    assert sum(file.stat().st_size for file in loaded) <= 150_000


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("player", {"event": "button next"}, 200),
        ("player", {"event": "button eject"}, 400),
        ("player", {}, 400),
        ("wait", {}, 200),
        ("app", {"change": "account linked"}, 200),
        ("app", {"change": "grant alexa::profile:email:read"}, 200),
        ("app", {"change": "grant everything"}, 400),
        ("app", {"change": "30 seconds later"}, 400),
        ("app", {"change": 5}, 400),
    ],
)
def test_what_happens_to_the_device_and_in_the_app_is_sent_as_a_turn(
    client: FlaskClient, conversation: JSON, path: str, body: JSON, status: int
) -> None:
    response = client.post(f"{_path(conversation)}/{path}", json=body)

    assert response.status_code == status
    assert bool(response.get_json().get("turns")) is (status == 200)
