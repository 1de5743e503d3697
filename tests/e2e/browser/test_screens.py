import pytest
from playwright.sync_api import expect

from speech.simulator.viewports import DEVICE_TYPES
from tests.e2e.browser.conftest import OpenPage
from tests.skill.apl.samples import samples
from tests.support.progress_states import place_at

pytestmark = pytest.mark.slow

SCREENS = [each.screen for each in DEVICE_TYPES.values() if each.screen]
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
"""Returns for each directive the text on the screen and the line below it."""


def test_every_document_of_the_skill_is_drawn_completely_on_every_device(open_page: OpenPage) -> None:
    simulator = open_page()
    incomplete = []
    for screen in SCREENS:
        drawn = simulator.page.evaluate(DRAW, [list(samples().values()), dict(screen.viewport)])
        for name, (words, line) in zip(samples(), drawn, strict=True):
            if line != "Drawn completely." or not words:
                incomplete.append((screen, name, line))

    assert incomplete == []


def test_unsupported_features_are_listed(open_page: OpenPage) -> None:
    simulator = open_page()
    text = {"type": "Text", "text": "Here. ${String.slice('abc', 1)}", "letterSpacing": 3}
    template = {"items": [{"type": "Container", "items": [text, {"type": "Video"}]}]}
    directive = {"document": {"type": "APL", "mainTemplate": template}}

    [(words, line)] = simulator.page.evaluate(DRAW, [[directive], dict(SCREENS[0].viewport)])

    assert words == ""
    assert line.startswith("Not supported here: ")
    assert "Video" in line
    assert "letterSpacing of Text" in line
    assert "String.slice" in line


def test_a_screen_shows_the_answer_and_can_be_touched(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.set_device("show-8")
    simulator.say("open trust steps")
    simulator.say("go to step three")

    expect(simulator.screen).to_contain_text(place_at("boundaries").partition(":")[0].capitalize())
    simulator.screen.get_by_role("button", name="Next").click()

    assert "Step 4" in simulator.answer(2)
    expect(simulator.screen).to_contain_text(place_at("forgiveness").partition(":")[0].capitalize())
    assert simulator.tab_json("Request")["request"]["type"] == "Alexa.Presentation.APL.UserEvent"


def test_an_exercise_counts_down(open_page: OpenPage) -> None:
    simulator = open_page(new_context=True).mute()  # the clock belongs to the context
    simulator.set_device("show-5")
    simulator.say("open trust steps")
    simulator.page.clock.install()
    simulator.say("practice")
    countdown = simulator.screen.get_by_text(":", exact=False).first

    before = countdown.inner_text()
    simulator.page.clock.fast_forward(1_000)

    expect(countdown).not_to_have_text(before)


def test_the_help_screen_is_cleared_by_a_touch(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.set_device("phone")
    simulator.say("open trust steps")
    simulator.say("i need help now")
    expect(simulator.screen).to_contain_text("911")

    simulator.screen.get_by_role("button", name="Hide").click()

    expect(simulator.screen).not_to_contain_text("911")


def test_a_device_without_a_screen_reports_none(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")

    request = simulator.tab_json("Request")

    assert request["context"]["System"]["device"]["supportedInterfaces"] == {"AudioPlayer": {}}
    assert "directives" not in simulator.tab_json("Response")["response"]
    expect(simulator.screen).to_have_count(0)


def test_a_huge_or_invalid_document_neither_stops_nor_breaks_the_page(open_page: OpenPage) -> None:
    """A skill that sends 100,000 components, or a layout of itself, stopped the page."""
    text = {"type": "Text", "text": "x"}
    rows = {"type": "Container", "data": list(range(2_000)), "items": [text]}
    itself = {"item": {"type": "Container", "items": [{"type": "Itself"}]}}
    style = {"extend": "endless", "values": [{"color": "red"}]}
    group: dict[str, object] = {"type": "path", "pathData": "M0,0"}
    for _ in range(80):
        group = {"type": "group", "items": [group] * 2}
    documents: list[dict[str, object]] = [
        {"mainTemplate": {"items": [{"type": "Container", "items": [text] * 100_000}]}},
        {"mainTemplate": {"items": [rows | {"items": [rows]}]}},
        {"mainTemplate": {"items": [{"type": "Itself"}]}, "layouts": {"Itself": itself}},
        {"mainTemplate": {"items": [text | {"style": "endless"}]}, "styles": {"endless": style}},
        {"mainTemplate": {"items": [5, None, "x", [[]], {"type": None}, {"type": "Text", "text": {"a": []}}]}},
        {"mainTemplate": 5},
        {"mainTemplate": {"items": [text | {"data": "text"}], "data": "text"}},
        {
            "mainTemplate": {
                "items": [text | {"onMount": [{"type": "SetValue"}, 5], "bind": [{"name": "a", "value": "${a}"}]}]
            }
        },
        {
            "resources": [
                {"strings": {f"s{n}": f"${{@s{n - 1}}}${{@s{n - 1}}}" if n else "0123456789" for n in range(40)}}
            ]
        },
    ]
    directives = [{"document": {"type": "APL", **document}} for document in documents]

    drawn = open_page().page.evaluate(DRAW, [directives, dict(SCREENS[0].viewport)])

    lines = [line for _, line in drawn]
    assert lines[:2] == ["Not supported here: more than 2000 components."] * 2
    assert lines[2].startswith("This document cannot be drawn here: ")
    assert len(lines) == len(documents)
    assert all(lines)
