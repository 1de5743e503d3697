"""The screens of devices, as requests tell of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


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


ECHO_SHOW_8: Final = Screen(1280, 800, dpi=213)


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    screen: Screen | None = None


KINDS: Final[Mapping[str, Kind]] = {
    "echo": Kind("Echo, no screen"),
    "show-5": Kind("Echo Show 5", Screen(960, 480)),
    "show-8": Kind("Echo Show 8", ECHO_SHOW_8),
    "show-15": Kind("Echo Show 15", Screen(1920, 1080)),
    "spot": Kind("Echo Spot, round", Screen(480, 480, shape="ROUND")),
    "phone": Kind("Phone", Screen(1080, 1920, dpi=480, mode="MOBILE")),
}
