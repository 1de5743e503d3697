from datetime import timedelta

import pytest

from speech.conversations.file_format import (
    Comment,
    DaysLater,
    Exchange,
    Line,
    PermissionReply,
    PersonChange,
    RemindersEvent,
    read,
)
from speech.conversations.player import RehearsalError, play
from speech.simulator.clock import REHEARSALS_BEGIN, Clock
from speech.simulator.device import Device
from speech.simulator.permissions import REMINDERS, access_token, read_token
from speech.simulator.reminders_api import PATH, RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.skill_client import NoResponseError
from tests.support.small_skill import SmallSkill, answer, asking, model


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _play(skill: SmallSkill, clock: Clock, *lines: Line) -> list[Line]:
    device = Device(model(), skill, Speaker(), clock)
    return [played.line for played in play(lines, device, clock)]


def test_utterances_get_the_actual_answer_and_other_lines_are_kept(clock: Clock) -> None:
    skill = SmallSkill(answer('Welcome <break time="2s"/> &amp; hello.'))

    lines = _play(skill, clock, Comment("# A visit."), Exchange("open paint box", "Something else."), Comment(""))

    assert lines == [Comment("# A visit."), Exchange("open paint box", "Welcome & hello."), Comment("")]


def test_silence_gets_the_reprompt_once(clock: Clock) -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))

    lines = _play(skill, clock, Exchange("open paint box"), Exchange("..."), Exchange("..."))

    assert [line.answer for line in lines if isinstance(line, Exchange)] == ["Which colour?", "Red, perhaps?", ""]


def test_an_utterance_that_is_not_for_the_skill_is_marked(clock: Clock) -> None:
    lines = _play(SmallSkill(), clock, Exchange("next"))

    assert lines == [Exchange("next", "(not for this skill)")]


def test_days_later_moves_the_clock_and_ends_the_session(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."))

    _play(skill, clock, Exchange("open paint box"), DaysLater(3), Exchange("open paint box"))

    assert [request["timestamp"][:10] for request in skill.requests] == ["2026-01-05", "2026-01-08"]
    assert [each["request"]["reason"] for each in skill.notifications] == ["USER_INITIATED", "USER_INITIATED"]
    assert [each["session"]["new"] for each in skill.envelopes] == [True, True]


def test_people_have_different_ids(clock: Clock) -> None:
    skill, hello = SmallSkill(answer("Welcome.")), Exchange("open paint box")

    _play(
        skill,
        clock,
        PersonChange("Ana"),
        hello,
        PersonChange("Ben"),
        hello,
        PersonChange("Ana"),
        hello,
        PersonChange(""),
        hello,
    )

    people = [envelope["context"]["System"].get("person") for envelope in skill.envelopes]
    assert people[0] == people[2] != people[1]
    assert people[3] is None


def test_each_conversation_starts_at_the_same_time_with_new_ids(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."))
    device = Device(model(), skill, Speaker(), clock)

    for _ in range(2):
        list(
            play(
                [PersonChange("Ana"), Exchange("open paint box"), DaysLater(9), Exchange("open paint box")],
                device,
                clock,
            )
        )

    first, second = skill.envelopes[0], skill.envelopes[2]
    assert first["request"]["timestamp"] == second["request"]["timestamp"] == "2026-01-05T08:00:00Z"
    assert first["session"]["user"] != second["session"]["user"]
    assert first["context"]["System"]["person"] != second["context"]["System"]["person"]


def test_an_open_session_is_ended_at_the_end(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."))

    _play(skill, clock, Exchange("open paint box"))

    assert [each["request"]["reason"] for each in skill.notifications] == ["USER_INITIATED"]


def test_an_error_of_the_skill_names_the_line_and_the_utterance(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."), NoResponseError("no answer"))

    with pytest.raises(RehearsalError, match=r"^line 4: > next: no answer"):
        _play(skill, clock, *read("# Red.\n> open paint box\nWelcome.\n> next\n"))


def test_broken_markup_is_shown_unchanged(clock: Clock) -> None:
    lines = _play(SmallSkill(answer("Tom & Jerry")), clock, Exchange("open paint box"))

    assert lines == [Exchange("open paint box", "<speak>Tom & Jerry</speak>")]


def test_the_clock_advances_with_every_reading_and_can_be_moved(clock: Clock) -> None:
    first, second = clock(), clock()
    clock.move(timedelta(days=1))
    third = clock()
    clock.restart()

    assert REHEARSALS_BEGIN < first < second
    assert third > second + timedelta(days=1)
    assert clock() == first


def test_a_permission_reply_gets_the_actual_answer(clock: Clock) -> None:
    skill = SmallSkill(asking(REMINDERS), answer("I see."))

    lines = _play(skill, clock, Exchange("open paint box"), PermissionReply("denied"))

    assert lines[1] == PermissionReply("denied", "I see.")
    assert skill.requests[1]["payload"]["status"] == "DENIED"


def test_a_permission_reply_without_a_question_is_marked(clock: Clock) -> None:
    assert _play(SmallSkill(), clock, PermissionReply("granted")) == [
        PermissionReply("granted", "(not for this skill)")
    ]


def test_a_granted_permission_ends_with_the_conversation(clock: Clock) -> None:
    skill = SmallSkill(asking(REMINDERS))
    device = Device(model(), skill, Speaker(), clock)
    list(play([Exchange("open paint box"), PermissionReply("granted")], device, clock))

    list(play([Exchange("open paint box")], device, clock))

    _, granted = read_token(skill.envelopes[-1]["context"]["System"]["apiAccessToken"])
    assert granted == frozenset()


def test_reminders_events_change_the_service_until_the_conversation_ends(clock: Clock) -> None:
    reminders, device = RemindersApi(), Device(model(), SmallSkill(), Speaker(), clock)

    playing = play([RemindersEvent("away"), RemindersEvent("back"), RemindersEvent("away")], device, clock, reminders)
    states = [reminders.is_unavailable for _ in playing]

    assert states == [True, False, True]
    assert not reminders.is_unavailable


def test_deleting_reminders_affects_only_the_account(clock: Clock) -> None:
    reminders, device = RemindersApi(), Device(model(), SmallSkill(), Speaker(), clock)
    playing = play([Comment(""), RemindersEvent("deleted")], device, clock, reminders)
    next(playing)
    for account in (device.speaker.user_id, "another"):
        reminders.handle("POST", PATH, access_token(account, {REMINDERS}), {})

    next(playing)

    assert [len(reminders.of(account)) for account in (device.speaker.user_id, "another")] == [0, 1]


def test_a_reminders_event_is_an_error_for_a_remote_skill(clock: Clock) -> None:
    with pytest.raises(RehearsalError, match="--- reminders away"):
        _play(SmallSkill(), clock, RemindersEvent("away"))


def test_a_touch_sends_its_arguments(clock: Clock) -> None:
    skill = SmallSkill(answer("Which colour?"))

    lines = _play(skill, clock, Exchange("open paint box"), Exchange('["red", 3]'))

    assert skill.requests[-1]["arguments"] == ["red", 3]
    assert lines[-1] == Exchange('["red", 3]', "Which colour?")
