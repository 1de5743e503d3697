import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from skill.apl.render import directive, supports
from skill.apl.text import plain
from skill.dialogue.screen import ExerciseScreen, PromptScreen, WordsScreen
from tests.skill.apl.samples import GUIDE, KINDS, drawn, filled, samples, step_screen, strings
from tests.support.progress_states import LIBRARY, PEOPLE, Talk

SMALL_RESPONSE = 24_000
"""Bytes. What Alexa has always accepted; today's limit is higher."""


def test_only_a_device_that_lists_the_interface_is_drawn_for() -> None:
    assert supports({"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.1"}}, "AudioPlayer": {}})
    assert not supports({"AudioPlayer": {}, "Display": {}, "Alexa.Presentation.APLT": {}})


def test_the_samples_show_every_kind_of_screen() -> None:
    assert {sample["token"] for sample in samples().values()} == KINDS


@pytest.mark.parametrize("sample", samples().values(), ids=samples())
def test_a_directive_is_small_json_that_alexa_knows(sample: dict[str, Any]) -> None:
    assert sample.keys() == {"type", "token", "document", "datasources"}
    assert sample["type"] == "Alexa.Presentation.APL.RenderDocument"
    assert len(json.dumps(sample)) < SMALL_RESPONSE / 2


SPEECHES = {
    "a step": (
        step_screen(1, 5),
        f"Not saved. {step_screen(1, 5).spoken} Take <emphasis>time</emphasis>. More?",
        "more",
    ),
    "a prompt": (PromptScreen("Who listens?"), "For today. Who listens? Another one?", "another"),
    "a prompt that is not said": (PromptScreen("Who listens?"), "There is none today.", None),
    "an exercise": (ExerciseScreen("Listen"), 'Breathe in. <break time="4s"/> Breathe out. Done?', "done"),
    "help now": (None, 'Call <say-as interpret-as="digits">911</say-as>. Again?', "safety"),
    "which": (None, "1: this. 2: that. Which one?", "which"),
    "words": (None, "You & me, 1 < 2.", None),
}


@pytest.mark.parametrize(("screen", "speech", "question"), SPEECHES.values(), ids=SPEECHES)
def test_whoever_cannot_hear_reads_every_word(screen: Any, speech: str, question: str | None) -> None:
    shown = " ".join(map(unescape, strings(filled(screen, speech, question)))).split()

    assert {word.strip(".,:") for word in plain(speech).split()} <= {word.strip(".,:") for word in shown}


def test_special_characters_are_shown_and_not_obeyed() -> None:
    assert filled(WordsScreen(), "You & me, 1 < 2 > 0 or <b>bold</b>.")["words"] == (
        "You &amp; me, 1 &lt; 2 &gt; 0 or &lt;b&gt;bold&lt;/b&gt;."
    )


@pytest.mark.parametrize("total", [1, 3, 8])
def test_a_step_shows_its_place_among_as_many_as_there_are(total: int) -> None:
    properties = filled(step_screen(total, total), "Words.")

    assert [dot["isHere"] for dot in properties["dots"]] == [False] * (total - 1) + [True]
    assert properties["place"] == f"Step {total} of {total}"


def test_a_step_does_not_say_its_title_twice() -> None:
    screen = step_screen(1, 5)

    assert filled(screen, f"{screen.spoken} Take your time.")["words"] == "Take your time."


def test_a_prompt_stands_out_from_what_is_said_around_it() -> None:
    properties = filled(PromptScreen("Who listens?"), "For today. Who listens? Another one?")

    assert properties == {"before": "For today.", "prompt": "Who listens?", "after": "Another one?"}


def test_few_words_are_large() -> None:
    assert filled(WordsScreen(), "Take care.")["isShort"]
    assert not filled(WordsScreen(), "word " * 21)["isShort"]


def test_the_lines_of_an_exercise_follow_one_another_without_a_gap() -> None:
    properties = filled(ExerciseScreen("Listen"), GUIDE.steps[0].practice)

    told = properties["lines"]
    assert told[0]["start"] == 0
    assert [line["start"] for line in told[1:]] == [line["end"] for line in told[:-1]]
    assert properties["seconds"] == round(told[-1]["end"])


def test_what_can_be_touched_is_what_the_question_offers() -> None:
    touches = drawn(WordsScreen(), "Shall we begin?", "begin")["datasources"]["bar"]["touches"]

    assert [touch["arguments"] for touch in touches] == [["begin"], ["list"]]
    assert all(touch["label"] for touch in touches)


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"])
def test_every_number_of_help_stands_apart(locale: str) -> None:
    guide = replace(LIBRARY.guide(locale), phrases=GUIDE.phrases)
    country = guide.country
    assert country is not None

    reply = Talk(guide).means("SafetyIntent")
    data = directive(None, speech=reply.speech, question=reply.question, guide=guide)["datasources"]["screen"]

    numbers = [piece["text"] for piece in data["pieces"] if piece["isNumber"]]
    lines = [*country.confirmed("abuse"), *country.confirmed("distress")]
    assert numbers == [country.emergency, *(line.number for line in lines)]


def test_help_leaves_the_screen_by_itself_after_the_time_to_say_it_twice() -> None:
    call = 'Call <say-as interpret-as="digits">911</say-as>.'

    assert filled(None, call, "safety")["seconds"] == round(2 * 4 * 0.4)


def test_help_that_is_repeated_leaves_the_screen_again() -> None:
    talk = Talk(GUIDE)
    talk.means("SafetyIntent")

    again = talk.means("AMAZON.RepeatIntent")

    assert drawn(None, again.speech, again.question)["token"] == "safety"


@pytest.mark.parametrize("person", PEOPLE)
def test_a_launch_shows_only_what_it_says(person: str) -> None:
    reply = Talk(GUIDE, PEOPLE[person](GUIDE)).means("LaunchRequest")

    data = directive(None, speech=reply.speech, question=reply.question, guide=GUIDE)["datasources"]

    assert data["screen"]["words"] == plain(reply.speech)
    assert not any(step.title in text for step in GUIDE.steps for text in strings(data))
