"""The interaction models of the skill, as the simulator and the package read them."""

import interaction_models
from speech.nlu.interaction_model import InteractionModel
from speech.skills.trust_steps import TrustSteps


def skill_model(language: str = "en") -> InteractionModel:
    return TrustSteps({}).read_model(interaction_models.files()[language])
