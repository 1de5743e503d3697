"""Trust Steps on the satellites of a real Home Assistant, with the real service."""

import logging

import pytest
from homeassistant.components.conversation import ConversationResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.intent import IntentResponseErrorCode, IntentResponseType

from tests.home_assistant.conftest import AGENT, Add, Satellite, Service

CONVERSATION: list[tuple[str, ...]] = [
    ("open trust steps", "Welcome to Trust Steps."),
    ("just looking", "Have a look around, then.", "Of course, just look.", "That's fine, take a look."),
    ("yes", "Step 1: Identify the root cause."),
    ("give me an example", "You could say:"),
    ("next", "Step 2: Communicate openly and honestly."),
    ("repeat that", "Step 2: Communicate openly and honestly."),
    ("what can i say", "If you're ever afraid, say: I need help now."),
    ("list the steps", "5: professional help."),
    ("go to step three", "Step 3: Set boundaries and expectations."),
    ("what do you know about me", "You're on step 3 of 5"),
    ("breathe with me", "Breathe in"),
]
"""Each sentence with the wordings of its answer. The day decides which one is said."""


def _words(result: ConversationResult) -> str:
    words: str = result.response.speech["plain"]["speech"]
    return words


async def test_a_conversation_goes_on_over_ten_turns_without_the_wake_word(
    service: Service, add: Add, kitchen: Satellite
) -> None:
    await add(service)

    results = [(sentence, await kitchen.hears(sentence)) for sentence, *_ in CONVERSATION]
    last = await kitchen.hears("stop")

    assert len(results) > 10
    for (sentence, result), (_, *wordings) in zip(results, CONVERSATION, strict=True):
        assert result.response.response_type is IntentResponseType.ACTION_DONE, sentence
        assert any(wording in _words(result) for wording in wordings), (sentence, _words(result))
        assert result.continue_conversation, (sentence, _words(result))
    assert not last.continue_conversation
    assert len({result.conversation_id for _, result in results}) == 1


async def test_a_cry_for_help_outside_a_session_is_answered_with_a_help_line(
    hass: HomeAssistant, service: Service, add: Add, kitchen: Satellite
) -> None:
    await add(service)
    hass.config.country = "US"

    for sentence in ("my partner hits me", "he won't let me leave the house", "i want to end it all"):
        kitchen.conversation_id = None
        result = await kitchen.hears(sentence)
        assert result.response.response_type is IntentResponseType.ACTION_DONE, sentence
        assert any(number in _words(result) for number in ("911", "988")), (sentence, _words(result))
        assert result.continue_conversation, sentence


async def test_the_country_of_home_assistant_decides_which_help_line_is_named(
    hass: HomeAssistant, service: Service, add: Add, kitchen: Satellite
) -> None:
    """Home Assistant's languages often have no country; 911 would be the wrong number in London."""
    await add(service)
    hass.config.country = "GB"

    result = await kitchen.hears("my partner hits me")

    assert "999" in _words(result)
    assert "911" not in _words(result)


async def test_what_is_not_understood_outside_a_session_opens_the_skill(
    service: Service, add: Add, kitchen: Satellite
) -> None:
    await add(service)

    for sentence in ("hello", "the quick brown fox", "qwertz", "42"):
        kitchen.conversation_id = None
        result = await kitchen.hears(sentence)
        assert result.response.response_type is IntentResponseType.ACTION_DONE, sentence
        assert _words(result)
        assert result.continue_conversation, sentence


async def test_two_satellites_never_hear_each_others_place(
    service: Service, add: Add, kitchen: Satellite, bedroom: Satellite
) -> None:
    await add(service)
    for sentence in ("open trust steps", "just looking", "go to step three"):
        await kitchen.hears(sentence)

    bedroom.conversation_id = kitchen.conversation_id  # even if the ids of their conversations are the same
    first = await bedroom.hears("what do you know about me")
    await kitchen.hears("stop")
    kitchen.conversation_id = None
    later = await kitchen.hears("what do you know about me")

    assert "step 3" not in _words(first)
    assert "step 3" in _words(later)


async def test_home_assistant_waits_for_a_service_that_is_started_later(
    hass: HomeAssistant, add: Add, kitchen: Satellite, service: Service
) -> None:
    """The service and Home Assistant start in any order after a power cut."""
    service.stop()
    entry = await add(service)
    state_without = entry.state

    service.start()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    assert state_without is ConfigEntryState.SETUP_RETRY
    assert entry.state is ConfigEntryState.LOADED
    assert (await kitchen.hears("open trust steps")).continue_conversation


async def test_a_service_that_is_stopped_and_started_between_two_sentences_keeps_the_place(
    service: Service, add: Add, kitchen: Satellite
) -> None:
    await add(service)
    for sentence in ("open trust steps", "just looking", "go to step three"):
        await kitchen.hears(sentence)

    service.stop()
    while_stopped = await kitchen.hears("next")
    service.start()
    after = await kitchen.hears("what do you know about me")

    assert while_stopped.response.error_code is IntentResponseErrorCode.FAILED_TO_HANDLE
    assert "emergency number" in _words(while_stopped)
    assert not while_stopped.continue_conversation
    assert "step 3" in _words(after)


async def test_nothing_of_what_is_said_is_kept_or_logged(
    hass: HomeAssistant, service: Service, add: Add, kitchen: Satellite, caplog: pytest.LogCaptureFixture
) -> None:
    """Home Assistant itself writes each sentence at the level DEBUG, which docs/home-assistant.md says."""
    await add(service)
    caplog.clear()

    answer = _words(await kitchen.hears("my partner hits me with a teapot"))

    ours = [record for record in caplog.records if record.name.startswith(("custom_components", "wyoming"))]
    others = [record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG]
    files = [path.read_bytes() for path in service.folder.iterdir() if path.is_file()]
    assert ours == []
    assert not any(text in message for message in others for text in ("teapot", answer))
    assert not any(text.encode() in content for content in files for text in ("teapot", answer))
    assert "teapot" not in str(hass.states.get(AGENT))
