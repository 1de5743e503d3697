"""What a request says, free of its envelope."""

from collections.abc import Mapping
from typing import NamedTuple

from skill.alexa.amazon import Access
from skill.alexa.memory import Memory
from skill.dialogue import safety
from skill.dialogue.turn import Slot


class Heard(NamedTuple):
    name: str
    """In `ACTIONS`."""

    request: str
    """The request's id, the same when Alexa sends it again."""

    locale: str
    user_id: str
    person_id: str | None
    slots: Mapping[str, Slot]
    one_shot: bool
    memory: Memory
    has_screen: bool = False
    """The device draws documents."""

    access: Access | None = None
    """To Amazon's services, as this request grants it."""

    @property
    def is_private(self) -> bool:
        """Somebody is in danger: nothing tells afterwards that they were here, nor when."""
        last = self.memory.last
        return self.name == safety.INTENT or (last is not None and last.question in safety.QUESTIONS)
