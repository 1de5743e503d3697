import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from skill.alexa.request import SkillRequest
from skill.apl.render import directive
from skill.apl.text import plain
from skill.dialogue.screen import ExerciseScreen, PromptScreen, WordsScreen
from tests.skill.apl.samples import GUIDE, KINDS, drawn, samples, screen_data, step_screen, strings
from tests.support.progress_states import LIBRARY, PEOPLE, DialogueSession

SMALL_RESPONSE = 24_000
"""Bytes. Alexa has always accepted this size; today's limit is higher."""


@pytest.mark.parametrize(
    ("interfaces", "has_screen"),
    [
        ({"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.1"}}, "AudioPlayer": {}}, True),
        ({"AudioPlayer": {}, "Display": {}, "Alexa.Presentation.APLT": {}}, False),
    ],
)
def test_only_a_device_that_lists_the_interface_gets_screens(interfaces: dict[str, Any], *, has_screen: bool) -> None:
    """Alexa rejects the whole response if a document is sent to any other device: the person would hear an error."""
    system = {"user": {"userId": "a person"}, "device": {"supportedInterfaces": interfaces}}

    request = SkillRequest.from_envelope({"context": {"System": system}})

    assert request.has_screen is has_screen


def test_the_samples_include_every_kind_of_screen() -> None:
    assert {sample["token"] for sample in samples().values()} == KINDS


@pytest.mark.parametrize("sample", samples().values(), ids=samples())
def test_a_directive_is_a_small_render_document_directive(sample: dict[str, Any]) -> None:
    assert sample.keys() == {"type", "token", "document", "datasources"}
    assert sample["type"] == "Alexa.Presentation.APL.RenderDocument"
    assert len(json.dumps(sample)) < SMALL_RESPONSE / 2


SPEECHES = {
    "a step": (
        step_screen(1, 5),
        f"Not saved. {step_screen(1, 5).announcement} Take <emphasis>time</emphasis>. More?",
        "more",
    ),
    "a prompt": (PromptScreen("Who listens?"), "For today. Who listens? Another one?", "another"),
    "a prompt that is not in the speech": (PromptScreen("Who listens?"), "There is none today.", None),
    "an exercise": (ExerciseScreen("Listen"), 'Breathe in. <break time="4s"/> Breathe out. Done?', "done"),
    "help now": (None, 'Call <say-as interpret-as="digits">911</say-as>. Again?', "safety"),
    "which": (None, "1: this. 2: that. Which one?", "which"),
    "words": (None, "You & me, 1 < 2.", None),
}


@pytest.mark.parametrize(("screen", "speech", "question"), SPEECHES.values(), ids=SPEECHES)
def test_the_screen_shows_every_word_of_the_speech(screen: Any, speech: str, question: str | None) -> None:
    displayed = " ".join(map(unescape, strings(screen_data(screen, speech, question)))).split()

    assert {word.strip(".,:") for word in plain(speech).split()} <= {word.strip(".,:") for word in displayed}


def test_special_characters_are_escaped() -> None:
    assert screen_data(WordsScreen(), "You & me, 1 < 2 > 0 or <b>bold</b>.")["words"] == (
        "You &amp; me, 1 &lt; 2 &gt; 0 or &lt;b&gt;bold&lt;/b&gt;."
    )


@pytest.mark.parametrize("total", [1, 3, 8])
def test_a_step_shows_its_place_among_all_steps(total: int) -> None:
    properties = screen_data(step_screen(total, total), "Words.")

    assert [dot["isHere"] for dot in properties["dots"]] == [False] * (total - 1) + [True]
    assert properties["place"] == f"Step {total} of {total}"


def test_a_step_shows_its_title_once() -> None:
    screen = step_screen(1, 5)

    assert screen_data(screen, f"{screen.announcement} Take your time.")["words"] == "Take your time."


def test_a_prompt_is_set_off_from_the_rest_of_the_speech() -> None:
    properties = screen_data(PromptScreen("Who listens?"), "For today. Who listens? Another one?")

    assert properties == {"before": "For today.", "prompt": "Who listens?", "after": "Another one?"}


def test_a_short_text_is_shown_large() -> None:
    assert screen_data(WordsScreen(), "Take care.")["isShort"]
    assert not screen_data(WordsScreen(), "word " * 21)["isShort"]


def test_the_lines_of_an_exercise_follow_each_other_without_a_gap() -> None:
    properties = screen_data(ExerciseScreen("Listen"), GUIDE.steps[0].practice)

    lines = properties["lines"]
    assert lines[0]["start"] == 0
    assert [line["start"] for line in lines[1:]] == [line["end"] for line in lines[:-1]]
    assert properties["seconds"] == round(lines[-1]["end"])


def test_the_buttons_are_those_of_the_question() -> None:
    buttons = drawn(WordsScreen(), "Shall we begin?", "begin")["datasources"]["bar"]["touches"]

    assert [button["arguments"] for button in buttons] == [["begin"], ["list"]]
    assert all(button["label"] for button in buttons)


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"])
def test_every_help_line_number_is_a_piece_of_its_own(locale: str) -> None:
    guide = replace(LIBRARY.guide(locale), phrases=GUIDE.phrases)
    country = guide.country
    assert country is not None

    reply = DialogueSession(guide).handle("SafetyDespairIntent")
    data = directive(None, speech=reply.speech, question=reply.question, guide=guide)["datasources"]["screen"]

    numbers = [piece["text"] for piece in data["pieces"] if piece["isNumber"]]
    (line,) = country.lines_for("distress")
    assert numbers[:2] == [country.emergency, line.number]


def test_the_safety_screen_lasts_as_long_as_saying_it_twice() -> None:
    call = 'Call <say-as interpret-as="digits">911</say-as>.'

    assert screen_data(None, call, "safety")["seconds"] == round(2 * 4 * 0.4)


def test_a_repeated_safety_reply_has_the_safety_screen_again() -> None:
    session = DialogueSession(GUIDE)
    session.handle("SafetyIntent")

    again = session.handle("AMAZON.RepeatIntent")

    assert drawn(None, again.speech, again.question)["token"] == "safety"


@pytest.mark.parametrize("person", PEOPLE)
def test_a_launch_shows_only_its_speech(person: str) -> None:
    reply = DialogueSession(GUIDE, PEOPLE[person](GUIDE)).handle("LaunchRequest")

    data = directive(None, speech=reply.speech, question=reply.question, guide=GUIDE)["datasources"]

    assert data["screen"]["words"] == plain(reply.speech)
    assert not any(step.title in text for step in GUIDE.steps for text in strings(data))
