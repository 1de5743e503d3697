"""The page's door, with the skill at home behind it."""

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
ASSETS = Path(routes.__file__).parent / "assets"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = Flask(__name__, static_folder=None)
    guard(app)
    with Registry(TrustSteps({"TRUST_STEPS_DATA": str(tmp_path_factory.mktemp("data"))}), "en-US") as opened:
        app.register_blueprint(routes.blueprint(opened))
        yield app.test_client()


@pytest.fixture(scope="module")
def begun(client: FlaskClient) -> JSON:
    return _begin(client)


def _begin(client: FlaskClient, **asked: str) -> JSON:
    told: JSON = client.post("/simulator/conversations", json=asked).get_json()
    return told


def _says(client: FlaskClient, talk: JSON, sentence: str, **settings: str) -> JSON:
    told = client.post(f"/simulator/conversations/{talk['name']}/say", json={"sentence": sentence, **settings}).get_json()
    turn: JSON = told["turns"][-1]
    return turn


def test_a_page_is_told_what_it_needs_to_begin(begun: JSON) -> None:
    assert begun["skill"] == "trust steps"
    assert begun["locales"] == ["en-US", "en-AU", "en-CA", "en-GB", "en-IN"]
    assert begun["suggestions"][0] == {"intent": "LaunchRequest", "sentence": "open trust steps"}
    assert all("{" not in each["sentence"] for each in begun["suggestions"])
    assert begun["turns"] == []


def test_a_turn_tells_all_that_came_of_it(client: FlaskClient) -> None:
    talk = _begin(client)

    turn = _says(client, talk, "open  trust\nsteps", device="show-8", person="Ana")

    assert turn["said"] == "open trust steps"
    assert turn["person"] == "Ana"
    assert turn["words"].startswith("Welcome to Trust Steps.")
    assert turn["isOpen"]
    assert turn["reprompt"]
    assert list(turn["request"]) == ["version", "session", "context", "request"]
    assert turn["request"]["context"]["Viewport"]["dpi"] == 213
    assert turn["screen"]["type"] == "Alexa.Presentation.APL.RenderDocument"


def test_an_answer_and_its_reprompt_are_sounds(client: FlaskClient) -> None:
    talk = _begin(client)
    turn = _says(client, talk, "open trust steps")

    for part, least in (("answer", 5.0), ("reprompt", 1.0)):
        response = client.get(f"/simulator/conversations/{talk['name']}/{turn['number']}/{part}.wav")
        with wave.open(io.BytesIO(response.data)) as sound:
            seconds = sound.getnframes() / sound.getframerate()

        assert response.mimetype == "audio/wav"
        assert seconds > least


def test_a_talk_goes_on_where_it_was(client: FlaskClient) -> None:
    talk = _begin(client)
    turn = _says(client, talk, "open trust steps")

    told = client.get(f"/simulator/conversations/{talk['name']}").get_json()

    assert told["turns"] == [turn]


def test_what_nothing_is_stored_of_is_told_as_nothing(client: FlaskClient) -> None:
    talk = _begin(client)
    _says(client, talk, "i need help now")
    _says(client, talk, "ask trust steps for help now")

    assert client.get(f"/simulator/conversations/{talk['name']}/kept").get_json()["kept"] == {"": {}}


def test_alexas_own_question_is_told_and_answered(client: FlaskClient) -> None:
    talk = _begin(client)
    _says(client, talk, "ask trust steps to remind me every day at eight in the evening")

    asked = _says(client, talk, "yes")
    path = f"/simulator/conversations/{talk['name']}"
    answered = client.post(f"{path}/permission", json={"answer": "granted"}).get_json()["turns"][-1]

    assert "may trust steps set reminders for you?" in asked["question"]
    assert answered["kind"] == "permission"
    assert "8 in the evening" in answered["words"]
    assert len(client.get(f"{path}/kept").get_json()["reminders"]) == 1
    assert b"--- permission granted" in client.get(f"{path}/conversation.txt").data


def test_another_locale_answers_in_its_own_words(client: FlaskClient) -> None:
    talk = _begin(client, locale="en-GB")

    assert "999" in _says(client, talk, "ask trust steps for help now")["words"]


WELL: list[Any] = reduce(lambda inner, _: [inner], range(800), [])
"""Less deep than Python reads, and deeper than it writes from within a service."""

WRONG: dict[str, tuple[str, JSON, int, str]] = {
    "no JSON": ("/simulator/conversations", {"data": "locale=en-US"}, 415, "JSON"),
    "broken JSON": ("/simulator/conversations", {"data": "{", "content_type": "application/json"}, 400, ""),
    "a well": ("/simulator/conversations", {"data": "[" * 100_000, "content_type": "application/json"}, 400, "100 levels"),
    "a deep touch": ("/simulator/conversations/{name}/touch", {"json": {"arguments": WELL}}, 400, "100 levels"),
    "half a letter": ("/simulator/conversations/{name}/say", {"json": {"sentence": "\ud800"}}, 400, "JSON object"),
    "no number": ("/simulator/conversations/{name}/touch", {"json": {"arguments": [float("nan")]}}, 400, "JSON object"),
    "a list": ("/simulator/conversations", {"json": []}, 400, "JSON object"),
    "an unknown locale": ("/simulator/conversations", {"json": {"locale": "de-DE"}}, 400, "en-US"),
    "a number": ("/simulator/conversations/{name}/say", {"json": {"sentence": 5}}, 400, "text"),
    "nothing": ("/simulator/conversations/{name}/say", {"json": {"sentence": "  "}}, 400, "say something"),
    "a speech": ("/simulator/conversations/{name}/say", {"json": {"sentence": "a" * 1_001}}, 400, "1,000"),
    "no device": ("/simulator/conversations/{name}/say", {"json": {"sentence": "hello", "device": "toaster"}}, 400, "show-8"),
    "no name": ("/simulator/conversations/{name}/say", {"json": {"sentence": "hello", "person": "> x"}}, 400, "capital"),
    "no arguments": ("/simulator/conversations/{name}/touch", {"json": {"arguments": "next"}}, 400, "list"),
    "no permission": ("/simulator/conversations/{name}/permission", {"json": {"answer": "perhaps"}}, 400, "granted"),
    "a flood": ("/simulator/conversations/{name}/say", {"json": {"sentence": "a" * 300_000}}, 413, ""),
    "a talk that is over": ("/simulator/conversations/nobody/say", {"json": {"sentence": "hello"}}, 410, "begin anew"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str, client: FlaskClient, begun: JSON) -> None:
    path, asked, status, told = WRONG[name]

    response = client.post(path.format(name=begun["name"]), **asked)

    assert response.status_code == status
    assert told in response.get_json()["error"]


def test_a_conversation_that_leaves_the_calendar_is_told_with_its_line(client: FlaskClient) -> None:
    conversation = "> open trust steps\n" + "--- 9999 days later\n" * 400

    response = client.post("/simulator/rehearsal", json={"locale": "en-US", "conversation": conversation})

    assert response.status_code == 200
    assert response.get_json()["fault"].startswith("line 5: by now 39,996 days have passed")


def test_a_conversation_with_a_touch_that_is_nested_too_deeply_is_told_with_its_line(client: FlaskClient) -> None:
    conversation = "> open trust steps\n> " + "[" * 50_000

    response = client.post("/simulator/rehearsal", json={"locale": "en-US", "conversation": conversation})

    assert response.status_code == 200
    assert response.get_json()["fault"].startswith("line 2: ")


def test_a_turn_that_never_was_has_no_sound(client: FlaskClient, begun: JSON) -> None:
    response = client.get(f"/simulator/conversations/{begun['name']}/99/answer.wav")

    assert response.status_code == 422
    assert "99" in response.get_json()["error"]


@pytest.mark.parametrize(
    "path", ["/simulator/assets/../page.py", "/simulator/assets/%2e%2e/page.py", "/simulator/assets/%2fetc/passwd"]
)
def test_no_file_is_served_but_the_pages_own(path: str, client: FlaskClient) -> None:
    assert client.get(path, follow_redirects=True).status_code == 404


def test_the_talk_that_was_left_alone_longest_gives_way(tmp_path: Path) -> None:
    with Registry(TrustSteps({"TRUST_STEPS_DATA": str(tmp_path)}), "en-US", most=2) as opened:
        first, second = opened.open("en-US"), opened.open("en-US")
        opened.find(first)

        third = opened.open("en-US")

        opened.find(first)
        opened.find(third)
        with pytest.raises(ConversationClosed):
            opened.find(second)


def test_the_page_is_static_and_its_own() -> None:
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


def test_every_module_is_one_idea() -> None:
    lengths = {file.name: len(file.read_text().splitlines()) for file in ASSETS.rglob("*.js")}

    assert {name: lines for name, lines in lengths.items() if lines > 200} == {}
