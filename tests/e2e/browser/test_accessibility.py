"""Accessibility: the keyboard, small screens, screen readers, dark mode."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.browser.conftest import OpenPage

pytestmark = pytest.mark.slow

LONG = "w" * 300
RIGHT_TO_LEFT = "\u0623\u0631\u064a\u062f \u0623\u0646 \u0623\u062b\u0642 \u0645\u0646 \u062c\u062f\u064a\u062f"
"""Arabic: I want to trust again."""

ANSWER_DIRECTION = """
async (words) => {
  const { turnElement } = await import("/simulator/assets/turn_view.js");
  const transcript = { conversation: { info: { skill: "trust steps" }, turns: [] } };
  const turn = turnElement({ kind: "said", said: "hello", words, notes: [], isOpen: true }, transcript);
  document.getElementById("transcript").append(turn);
  return getComputedStyle(turn.querySelector(".answer")).direction;
}
"""
WIDEST = """Math.max(document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('#transcript')].map(each => each.getBoundingClientRect().left + each.scrollWidth))"""
SHIFTS = """
(start) => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (shift.startTime > start) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 100);
})
"""


@pytest.mark.parametrize(
    ("view", "device", "scheme", "width"),
    [
        ("calm", "echo", "light", 390),
        ("inspect", "show-8", "dark", 1440),
        *(
            (view, device, scheme, width)
            for view in ("calm", "inspect")
            for device, scheme, width in [
                ("show-5", "dark", 390),
                ("echo", "light", 768),
                ("show-8", "dark", 768),
                ("echo", "light", 1440),
            ]
        ),
    ],
)
def test_axe_finds_no_violations(view: str, device: str, scheme: str, width: int, open_page: OpenPage) -> None:
    viewport = {"width": width, "height": 844}
    simulator = open_page(color_scheme=scheme, viewport=viewport, bypass_csp=True, reduced_motion="reduce").mute()
    first = Axe().run(simulator.page).response["violations"]
    simulator.set_device(device)
    for sentence in ("hello", "open trust steps", "done with this step", "a sentence for the runners-up", "practice"):
        simulator.say(sentence)
    if view == "inspect":
        simulator.wait_a_day()
        simulator.open_tab("Rehearsal" if width == 390 else "Stored")
    simulator.click("Settings")

    violations = Axe().run(simulator.page).response["violations"]

    assert first + violations == []


def test_the_page_is_never_wider_than_the_window(open_page: OpenPage) -> None:
    """Not even by a word without spaces, or by one that is read from the right."""
    simulator = open_page().mute()
    simulator.set_device("show-8")
    for sentence in (LONG, "open trust steps", LONG, RIGHT_TO_LEFT):
        simulator.say(sentence)
    too_wide = []
    for width in (320, 390, 768, 1440):
        simulator.page.set_viewport_size({"width": width, "height": 844})
        for tab in (None, "Request", "Response", "Stored", "Rehearsal"):
            if tab:
                simulator.open_tab(tab)
            if simulator.page.evaluate(WIDEST) > width:
                too_wide.append((width, tab))
        simulator.page.locator("#view").click()

    assert too_wide == []


def test_what_is_read_from_the_right_is_shown_so(open_page: OpenPage) -> None:
    simulator = open_page().mute()

    simulator.say(RIGHT_TO_LEFT)

    said = simulator.page.locator(".said").last
    assert said.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert simulator.page.evaluate(ANSWER_DIRECTION, RIGHT_TO_LEFT) == "rtl"
    assert simulator.page.get_by_label("What you say").get_attribute("dir") == "auto"


def test_the_layout_does_not_shift_when_an_answer_comes(open_page: OpenPage) -> None:
    simulator = open_page()
    start = simulator.page.evaluate("performance.now()")
    simulator.say("open trust steps")
    simulator.page.keyboard.press("Escape")

    assert simulator.page.evaluate(SHIFTS, start) < 0.01


def test_the_page_can_be_used_by_keyboard_alone(open_page: OpenPage) -> None:
    simulator = open_page().inspect()
    keys = simulator.page.keyboard
    simulator.page.get_by_label("What you say").focus()
    keys.type("open trust steps")
    keys.press("Enter")
    simulator.answer(0)
    keys.press("Escape")
    expect(simulator.status).to_have_text("Listening")
    keys.press("ArrowUp")
    expect(simulator.page.get_by_label("What you say")).to_have_value("open trust steps")
    keys.press("ArrowDown")
    expect(simulator.page.get_by_label("What you say")).to_have_value("")

    reached = set()
    for _ in range(60):
        keys.press("Tab")
        reached.add(simulator.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    simulator.page.get_by_role("tab", name="Request").focus()
    keys.press("ArrowRight")

    assert {"play", "mute", "silent", "just looking", "sentence", "microphone", "person", "next-day"} <= reached
    assert {"Settings", "view", "transcript", "Inspect", "tab-request"} <= reached
    expect(simulator.page.get_by_role("tab", name="Response")).to_be_focused()
    expect(simulator.page.locator("#panel-response")).to_be_visible()


def test_the_settings_open_and_close_by_keyboard(open_page: OpenPage) -> None:
    simulator = open_page()
    keys = simulator.page.keyboard
    simulator.page.get_by_role("button", name="Settings").focus()

    keys.press("Enter")
    reached = set()
    for _ in range(4):
        keys.press("Tab")
        reached.add(simulator.page.evaluate("document.activeElement.id"))
    keys.press("Escape")

    assert reached == {"device-type", "locale", "rate", "restart"}
    expect(simulator.page.locator("#settings")).to_be_hidden()


def test_answers_are_announced_to_screen_readers(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    log = simulator.page.get_by_role("log", name="Transcript")

    expect(log).to_contain_text("Welcome to Trust Steps")
    assert log.get_attribute("aria-live") == "polite"
    assert "You: open trust steps" in " ".join((log.locator(".turn").first.text_content() or "").split())
