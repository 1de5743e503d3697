"""What a request was answered, known for some minutes: Alexa sends a request again that it got no answer to."""

from datetime import timedelta
from typing import Final, NamedTuple

import orjson

from skill.errors import StoreError

KEPT_FOR: Final = timedelta(minutes=5)
"""After a person's last answer. Longer than any request is accepted after it was made, clocks that differ included."""


class Answer(NamedTuple):
    request: str
    """A hash of the request's id."""

    speech: str
    question: str = ""
    reprompt: str = ""
    proposed: str = ""
    permission: str = ""
    """By which the answer to Alexa's own question is known, where she was asked to put it."""


def written(answer: Answer) -> str:
    return orjson.dumps(tuple(answer)).decode()


def read(text: str) -> Answer:
    """Raises StoreError."""
    try:
        return Answer(*map(str, orjson.loads(text)))
    except (TypeError, ValueError) as error:
        raise StoreError("a kept answer cannot be read") from error
