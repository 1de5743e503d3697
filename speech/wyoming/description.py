"""The description of the service that a client gets: Wyoming's answer to `describe`."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    HandleModel,
    HandleProgram,
    Info,
    TtsProgram,
    TtsVoice,
)

MAKER = Attribution(name="The Trust Steps developers", url="")


def describe(skill: str, locales: Sequence[str], *, has_voice: bool, hears: bool) -> Info:
    """Home Assistant shows the skill's name, and each locale as a voice of its own."""
    spoken = list(locales)
    common: dict[str, Any] = {"attribution": MAKER, "installed": True, "version": _version()}
    model = HandleModel(name=skill, description=skill, languages=spoken, **common)
    voices = [
        TtsVoice(name=locale, description=f"{skill} ({locale})", languages=[locale], **common) for locale in spoken
    ]
    heard = AsrModel(name=skill, description=f"{skill}'s own phrases first", languages=spoken, **common)
    return Info(
        handle=[HandleProgram(name=skill, description=skill, models=[model], **common)],
        tts=[TtsProgram(name=skill, description="Speech with the skill's own pauses", voices=voices, **common)]
        if has_voice
        else [],
        asr=[AsrProgram(name=skill, description="Speech recognition on this machine", models=[heard], **common)]
        if hears
        else [],
    )


def _version() -> str:
    try:
        return version("trust-steps")
    except PackageNotFoundError:  # run from the sources
        return "0"
