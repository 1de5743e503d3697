"""The extra `desk`: what it installs, and what to say where a part of it is missing."""

MODULES = frozenset({"espeakng_loader", "miniaudio", "prompt_toolkit", "pyttsx3", "unicode_rbnf"})


def mend(error: ModuleNotFoundError) -> str:
    """What to do about it; raises the error again where the extra would not help."""
    if error.name not in MODULES:
        raise error
    return f"{error.name} is not installed; get it with: pip install 'trust-steps[desk]'"
