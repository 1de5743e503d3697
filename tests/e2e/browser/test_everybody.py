"""The page for everybody: by keyboard alone, on a small screen, with a screen reader, in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open

SHIFTS = """
() => new Promise((tell) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(sum), 100);
})
"""


@pytest.mark.parametrize(
    ("kind", "scheme", "width"),
    [("echo", "light", 1440), ("show-8", "dark", 1440), ("show-5", "light", 360), ("echo", "dark", 360)],
)
def test_axe_finds_no_fault(kind: str, scheme: str, width: int, visit: Open) -> None:
    viewport = {"width": width, "height": 800}
    somebody = visit(color_scheme=scheme, viewport=viewport, bypass_csp=True, reduced_motion="reduce").be_quiet()
    somebody.takes(kind)
    for sentence in ("hello", "open trust steps", "practice"):
        somebody.says(sentence)
    somebody.page.get_by_role("button", name="Next day").click()

    somebody.looks_at("Rehearsal" if width == 360 else "Stored")
    found = Axe().run(somebody.page).response["violations"]

    assert found == []


def test_nothing_is_wider_than_the_window(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.takes("show-8")
    somebody.says("open trust steps")
    too_wide = []
    for width in (320, 360, 768, 1440):
        somebody.page.set_viewport_size({"width": width, "height": 740})
        for tab in ("Request", "Response", "Stored", "Rehearsal"):
            somebody.looks_at(tab)
            if somebody.page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((width, tab))

    assert too_wide == []


def test_nothing_jumps_when_an_answer_comes(visit: Open) -> None:
    somebody = visit()
    somebody.says("open trust steps")
    somebody.page.keyboard.press("Escape")

    assert somebody.page.evaluate(SHIFTS) < 0.01


def test_the_keyboard_suffices(visit: Open) -> None:
    somebody = visit()
    keys = somebody.page.keyboard
    keys.type("open trust steps")
    keys.press("Enter")
    somebody.comes_after(0)
    keys.press("Escape")
    expect(somebody.status).to_have_text("Listening")
    keys.press("ArrowUp")
    expect(somebody.page.get_by_label("What you say")).to_have_value("open trust steps")
    keys.press("ArrowDown")
    expect(somebody.page.get_by_label("What you say")).to_have_value("")

    reached = set()
    for _ in range(60):
        keys.press("Tab")
        reached.add(somebody.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    somebody.page.get_by_role("tab", name="Request").focus()
    keys.press("ArrowRight")

    assert {
        "play",
        "rate",
        "mute",
        "silent",
        "yes",
        "sentence",
        "kind",
        "person",
        "locale",
        "tomorrow",
        "anew",
    } <= reached
    assert {"turns", "Look inside", "tab-wire"} <= reached
    expect(somebody.page.get_by_role("tab", name="Response")).to_be_focused()
    expect(somebody.page.locator("#panel-answer")).to_be_visible()


def test_answers_are_announced_to_who_cannot_see_them(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")

    log = somebody.page.get_by_role("log", name="What was said")

    expect(log).to_contain_text("Welcome to Trust Steps")
    assert log.get_attribute("aria-live") == "polite"
