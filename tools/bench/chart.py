"""A bar chart as SVG, with colours that suit light and dark pages."""

from collections.abc import Mapping
from html import escape

WIDTH = 640
LABEL = 170
ROW = 34
TOP = 34

STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1f2328 } .bar { fill: #57606a } .ours { fill: #0969da }
.title { font-weight: 600 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #8b949e } .ours { fill: #58a6ff } }
"""


def bar_chart(title: str, bars: Mapping[str, float], ours: str) -> str:
    """Draw a bar for each label, in milliseconds."""
    longest = max(bars.values())
    rows = [_bar(number, label, value, longest, label == ours) for number, (label, value) in enumerate(bars.items())]
    height = TOP + ROW * len(bars) + 6
    description = "; ".join(f"{label}: {value:.2f} ms" for label, value in bars.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(f"{title}: {description}")}">\n<style>{STYLE}</style>\n'
        f'<text class="title" x="0" y="18">{escape(title)}</text>\n' + "\n".join(rows) + "\n</svg>\n"
    )


def _bar(number: int, label: str, value: float, longest: float, is_ours: bool) -> str:  # noqa: FBT001 - one kind or the other
    top = TOP + number * ROW
    width = max(1.0, value / longest * (WIDTH - LABEL - 80))
    kind = "bar ours" if is_ours else "bar"
    return (
        f'<text x="0" y="{top + 18}">{escape(label)}</text>'
        f'<rect class="{kind}" x="{LABEL}" y="{top + 3}" width="{width:.1f}" height="22" rx="3"/>'
        f'<text x="{LABEL + width + 8:.1f}" y="{top + 19}">{value:.2f} ms</text>'
    )
