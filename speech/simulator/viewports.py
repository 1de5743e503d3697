"""The devices that can be simulated, and their screens as a request describes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class DeviceScreen:
    width: int
    """In pixels, like the height."""

    height: int
    dpi: int = 160
    mode: str = "HUB"
    shape: str = "RECTANGLE"

    @property
    def viewport(self) -> Mapping[str, Any]:
        """The `Viewport` of a request's context."""
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
class DeviceType:
    name: str
    screen: DeviceScreen | None = None


ECHO_SHOW_8: Final = DeviceScreen(1280, 800, dpi=213)

DEVICE_TYPES: Final[Mapping[str, DeviceType]] = {
    "echo": DeviceType("Echo, no screen"),
    "show-5": DeviceType("Echo Show 5", DeviceScreen(960, 480)),
    "show-8": DeviceType("Echo Show 8", ECHO_SHOW_8),
    "show-15": DeviceType("Echo Show 15", DeviceScreen(1920, 1080)),
    "spot": DeviceType("Echo Spot, round", DeviceScreen(480, 480, shape="ROUND")),
    "phone": DeviceType("Phone", DeviceScreen(1080, 1920, dpi=480, mode="MOBILE")),
}
