from playwright.sync_api import expect

from speech.simulator.viewports import KINDS
from tests.e2e.browser.conftest import Open
from tests.skill.apl.samples import samples

SCREENS = [kind.screen for kind in KINDS.values() if kind.screen]
DRAW = """
async ([directives, viewport]) => {
  const { Screen } = await import("/simulator/assets/apl/screen.js");
  const screen = new Screen(viewport, () => {});
  document.getElementById("stage").replaceChildren(...screen.elements);
  return directives.map((directive) => {
    screen.draw(directive);
    return screen.elements.map((element) => element.innerText.trim());
  });
}
"""
"""Answers for each directive what can be read on the screen, and the line beneath it."""


def test_every_screen_of_the_skill_is_drawn_whole_on_every_device(visit: Open) -> None:
    somebody = visit()
    left_out = []
    for screen in SCREENS:
        drawn = somebody.page.evaluate(DRAW, [list(samples().values()), dict(screen.viewport)])
        for name, (words, line) in zip(samples(), drawn, strict=True):
            if line != "All of it is drawn here." or not words:
                left_out.append((screen, name, line))

    assert left_out == []


def test_what_cannot_be_drawn_is_told(visit: Open) -> None:
    somebody = visit()
    text = {"type": "Text", "text": "Here. ${String.slice('abc', 1)}", "letterSpacing": 3}
    template = {"items": [{"type": "Container", "items": [text, {"type": "Video"}]}]}
    directive = {"document": {"type": "APL", "mainTemplate": template}}

    [(words, line)] = somebody.page.evaluate(DRAW, [[directive], dict(SCREENS[0].viewport)])

    assert words == ""
    assert line.startswith("Not drawn here: ")
    assert "Video" in line
    assert "letterSpacing of Text" in line
    assert "String.slice" in line


def test_a_screen_shows_what_is_said_and_a_touch_goes_on(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.takes("show-8")
    somebody.says("open trust steps")
    somebody.says("go to step three")

    expect(somebody.screen).to_contain_text("Step 3 of 5")
    somebody.screen.get_by_role("button", name="Next").click()

    assert "Step 4" in somebody.comes_after(2)
    expect(somebody.screen).to_contain_text("Step 4 of 5")
    assert somebody.last("Request")["request"]["type"] == "Alexa.Presentation.APL.UserEvent"


def test_an_exercise_counts_down_what_is_left(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.takes("show-5")
    somebody.says("open trust steps")
    somebody.says("practice")
    clock = somebody.screen.get_by_text(":", exact=False).first

    before = clock.inner_text()

    expect(clock).not_to_have_text(before, timeout=3_000)


def test_help_now_leaves_the_screen_when_it_is_touched(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.takes("phone")
    somebody.says("open trust steps")
    somebody.says("i need help now")
    expect(somebody.screen).to_contain_text("911")

    somebody.screen.get_by_role("button", name="Hide").click()

    expect(somebody.screen).not_to_contain_text("911")


def test_no_screen_is_told_of_where_there_is_none(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")

    request = somebody.last("Request")

    assert request["context"]["System"]["device"]["supportedInterfaces"] == {}
    assert "directives" not in somebody.last("Response")["response"]
    expect(somebody.screen).to_have_count(0)
