"""The sentences that the crisis rule is measured with: what people say, and what only sounds alike."""

from pathlib import Path


def sentences(name: str) -> list[str]:
    lines = (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


SAID = sentences("said")
ALIKE = sentences("alike")
CONTROL_SAID = sentences("control_said")
CONTROL_ALIKE = sentences("control_alike")
