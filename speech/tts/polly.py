"""The Amazon Polly voices that a skill can name in <voice>.

https://developer.amazon.com/docs/alexa/custom-skills/speech-synthesis-markup-language-ssml-reference.html#voice
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PollyVoice:
    locale: str
    gender: str
    """male or female."""


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

POLLY_VOICES = {name: PollyVoice(*voice) for voice, names in _NAMES.items() for name in names.split()}
