"""How a reply that keeps the session open ends: in a question, or in an invitation that names what to say."""

import re
from typing import Final

from tests.support.languages import expression

ENGLISH: Final = "en"


def is_invitation(text: str, locale: str = ENGLISH) -> bool:
    return text.endswith("?") or bool(expression(locale, "invitation").search(text))


def is_yes_or_no(text: str, locale: str = ENGLISH) -> bool:
    """Return True if the text ends in a question that a plain yes answers."""
    last = closing_sentence(text)
    return text.endswith("?") and not expression(locale, "open_question").match(last[:1].lower() + last[1:])


def closing_sentence(text: str) -> str:
    """Return the last sentence."""
    return re.split(r"(?<=[.?!]) ", text)[-1]
