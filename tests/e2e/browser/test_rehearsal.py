from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import OpenPage
from tests.support.process import ROOT

pytestmark = pytest.mark.slow


def test_a_conversation_is_recorded_and_plays_again_word_for_word(open_page: OpenPage, tmp_path: Path) -> None:
    simulator = open_page().mute()
    simulator.set_device("show-8")
    for sentence in ("hello", "open trust steps", "go to step three", "practice"):
        simulator.say(sentence)
    simulator.set_person("Ana")
    simulator.wait_a_day()
    simulator.say("ask trust steps for today's reflection")
    simulator.say("open trust steps")
    simulator.screen.get_by_role("button").first.click()
    simulator.answer(6)
    simulator.say_nothing()
    simulator.answer(7)

    simulator.open_tab("Rehearsal")
    with simulator.page.expect_download() as downloading:
        simulator.page.get_by_role("link", name="Save this conversation").click()
    downloading.value.save_as(tmp_path / "conversation.txt")
    simulator.page.get_by_label("Play a conversation file").set_input_files(tmp_path / "conversation.txt")
    expect(simulator.page.get_by_label("A conversation file", exact=True)).not_to_have_value("")
    simulator.click("Play it")

    expect(simulator.page.locator("#verdict")).to_have_text("All answers match the file.")
    recorded = (tmp_path / "conversation.txt").read_text()
    assert "> go to step three\nStep 3" in recorded
    assert "\n--- next day\n" in recorded
    assert "\n--- Ana\n" in recorded
    assert "\n> ...\n" in recorded
    assert '\n> ["' in recorded


def test_a_rehearsal_shows_where_answers_differ(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.open_tab("Rehearsal")
    written = (ROOT / "tests/conversations/en-US/first-visit.txt").read_text()
    changed = written.replace("I'm a program", "I'm a book")

    simulator.page.get_by_label("A conversation file", exact=True).fill(changed)
    simulator.click("Play it")

    expect(simulator.page.locator("#verdict")).to_have_text("Some answers differ from the file:")
    expect(simulator.page.locator("#difference .removed").last).to_contain_text("I'm a book")
    expect(simulator.page.locator("#difference .added").last).to_contain_text("I'm a program")


def test_an_invalid_file_is_reported_with_its_line(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.open_tab("Rehearsal")

    simulator.page.get_by_label("A conversation file", exact=True).fill("Hello.\n")
    simulator.click("Play it")

    expect(simulator.page.locator("#verdict")).to_contain_text("line 1")
