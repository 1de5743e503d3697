"""What a person sees who only wants to talk."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.conftest import OpenPage, watch
from tests.e2e.browser.simulator_page import SimulatorPage

pytestmark = pytest.mark.slow


def _suggestions(simulator: SimulatorPage) -> list[str]:
    return [each.inner_text() for each in simulator.page.locator("#suggestions button:visible").all()]


def test_the_first_sight_says_what_this_is_and_offers_three_things_to_try(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    welcome = simulator.page.locator("#welcome")
    expect(welcome).to_contain_text("who want to trust again")

    phrases = welcome.get_by_role("list", name="Three things to try").get_by_role("button")
    expect(phrases).to_have_count(3)
    phrases.nth(2).click()

    assert "root cause" in simulator.answer(0)
    expect(welcome).to_have_count(0)


def test_nothing_of_the_machinery_is_shown_until_it_is_asked_for(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    expect(simulator.page.locator("#inspector")).to_be_hidden()
    expect(simulator.page.locator(".facts code")).to_have_count(0)
    simulator.say("just looking")
    expect(simulator.page.locator(".facts code").first).to_be_hidden()

    simulator.inspect()
    simulator.page.reload()

    expect(simulator.page.locator("#inspector")).to_be_visible()


def test_the_suggestions_follow_the_conversation(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    first = _suggestions(simulator)

    simulator.say("step three")
    expect(simulator.page.locator("#suggestions")).not_to_contain_text("just looking")
    second = _suggestions(simulator)
    simulator.say("stop")
    expect(simulator.page.locator("#suggestions")).to_contain_text("open trust steps")

    assert "just looking" in first
    assert {"more", "next"} & set(second)


def test_the_map_fills_with_the_steps(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    steps = simulator.page.get_by_role("list", name="Your steps").get_by_role("listitem")
    expect(steps.nth(1)).to_be_visible()
    simulator.say("open trust steps")
    simulator.say("step one")
    expect(steps.first).to_have_attribute("aria-current", "step")

    simulator.say("done with this step")

    expect(steps.first).to_contain_text("done")
    expect(simulator.page.locator("#steps .is-done")).to_have_count(1)


def test_beginning_again_has_a_way_back_also_after_a_reload(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    simulator.say("step three")
    simulator.click("Settings")
    simulator.click("Begin again")
    expect(simulator.turns).to_have_count(0)

    simulator.page.reload()
    simulator.ready().mute()
    simulator.click("Go back to the earlier one")
    expect(simulator.turns).to_have_count(2)

    assert "Step 4" in simulator.say("next")


def test_no_conversation_is_lost_by_beginning_again_twice(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    for sentence in ("ask trust steps for today's reflection", "ask trust steps to list the steps"):
        simulator.say(sentence)
        simulator.click("Settings")
        simulator.click("Begin again")
        expect(simulator.turns).to_have_count(0)

    simulator.click("Go back to the earlier one")
    expect(simulator.turns).to_contain_text(["list the steps"])
    simulator.click("Back to the earlier conversation")

    expect(simulator.turns).to_contain_text(["today's reflection"])


def test_a_sentence_while_alexa_waits_for_a_permission_is_no_dead_end(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("ask trust steps to remind me every day at eight in the evening")
    simulator.say("yes")
    asks = simulator.page.get_by_role("group", name="Alexa asks")

    simulator.say("what is that for")
    waiting = simulator.turns.last.inner_text()
    expect(simulator.status).to_have_text("Alexa is waiting for your answer")
    expect(asks.last.get_by_role("button", name="Allow")).to_be_enabled()
    shown = _suggestions(simulator)
    answer = simulator.say("yes please")

    assert "still waiting" in waiting
    assert shown == ["yes", "no"]
    assert "I'll remind you every day at 8 in the evening." in answer
    expect(simulator.turns.last).to_contain_text("yes please")


def test_the_privacy_page_is_styled(browser: Browser, simulator_url: str) -> None:
    problems: list[str] = []
    with browser.new_context() as context:
        page: Page = context.new_page()
        watch(page, simulator_url, problems)
        page.goto(f"{simulator_url}/privacy")
        width = page.evaluate("getComputedStyle(document.body).maxWidth")
        rules = page.evaluate("document.styleSheets[0].cssRules.length")

    assert problems == []
    assert width != "none"
    assert rules > 5
