"""What a request was answered, known for some minutes: Alexa sends a request again that it got no answer to."""

from dataclasses import dataclass, fields
from datetime import timedelta
from operator import attrgetter
from typing import Final

import orjson

from skill.errors import StoreError

KEPT_FOR: Final = timedelta(minutes=5)
"""After a person's last answer. Longer than any request is accepted after it was made, clocks that differ included."""


@dataclass(frozen=True, slots=True)
class Answer:
    request: str
    """A hash of the request's id."""

    speech: str
    question: str = ""
    reprompt: str = ""
    proposed: str = ""
    permission: str = ""
    """By which the answer to Alexa's own question is known, where she was asked to put it."""


_values: Final = attrgetter(*(field.name for field in fields(Answer)))


def written(answer: Answer) -> str:
    return orjson.dumps(_values(answer)).decode()


def read(text: str) -> Answer:
    """Raises StoreError."""
    try:
        return Answer(*map(str, orjson.loads(text)))
    except (TypeError, ValueError) as error:
        raise StoreError("a kept answer cannot be read") from error
