"""Trust Steps on a Wyoming server, over real sockets, with the signed endpoint and the store behind it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Barrier, Thread
from typing import Any

import pytest
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.info import Describe, Info
from wyoming.ping import Ping, Pong
from wyoming.tts import Synthesize, SynthesizeVoice

from speech.cli.arguments import parse
from speech.simulator.request import Speaker
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from speech.tts.synthesizer import Synthesizer
from speech.wyoming.conversations import Conversations
from speech.wyoming.events import Limits
from speech.wyoming.service import AssistService, SpokenLocales
from speech.wyoming.voice import Voice
from tests.support.wyoming_client import RunningServer, WyomingClient, wyoming_server

CONNECTIONS = 40
"""More close those with the oldest event."""


class _Echo:
    """A recognizer that hears how long a recording is."""

    def transcribe(self, pcm: bytes, locale: str) -> str:
        return f"{len(pcm)} {locale}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = {"TRUST_STEPS_DATA": str(tmp_path_factory.mktemp("data"))}
    skill = SkillSelection(TrustSteps(data), parse(["wyoming"], os.environ))
    limits = Limits(connections=CONNECTIONS, idle_seconds=30, arrival_seconds=0.3, write_seconds=1.0)
    with skill.devices() as new_device:
        new_device(Speaker("en-US")).prepare()
        service = AssistService(
            "Trust Steps",
            SpokenLocales(skill.skill.locales()),
            Conversations(new_device),
            print,
            voice=Voice(Synthesizer()),
            recognizer=_Echo(),
        )
        with wyoming_server(service, limits) as running:
            yield running


def _sound(client: WyomingClient) -> tuple[dict[str, Any], int]:
    """Return the format of the sound that follows, and its bytes."""
    received, size = client.receive(), 0
    assert received is not None
    assert AudioStart.is_type(received.type)
    sound_format = received.data
    while (received := client.receive()) and AudioChunk.is_type(received.type):
        size += len(received.payload or b"")
    assert received is not None
    assert AudioStop.is_type(received.type)
    return sound_format, size


def test_the_service_describes_what_it_offers(server: RunningServer) -> None:
    with server.connect() as client:
        info = Info.from_event(client.ask(Describe()))

    assert [program.name for program in (*info.handle, *info.tts, *info.asr)] == ["Trust Steps"] * 3
    assert info.handle[0].models[0].languages[0] == "en-US"
    assert {"de-DE", "en-GB", "es-MX"} < set(info.handle[0].models[0].languages)
    assert [voice.languages for voice in info.tts[0].voices] == [
        [locale] for locale in info.handle[0].models[0].languages
    ]


def test_a_conversation_goes_on_over_connections(server: RunningServer) -> None:
    context = {"conversation_id": "1", "device_id": "hall"}

    answers = [server.say(sentence, **context) for sentence in ("open trust steps", "just looking", "yes", "stop")]

    assert answers[0]["text"].startswith("Welcome to Trust Steps.")
    assert answers[2]["text"].startswith("Step 1: Identify the root cause.")
    assert [said["context"]["continue_conversation"] for said in answers] == [True, True, True, False]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("my partner hits me", "911"),
        ("he won't let me leave the house", "911"),
        ("i want to end it all", "988"),
        ("help me he is at the door with a knife", "911"),
    ],
)
def test_a_cry_for_help_outside_a_session_gets_a_number_and_an_open_session(
    server: RunningServer, sentence: str, number: str
) -> None:
    said = server.say(sentence, "en", conversation_id=sentence, device_id="bath")

    assert number in said["text"].replace(",", "")
    assert said["context"]["continue_conversation"] is True


@pytest.mark.parametrize(
    "sentence", ["hello", "what's the weather", "...", "🙂", "é", "x" * 3_000, "exit", "yes", "no"]
)
def test_every_sentence_outside_a_session_is_handled(server: RunningServer, sentence: str) -> None:
    assert server.say(sentence, conversation_id=sentence[:9], device_id="cellar")["text"]


def test_two_satellites_never_hear_each_others_place(server: RunningServer) -> None:
    for sentence in ("open trust steps", "go to step three", "stop"):
        server.say(sentence, conversation_id="same", device_id="kitchen")

    bedroom = server.say("what do you know about me", conversation_id="same", device_id="bedroom")
    nameless = server.say("what do you know about me", conversation_id="same")
    kitchen = server.say("what do you know about me", conversation_id="later", device_id="kitchen")

    assert "step 3" in kitchen["text"]
    assert "step 3" not in bedroom["text"]
    assert "step 3" not in nameless["text"]


def test_a_reminder_is_not_promised_since_a_satellite_rings_none(server: RunningServer) -> None:
    context = {"conversation_id": "reminder", "device_id": "study"}

    proposed = server.say("remind me at eight in the evening", **context)
    said = server.say("yes", **context)

    assert "8 in the evening" in proposed["text"]
    assert "?" in proposed["text"]
    assert said["text"].startswith("I've set nothing.")


def test_an_exercise_is_spoken_with_its_pauses_and_other_texts_plainly(server: RunningServer) -> None:
    text = server.say("breathe with me", conversation_id="breath", device_id="bedroom")["text"]

    with server.connect() as client:
        client.send(Synthesize(text))
        sound_format, size = _sound(client)
        client.send(Synthesize(f"{text} And more.", SynthesizeVoice("en-GB")))
        _, plain_size = _sound(client)

    assert (sound_format["rate"], sound_format["width"], sound_format["channels"]) == (22_050, 2, 1)
    assert size / 44_100 > 60
    assert plain_size < size / 2


@pytest.mark.parametrize(
    ("sound_format", "size", "heard"),
    [
        ((16_000, 2, 1), 32_000, "32000"),
        ((48_000, 2, 2), 192_000, "32000"),
        ((16_000, 2, 1), 200 * 32_000, str(30 * 32_000)),
    ],
)
def test_a_recording_reaches_the_recognizer_in_its_format(
    server: RunningServer, sound_format: tuple[int, int, int], size: int, heard: str
) -> None:
    with server.connect() as client:
        client.send(Transcribe(language="en-GB"))
        client.send(AudioStart(*sound_format))
        for start in range(0, size, 200_000):
            client.send(AudioChunk(*sound_format, bytes(min(200_000, size - start))))
        transcript = Transcript.from_event(client.ask(AudioStop()))

    assert transcript.text == f"{heard} en-GB"


@pytest.mark.parametrize(
    "content",
    [
        b'{"type": "transcript"}\n',
        b'{"type": "transcript", "data": {"text": 7}}\n',
        b'{"type": "transcript", "data": {"text": null}}\n',
        b'{"type": "synthesize", "data": {}}\n',
        b'{"type": "synthesize", "data": {"text": "one", "voice": 7}}\n',
        b'{"type": "synthesize", "data": {"text": "<speak><b></speak>", "text_format": "ssml"}}\n',
        b'{"type": "transcribe"}\n{"type": "audio-chunk", "data": {"rate": 0, "width": 9, "channels": "x"}}\n',
        b'{"type": "transcribe"}\n{"type": "audio-chunk", "payload_length": 1, "data": {"rate": 1, "width": 2}}\na',
    ],
)
def test_an_event_with_the_wrong_data_gets_an_error_and_the_connection_goes_on(
    server: RunningServer, content: bytes
) -> None:
    with server.connect() as client:
        client.connection.sendall(content)
        answer = client.receive()
        pong = client.ask(Ping("still there"))

    assert answer is not None
    assert Error.is_type(answer.type)
    assert Pong.from_event(pong).text == "still there"


def test_an_unknown_event_is_ignored(server: RunningServer) -> None:
    with server.connect() as client:
        client.connection.sendall(b'{"type": "played"}\n{"type": "audio-stop"}\n{"type": "audio-chunk"}\n')

        assert Pong.is_type(client.ask(Ping()).type)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", id="another protocol"),
        pytest.param(b'{"type": "ping", "payload_length": 99999999999}\n', id="a huge event"),
        pytest.param(b'{"type": "' + b"a" * 300_000, id="an endless line"),
        pytest.param(b"[" * 30_000 + b"\n", id="deep nesting"),
    ],
)
def test_a_client_that_speaks_no_wyoming_gets_an_error_and_is_left(server: RunningServer, content: bytes) -> None:
    with server.send_raw(content) as connection, connection.makefile("rb") as stream:
        received = _until_closed(stream)

    assert b'"error"' in received or received == b""


def _until_closed(stream: Any) -> bytes:
    """A client whose last bytes were not read sees a reset connection."""
    try:
        content: bytes = stream.read()
    except ConnectionError:
        return b""
    return content


def test_a_client_that_starts_an_event_and_stops_is_left(server: RunningServer) -> None:
    with server.send_raw(b'{"type": "ping", "payload_length": 9}\nabc') as connection:
        assert connection.recv(99) == b""


def test_a_client_that_does_not_read_its_sound_is_left(server: RunningServer) -> None:
    with server.connect() as client:
        for _ in range(40):
            client.send(Synthesize("one two three four five six seven eight nine ten " * 10))

        assert server.say("next", conversation_id="reads", device_id="hall")["text"]
    assert server.say("next", conversation_id="reads", device_id="hall")["text"]


@pytest.mark.parametrize(
    "content", [b"", b'{"type": "tran', b'{"type": "ping", "data_length": 60000}\n{'], ids=["silent", "line", "data"]
)
def test_two_hundred_clients_that_go_no_further_stop_no_one(server: RunningServer, content: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(server.send_raw(content))

        said = server.say("my partner hits me", conversation_id="crowd", device_id="hall")

    assert "911" in said["text"]


def test_ten_people_talk_at_once_and_each_keeps_their_place(server: RunningServer) -> None:
    heard: dict[int, str] = {}
    together = Barrier(10)

    def talk(number: int) -> None:
        together.wait(20)
        context = {"conversation_id": f"crowd {number}", "device_id": f"device {number}"}
        for sentence in ("open trust steps", f"go to step {1 + number % 5}"):
            server.say(sentence, **context)
        heard[number] = server.say("what do you know about me", **context)["text"]

    threads = [Thread(target=talk, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert [number for number in range(10) if f"step {1 + number % 5} of 5" not in heard.get(number, "")] == []
