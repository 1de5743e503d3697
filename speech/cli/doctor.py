"""`doctor`: check what works on this machine, with a hint for each failure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from speech.asr.wav import pcm_of
from speech.errors import NoLoudspeaker, NoMicrophone, SpeechError, hint
from speech.nlu.interaction_model import InteractionModel
from speech.simulator.clock import utc_now
from speech.simulator.response_check import check_turn
from speech.skills.selection import SkillSelection
from speech.tts.audio import silence
from speech.tts.playback import play
from speech.tts.synthesizer import Synthesizer

if TYPE_CHECKING:
    from speech.asr.interface import SpeechRecognizer
    from speech.nlu.recognizer import Recognizer

SPOKEN_TEST = "One, two, three."

Check = Callable[[], str]
"""Returns what it found, or raises an error whose message has a hint."""


class CheckFailed(SpeechError):  # noqa: N818 - it says what happened
    """A check found problems. The message has a line for each."""

    def __init__(self, problems: Iterable[object]) -> None:
        super().__init__("\n     ".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class CheckResult:
    name: str
    is_ok: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.is_ok else 'FAIL'} {self.name}: {self.text}"


def run_checks(
    checks: Mapping[str, Check],
    errors: tuple[type[Exception], ...],
    working: Callable[[str], AbstractContextManager[None]] = lambda name: nullcontext(),
) -> Iterator[CheckResult]:
    """Run every check. A check fails if it raises one of these errors, or if a module is not installed.

    `working` surrounds each check, to show its name while it takes long.
    """
    for name, check in checks.items():
        try:
            with working(f"checking {name}"):
                text = check()
        except errors as error:
            yield CheckResult(name, is_ok=False, text=str(error))
        except ModuleNotFoundError as error:
            yield CheckResult(name, is_ok=False, text=hint(error))
        else:
            yield CheckResult(name, is_ok=True, text=text)


def skill(selected: SkillSelection) -> str:
    """Raises SpeechError if there are parts of another skill's project, which would be checked if it were complete."""
    if missing := selected.incomplete_project:
        raise SpeechError(f"{missing}. The checks below are of Trust Steps.")
    return selected.description.removeprefix("Skill: ").removesuffix(".")


def voice(locale: str, synthesizer: Synthesizer, file: Path | None) -> str:
    """Raises VoiceError."""
    sound = synthesizer.render(f"<speak>{SPOKEN_TEST}</speak>", locale)
    found = f"speaks {locale}, {sound.seconds:.1f} seconds for a test sentence"
    return f"{file.name} {found}" if file else f"{found}; for a better voice, name one of Piper's: --voice FILE.onnx"


def playback() -> str:
    """Without a sound card the check still passes, because answers can be written to files."""
    try:
        play(silence(0.05)).stop()
    except NoLoudspeaker as error:
        return f"{error} say --wav FILE writes the sound, and run plays it in the browser."
    return "the sound card works"


def recognizer(locale: str, hearing: "SpeechRecognizer | None", synthesizer: Synthesizer) -> str:
    """Recognize what the synthesizer says. Raises RecognizerError, VoiceError."""
    if hearing is None:
        from speech.asr.whisper import MODEL

        return f"none, so sentences are typed; to speak, name {MODEL}: talk --listen --recognizer-model DIR"
    from speech.asr.microphone import recording

    started = monotonic()
    heard = hearing.transcribe(pcm_of(synthesizer.render(f"<speak>{SPOKEN_TEST}</speak>", locale).wav), locale)
    found = f"heard {heard!r} in {monotonic() - started:.1f} seconds, model included"
    try:
        with recording():
            return f"{found}; the microphone works"
    except NoMicrophone as error:
        return f"{found}. {error}"


def model(
    checked: InteractionModel,
    locale: str,
    intents: Collection[str] | None,
    guarded: AbstractSet[str] = frozenset(),
    urgent: AbstractSet[str] = frozenset(),
) -> str:
    """Return the counts of what was found, and a line for each. Raises CheckFailed if Amazon refuses the model."""
    from speech.nlu.lint import lint

    findings = lint(checked, locale, lambda: utc_now().date(), intents, guarded=guarded, urgent=urgent)
    errors = sum(finding.is_error for finding in findings)
    notes = [f"hint: {checked.source}: {note}" for note in checked.notes]
    lines = [f"{'error' if finding.is_error else 'hint'}: {finding}" for finding in findings]
    hints = len(findings) - errors + len(notes)
    summary = (
        f"{len(checked.intents)} intents; {_count(errors, 'error')}, which Amazon refuses; {_count(hints, 'hint')}"
    )
    if errors:
        raise CheckFailed([summary, *lines, *notes])
    return "\n     ".join([summary, *lines, *notes])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def sentences(file: Path, recognizer: "Recognizer", urgent: AbstractSet[str]) -> str:
    """Count the crisis phrases and the ordinary sentences that are recognized as an urgent intent.

    A line of the file has the kind of a sentence first, and the sentence last, with tabs between them. A crisis phrase
    has a kind that begins with "crisis". Lines that begin with # are comments. Raises SpeechError.
    """
    lines = [line.split("\t") for line in _lines(file) if line.strip() and not line.startswith("#")]
    crisis = [line[-1] for line in lines if line[0].startswith("crisis")]
    ordinary = [line[-1] for line in lines if not line[0].startswith("crisis")]
    if not crisis:
        raise SpeechError(f"{file}: no line begins with crisis; write lines such as: crisis, a tab, he hits me")
    heard, taken = (sum(recognizer.recognize(each).intent in urgent for each in group) for group in (crisis, ordinary))
    return (
        f"the model alone recognizes {_share(heard, len(crisis))} crisis phrases,"
        f" and takes {_share(taken, len(ordinary))} other sentences for one"
    )


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise SpeechError(f"{file}: {error}; give the path of a text file in UTF-8") from error


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}" + (f" ({part / whole:.1%})" if whole else "")


def endpoint(skill: SkillSelection) -> str:
    """Open and end a session. Raises SpeechError."""
    with skill.device() as device:
        result = device.hear(device.model.invocation_name)
    if problems := list(check_turn(result)):
        raise CheckFailed(problems)
    return "answers a launch and accepts the end of the session"
