"""The HTTP API for recordings, with a recognizer that answers how long a recording is."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from speech.asr.interface import MAX_BYTES
from speech.errors import RecognizerError
from speech.skills.trust_steps import TrustSteps
from speech.tts.audio import silence
from speech.web import routes
from speech.web.page_audio import PageAudio
from speech.web.registry import Registry
from speech.web.security import guard
from speech.web.transcription import MAX_HEADER_BYTES

CONVERSATIONS = "/simulator/conversations"
SECOND = bytes(32_000)


class Measuring:
    """Returns the seconds of a recording in place of its words."""

    def transcribe(self, pcm: bytes, locale: str) -> str:
        if locale == "en-IN":
            raise RecognizerError("the model knows no en-IN")
        return f"{len(pcm) / len(SECOND):.2f} seconds in {locale}"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    with Registry(TrustSteps({"TRUST_STEPS_DATA": str(tmp_path_factory.mktemp("data"))}), "en-US") as registry:
        yield registry


@pytest.fixture(scope="module")
def client(registry: Registry) -> FlaskClient:
    return _client(registry, PageAudio(recognizer=Measuring()))


@pytest.fixture(scope="module")
def path(registry: Registry) -> str:
    return f"{CONVERSATIONS}/{registry.open('en-GB')}/transcribe"


def _client(registry: Registry, audio: PageAudio) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    guard(app)
    app.register_blueprint(routes.page_blueprint(registry, audio))
    return app.test_client()


def test_a_recording_becomes_a_sentence(client: FlaskClient, path: str) -> None:
    wav = client.post(path, data=silence(1.5).wav, content_type="audio/wav")
    pcm = client.post(path, data=SECOND, content_type="audio/pcm")

    assert wav.get_json() == {"sentence": "1.50 seconds in en-GB"}
    assert pcm.get_json() == {"sentence": "1.00 seconds in en-GB"}


def test_thirty_seconds_are_taken_and_not_much_more(client: FlaskClient, path: str) -> None:
    longest = client.post(path, data=bytes(MAX_BYTES), content_type="audio/pcm")
    longer = client.post(path, data=bytes(MAX_BYTES + MAX_HEADER_BYTES + 1), content_type="audio/pcm")

    assert longest.get_json()["sentence"].startswith("30.00")
    assert (longer.status_code, set(longer.get_json())) == (413, {"error"})


@pytest.mark.parametrize(
    ("content", "content_type", "refusal"),
    [
        (SECOND, "audio/wav", (422, "not a WAV file")),
        (b"", "audio/wav", (422, "not a WAV file")),
        (SECOND, "audio/ogg", (415, "send a recording")),
        (SECOND, "text/plain", (415, "send a recording")),
        (SECOND, "multipart/form-data; boundary=a", (415, "send a recording")),
        (SECOND, "", (415, "send a recording")),
    ],
)
def test_anything_else_is_refused(
    content: bytes, content_type: str, refusal: tuple[int, str], client: FlaskClient, path: str
) -> None:
    """Another site's form can send some of these types without asking."""
    response = client.post(path, data=content, content_type=content_type)

    assert (response.status_code, response.get_json()["error"][: len(refusal[1])]) == refusal


def test_another_site_cannot_have_anything_transcribed(client: FlaskClient, path: str) -> None:
    response = client.post(path, data=SECOND, content_type="audio/pcm", headers={"Origin": "https://elsewhere.example"})

    assert response.status_code == 403


def test_a_conversation_that_ended_and_a_language_that_is_not_known_are_reported(
    client: FlaskClient, registry: Registry
) -> None:
    ended = client.post(f"{CONVERSATIONS}/unknown/transcribe", data=SECOND, content_type="audio/pcm")
    foreign = client.post(f"{CONVERSATIONS}/{registry.open('en-IN')}/transcribe", data=SECOND, content_type="audio/pcm")

    assert ended.status_code == 410
    assert (foreign.status_code, foreign.get_json()) == (422, {"error": "the model knows no en-IN"})


def test_the_page_learns_whether_it_can_offer_a_microphone(client: FlaskClient, registry: Registry) -> None:
    deaf = _client(registry, PageAudio())

    with_recognizer, without = (each.post(CONVERSATIONS, json={}).get_json() for each in (client, deaf))
    refused = deaf.post(f"{CONVERSATIONS}/{without['name']}/transcribe", data=SECOND, content_type="audio/pcm")

    assert (with_recognizer["canTranscribe"], without["canTranscribe"]) == (True, False)
    assert refused.status_code == 503
    assert "--recognizer-model DIR" in refused.get_json()["error"]


def test_nothing_of_a_recording_is_kept_and_nothing_is_said_to_the_skill(registry: Registry, path: str) -> None:
    """It runs last. The page sends the sentence as it sends what is typed."""
    name = path.split("/")[-2]

    assert registry.find(name).turns == []
