"""Constants of the integration."""

from typing import Final

DOMAIN: Final = "trust_steps"

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 30.0
"""The first sentence in another language takes the service some seconds."""
