"""What people say to a skill, as a prompt for a speech recognizer."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from speech.nlu.interaction_model import FALLBACK, Intent, InteractionModel

SAMPLES: Final = 3
"""Of each intent. A prompt has room for about two hundred words, and large models have thousands of samples."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}|]*)\}")


def phrases(model: InteractionModel, left_out: AbstractSet[str] = frozenset()) -> list[str]:
    """Return the launch phrase, then the first sample of each intent, then the second ones, and so on.

    A recognizer hears what it is prompted with more readily. So the intents that do harm by mistake are `left_out`.
    """
    spoken = [
        list(islice(_spoken(model, intent), SAMPLES))
        for intent in model.intents
        if intent.name != FALLBACK and intent.name not in left_out
    ]
    ordered = (samples[at] for at in range(SAMPLES) for samples in spoken if at < len(samples))
    return list(dict.fromkeys([f"open {model.invocation_name}", *ordered]))


def _spoken(model: InteractionModel, intent: Intent) -> Iterator[str]:
    """Yield the samples of an intent with the first value of each slot.

    Not those with a slot of Amazon's types, nor those that are a slot alone: one value of many would be heard for all.
    """
    for sample in intent.samples:
        parts = _PLACEHOLDER.split(sample)  # every second part is the name of a slot
        parts[1::2] = [_value(model, intent, name.strip()) for name in parts[1::2]]
        if all(parts[1::2]) and "".join(parts[::2]).strip():
            yield "".join(parts)


def _value(model: InteractionModel, intent: Intent, name: str) -> str:
    """Return the first value of a slot; empty if the model has none."""
    slot = intent.slot(name)
    slot_type = model.type(slot.type) if slot else None
    return slot_type.values[0].name if slot_type and slot_type.values else ""
