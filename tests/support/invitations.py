"""How a reply that keeps the session open ends: in a question, or in an invitation that names what to say."""

import re
from typing import Final

_NAMED: Final = re.compile(r"\b([Ss]ay(: | yes\b)|[Ss]agt?(: | Ja\b)|sagen: )[^.?!]*\.$")
_OPEN: Final = re.compile(
    r"(at |from 1 to 10, )?(what|which|when|where|who|how|why)\b"
    r"|(um |von 1 bis 10, |in )?(was|welche[rnms]?|wann|wo|wer|wie|warum)\b",
    re.IGNORECASE,
)


def is_invitation(text: str) -> bool:
    return text.endswith("?") or bool(_NAMED.search(text))


def is_yes_or_no(text: str) -> bool:
    """Return True if the text ends in a question that a plain yes answers."""
    return text.endswith("?") and not _OPEN.match(closing_sentence(text))


def closing_sentence(text: str) -> str:
    """Return the last sentence."""
    return re.split(r"(?<=[.?!]) ", text)[-1]
