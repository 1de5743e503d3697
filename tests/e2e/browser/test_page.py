from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser.conftest import OpenPage, Start
from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.wordings import is_said


def test_the_first_sentence_gets_a_spoken_answer(open_page: OpenPage) -> None:
    simulator = open_page()

    simulator.page.keyboard.type("open trust steps")  # the input has the focus already
    simulator.page.keyboard.press("Enter")

    assert "Welcome to Trust Steps" in simulator.answer(0)
    assert simulator.plays_longer_than(0.5)
    expect(simulator.status).to_have_text("Speaking")


def test_the_intent_and_the_request_are_shown(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    simulator.say("go to step three")

    facts = simulator.inspect().page.locator(".facts").last
    expect(facts).to_contain_text("GoToStepIntent")
    expect(facts).to_contain_text("number: 3")
    expect(facts).to_contain_text("score 1.00")
    assert simulator.tab_json("Request")["request"]["intent"]["slots"]["number"]["value"] == "3"
    assert simulator.tab_json("Response")["response"]["shouldEndSession"] is False


@pytest.mark.slow
def test_an_earlier_turn_can_be_inspected(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    simulator.say("next")

    simulator.inspect().page.get_by_role("button", name="Inspect", exact=True).nth(1).click()

    assert simulator.tab_json("Request")["request"]["type"] == "LaunchRequest"


@pytest.mark.slow
def test_pauses_are_visible(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    simulator.say("practice")

    assert simulator.page.locator(".answer .pause").count() > 3


@pytest.mark.slow
def test_a_pressed_suggestion_is_said(open_page: OpenPage) -> None:
    simulator = open_page().mute()

    simulator.page.get_by_role("button", name="open trust steps", exact=True).click()
    simulator.answer(0)
    simulator.page.get_by_role("button", name="just looking", exact=True).click()

    assert is_said(simulator.answer(1), "topic_looking")


@pytest.mark.slow
def test_the_voice_can_be_stopped_replayed_and_sped_up(open_page: OpenPage) -> None:
    simulator = open_page()
    simulator.say("open trust steps")
    assert simulator.plays_longer_than(0.2)

    simulator.page.keyboard.press("Escape")
    expect(simulator.status).to_have_text("Listening")
    simulator.set("Speed", "2")
    simulator.click("Play")
    expect(simulator.status).to_have_text("Speaking")
    assert simulator.plays_longer_than(0.2)

    assert simulator.page.locator("#audio").evaluate("audio => audio.playbackRate") == 2


@pytest.mark.slow
def test_a_muted_page_plays_no_sound(open_page: OpenPage) -> None:
    simulator = open_page().mute()

    answer = simulator.say("open trust steps")

    assert "Welcome" in answer
    expect(simulator.status).to_have_text("Listening")
    assert simulator.seconds_played() == 0


@pytest.mark.slow
def test_the_reprompt_is_said_after_a_while_of_silence(open_page: OpenPage) -> None:
    simulator = open_page(new_context=True)  # the clock belongs to the context
    simulator.say("open trust steps")
    assert simulator.plays_longer_than(0.1)
    silence = simulator.page.locator(".utterance.silent")
    simulator.page.clock.install()
    simulator.page.keyboard.press("Escape")

    simulator.page.clock.fast_forward(4_000)
    expect(simulator.status).to_have_text("Listening")
    expect(silence).to_have_count(0)
    simulator.page.clock.fast_forward(4_000)

    expect(silence).to_have_count(1)
    expect(simulator.answers.last).to_contain_text("just looking. Wh")
    expect(simulator.status).to_have_text("Speaking")


@pytest.mark.slow
def test_silence_can_be_chosen_at_once(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    simulator.say_nothing()
    reprompt = simulator.answer(1)
    simulator.say_nothing()

    assert "just looking. Wh" in reprompt
    expect(simulator.turns.last).to_contain_text("The session has ended.")


@pytest.mark.slow
def test_a_sentence_is_kept_while_the_simulator_does_not_answer(browser: Browser, simulator_url: str) -> None:
    """Otherwise a person types it again, or gives up."""
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(simulator_url)
        simulator = SimulatorPage(page).ready().mute()
        context.set_offline(True)

        kept = simulator.say("open trust steps")
        status = simulator.status.inner_text()
        context.set_offline(False)
        simulator.click("Try again")
        expect(simulator.answers).to_contain_text(["Welcome to Trust Steps"])

        assert kept.startswith("Not sent yet: the simulator does not answer.")
        assert status.startswith("The simulator does not answer.")
        expect(simulator.turns).to_have_count(1)


@pytest.mark.slow
def test_an_utterance_outside_a_session_is_reported_with_a_hint(open_page: OpenPage) -> None:
    simulator = open_page().mute()

    simulator.say("next")

    expect(simulator.turns.last).to_contain_text("Start with “open trust steps”")


def test_a_crisis_phrase_is_answered_in_the_middle_of_an_exercise(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    simulator.say("practice")

    answer = simulator.say("he hit me and i am scared to go home")

    assert "911" in answer
    assert "1-800-799-7233" in answer
    expect(simulator.inspect().page.locator(".facts").last).to_contain_text("SafetyIntent")


@pytest.mark.slow
def test_another_locale_starts_a_new_conversation_with_a_way_back(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    simulator.set("Language", "en-GB")
    expect(simulator.turns).to_have_count(0, timeout=20_000)  # the model of another locale is prepared
    simulator.say("open trust steps")
    in_britain = simulator.say("i need help now")
    simulator.click("Back to the earlier conversation")

    assert "999" in in_britain
    expect(simulator.answers).to_contain_text(["Welcome to Trust Steps"])


SAY_WITHOUT_GESTURE = """
let isSaid = false;
const timer = setInterval(() => {
  const status = document.getElementById("status")?.textContent ?? "";
  if (status.startsWith("Waiting") && !isSaid) {
    const field = document.getElementById("sentence");
    field.value = "open trust steps";
    field.form.requestSubmit();
    isSaid = true;
  }
  if (!status.includes("press Play to hear it")) return;
  clearInterval(timer);
  console.log("sound is blocked");
}, 50);
"""
"""Sends a sentence without a user gesture. Anything that Playwright does on the page would count as one."""


@pytest.mark.slow
def test_blocked_sound_is_reported_and_can_be_played(chromium: Start, simulator_url: str) -> None:
    with chromium("--autoplay-policy=document-user-activation-required") as browser:
        page = browser.new_page()
        page.add_init_script(SAY_WITHOUT_GESTURE)
        with page.expect_console_message(lambda message: message.text == "sound is blocked"):
            page.goto(simulator_url)

        page.get_by_role("button", name="Play").click()

        assert SimulatorPage(page).plays_longer_than(0.3)


@pytest.mark.slow
def test_alexas_own_question_is_answered_with_a_button(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    asks = simulator.page.get_by_role("group", name="Alexa asks")
    simulator.say("ask trust steps to remind me every day at eight in the evening")
    simulator.say("yes")
    expect(asks).to_contain_text("may trust steps set reminders for you?")
    expect(simulator.status).to_have_text("Alexa is waiting for your answer")

    asks.get_by_role("button", name="Allow").click()
    allowed = simulator.answer(2)

    assert "I'll remind you every day at 8 in the evening." in allowed
    expect(asks.get_by_role("button", name="Allow")).to_be_disabled()
    expect(simulator.open_tab("Stored")).to_contain_text("stored by Alexa")


@pytest.mark.slow
def test_alexas_own_question_can_be_denied_by_a_word(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("ask trust steps to remind me every day at eight in the evening")
    simulator.say("yes")

    answer = simulator.say("no")

    assert "no reminders" in answer
