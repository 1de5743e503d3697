"""What a developer sees behind a turn."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import OpenPage

pytestmark = pytest.mark.slow


def test_the_runners_up_are_shown_with_their_scores(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    simulator.say("something about setting limits")

    rows = simulator.inspect().page.get_by_role("list", name="Intents with their scores").get_by_role("listitem")
    scores = [float(each) for each in rows.locator(".score").all_inner_texts()]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


def test_json_is_coloured_and_folds(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    panel = simulator.open_tab("Response")
    whole = simulator.tab_json("Response")
    keys = panel.locator(".key:visible")
    before = keys.count()

    panel.locator("summary").nth(1).click()
    folded = keys.count()
    panel.get_by_role("button", name="Unfold").click()

    assert folded < before < keys.count()
    assert simulator.tab_json("Response") == whole
    colours = panel.locator(".key, .value-string").evaluate_all(
        "elements => [...new Set(elements.map(each => getComputedStyle(each).color))]"
    )
    assert len(colours) == 2


def test_every_phrase_of_the_model_can_be_said_by_a_press(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    simulator.inspect().click("All phrases \u2026")
    simulator.page.get_by_role("button", name="list the steps", exact=True).click()

    assert "root cause" in simulator.answer(1)
    expect(simulator.page.get_by_role("button", name="All phrases \u2026")).to_be_visible()
