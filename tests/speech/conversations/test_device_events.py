"""What happens to a device besides words. If one fails, a conversation file cannot show it, or shows something else."""

import pytest

from speech.conversations.device_events import AccountChange, PlayerEvent, SecondsLater
from speech.conversations.file_format import ConversationError, Exchange, Line, difference, read
from speech.conversations.player import play as play_file
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.permissions import ADDRESS, EMAIL
from speech.simulator.request import Speaker
from tests.support.event_skill import STOP, EventSkill, directing, play
from tests.support.small_skill import model


@pytest.mark.parametrize(
    ("direction", "line"),
    [
        ("--- 30 seconds later", SecondsLater(30)),
        ("--- 1 second later", SecondsLater(1)),
        ("---  2   minutes later", SecondsLater(120)),
        ("--- 3 hours later", SecondsLater(10_800)),
        ("--- stream nearly finished", PlayerEvent("stream nearly finished")),
        ("--- stream finished", PlayerEvent("stream finished")),
        ("--- stream failed", PlayerEvent("stream failed")),
        ("--- button next ---", PlayerEvent("button next")),
        ("--- button previous", PlayerEvent("button previous")),
        ("--- button play", PlayerEvent("button play")),
        ("--- button pause", PlayerEvent("button pause")),
        ("--- account linked", AccountChange("account linked")),
        ("--- account unlinked", AccountChange("account unlinked")),
        (f"--- grant {EMAIL}", AccountChange("grant", EMAIL)),
        ("--- revoke read::alexa:device:all:address", AccountChange("revoke", "read::alexa:device:all:address")),
    ],
)
def test_a_direction_is_read(direction: str, line: Line) -> None:
    assert read(f"> open paint box\n{direction}\n")[-1] == line


@pytest.mark.parametrize(
    "direction",
    [
        "--- 30 later",
        "--- seconds later",
        "--- 30 weeks later",
        "--- stream",
        "--- stream over",
        "--- button stop",
        "--- account",
        "--- account lost",
        "--- grant",
        "--- grant everything",
        "--- revoke x",
    ],
)
def test_any_other_direction_is_an_error_that_names_those_that_there_are(direction: str) -> None:
    with pytest.raises(ConversationError, match=r"line 2: not a direction; write .* --- stream finished"):
        read(f"> open paint box\n{direction}\n")


def test_hours_count_for_the_longest_conversation() -> None:
    with pytest.raises(ConversationError, match="days have passed"):
        read("> open paint box\n" + "--- 9999 hours later\n" * 100)


def test_words_below_a_direction_that_says_nothing_are_an_error() -> None:
    with pytest.raises(ConversationError, match="line 3: an answer without an utterance"):
        read("> open paint box\n--- 30 seconds later\nHello.\n")


HOLDS = """\
> open paint box
Playing.
@ stream: a
@ stream url: https://example.com/a.mp3
@ stream activity: PLAYING
@ stream offset: 0
@ stream queued: 0
@ no stream title
@ event: AudioPlayer.PlaybackStarted
@ event AudioPlayer.PlaybackStarted
@ event AudioPlayer.PlaybackStarted token: a
@ no event AudioPlayer.PlaybackStopped
--- 30 seconds later
--- stream nearly finished
@ directive AudioPlayer.Play playBehavior: ENQUEUE
@ event AudioPlayer.PlaybackNearlyFinished offsetInMilliseconds: 30000
@ stream queued: 1
--- stream finished
@ event AudioPlayer.PlaybackFinished token: a
@ event AudioPlayer.PlaybackStarted token: b
@ no event AudioPlayer.PlaybackNearlyFinished
@ stream: b
--- stream failed
@ event AudioPlayer.PlaybackFailed error.type: MEDIA_ERROR_INTERNAL_DEVICE_ERROR
@ no stream
@ stream activity: STOPPED
> pause
@ request session.new: true
@ no event
"""


def _play(text: str) -> str:
    """Return the difference."""
    following = directing(play("b", "ENQUEUE", expectedPreviousToken="a"))
    skill = EventSkill(
        LaunchRequest=directing(play("a"), words="Playing."),
        PlaybackNearlyFinished=following,
        PauseIntent=directing(STOP),
    )
    clock, lines = Clock(), read(text)
    played = play_file(lines, Device(model(), skill, Speaker(), clock), clock)
    return difference(lines, [each.line for each in played])


def test_what_a_player_does_can_be_expected() -> None:
    assert _play(HOLDS) == ""


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("@ stream: a", "@ stream: b"),
        ("@ stream offset: 0", "@ stream offset: 30"),
        ("@ stream: a", "@ no stream"),
        ("@ no event AudioPlayer.PlaybackStopped", "@ no event AudioPlayer.PlaybackStarted"),
        ("@ event AudioPlayer.PlaybackFinished token: a", "@ event AudioPlayer.PlaybackFinished token: x"),
        ("@ stream activity: STOPPED", "@ stream activity: PLAYING"),
        ("@ no stream title", "@ stream title: A song"),
    ],
)
def test_what_a_player_does_not_do_differs(expected: str, actual: str) -> None:
    assert f"-{actual}" in _play(HOLDS.replace(expected, actual, 1))


def test_each_conversation_starts_with_a_player_that_has_played_nothing_and_with_the_permissions_of_the_device() -> (
    None
):
    skill = EventSkill(LaunchRequest=directing(play("a")))
    clock = Clock()
    device = Device(model(), skill, Speaker(access_token="t").granting(EMAIL), clock)
    lines = read(f"> open paint box\n--- revoke {EMAIL}\n--- account unlinked\n--- grant {ADDRESS}\n> open paint box\n")

    for _ in range(2):
        list(play_file(lines, device, clock))

    launches = [each["context"] for each in skill.envelopes if each["request"]["type"] == "LaunchRequest"]
    users = [context["System"]["user"] for context in launches]
    assert [user.get("accessToken") for user in users] == ["t", None, "t", None]
    assert [set(user["permissions"]["scopes"]) for user in users] == [{EMAIL}, {ADDRESS}, {EMAIL}, {ADDRESS}]
    assert [context["AudioPlayer"]["playerActivity"] for context in launches] == ["IDLE", "STOPPED", "IDLE", "STOPPED"]


def test_time_that_passes_ends_an_open_session() -> None:
    skill = EventSkill(LaunchRequest=directing(words="What next?", shouldEndSession=False))
    clock = Clock()

    played = list(
        play_file(
            [Exchange("open paint box"), SecondsLater(30), Exchange("next")],
            Device(model(), skill, Speaker(), clock),
            clock,
        )
    )

    assert [line.line.answer for line in played if isinstance(line.line, Exchange)] == [
        "What next?",
        "(not for this skill)",
    ]
