"""The viewports of real devices, and the sizes that the documents use on each."""

import re
from dataclasses import dataclass
from math import hypot
from types import SimpleNamespace
from typing import Any

from skill.apl.render import document


@dataclass(frozen=True, slots=True)
class Viewport:
    mode: str
    shape: str
    width: float
    """In dp, like the height and the sizes."""

    height: float

    def sizes(self) -> dict[str, float]:
        """Return the named dimensions and numbers. Later resource blocks override earlier ones."""
        sizes: dict[str, float] = {}
        for block in document("words")["resources"]:
            if self._applies(block.get("when", "${True}")):
                found = block.get("dimensions", {}) | block.get("numbers", {})
                sizes |= {name: size for name, size in found.items() if not isinstance(size, str)}
        return sizes

    def holds(self, x: float, y: float) -> bool:
        """Return True if a point, measured from the top left, is on the screen."""
        if self.shape == "round":
            return hypot(x - self.width / 2, y - self.height / 2) <= self.width / 2
        return 0 <= x <= self.width and 0 <= y <= self.height

    def _applies(self, condition: str) -> bool:
        expression = re.sub(r"^\$\{(.*)\}$", r"\1", condition).replace("&&", "and")
        viewport: Any = SimpleNamespace(mode=self.mode, shape=self.shape, width=self.width, height=self.height)
        return bool(eval(expression, {"viewport": viewport}))


VIEWPORTS = {
    "Echo Spot": Viewport("hub", "round", 480, 480),
    "Echo Show 5": Viewport("hub", "rectangle", 960, 480),
    "Echo Show 8": Viewport("hub", "rectangle", 961, 601),
    "Echo Show 10": Viewport("hub", "rectangle", 1280, 800),
    "Echo Show 15": Viewport("hub", "rectangle", 1920, 1080),
    "Echo Show 15 upright": Viewport("hub", "rectangle", 1080, 1920),
    "an extra large hub": Viewport("hub", "rectangle", 2560, 1279),
    "an extra large hub upright": Viewport("hub", "rectangle", 1279, 2560),
    "Fire TV": Viewport("tv", "rectangle", 960, 540),
    "a phone": Viewport("mobile", "rectangle", 360, 640),
    "a phone on its side": Viewport("mobile", "rectangle", 640, 360),
    "a large phone on its side": Viewport("mobile", "rectangle", 960, 432),
    "a tablet": Viewport("mobile", "rectangle", 800, 1280),
    "a tablet on its side": Viewport("mobile", "rectangle", 1920, 1080),
}
