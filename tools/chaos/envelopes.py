"""Hypothesis strategies for recorded envelopes in which something is broken."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from skill.dialogue.intents import INTENT_HANDLERS

RECORDED: Final = [
    json.loads(path.read_text()) for path in sorted((Path(__file__).parents[2] / "tests" / "requests").glob("*.json"))
]
HOSTILE: Final = (
    "",
    "\x00",
    "\ud800",
    "{}",
    "<speak>&",
    "9" * 400,
    "١٢",
    "NaN",
    "P1D",
    "2026-02-30",
    "25:61",
    "a" * 20_000,
    "ER_SUCCESS_MATCH",
    "AskFor",
)
scalars: Final = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(HOSTILE)
    | st.sampled_from(sorted(INTENT_HANDLERS))
    | st.text(max_size=20)
)
values: Final = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def envelopes(draw: st.DrawFn) -> Any:
    """Draw a recorded envelope in which a few values are removed, doubled, or replaced."""
    envelope = deepcopy(draw(st.sampled_from(RECORDED)))
    if draw(st.booleans()) and isinstance(envelope.get("request"), dict):
        envelope["request"]["intent"] = {"name": draw(st.sampled_from(sorted(INTENT_HANDLERS))), "slots": draw(slots)}
    for _ in range(draw(st.integers(0, 3))):
        _break(draw, envelope)
    return envelope


slots: Final = st.dictionaries(
    st.sampled_from(["number", "step", "rating", "time", "other"]),
    st.fixed_dictionaries({}, optional={"name": scalars, "value": scalars, "resolutions": values}),
    max_size=3,
)


def _break(draw: st.DrawFn, envelope: Any) -> None:
    holder, name = draw(st.sampled_from(list(_keys(envelope))))
    match draw(st.sampled_from(["replace", "replace", "remove", "wrap", "copy"])):
        case "replace":
            holder[name] = draw(values)
        case "remove":
            del holder[name]
        case "wrap":
            holder[name] = [holder[name]]
        case "copy":
            holder[draw(st.text(max_size=8))] = deepcopy(holder[name])


def _keys(value: Any) -> list[tuple[Any, Any]]:
    """Return all keys in an envelope, each with the dictionary that holds it."""
    if not isinstance(value, dict):
        return []
    return [(value, name) for name in value] + [place for inner in value.values() for place in _keys(inner)]
