"""How quick the desk is: to understand, to speak, and to say one thing from its start to its end."""

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
from speech.nlu.interaction_model import read_model
from speech.nlu.recognizer import Recognizer
from speech.skills.trust_steps import GUARDED
from speech.tts.synthesizer import Synthesizer
from tests.support.process import BIN, environment
from tools.bench import page

SENTENCES = Path(__file__).parents[2] / "tests" / "speech" / "nlu" / "in_scope.txt"
LOCALE = "en-US"


@dataclass(frozen=True, slots=True)
class Desk:
    understanding: float
    """Milliseconds from a sentence to its intent; the median of sentences that the model's samples do not hold."""

    rendering: float
    """Seconds of speech made in a second."""

    saying: float
    """Seconds that `trust-steps say "open trust steps" --wav` takes, from its start to its end."""

    hearing: float | None
    """Seconds from Enter on the page to the first sound; None without a Chromium."""


def measured(times: int) -> Desk:
    return Desk(_understanding(), _rendering(times), _saying(times), page.hearing(times))


def _understanding() -> float:
    model = read_model(Path(interaction_models.__path__[0]) / "en.json")
    understanding = Recognizer(model, LOCALE, date.today, guarded=GUARDED)
    sentences = [line.partition("=>")[0].strip() for line in SENTENCES.read_text().splitlines()]
    understanding.recognize("next")
    return median(_seconds(understanding, said) for said in sentences if said and not said.startswith("#")) * 1_000


def _seconds(understanding: Recognizer, sentence: str) -> float:
    begin = perf_counter()
    understanding.recognize(sentence)
    return perf_counter() - begin


def _rendering(times: int) -> float:
    """Of the guide itself: its guidance, its examples and its exercises with their pauses."""
    guide, voice = library.load().guide(LOCALE), Synthesizer()
    texts = [text for step in guide.steps for text in (step.guidance, step.example, step.practice)]
    voice.render(to_ssml("Hello."), LOCALE)
    return median(_rendered(voice, texts) for _ in range(times))


def _rendered(voice: Synthesizer, texts: Sequence[str]) -> float:
    begin = perf_counter()
    spoken = sum(voice.render(to_ssml(text), LOCALE).seconds for text in texts)
    return spoken / (perf_counter() - begin)


def _saying(times: int) -> float:
    with TemporaryDirectory() as folder:
        words = [str(BIN / "trust-steps"), "say", "open trust steps", "--wav", f"{folder}/said.wav"]
        env = environment(Path(folder))
        return median(_called(words, env) for _ in range(times))


def _called(words: Sequence[str], env: dict[str, str]) -> float:
    begin = perf_counter()
    subprocess.run(words, env=env, check=True, capture_output=True)
    return perf_counter() - begin
