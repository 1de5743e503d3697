"""Hypothesis strategies for envelopes: recorded ones with something broken in them, and ones made of anything."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from skill.dialogue.intents import INTENT_HANDLERS

RECORDED: Final = [
    json.loads(path.read_text()) for path in sorted((Path(__file__).parents[2] / "tests" / "requests").glob("*.json"))
]
TOUGH: Final = (
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
    | st.sampled_from(TOUGH)
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
    """A recorded envelope in which a few things are gone, doubled, or something else."""
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
    holder, name = draw(st.sampled_from(list(_places(envelope))))
    match draw(st.sampled_from(["value", "value", "gone", "wrapped", "beside"])):
        case "value":
            holder[name] = draw(values)
        case "gone":
            del holder[name]
        case "wrapped":
            holder[name] = [holder[name]]
        case "beside":
            holder[draw(st.text(max_size=8))] = deepcopy(holder[name])


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in it that something else could stand in."""
    if not isinstance(value, dict):
        return []
    return [(value, name) for name in value] + [place for inner in value.values() for place in _places(inner)]
