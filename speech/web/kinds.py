"""The devices that the page can pretend to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from speech.screen import ECHO_SHOW_8, Screen


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
