import pytest

from speech.nlu.invocation import Launch, Utterance, split


@pytest.mark.parametrize(
    "text",
    [
        "trust steps",
        "Alexa, open Trust Steps.",
        "open the trust steps",
        "please start trust steps",
        "Computer, launch trust steps",
        "hey alexa, could you open trust steps for me please",
        "ask trust steps",
        "I want to talk to trust steps",
        "let's play trust steps",
    ],
)
def test_a_skill_is_opened_by_its_name(text: str) -> None:
    assert split(text, "trust steps") == Launch()


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("Alexa, ask trust steps for the next step", "the next step"),
        ("ask trust steps to tell me more", "tell me more"),
        ("ask trust steps about boundaries", "boundaries"),
        ("ask trust steps what the five steps are", "what the five steps are"),
        ("tell trust steps I finished step two", "i finished step two"),
        ("tell the trust steps that I finished step two", "i finished step two"),
        ("open trust steps and list the steps", "list the steps"),
        ("can you open trust steps for step four please", "step four please"),
        ("use trust steps to find a therapist", "find a therapist"),
        ("search trust steps for help", "help"),
        ("list the steps from trust steps", "list the steps"),
        ("find a therapist with trust steps", "find a therapist"),
    ],
)
def test_a_request_with_the_name_is_what_goes_to_the_model(text: str, request_: str) -> None:
    assert split(text, "trust steps") == Utterance(request_)


@pytest.mark.parametrize(
    "text",
    ["next", "what is trust steps", "who made trust steps", "open trust", "alexa", "", "open trust steps banana"],
)
def test_a_sentence_that_does_not_call_the_skill_is_not_for_it(text: str) -> None:
    assert split(text, "trust steps") is None


def test_the_name_is_found_as_it_is_written_in_the_model() -> None:
    assert split("ask Emma's A.B.C. game for a word", "emma's a. b. c. game") == Utterance("a word")


def test_a_language_without_a_file_knows_the_name_alone() -> None:
    assert split("Stappen", "stappen", "nl-NL") == Launch()
    assert split("open stappen", "stappen", "nl-NL") is None
