"""The icon: five steps rising, and two people who have come up them. `python -m skill.package.icon` draws it anew."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from pathlib import Path

from skill.package.manifest import ICONS

Colour = tuple[float, float, float]

ABOVE: Colour = (38, 92, 104)
BELOW: Colour = (15, 45, 62)
STEPS: tuple[Colour, ...] = ((78, 148, 150), (108, 172, 164), (146, 196, 178), (192, 218, 190), (240, 236, 204))
PEOPLE: tuple[Colour, ...] = ((255, 190, 120), (255, 226, 176))


@dataclass(frozen=True, slots=True)
class Bar:
    """A step, standing on the ground; all measures are parts of the icon's width."""

    left: float
    top: float
    right: float
    bottom: float
    colour: Colour
    round: float = 0.022

    def distance(self, x: float, y: float) -> float:
        """To the edge; less than nothing inside."""
        across = abs(x - (self.left + self.right) / 2) - (self.right - self.left) / 2 + self.round
        along = abs(y - (self.top + self.bottom) / 2) - (self.bottom - self.top) / 2 + self.round
        return hypot(max(across, 0), max(along, 0)) + min(max(across, along), 0) - self.round


@dataclass(frozen=True, slots=True)
class Disc:
    """A head."""

    x: float
    y: float
    radius: float
    colour: Colour

    def distance(self, x: float, y: float) -> float:
        return hypot(x - self.x, y - self.y) - self.radius


def shapes() -> Iterator[Bar | Disc]:
    """From the back to the front, within the circle that the store cuts out."""
    for number, colour in enumerate(STEPS):
        yield Bar(0.19 + 0.124 * number, 0.72 - 0.062 * number, 0.81, 0.782, colour, 0.012)
    for x, ground, colour in zip((0.624, 0.748), (0.534, 0.472), PEOPLE, strict=True):
        yield Bar(x - 0.043, ground - 0.15, x + 0.043, ground - 0.006, colour, 0.043)
        yield Disc(x, ground - 0.2, 0.04, colour)


def draw(size: int) -> bytes:
    """The pixels, row by row, as red, green and blue."""
    drawn = list(shapes())
    return bytes(
        round(part) for row in range(size) for column in range(size) for part in _pixel(drawn, column, row, size)
    )


def png(pixels: bytes, size: int) -> bytes:
    """The pixels as a PNG file."""
    rows = b"".join(b"\0" + pixels[row : row + 3 * size] for row in range(0, len(pixels), 3 * size))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _pixel(drawn: list[Bar | Disc], column: int, row: int, size: int) -> Colour:
    """An edge that goes through a pixel covers a part of it."""
    x, y = (column + 0.5) / size, (row + 0.5) / size
    colour = _mixed(ABOVE, BELOW, y)
    for shape in drawn:
        covered = 0.5 - shape.distance(x, y) * size
        if covered > 0:
            colour = _mixed(colour, shape.colour, min(covered, 1))
    return colour


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
        one[2] + (other[2] - one[2]) * share,
    )


if __name__ == "__main__":
    for width in ICONS.values():
        Path(__file__).with_name(f"icon-{width}.png").write_bytes(png(draw(width), width))
