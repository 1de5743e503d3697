"""The audio player of a device. If one fails, a skill hears here of another playback than on an Echo."""

from datetime import timedelta
from typing import Any

import pytest

from speech.json_reader import JsonNode
from speech.simulator.audio_directives import AudioDirective, audio_directives
from speech.simulator.audio_player import AudioPlayer, PlaybackEvent
from speech.simulator.clock import Clock
from speech.simulator.device import NotForSkillError
from speech.simulator.response import ResponseError
from speech.simulator.response_check import check_turn
from speech.simulator.skill_client import NoResponseError
from tests.support.event_skill import STOP, EventSkill, device, directing, play

CLEAR_ALL = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
CLEAR_ENQUEUED = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ENQUEUED"}
OPEN = "open paint box"


def enqueue(token: str, after: str) -> dict[str, Any]:
    return play(token, "ENQUEUE", expectedPreviousToken=after)


def replace_enqueued(token: str) -> dict[str, Any]:
    return play(token, "REPLACE_ENQUEUED")


def read(*directives: dict[str, Any]) -> tuple[AudioDirective, ...]:
    return audio_directives(JsonNode(list(directives), "response.directives"))


def played(*steps: dict[str, Any] | str) -> tuple[list[str], AudioPlayer]:
    """Let a new player follow directives and do what its methods are called; return the events with their tokens."""
    player, events = AudioPlayer(Clock()), list[PlaybackEvent]()
    for step in steps:
        events += getattr(player, step)() if isinstance(step, str) else player.follow(*read(step))
    names = [event.type.removeprefix("AudioPlayer.Playback") for event in events]
    return [f"{name} {event.fields['token']}" for name, event in zip(names, events, strict=True)], player


@pytest.mark.parametrize(
    ("steps", "events", "activity", "token", "queued"),
    [
        ([], [], "IDLE", None, 0),
        ([play("a")], ["Started a"], "PLAYING", "a", 0),
        ([play("a"), play("b")], ["Started a", "Stopped a", "Started b"], "PLAYING", "b", 0),
        ([play("a"), STOP], ["Started a", "Stopped a"], "STOPPED", "a", 0),
        ([STOP], [], "IDLE", None, 0),
        ([play("a"), STOP, STOP], ["Started a", "Stopped a"], "STOPPED", "a", 0),
        ([play("a"), enqueue("b", "a")], ["Started a"], "PLAYING", "a", 1),
        ([play("a"), enqueue("b", "a"), "finish"], ["Started a", "Finished a", "Started b"], "PLAYING", "b", 0),
        ([play("a"), enqueue("b", "a"), play("c")], ["Started a", "Stopped a", "Started c"], "PLAYING", "c", 0),
        ([play("a"), enqueue("b", "a"), replace_enqueued("c")], ["Started a"], "PLAYING", "a", 1),
        ([replace_enqueued("a")], ["Started a"], "PLAYING", "a", 0),
        ([enqueue("a", "x")], ["Started a"], "PLAYING", "a", 0),
        ([play("a"), enqueue("b", "a"), CLEAR_ENQUEUED], ["Started a"], "PLAYING", "a", 0),
        ([play("a"), enqueue("b", "a"), CLEAR_ALL], ["Started a", "Stopped a"], "STOPPED", "a", 0),
        ([play("a"), "finish"], ["Started a", "Finished a"], "FINISHED", "a", 0),
        ([play("a"), "finish", "finish"], ["Started a", "Finished a"], "FINISHED", "a", 0),
        ([play("a"), "nearly_finish", "nearly_finish"], ["Started a", "NearlyFinished a"], "PLAYING", "a", 0),
        ([play("a"), enqueue("b", "a"), "fail"], ["Started a", "Failed a", "Started b"], "PLAYING", "b", 0),
        ([play("a"), "fail"], ["Started a", "Failed a"], "STOPPED", "a", 0),
        (["finish", "fail", "nearly_finish", "interrupt", "go_on"], [], "IDLE", None, 0),
        ([play("a"), "interrupt", "go_on"], ["Started a", "Stopped a", "Started a"], "PLAYING", "a", 0),
        ([play("a"), "interrupt", STOP, "go_on"], ["Started a", "Stopped a"], "STOPPED", "a", 0),
        ([play("a"), "interrupt", CLEAR_ALL, "go_on"], ["Started a", "Stopped a"], "STOPPED", "a", 0),
        ([play("a"), "interrupt", play("b"), "go_on"], ["Started a", "Stopped a", "Started b"], "PLAYING", "b", 0),
        ([play("a"), "interrupt", enqueue("b", "a")], ["Started a", "Stopped a"], "STOPPED", "a", 1),
        ([play("a"), "interrupt", "finish", "interrupt"], ["Started a", "Stopped a"], "STOPPED", "a", 0),
    ],
)
def test_a_player_follows_directives_and_reports_what_it_does(
    steps: list[Any], events: list[str], activity: str, token: str | None, queued: int
) -> None:
    reported, player = played(*steps)

    state = player.state
    assert reported == events
    assert (state.activity, state.stream and state.stream.token, state.queued) == (activity, token, queued)


@pytest.mark.parametrize(
    ("previous", "last", "line"),
    [
        ("a", [play("a")], ""),
        ("b", [play("a"), enqueue("b", "a")], ""),
        ("a", [play("a"), "finish"], ""),
        ("x", [play("a")], "expectedPreviousToken is 'x', but the last stream is 'a'."),
        ("a", [play("a"), enqueue("b", "a")], "expectedPreviousToken is 'a', but the last stream is 'b'."),
        ("a", [], "expectedPreviousToken is 'a', but nothing has been played yet."),
    ],
)
def test_an_enqueued_stream_that_expects_another_before_it_is_ignored(
    previous: str, last: list[Any], line: str
) -> None:
    _, player = played(*last)

    assert player.mismatch(*read(enqueue("c", previous))).removeprefix("Alexa ignores AudioPlayer.Play: ") == line


def test_the_position_is_the_time_that_was_played_from_the_offset() -> None:
    clock = Clock()
    player = AudioPlayer(clock)
    player.follow(*read(play("a", offsetInMilliseconds=5_000)))

    clock.move(timedelta(seconds=30))
    stopped = player.interrupt()
    clock.move(timedelta(hours=1))
    state = player.state
    started = player.go_on()
    clock.move(timedelta(seconds=10))

    assert (state.activity, state.position, state.is_active) == ("STOPPED", 35_000, True)
    assert [event.fields["offsetInMilliseconds"] for event in (*stopped, *started)] == [35_000, 35_000]
    assert str(player.state) == "PLAYING https://example.com/a.mp3 at 0:45"


@pytest.mark.parametrize(
    ("directive", "rule"),
    [
        (play("a", url="http://example.com/a.mp3"), "url must be an https address on port 443, not 'http://exa"),
        (play("a", url="https://example.com:8443/a.mp3"), "url must be an https address on port 443"),
        (play("a", url="https:///a.mp3"), "url must be an https address"),
        (play("a", url="https://[a.mp3"), "url must be an https address"),
        (play("a", url=""), "url must be a non-empty string"),
        (play("a", url=5), "url must be a non-empty string, not 5"),
        (play("a", url=None), "url is missing; add it"),
        (play("a", url="https://example.com/" + "x" * 8_000), "has 8,020 characters; the limit is 8,000"),
        (play("a", token=None), "token is missing; add it"),
        (play("a", token=7), "token must be a non-empty string, not 7"),
        (play("x" * 1_025, url="https://example.com/a"), "token has 1,025 characters; the limit is 1,024"),
        (play("a", offsetInMilliseconds=-1), "offsetInMilliseconds must be a number of milliseconds"),
        (play("a", offsetInMilliseconds="0"), "offsetInMilliseconds must be a number of milliseconds"),
        (play("a", offsetInMilliseconds=True), "offsetInMilliseconds must be a number of milliseconds"),
        (play("a", offsetInMilliseconds=1.5), "offsetInMilliseconds must be a number of milliseconds"),
        (play("a", "ENQUEUE"), "expectedPreviousToken is missing; ENQUEUE needs the token"),
        (
            play("a", expectedPreviousToken="b"),
            "expectedPreviousToken is only for ENQUEUE; leave it out with REPLACE_ALL",
        ),
        (play("a", "REPLACE_ENQUEUED", expectedPreviousToken="b"), "leave it out with REPLACE_ENQUEUED"),
        (play("a", "APPEND"), "playBehavior must be one of REPLACE_ALL, ENQUEUE, REPLACE_ENQUEUED, not 'APPEND'"),
        (play("a", ["ENQUEUE"]), "playBehavior must be one of"),  # type: ignore[arg-type]
        ({"type": "AudioPlayer.Play"}, "audioItem is missing; add it"),
        ({"type": "AudioPlayer.Play", "playBehavior": "REPLACE_ALL"}, "audioItem is missing; add it"),
        ({"type": "AudioPlayer.Play", "playBehavior": "REPLACE_ALL", "audioItem": []}, "audioItem must be an object"),
        ({"type": "AudioPlayer.ClearQueue"}, "clearBehavior is missing; add it"),
        (
            {"type": "AudioPlayer.ClearQueue", "clearBehavior": "ALL"},
            "must be one of CLEAR_ENQUEUED, CLEAR_ALL, not 'ALL'",
        ),
    ],
)
def test_a_directive_that_alexa_refuses_is_named_by_its_rule_and_not_followed(
    directive: dict[str, Any], rule: str
) -> None:
    echo = device(EventSkill(LaunchRequest=directing(directive, words="Playing.")))

    result = echo.hear(OPEN)

    (line,) = check_turn(result)
    assert line.startswith(f"Alexa would refuse this answer. {directive['type']}: response.directives[0].")
    assert rule in line
    assert result.words == "Playing."
    assert (echo.player.activity, result.events) == ("IDLE", ())


def test_every_rule_that_a_directive_breaks_is_named() -> None:
    item = {"stream": {"url": "http://example.com/a.mp3", "offsetInMilliseconds": -1}}
    directive = {"type": "AudioPlayer.Play", "playBehavior": "ENQUEUE", "audioItem": item}

    (line,) = check_turn(device(EventSkill(LaunchRequest=directing(directive))).hear(OPEN))

    rules = (
        "url must be an https address",
        "token is missing",
        "offsetInMilliseconds must be",
        "Token is missing; ENQUEUE",
    )
    assert [rule for rule in rules if rule not in line] == []


def test_a_response_can_have_one_stream() -> None:
    echo = device(EventSkill(LaunchRequest=directing(play("a"), play("b"))))

    result = echo.hear(OPEN)

    assert "can have one AudioPlayer.Play, not 2" in next(check_turn(result))
    assert echo.player.activity == "IDLE"


WORDS = {
    "pause": "PauseIntent",
    "stop": "PauseIntent",
    "Alexa, stop": "PauseIntent",
    "cancel": "CancelIntent",
    "resume": "ResumeIntent",
    "next": "NextIntent",
    "previous": "PreviousIntent",
    "start over": "StartOverIntent",
    "repeat": "RepeatIntent",
    "shuffle on": "ShuffleOnIntent",
    "shuffle off": "ShuffleOffIntent",
    "loop on": "LoopOnIntent",
    "loop off": "LoopOffIntent",
}


@pytest.mark.parametrize(("said", "intent"), WORDS.items())
@pytest.mark.parametrize("activity", ["STOPPED", "FINISHED"])
def test_the_words_for_a_player_need_no_invocation_name(said: str, intent: str, activity: str) -> None:
    skill = EventSkill(LaunchRequest=directing(play("a")))
    echo = device(skill)
    echo.hear(OPEN)
    if activity == "FINISHED":
        echo.pass_by_itself("finished")

    echo.hear(said)

    envelope = next(each for each in reversed(skill.envelopes) if "session" in each)
    assert envelope["request"]["intent"]["name"] == f"AMAZON.{intent}"
    assert envelope["session"]["new"] is True
    assert envelope["context"]["AudioPlayer"]["token"] == "a"
    assert envelope["context"]["AudioPlayer"]["playerActivity"] == activity


@pytest.mark.parametrize("said", ["paint it red", "yes", "help", "the next song please please", "exit"])
def test_other_words_need_the_invocation_name_while_a_stream_plays(said: str) -> None:
    echo = device(EventSkill(LaunchRequest=directing(play("a"))))
    echo.hear(OPEN)

    with pytest.raises(NotForSkillError):
        echo.hear(said)

    assert echo.player.activity == "PLAYING"


@pytest.mark.parametrize("said", ["pause", "next", "stop"])
def test_without_a_stream_they_need_it_too(said: str) -> None:
    with pytest.raises(NotForSkillError):
        device(EventSkill()).hear(said)


def test_events_belong_to_no_session_and_carry_the_state_of_the_player() -> None:
    skill = EventSkill(LaunchRequest=directing(play("a", offsetInMilliseconds=2_000)))

    device(skill).hear(OPEN)

    started = skill.envelopes[1]
    assert "session" not in started
    assert started["request"]["type"] == "AudioPlayer.PlaybackStarted"
    assert (started["request"]["token"], started["request"]["offsetInMilliseconds"]) == ("a", 2_000)
    assert started["context"]["AudioPlayer"] == {
        "token": "a",
        "offsetInMilliseconds": 2_000,
        "playerActivity": "PLAYING",
    }


def test_what_answers_a_nearly_finished_stream_plays_after_it() -> None:
    skill = EventSkill(LaunchRequest=directing(play("a")), PlaybackNearlyFinished=directing(enqueue("b", "a")))
    echo = device(skill)
    echo.hear(OPEN)

    result = echo.pass_by_itself("finished")

    assert skill.kinds[2:] == ["PlaybackNearlyFinished", "PlaybackFinished", "PlaybackStarted"]
    assert [event.fault for event in result.events] == ["", "", ""]
    assert echo.player.stream
    assert echo.player.stream.token == "b"


@pytest.mark.parametrize(
    ("event", "answer", "rule"),
    [
        ("PlaybackStarted", directing(play("b")), "may have only AudioPlayer.Stop and AudioPlayer.ClearQueue, not"),
        ("PlaybackStarted", directing(words="Hi."), "must not have outputSpeech"),
        ("PlaybackFinished", directing(play("b")), "may have only AudioPlayer.Stop and AudioPlayer.ClearQueue, not"),
        ("PlaybackNearlyFinished", directing(words="Hi."), "must not have outputSpeech"),
        ("PlaybackNearlyFinished", {"card": {"type": "Simple", "content": "x"}}, "must not have card"),
        ("PlaybackNearlyFinished", {"shouldEndSession": False}, "leave shouldEndSession out"),
        ("PlaybackNearlyFinished", directing({"type": "Dialog.Delegate"}), "not Dialog.Delegate"),
        ("PlaybackNearlyFinished", directing(play("b", url="http://b")), "url must be an https address"),
        ("PlaybackNearlyFinished", directing(play("b"), play("c")), "can have one AudioPlayer.Play, not 2"),
        ("PlaybackNearlyFinished", directing(enqueue("b", "x")), "expectedPreviousToken is 'x'"),
    ],
)
def test_an_answer_to_an_event_that_alexa_refuses_is_named_and_reported(event: str, answer: Any, rule: str) -> None:
    skill = EventSkill(LaunchRequest=directing(play("a")), **{event: answer})
    echo = device(skill)

    lines = [*check_turn(echo.hear(OPEN)), *check_turn(echo.pass_by_itself("finished"))]

    assert len(lines) == 1
    assert rule in lines[0]
    assert echo.player.activity == "FINISHED"
    is_refused = "Alexa would refuse" in lines[0]
    assert [each["type"] for each in skill.notifications] == ["System.ExceptionEncountered"] * is_refused
    assert not is_refused or skill.notifications[0]["cause"]["requestId"].startswith("amzn1.echo-api.request.")


def test_nothing_may_answer_a_stopped_stream() -> None:
    skill = EventSkill(
        LaunchRequest=directing(play("a")), PauseIntent=directing(STOP), PlaybackStopped=directing(play("a"))
    )
    echo = device(skill)
    echo.hear(OPEN)

    result = echo.hear("pause")

    assert "may have no directive at all, not AudioPlayer.Play" in next(check_turn(result))
    assert echo.player.activity == "STOPPED"


@pytest.mark.parametrize("error", [ResponseError("it failed with 500"), NoResponseError("it did not answer")])
def test_a_skill_that_fails_at_an_event_is_named_and_the_stream_plays_on(error: Exception) -> None:
    skill = EventSkill(LaunchRequest=directing(play("a"), words="Playing."), PlaybackStarted=error)
    echo = device(skill)

    result = echo.hear(OPEN)

    assert list(check_turn(result)) == [f"AudioPlayer.PlaybackStarted: {error}"]
    assert (result.words, echo.player.activity) == ("Playing.", "PLAYING")


def test_streams_that_stop_each_other_for_ever_come_to_an_end() -> None:
    skill = EventSkill(LaunchRequest=directing(play("a")), PlaybackFailed=directing(play("a")))
    echo = device(skill)
    echo.hear(OPEN)
    endless = EventSkill(PlaybackStarted=directing(STOP), LaunchRequest=directing(play("a")))

    for _ in range(3):
        echo.pass_by_itself("failed")
    device(endless).hear(OPEN)

    assert len(skill.requests) == 2 + 3 * 2
    assert endless.kinds == ["LaunchRequest", "PlaybackStarted", "PlaybackStopped"]


def test_a_voice_request_stops_the_stream_until_the_session_is_over() -> None:
    skill = EventSkill(
        LaunchRequest=directing(play("a")),
        ColourIntent=directing(words="What next?", shouldEndSession=False),
        NextIntent=directing(words="Bye."),
    )
    clock = Clock()
    echo = device(skill, clock)
    echo.hear(OPEN)
    clock.move(timedelta(seconds=20))

    echo.hear("ask paint box to paint it red")
    asked = echo.player
    clock.move(timedelta(hours=1))
    result = echo.hear("next")

    assert skill.kinds[1:] == ["PlaybackStarted", "PlaybackStopped", "ColourIntent", "NextIntent", "PlaybackStarted"]
    assert skill.envelopes[3]["context"]["AudioPlayer"]["playerActivity"] == "STOPPED"
    assert (asked.activity, asked.is_active) == ("STOPPED", True)
    assert result.events[0].request["request"]["offsetInMilliseconds"] == 20_000
    assert echo.player.activity == "PLAYING"


@pytest.mark.parametrize("say", ["...", "exit"])
def test_it_goes_on_after_silence_and_after_an_exit(say: str) -> None:
    skill = EventSkill(LaunchRequest=directing(play("a")), ColourIntent=directing(words="So?", shouldEndSession=False))
    echo = device(skill)
    for sentence in (OPEN, "ask paint box to paint it red"):
        echo.hear(sentence)

    result = echo.stay_silent() if say == "..." else echo.end()

    assert [each["type"] for each in skill.notifications] == ["SessionEndedRequest"]
    assert [event.request["request"]["type"] for event in result.events] == ["AudioPlayer.PlaybackStarted"]
    assert result.player.activity == "PLAYING"


def test_it_goes_on_after_an_answer_that_fails() -> None:
    skill = EventSkill(LaunchRequest=directing(play("a")), ColourIntent=ResponseError("it failed"))
    echo = device(skill)
    echo.hear(OPEN)

    with pytest.raises(ResponseError):
        echo.hear("ask paint box to paint it red")

    assert echo.player.activity == "PLAYING"


def test_a_stream_that_starts_in_an_open_session_is_stopped_to_listen() -> None:
    echo = device(EventSkill(LaunchRequest=directing(play("a"), words="What next?", shouldEndSession=False)))

    result = echo.hear(OPEN)

    assert "Alexa pauses the stream at once to listen" in next(check_turn(result))
    assert [event.request["request"]["type"][20:] for event in result.events] == ["Started", "Stopped"]
    assert echo.player.activity == "STOPPED"


@pytest.mark.parametrize(
    ("button", "request_type"),
    [
        ("next", "PlaybackController.NextCommandIssued"),
        ("previous", "PlaybackController.PreviousCommandIssued"),
        ("play", "PlaybackController.PlayCommandIssued"),
        ("pause", "PlaybackController.PauseCommandIssued"),
    ],
)
def test_a_button_sends_its_request_and_its_answer_is_followed(button: str, request_type: str) -> None:
    answer = directing(play("b"))
    kind = request_type.rpartition(".")[2]
    skill = EventSkill(LaunchRequest=directing(play("a")), **{kind: answer})
    echo = device(skill)
    echo.hear(OPEN)

    echo.press(button)

    assert skill.requests[2]["type"] == request_type
    assert "session" not in skill.envelopes[2]
    assert skill.kinds[3:] == ["PlaybackStopped", "PlaybackStarted"]


@pytest.mark.parametrize("action", ["next", "finished"])
def test_without_a_stream_there_is_nothing_to_press_and_nothing_to_end(action: str) -> None:
    echo = device(EventSkill())

    with pytest.raises(NotForSkillError, match="Nothing"):
        echo.press(action) if action == "next" else echo.pass_by_itself(action)
