"""What can go wrong on the desk, each error with a message that names the thing at fault and the mend."""


class SpeechError(Exception):
    """Base of every error that this package raises on purpose; its message is fit to be shown."""


class SsmlError(SpeechError):
    """The markup cannot be spoken at all: it is broken, too long, or not SSML."""


class VoiceError(SpeechError):
    """The speech engine is missing, has no voice for a locale, or failed at its work."""


class NoLoudspeaker(SpeechError):  # noqa: N818 - it says what is missing
    """Nothing here can play a sound; the sound itself is whole and can be kept as a file."""


MODULES = frozenset({"espeakng_loader", "miniaudio", "prompt_toolkit", "pyttsx3", "unicode_rbnf"})


def hint(error: ModuleNotFoundError) -> str:
    """What to do about it; raises the error again where the extra would not help."""
    if error.name not in MODULES:
        raise error
    return f"{error.name} is not installed; get it with: pip install 'trust-steps[simulator]'"
