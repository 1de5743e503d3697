"""What must never be done by mishearing: nothing is deleted, ended, started over or set by a sentence like another."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from speech.nlu.interaction_model import parse_model
from speech.nlu.recognizer import Recognizer
from speech.skills.trust_steps import GUARDED
from tests.support.models import model_recognizer

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 23)

HARMFUL = GUARDED | {f"AMAZON.{name}Intent" for name in ("Yes", "No", "Stop", "Cancel", "StartOver", "NavigateHome")}
DESTRUCTIVE = {
    "AMAZON.CancelIntent",
    "AMAZON.StartOverIntent",
    "AMAZON.StopIntent",
    "AMAZON.YesIntent",
    "CompleteStepIntent",
    "ForgetMeIntent",
    "SetReminderIntent",
}

FALLBACK = {"name": "AMAZON.FallbackIntent"}
MAIL_BOX: list[dict[str, Any]] = [
    *({"name": f"AMAZON.{name}Intent"} for name in ("Yes", "No", "Stop", "Cancel", "StartOver", "NavigateHome")),
    {"name": "DeleteIntent", "samples": ["delete it", "delete the message", "throw the message away"]},
    {"name": "ReadIntent", "samples": ["read it to me", "read the message", "what does the message say"]},
    {"name": "KeepIntent", "samples": ["don't delete the message yet"]},
]


def mail_box(*, has_fallback: bool = True, guarded: frozenset[str] = frozenset({"DeleteIntent"})) -> Recognizer:
    intents = [*MAIL_BOX, *([FALLBACK] if has_fallback else [])]
    model = parse_model({"languageModel": {"invocationName": "mail box", "intents": intents}}, "mail.json")
    return Recognizer(model, "en-US", lambda: TODAY, guarded=guarded)


def unsure_sentences() -> list[str]:
    """The answers that are neither yes nor no to a question of Trust Steps."""
    lines = (ROOT / "tests" / "sentences" / "en" / "intents_development.tsv").read_text("utf-8").splitlines()
    return list(dict.fromkeys(line.split("\t")[4] for line in lines if line.startswith("unsure\t")))


@pytest.mark.parametrize("sentence", unsure_sentences())
def test_an_answer_that_is_neither_yes_nor_no_deletes_ends_completes_and_sets_nothing(sentence: str) -> None:
    assert model_recognizer().recognize(sentence).intent not in DESTRUCTIVE


@pytest.mark.parametrize(
    "sentence",
    [
        "i'm really not sure",
        "i am not okay with this",
        "we're not ready",
        "this one was hard",
        "maybe so",
        "perhaps",
        "thank you so much",
        "thanks that was helpful",
        "morning dear",
        "i worry half the night",
        "keep that one please",
        "how did my trust change",
        "what will the weather be tomorrow",
        "he is in the room",
        "ssh",
        "put some music on",
        "please don't let her hear that",
        "it's my turn now",
        "i do not want to go through this any more",
        "i can't talk openly with my wife",
        "are you keeping all this",
        "he beats me at cards",
        "i'm scared of losing her",
        "i'm afraid he cheats again",
        "he wants to talk",
        "we split up",
        "call my husband",
        "just a three i'm afraid",
        "yeah but no",
        "i would not say yes to that",
        "he is at home",
        "fourteen twenty six",
        "eight thirty",
        "turning",
    ],
)
def test_an_ordinary_sentence_is_not_taken_for_a_request_that_changes_ends_or_alarms(sentence: str) -> None:
    assert model_recognizer().recognize(sentence).intent not in HARMFUL


@pytest.mark.parametrize(
    "sentence",
    ["absolutely", "yes please", "yeah sure", "yes, go on, sure", "um, yes", "okay, yes please", "sounds good"],
)
def test_a_plain_yes_is_yes(sentence: str) -> None:
    assert model_recognizer().recognize(sentence).intent == "AMAZON.YesIntent"


@pytest.mark.parametrize(
    "sentence",
    ["no", "nah", "absolutely not", "I'm afraid not", "no, I don't think so", "oh no, not at all", "I'd rather not"],
)
def test_a_plain_no_is_no(sentence: str) -> None:
    assert model_recognizer().recognize(sentence).intent == "AMAZON.NoIntent"


@pytest.mark.parametrize(
    "sentence",
    ["maybe yes", "yes I guess", "I suppose yes", "yes or no", "yes no", "no yes", "not yes", "yes if he agrees"],
)
def test_a_hedged_or_mixed_answer_is_not_what_a_question_was_waiting_for(sentence: str) -> None:
    assert mail_box().recognize(sentence).intent == "AMAZON.FallbackIntent"


@pytest.mark.parametrize(
    "sentence",
    ["don't delete it", "please do not delete it", "never delete the message", "I don't want to delete the message"],
)
@pytest.mark.parametrize("guarded", [frozenset({"DeleteIntent"}), frozenset[str]()], ids=["guarded", "ordinary"])
def test_a_request_not_to_delete_deletes_nothing(sentence: str, guarded: frozenset[str]) -> None:
    assert mail_box(guarded=guarded).recognize(sentence).intent != "DeleteIntent"
    assert mail_box(guarded=guarded, has_fallback=False).recognize(sentence).intent != "DeleteIntent"


@pytest.mark.parametrize(
    "sentence", ["don't stop", "I don't want to stop", "dont stop", "no, don't cancel", "never stop"]
)
def test_a_request_not_to_stop_ends_nothing(sentence: str) -> None:
    assert mail_box().recognize(sentence).intent == "AMAZON.FallbackIntent"


def test_a_negation_in_the_sample_is_found_by_sentences_with_one() -> None:
    assert mail_box().recognize("do not delete my message yet").intent == "KeepIntent"
    assert mail_box().recognize("delete my message yet").intent != "KeepIntent"


@pytest.mark.parametrize("sentence", ["stop what", "why would it start over", "how do i delete it", "what is cancel"])
def test_a_question_about_an_intent_does_not_do_it(sentence: str) -> None:
    assert mail_box().recognize(sentence).intent == "AMAZON.FallbackIntent"


def test_a_guarded_intent_needs_a_surer_match_than_an_ordinary_one() -> None:
    vague = "the message is thrown away"

    assert mail_box(guarded=frozenset()).recognize(vague).intent == "DeleteIntent"
    assert mail_box().recognize(vague).intent != "DeleteIntent"
    assert mail_box().recognize("throw that message away").intent == "DeleteIntent"


def test_going_home_is_only_an_exact_sample() -> None:
    assert mail_box().recognize("go home").intent == "AMAZON.NavigateHomeIntent"
    assert mail_box().recognize("go to my home").intent == "AMAZON.FallbackIntent"


@pytest.mark.parametrize("sentence", ["penguins swim under the ice", "how tall is that volcano", "my shoes are wet"])
def test_without_a_fallback_a_sentence_on_another_subject_is_no_intent(sentence: str) -> None:
    assert mail_box(has_fallback=False).recognize(sentence).intent is None
