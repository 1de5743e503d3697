"""What can go wrong on the desk, each error with a message that names the thing at fault and the mend."""


class SpeechError(Exception):
    """Base of every error that this package raises on purpose; its message is fit to be shown."""


class SsmlError(SpeechError):
    """The markup cannot be spoken at all: it is broken, too long, or not SSML."""


class VoiceError(SpeechError):
    """The speech engine is missing, has no voice for a locale, or failed at its work."""


class NoLoudspeaker(SpeechError):  # noqa: N818 - it says what is missing
    """Nothing here can play a sound; the sound itself is whole and can be kept as a file."""
