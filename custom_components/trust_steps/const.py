"""Constants of the integration."""

from typing import Final

DOMAIN: Final = "trust_steps"

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 12.0
"""The service itself waits up to eight seconds for the skill."""
