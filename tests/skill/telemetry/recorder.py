"""Telemetry that records every report."""

from dataclasses import dataclass, field

from skill.telemetry.interface import TurnOutcome


@dataclass
class Recorder:
    turns: list[tuple[str, TurnOutcome, int | None]] = field(default_factory=list)
    voices: list[bool] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    calls: list[tuple[str, str, bool]] = field(default_factory=list)
    breakers: list[bool] = field(default_factory=list)

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        assert 0 <= seconds < 60
        self.turns.append((intent, outcome, step))

    def voice(self, *, recognized: bool) -> None:
        self.voices.append(recognized)

    def refused(self, reason: str) -> None:
        self.reasons.append(reason)

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        assert 0 <= seconds < 60
        self.calls.append((service, action, ok))

    def breaker(self, *, is_open: bool) -> None:
        self.breakers.append(is_open)
