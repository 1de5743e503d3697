from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.support.process import ROOT


def test_a_conversation_is_recorded_and_plays_again_word_for_word(visit: Open, tmp_path: Path) -> None:
    somebody = visit().be_quiet()
    somebody.takes("show-8")
    for sentence in ("hello", "open trust steps", "go to step three", "practice"):
        somebody.says(sentence)
    somebody.becomes("Ana")
    somebody.page.get_by_role("button", name="Next day").click()
    somebody.says("ask trust steps for today's reflection")
    somebody.says("open trust steps")
    somebody.screen.get_by_role("button").first.click()
    somebody.comes_after(6)
    somebody.page.get_by_role("button", name="Say nothing").click()
    somebody.comes_after(7)

    somebody.looks_at("Rehearsal")
    with somebody.page.expect_download() as downloading:
        somebody.page.get_by_role("link", name="Save this conversation").click()
    downloading.value.save_as(tmp_path / "conversation.txt")
    somebody.page.get_by_label("Play a conversation file").set_input_files(tmp_path / "conversation.txt")
    expect(somebody.page.get_by_label("A conversation file", exact=True)).not_to_have_value("")
    somebody.page.get_by_role("button", name="Play it").click()

    expect(somebody.page.locator("#verdict")).to_have_text("It went as it is written.")
    recorded = (tmp_path / "conversation.txt").read_text()
    assert "> go to step three\nStep 3" in recorded
    assert "\n--- next day\n" in recorded
    assert "\n--- Ana\n" in recorded
    assert "\n> ...\n" in recorded
    assert '\n> ["' in recorded


def test_a_conversation_that_goes_otherwise_shows_where(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.looks_at("Rehearsal")
    written = (ROOT / "tests/conversations/en-US/first-visit.txt").read_text()
    changed = written.replace("The guide has 5 steps", "The guide has 6 steps")

    somebody.page.get_by_label("A conversation file", exact=True).fill(changed)
    somebody.page.get_by_role("button", name="Play it").click()

    expect(somebody.page.locator("#verdict")).to_have_text("It differs from what is written:")
    expect(somebody.page.locator("#difference .removed").last).to_contain_text("6 steps")
    expect(somebody.page.locator("#difference .added").last).to_contain_text("5 steps")


def test_a_file_that_is_none_is_told_with_its_line(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.looks_at("Rehearsal")

    somebody.page.get_by_label("A conversation file", exact=True).fill("Hello.\n")
    somebody.page.get_by_role("button", name="Play it").click()

    expect(somebody.page.locator("#verdict")).to_contain_text("line 1")
