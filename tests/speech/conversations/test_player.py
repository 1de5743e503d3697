from datetime import timedelta

import pytest

from speech.conversations.file_format import Alerts, Answered, Later, Line, Person, Remark, Said
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


def _played(skill: SmallSkill, clock: Clock, *lines: Line) -> list[Line]:
    device = Device(model(), skill, Speaker(), clock)
    return [played.line for played in play(lines, device, clock)]


def test_what_is_said_is_answered_and_the_rest_stays(clock: Clock) -> None:
    skill = SmallSkill(answer('Welcome <break time="2s"/> &amp; hello.'))

    lines = _played(skill, clock, Remark("# A visit."), Said("open paint box", "Something else."), Remark(""))

    assert lines == [Remark("# A visit."), Said("open paint box", "Welcome & hello."), Remark("")]


def test_silence_is_played_as_such(clock: Clock) -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))

    lines = _played(skill, clock, Said("open paint box"), Said("..."), Said("..."))

    assert [line.answer for line in lines if isinstance(line, Said)] == ["Which colour?", "Red, perhaps?", ""]


def test_what_alexa_would_not_give_to_the_skill_is_marked(clock: Clock) -> None:
    lines = _played(SmallSkill(), clock, Said("next"))

    assert lines == [Said("next", "(not for this skill)")]


def test_days_pass_between_sessions(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."))

    _played(skill, clock, Said("open paint box"), Later(3), Said("open paint box"))

    assert [request["timestamp"][:10] for request in skill.requests] == ["2026-01-05", "2026-01-08"]
    assert [each["request"]["reason"] for each in skill.told] == ["USER_INITIATED", "USER_INITIATED"]
    assert [each["session"]["new"] for each in skill.asked] == [True, True]


def test_people_are_told_apart(clock: Clock) -> None:
    skill, hello = SmallSkill(answer("Welcome.")), Said("open paint box")

    _played(skill, clock, Person("Ana"), hello, Person("Ben"), hello, Person("Ana"), hello, Person(""), hello)

    people = [envelope["context"]["System"].get("person") for envelope in skill.asked]
    assert people[0] == people[2] != people[1]
    assert people[3] is None


def test_each_conversation_begins_at_the_same_moment_with_people_whom_nobody_knows(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."))
    device = Device(model(), skill, Speaker(), clock)

    for _ in range(2):
        list(play([Person("Ana"), Said("open paint box"), Later(9), Said("open paint box")], device, clock))

    first, second = skill.asked[0], skill.asked[2]
    assert first["request"]["timestamp"] == second["request"]["timestamp"] == "2026-01-05T08:00:00Z"
    assert first["session"]["user"] != second["session"]["user"]
    assert first["context"]["System"]["person"] != second["context"]["System"]["person"]


def test_an_open_session_is_left_at_the_end(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."))

    _played(skill, clock, Said("open paint box"))

    assert [each["request"]["reason"] for each in skill.told] == ["USER_INITIATED"]


def test_a_skill_that_fails_is_told_with_what_was_said(clock: Clock) -> None:
    skill = SmallSkill(answer("Welcome."), NoResponseError("it is away"))

    with pytest.raises(RehearsalError, match="> next: it is away"):
        _played(skill, clock, Said("open paint box"), Said("next"))


def test_markup_that_cannot_be_read_is_shown_as_it_is(clock: Clock) -> None:
    lines = _played(SmallSkill(answer("Tom & Jerry")), clock, Said("open paint box"))

    assert lines == [Said("open paint box", "<speak>Tom & Jerry</speak>")]


def test_the_clock_moves_a_little_with_every_look_and_much_when_told(clock: Clock) -> None:
    first, second = clock(), clock()
    clock.move(timedelta(days=1))
    third = clock()
    clock.restart()

    assert REHEARSALS_BEGIN < first < second
    assert third > second + timedelta(days=1)
    assert clock() == first


def test_what_is_answered_to_alexa_is_played(clock: Clock) -> None:
    skill = SmallSkill(asking(REMINDERS), answer("I see."))

    lines = _played(skill, clock, Said("open paint box"), Answered("denied"))

    assert lines[1] == Answered("denied", "I see.")
    assert skill.requests[1]["payload"]["status"] == "DENIED"


def test_an_answer_that_alexa_did_not_ask_for_is_marked(clock: Clock) -> None:
    assert _played(SmallSkill(), clock, Answered("granted")) == [Answered("granted", "(not for this skill)")]


def test_what_was_granted_in_one_rehearsal_is_not_granted_in_the_next(clock: Clock) -> None:
    skill = SmallSkill(asking(REMINDERS))
    device = Device(model(), skill, Speaker(), clock)
    list(play([Said("open paint box"), Answered("granted")], device, clock))

    list(play([Said("open paint box")], device, clock))

    _, granted = read_token(skill.asked[-1]["context"]["System"]["apiAccessToken"])
    assert granted == frozenset()


def test_what_becomes_of_reminders_is_directed_and_ends_with_the_rehearsal(clock: Clock) -> None:
    reminders, device = RemindersApi(), Device(model(), SmallSkill(), Speaker(), clock)

    playing = play([Alerts("away"), Alerts("back"), Alerts("away")], device, clock, reminders)
    states = [reminders.is_unavailable for _ in playing]

    assert states == [True, False, True]
    assert not reminders.is_unavailable


def test_reminders_that_are_deleted_in_the_app_are_those_of_the_account(clock: Clock) -> None:
    reminders, device = RemindersApi(), Device(model(), SmallSkill(), Speaker(), clock)
    playing = play([Remark(""), Alerts("deleted")], device, clock, reminders)
    next(playing)
    for account in (device.speaker.user_id, "another"):
        reminders.handle("POST", PATH, access_token(account, {REMINDERS}), {})

    next(playing)

    assert [len(reminders.of(account)) for account in (device.speaker.user_id, "another")] == [0, 1]


def test_the_reminders_of_a_skill_elsewhere_cannot_be_directed(clock: Clock) -> None:
    with pytest.raises(RehearsalError, match="--- reminders away"):
        _played(SmallSkill(), clock, Alerts("away"))


def test_a_touch_is_played_as_such(clock: Clock) -> None:
    skill = SmallSkill(answer("Which colour?"))

    lines = _played(skill, clock, Said("open paint box"), Said('["red", 3]'))

    assert skill.requests[-1]["arguments"] == ["red", 3]
    assert lines[-1] == Said('["red", 3]', "Which colour?")
