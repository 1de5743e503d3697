"""python -m tools.speech_bench: measures spoken input with synthetic voices, and our voices side by side.

It needs what requirements-speech.txt pins, a Whisper model and a Piper voice. docs/speech.md has the results.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from speech.asr.phrases import phrases
from speech.asr.whisper import WhisperRecognizer
from speech.nlu.recognizer import Recognizer
from speech.skills.interface import model_for
from speech.skills.trust_steps import TrustSteps
from tools.speech_bench import voices
from tools.speech_bench.recognition import NOISES, Judge, Listening, Recognition
from tools.speech_bench.sentences import held_out
from tools.speech_bench.speakers import LOCALE, speakers

TODAY = date(2026, 11, 27)
SPOKEN = ("voice", "noise", "word errors", "intents right", "as when typed", "median seconds")
VOICES = ("voice", "first sound", "later", "pause error", "rate error", "pitch error", "loudness", "spread")


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    skill = TrustSteps({})
    said = held_out("development" if options.development else "held_out")[: 1 if options.smoke else None]
    if options.part in {"all", "voices"}:
        texts = [each.text for each in said[::4]]
        found = (voices.measure("piper", options.voice, texts), voices.measure("espeak-ng", None, texts))
        print(_table(VOICES, map(_voice_row, found)), flush=True)
    if options.part in {"all", "recognition"}:
        model, guarded, urgent = model_for(skill, LOCALE), skill.guarded(), skill.urgent_intents()
        crisis_intent = partial(skill.crisis_intent, locale=LOCALE)
        understanding = Recognizer(
            model, LOCALE, lambda: TODAY, guarded=guarded, urgent=urgent, crisis_intent=crisis_intent
        )
        prompt = () if options.no_prompt else phrases(model, guarded)
        recognizer = WhisperRecognizer(options.recognizer_model, lambda locale: prompt)
        _print_recognition(Listening(recognizer, Judge(understanding, urgent), said), options.voice)


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m tools.speech_bench", description="Measure spoken input and the voices.")
    parser.add_argument("part", nargs="?", choices=("all", "voices", "recognition"), default="all")
    parser.add_argument("--recognizer-model", type=Path, required=True, metavar="DIR")
    parser.add_argument("--voice", type=Path, required=True, metavar="FILE")
    parser.add_argument("--development", action="store_true", help="use the sentences that may be tuned on")
    parser.add_argument("--no-prompt", action="store_true", help="do not prompt the recognizer with the samples")
    parser.add_argument("--smoke", action="store_true", help="one sentence: the figures mean nothing")
    return parser.parse_args(arguments)


def _print_recognition(listening: Listening, voice: Path) -> None:
    count, heard = len(listening.said), []
    right = listening.judge.right(listening.said)
    print(f"\n{count} sentences, of which {right} have the right intent when they are typed\n", flush=True)
    for name, speak in speakers(voice).items():
        for noise in NOISES:
            heard.append(listening.measure(name, speak, noise))
            _log(heard[-1])
    print(_table(SPOKEN, (_spoken_row(each, count) for each in heard)))


def _log(result: Recognition) -> None:
    for text, heard, intent in result.misheard:
        print(f"{result.voice}, noise {result.noise}: {text!r} -> {heard!r} {intent}", file=sys.stderr, flush=True)


def _spoken_row(result: Recognition, count: int) -> tuple[str, ...]:
    noise = "none" if result.noise is None else f"{result.noise:.0f} dB below"
    right, as_typed = f"{result.right} of {count}", f"{result.as_typed} of {count}"
    return result.voice, noise, f"{result.errors:.1%}", right, as_typed, f"{result.seconds:.2f}"


def _voice_row(result: voices.VoiceResult) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.first_sound:.2f} s",
        f"{result.later_sound:.2f} s",
        f"{result.pause_error:.0f} ms",
        f"{result.rate_error:.1%}",
        f"{result.pitch_error:.1%}",
        f"{result.loudness:.1f} LUFS",
        f"{result.loudness_spread:.1f} LU",
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


if __name__ == "__main__":
    main()
