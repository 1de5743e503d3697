"""The interaction models of the skill, as the simulator and the package read them, and recognizers for them."""

from datetime import date
from functools import cache
from typing import Final

import interaction_models
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.recognizer import Recognizer
from speech.skills.trust_steps import GUARDED, URGENT, TrustSteps

TODAY: Final = date(2026, 11, 23)


@cache
def skill_model(language: str = "en") -> InteractionModel:
    return TrustSteps({}).read_model(interaction_models.files()[language])


@cache
def model_recognizer(locale: str = "en-US") -> Recognizer:
    """The recognizer without the crisis detector. It is slow to build, so each process builds it once."""
    return Recognizer(skill_model(locale.partition("-")[0]), locale, lambda: TODAY, guarded=GUARDED, urgent=URGENT)


@cache
def device_recognizer(locale: str = "en-US") -> Recognizer:
    """The recognizer as a device has it."""
    skill = TrustSteps({})
    return Recognizer(
        skill_model(locale.partition("-")[0]),
        locale,
        lambda: TODAY,
        guarded=GUARDED,
        urgent=URGENT,
        crisis_intent=lambda sentence: skill.crisis_intent(sentence, locale),
    )
