"""How fast the simulator is: intent recognition, speech synthesis, one command from start to end, and the page."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import interaction_models
from skill.content import library
from skill.content.markup import to_ssml
from speech.nlu.recognizer import Recognizer
from speech.skills.trust_steps import GUARDED, URGENT, TrustSteps
from speech.tts.synthesizer import Synthesizer
from tests.support.process import BIN, environment
from tools.bench import first_sound

SENTENCES = Path(__file__).parents[2] / "tests" / "speech" / "nlu" / "in_scope.txt"
LOCALE = "en-US"


@dataclass(frozen=True, slots=True)
class SimulatorResult:
    recognition: float
    """Milliseconds from a sentence to its intent: the median of sentences that are not samples of the model."""

    synthesis: float
    """Seconds of speech rendered per second."""

    command: float
    """Seconds that `trust-steps say "open trust steps" --wav` takes, from start to end."""

    first_sound: float | None
    """Seconds from Enter on the page to the first sound. None without a Chromium."""


def measure(repetitions: int) -> SimulatorResult:
    return SimulatorResult(
        _recognition(), _synthesis(repetitions), _command(repetitions), first_sound.measure(repetitions)
    )


def _recognition() -> float:
    model = TrustSteps({}).read_model(interaction_models.files()["en"])
    recognizer = Recognizer(model, LOCALE, date.today, guarded=GUARDED, urgent=URGENT)
    sentences = [line.partition("=>")[0].strip() for line in SENTENCES.read_text().splitlines()]
    recognizer.recognize("next")
    seconds = [_seconds(recognizer, each) for each in sentences if each and not each.startswith("#")]
    return median(seconds) * 1_000


def _seconds(recognizer: Recognizer, sentence: str) -> float:
    begin = perf_counter()
    recognizer.recognize(sentence)
    return perf_counter() - begin


def _synthesis(repetitions: int) -> float:
    """Render the guide itself: its guidance, its examples, and its exercises with their pauses."""
    guide, synthesizer = library.load().guide(LOCALE), Synthesizer()
    texts = [text for step in guide.steps for text in (step.guidance, step.example, step.practice)]
    synthesizer.render(to_ssml("Hello."), LOCALE)
    return median(_speech_per_second(synthesizer, texts) for _ in range(repetitions))


def _speech_per_second(synthesizer: Synthesizer, texts: Sequence[str]) -> float:
    begin = perf_counter()
    rendered = sum(synthesizer.render(to_ssml(text), LOCALE).seconds for text in texts)
    return rendered / (perf_counter() - begin)


def _command(repetitions: int) -> float:
    with TemporaryDirectory() as folder:
        words = [str(BIN / "trust-steps"), "say", "open trust steps", "--wav", f"{folder}/out.wav"]
        env = environment(Path(folder))
        return median(_run(words, env) for _ in range(repetitions))


def _run(words: Sequence[str], env: dict[str, str]) -> float:
    begin = perf_counter()
    subprocess.run(words, env=env, check=True, capture_output=True)
    return perf_counter() - begin
