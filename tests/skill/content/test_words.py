import re
from itertools import combinations

import pytest

from skill.content import markup
from skill.content.markup import word_count
from skill.guide import Guide, Step
from skill.progress import PATHS
from tests.support.languages import texts as must_say
from tests.support.progress_states import ENGLISH, LIBRARY

STEPS = [
    pytest.param(guide, step, id=f"{name}-{step.key}") for name, guide in LIBRARY.guides.items() for step in guide.steps
]

FORBIDDEN = re.compile(
    r"\b(spy|spies|track\w*|follow (him|her|them)|passwords?|location|secretly|confess\w*|"
    r"(check|read|look (at|through)) (his|her|their|your partner's) (phone|messages|e-?mails?))\b",
    re.IGNORECASE,
)
"""Advice that the guide must not give."""


def texts(step: Step) -> list[str]:
    return [step.guidance, *step.detail, step.example, step.practice, *(prompt.text for prompt in step.reflections)]


def similarity(one: str, other: str) -> float:
    """Return the share of words that two prompts have in common."""
    first, second = (set(re.findall(r"[\w']+", text.lower())) for text in (one, other))
    return len(first & second) / len(first | second)


def test_the_steps_of_the_article_are_there_in_its_order() -> None:
    article = ["root-cause", "communicate", "boundaries", "forgiveness", "support"]

    assert [step.key for step in ENGLISH.steps if step.key in article] == article


@pytest.mark.parametrize("guide", LIBRARY.guides.values(), ids=LIBRARY.guides)
def test_the_titles_and_the_short_names_are_unique(guide: Guide) -> None:
    titles, names = {step.title for step in guide.steps}, {step.short for step in guide.steps}

    assert len(titles) == len(names) == len(guide.steps)


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_a_step_has_two_or_three_parts_of_detail(guide: Guide, step: Step) -> None:
    assert len(step.detail) in {2, 3}


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_a_step_has_at_least_twenty_short_prompts(guide: Guide, step: Step) -> None:
    lengths = [word_count(prompt.text) for prompt in step.reflections]

    assert len(lengths) >= 20
    assert max(lengths) <= 35


@pytest.mark.parametrize("guide", LIBRARY.guides.values(), ids=LIBRARY.guides)
def test_no_two_prompts_are_similar(guide: Guide) -> None:
    prompts = [prompt.text for step in guide.steps for prompt in step.reflections]

    similar = [(one, other) for one, other in combinations(prompts, 2) if similarity(one, other) > 0.5]

    assert similar == []


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_a_prompt_is_one_question_or_one_small_act(guide: Guide, step: Step) -> None:
    prompts = [prompt.text for prompt in step.reflections]

    invalid = [prompt for prompt in prompts if prompt.count("?") > 1 or not prompt.endswith(("?", "."))]

    assert invalid == []


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_no_text_of_a_step_ends_in_a_question(guide: Guide, step: Step) -> None:
    questions = [text for text in (step.guidance, *step.detail, step.example, step.practice) if text.endswith("?")]

    assert questions == []


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_no_step_advises_to_watch_test_or_track_a_partner(guide: Guide, step: Step) -> None:
    assert [text for text in texts(step) if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_the_forgiveness_step_excludes_fear_and_names_the_safety_phrase(locale: str) -> None:
    step = LIBRARY.guides[locale].step("forgiveness")

    assert step is not None
    assert [words for words in must_say(locale, "forgiveness") if words not in step.guidance] == []


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_an_exercise_has_pauses_long_enough_to_do_it(guide: Guide, step: Step) -> None:
    pauses = [int(seconds) for seconds in re.findall(r'<break time="(\d+)s"/>', step.practice)]

    assert len(pauses) >= 3
    assert min(pauses) >= 3


@pytest.mark.parametrize("guide", LIBRARY.guides.values(), ids=LIBRARY.guides)
def test_there_are_prompts_for_every_day_and_some_for_two_people(guide: Guide) -> None:
    prompts = [prompt for step in guide.steps for prompt in step.reflections]
    for_two = {step.key: sum(prompt.is_for_two for prompt in step.reflections) for step in guide.steps}

    assert len(prompts) >= 110
    assert sum(not prompt.is_for_two for prompt in prompts) >= 100
    assert min(for_two.values()) >= 2


@pytest.mark.parametrize("guide", LIBRARY.guides.values(), ids=LIBRARY.guides)
def test_every_path_has_prompts_that_suit_it(guide: Guide) -> None:
    prompts = [prompt for step in guide.steps for prompt in step.reflections]

    counts = {path: sum(path in prompt.paths for prompt in prompts) for path in PATHS if path != "looking"}

    assert min(counts.values()) >= 10


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_an_exercise_is_spoken_slowly(guide: Guide, step: Step) -> None:
    rates = re.findall(r'^<prosody rate="(\d+)%">.*</prosody>$', step.practice)

    assert len(rates) == 1
    assert 85 <= int(rates[0]) <= 90


@pytest.mark.parametrize(("guide", "step"), STEPS)
def test_thoughts_are_parted_by_a_pause(guide: Guide, step: Step) -> None:
    texts = [step.for_path(path).guidance for path in PATHS] + [
        part for path in PATHS for part in step.for_path(path).detail[:-1]
    ]

    assert [text for text in texts if text.count(markup.THOUGHT) < 2] == []


def test_a_person_who_was_betrayed_is_not_sent_to_look_for_the_cause_in_themselves() -> None:
    step = ENGLISH.steps[0]

    for words_of_step in (step, step.for_path("happened")):
        first_part = (
            words_of_step.guidance.partition(markup.THOUGHT)[0] + words_of_step.guidance.split(markup.THOUGHT)[1]
        )

        assert "no flaw in you" in first_part
    assert "older than us" not in step.example + step.for_path("happened").example
