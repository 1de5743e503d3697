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
