import pytest

from speech.nlu.invocation import Launch, OneShot, parse_invocation


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
def test_the_name_launches_the_skill(text: str) -> None:
    assert parse_invocation(text, "trust steps") == Launch()


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
def test_a_request_is_separated_from_the_name(text: str, request_: str) -> None:
    assert parse_invocation(text, "trust steps") == OneShot(request_)


@pytest.mark.parametrize(
    "text",
    ["next", "what is trust steps", "who made trust steps", "open trust", "alexa", "", "open trust steps banana"],
)
def test_a_sentence_without_an_invocation_is_none(text: str) -> None:
    assert parse_invocation(text, "trust steps") is None


def test_the_name_is_compared_without_case_and_punctuation() -> None:
    assert parse_invocation("ask Emma's A.B.C. game for a word", "emma's a. b. c. game") == OneShot("a word")


def test_in_a_language_without_a_file_only_the_name_itself_launches_the_skill() -> None:
    assert parse_invocation("Stappen", "stappen", "ar-SA") == Launch()
    assert parse_invocation("open stappen", "stappen", "ar-SA") is None
