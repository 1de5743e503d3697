"""What the English phrases say, in any of their wordings."""

from tests.support.progress_states import ENGLISH


def is_said(speech: str, key: str, **placeholders: object) -> bool:
    """Return True if the speech contains one of the phrase's wordings."""
    return any(wording.format(**placeholders) in speech for wording in ENGLISH.phrases[key])
