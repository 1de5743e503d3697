"""The id by which Alexa knows the skill in these tests; the recorded requests bear it, too."""

from typing import Final

SKILL_ID: Final = "amzn1.ask.skill.3f6c1c0e-0000-4000-8000-00000000c0de"
