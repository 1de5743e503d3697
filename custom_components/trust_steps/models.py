"""What a config entry keeps while Home Assistant runs."""

from dataclasses import dataclass

from .client import TrustStepsClient


@dataclass(frozen=True, slots=True)
class Service:
    """The service that the skill runs in."""

    client: TrustStepsClient
    languages: list[str]
