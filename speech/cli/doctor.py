"""`doctor`: what works on this machine and what does not, one line each, with the mend."""

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from speech.errors import NoLoudspeaker, SpeechError, hint
from speech.nlu.interaction_model import InteractionModel
from speech.simulator.clock import real
from speech.simulator.response_check import advice
from speech.skills.selection import SkillSelection
from speech.tts.audio import silence
from speech.tts.playback import play
from speech.tts.synthesizer import Synthesizer

Check = Callable[[], str]
"""Answers what was found; raises an error whose message says what is wrong and how to mend it."""


class CheckFailed(SpeechError):  # noqa: N818 - it says what is wrong
    """Something works, but should be mended before Amazon or a person meets it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, as the line that tells it."""

    name: str
    is_well: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.is_well else 'BAD '} {self.name}: {self.text}"


def examine(checks: Mapping[str, Check], faults: tuple[type[Exception], ...]) -> Iterator[Finding]:
    """Runs every check, whatever the others find."""
    for name, check in checks.items():
        try:
            yield Finding(name, is_well=True, text=check())
        except faults as fault:
            yield Finding(name, is_well=False, text=str(fault))
        except ModuleNotFoundError as error:
            yield Finding(name, is_well=False, text=hint(error))


def voice(locale: str) -> str:
    """Raises VoiceError."""
    sound = Synthesizer().render("<speak>One, two, three.</speak>", locale)
    return f"speaks {locale}, {sound.seconds:.1f} seconds for a test sentence"


def playback() -> str:
    """No loudspeaker is no fault: answers are kept as files then."""
    try:
        play(silence(0.05)).stop()
    except NoLoudspeaker as fault:
        return f"{fault} Answers are kept as WAV files."
    return "a loudspeaker is there"


def model(
    checked: InteractionModel, locale: str, actions: Collection[str] | None, guarded: AbstractSet[str] = frozenset()
) -> str:
    """Raises Ailment, which tells all that should be mended, a line each."""
    from speech.nlu.lint import lint

    if findings := lint(checked, locale, lambda: real().date(), actions, guarded=guarded):
        raise CheckFailed("\n     ".join(map(str, findings)))
    return f"{len(checked.intents)} intents, every sample understood as its own"


def endpoint(skill: SkillSelection) -> str:
    """Opens the skill and leaves it again. Raises SpeechError."""
    with skill.device() as device:
        outcome = device.hear(device.model.invocation_name)
    if told := list(advice(outcome.answer)):
        raise CheckFailed("\n     ".join(told))
    return "answers, and lets one leave"
