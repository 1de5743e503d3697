"""Escapes the characters of a skill's answers that would act on a terminal or a page instead of being shown."""

import re
from typing import Final

_ACTING: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""Control characters, marks that change the direction of a line, and what is invisible; not tabs and line feeds.

The joiners of Hindi and of emoji (200c, 200d) are part of words and stay.
"""


def escape_controls(text: str) -> str:
    r"""Write them as JSON does, such as \u001b, so that a line of JSON stays one."""
    return _ACTING.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code <= 0xFFFF:  # noqa: PLR2004 - what four hexadecimal digits hold
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
