"""The Amazon Polly voices that a skill can borrow by name: what they speak, and as whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of Amazon's, as far as another can stand in for it."""

    locale: str
    gender: str


_NAMES = {
    ("en-US", "female"): "Ivy Joanna Kendra Kimberly Salli",
    ("en-US", "male"): "Joey Justin Matthew",
    ("en-AU", "female"): "Nicole",
    ("en-AU", "male"): "Russell",
    ("en-GB", "female"): "Amy Emma",
    ("en-GB", "male"): "Brian",
    ("en-IN", "female"): "Aditi Raveena",
    ("de-DE", "female"): "Marlene Vicki",
    ("de-DE", "male"): "Hans",
    ("es-ES", "female"): "Conchita Lucia",
    ("es-ES", "male"): "Enrique",
    ("es-MX", "female"): "Mia",
    ("es-US", "female"): "Lupe Penelope",
    ("es-US", "male"): "Miguel",
    ("it-IT", "female"): "Carla Bianca",
    ("it-IT", "male"): "Giorgio",
    ("ja-JP", "female"): "Mizuki",
    ("ja-JP", "male"): "Takumi",
    ("fr-FR", "female"): "Celine Lea",
    ("fr-FR", "male"): "Mathieu",
    ("fr-CA", "female"): "Chantal",
    ("pt-BR", "female"): "Camila Vitoria",
    ("pt-BR", "male"): "Ricardo",
    ("ar-SA", "female"): "Zeina",
}

POLLY = {name: Speaker(*speaker) for speaker, names in _NAMES.items() for name in names.split()}
