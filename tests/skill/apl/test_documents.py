import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from skill.apl.render import document
from tests.skill.apl.samples import KINDS
from tests.skill.apl.viewports import VIEWPORTS, Viewport

READABLE_CONTRAST = 4.5
VISIBLE_CONTRAST = 3.0
"""WCAG 2.2, for text and for graphics."""

SMALLEST_TOUCH = 48
FARTHEST_READABLE = {"hub": 18, "tv": 20, "mobile": 14}
"""The smallest readable text in dp, by viewing distance."""

COLOURS: dict[str, str] = document("words")["resources"][0]["colors"]
BOUND = re.compile(r"\$\{[^}]*\}")


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=sorted(VIEWPORTS))
def viewport(request: pytest.FixtureRequest) -> Viewport:
    return VIEWPORTS[request.param]


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Yield all objects in a JSON value."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts(part)


def colours_of(key: str) -> set[str]:
    """Return the colours that any document uses for a property."""
    values = (str(part[key]) for name in KINDS for part in parts(document(name)) if key in part)
    return {colour for value in values for colour in re.findall(r"@(\w+)", value)}


def resources() -> set[str]:
    blocks = document("words")["resources"]
    return {name for block in blocks for group in block.values() if isinstance(group, dict) for name in group}


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_in_wcag() -> None:
    assert (luminance("#FFFFFF") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)


def test_every_text_is_readable_on_every_background() -> None:
    pairs = list(product(colours_of("color"), colours_of("backgroundColor") - {"accent", "faint"}))

    assert len(pairs) >= 9
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < READABLE_CONTRAST} == {}


def test_every_graphic_is_visible() -> None:
    drawn = colours_of("strong") | colours_of("faint") | {"accent", "faint"}

    assert all(contrast(colour, "background") >= VISIBLE_CONTRAST for colour in drawn)


def test_a_document_imports_nothing(kind: str) -> None:
    merged = document(kind)

    assert merged["type"] == "APL"
    assert merged["version"] == "1.8"
    assert "import" not in merged
    assert "://" not in json.dumps(merged)


def test_a_document_contains_no_words(kind: str) -> None:
    worded = ("text", "accessibilityLabel", "description", "hint")

    texts = [part[key] for part in parts(document(kind)) for key in worded if {key, "type"} <= part.keys()]

    assert texts
    assert [text for text in texts if re.search(r"\w", BOUND.sub("", text))] == []


def test_every_touchable_component_has_a_label_and_a_role(kind: str) -> None:
    wrappers = [part for part in parts(document(kind)) if part.get("type") == "TouchWrapper"]

    assert wrappers
    assert all(
        wrapper["accessibilityLabel"] == "${touch.label}" and wrapper["role"] == "button" for wrapper in wrappers
    )


def test_everything_referenced_is_defined(kind: str) -> None:
    merged = document(kind)

    assert set(re.findall(r"@(\w+)", json.dumps(merged))) <= resources()
    assert {part["style"] for part in parts(merged) if "style" in part} <= merged["styles"].keys()
    assert {part["source"] for part in parts(merged) if "source" in part} <= merged.get("graphics", {}).keys()


def test_every_resource_is_used() -> None:
    everything = "".join(json.dumps(document(kind)) for kind in KINDS)

    assert resources() == set(re.findall(r"@(\w+)", everything))


def test_buttons_stay_in_view_while_words_scroll_unless_they_are_the_choice(kind: str) -> None:
    scroll_views = [part for part in parts(document(kind)["mainTemplate"]) if part.get("type") == "ScrollView"]

    assert len(scroll_views) == 1
    assert ('"Touches"' in json.dumps(scroll_views)) is (kind == "choice")


def test_buttons_are_large_enough_for_a_finger(viewport: Viewport) -> None:
    sizes = viewport.sizes()
    count = sizes["touchesShown"]
    bar = viewport.width - 2 * (sizes["edgeX"] + sizes["barX"])

    assert sizes["touchHeight"] >= SMALLEST_TOUCH
    assert (bar - (count - 1) * sizes["gap"]) / count >= 2 * SMALLEST_TOUCH


def test_ten_ratings_in_two_rows_are_large_enough_for_a_finger(viewport: Viewport) -> None:
    sizes = viewport.sizes()
    row = viewport.width - 2 * sizes["edgeX"]

    assert (row - 4 * sizes["gap"]) / 5 >= SMALLEST_TOUCH


def test_text_is_large_enough_for_the_viewing_distance(viewport: Viewport) -> None:
    sizes = viewport.sizes()
    texts = [sizes[name] for name in ("aid", "small", "touchText", "body", "title", "display", "number")]

    assert min(texts) >= FARTHEST_READABLE[viewport.mode]
    assert sizes["small"] <= sizes["body"] <= sizes["title"] <= sizes["display"] <= sizes["number"]


def test_the_corners_of_the_buttons_are_on_the_screen(viewport: Viewport) -> None:
    sizes = viewport.sizes()
    left = sizes["edgeX"] + sizes["barX"]
    bottom = viewport.height - sizes["edgeBottom"]

    assert viewport.holds(left, bottom)
    assert viewport.holds(left, bottom - sizes["touchHeight"])


def test_the_first_line_of_a_text_is_on_the_screen(viewport: Viewport) -> None:
    sizes = viewport.sizes()

    assert viewport.holds(sizes["edgeX"], sizes["edgeTop"] + sizes["inset"])


def test_several_lines_fit_between_title_and_buttons(viewport: Viewport) -> None:
    sizes = viewport.sizes()
    header = sizes["small"] * 1.3 + sizes["dot"] + 2 * sizes["title"] * 1.15 + sizes["gap"]
    footer = sizes["gap"] + sizes["touchHeight"]

    room = viewport.height - sizes["edgeTop"] - sizes["edgeBottom"] - header - footer

    assert room >= 4 * sizes["body"] * 1.3


def test_the_graphics_leave_space_for_the_words_beside_them(viewport: Viewport) -> None:
    sizes = viewport.sizes()
    across = viewport.width - 2 * sizes["edgeX"]

    assert sizes["chartWidth"] <= across * (1 if viewport.width <= viewport.height else 0.6)
    assert sizes["ring"] <= across * 0.45


def test_the_safety_screen_hides_by_itself_or_by_a_touch_that_sends_no_request() -> None:
    merged = document("safety")
    page = merged["mainTemplate"]["items"][0]
    commands = merged["layouts"]["Touch"]["items"][0]["onPress"]

    hiding = [command["type"] for command in commands if command["when"] == "${touch.arguments[0] == 'hide'}"]
    sending = [command["when"] for command in commands if command["type"] == "SendEvent"]

    assert page["id"] == "page"
    assert page["items"][0]["display"] == (
        "${isHidden || elapsedTime > payload.screen.seconds * 1000 ? 'none' : 'normal'}"
    )
    assert hiding == ["SetValue", "Finish"]
    assert sending == ["${touch.arguments[0] != 'hide'}"]
