"""The devices that the page can pretend to be, and how large their screens are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from speech.envelope import Caller


@dataclass(frozen=True, slots=True)
class Screen:
    width: int
    """In pixels, as the height."""

    height: int
    dpi: int = 160
    mode: str = "HUB"
    shape: str = "RECTANGLE"

    @property
    def viewport(self) -> Mapping[str, Any]:
        """As a request tells it."""
        arc = {"arcMinuteWidth": 346, "arcMinuteHeight": 216, "canRotate": False, "canResize": False}
        return {
            "mode": self.mode,
            "shape": self.shape,
            "pixelWidth": self.width,
            "pixelHeight": self.height,
            "currentPixelWidth": self.width,
            "currentPixelHeight": self.height,
            "dpi": self.dpi,
            "experiences": [arc],
            "touch": ["SINGLE"],
        }


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    screen: Screen | None = None


KINDS: Final[Mapping[str, Kind]] = {
    "echo": Kind("Echo, no screen"),
    "show-5": Kind("Echo Show 5", Screen(960, 480)),
    "show-8": Kind("Echo Show 8", Screen(1280, 800, dpi=213)),
    "show-15": Kind("Echo Show 15", Screen(1920, 1080)),
    "spot": Kind("Echo Spot, round", Screen(480, 480, shape="ROUND")),
    "phone": Kind("Phone", Screen(1080, 1920, dpi=480, mode="MOBILE")),
}


def with_device(caller: Caller, kind: Kind) -> Caller:
    if kind.screen is None:
        return replace(caller, has_screen=False)
    return replace(caller, has_screen=True, viewport=kind.screen.viewport)
