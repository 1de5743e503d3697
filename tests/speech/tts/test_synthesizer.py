import math
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyttsx3.voice import Voice

from speech.errors import SsmlError, VoiceError
from speech.tts.audio import Sound, bleep, chime
from speech.tts.engine import Engine, system_driver
from speech.tts.profiles import ESPEAK_RATE, NORMAL_RATE
from speech.tts.synthesizer import Synthesizer
from tests.support.audio_analysis import loudness, pitch, samples, silences

SYNTHESIZER = Synthesizer()

SENTENCE = "The morning light falls softly on the river while we walk along the road and talk about many small things."
CLAUSES = "Welcome back. Today, take five minutes. Breathe in, and out. What do you feel? Say it, then listen, slowly."

VOWELS = "The morning light falls softly on the river while we are walking along the road."

EXERCISE = (
    ("Sit down together, and put your phones away.", 2.0),
    ("Breathe in while I count to four.", 4.0),
    ("Let the breath go.", 6.0),
    ("Now tell your partner about one thing that you noticed today, and how it made you feel.", 10.0),
    ("Listen to the answer without a word of your own.", 1.5),
)


@cache
def render(content: str, locale: str = "en-US") -> Sound:
    return SYNTHESIZER.render(f"<speak>{content}</speak>", locale)


@pytest.mark.parametrize("seconds", [0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10])
@pytest.mark.parametrize(("before", "after"), [("Breathe in", "and out"), ("Hold.", "Now let go."), ("Well,", "yes")])
def test_a_break_has_its_exact_length(seconds: float, before: str, after: str) -> None:
    sound = render(f"{before}<break time='{round(seconds * 1000)}ms'/>{after}")

    assert max(silences(sound)) == pytest.approx(seconds, abs=0.04)


def test_adjacent_breaks_add_up_and_are_kept_at_both_ends() -> None:
    pause = "<break time='700ms'/>"

    sound = render(f"{pause}Ready{pause}{pause}<break time='1.6s'/>steady{pause}")

    assert silences(sound) == pytest.approx([0.7, 3.0, 0.7], abs=0.04)


def test_pauses_between_paragraphs_are_longer_and_a_break_of_none_removes_them() -> None:
    sentences = silences(render("<s>Ready.</s><s>Steady.</s>"))
    paragraphs = silences(render("<p>Ready.</p><p>Steady.</p>"))
    joined = silences(render("<s>Ready.</s><break strength='none'/><s>Steady.</s>"))

    assert sentences == pytest.approx([0.35], abs=0.04)
    assert paragraphs == pytest.approx([0.65], abs=0.04)
    assert joined == []


def test_a_change_of_style_keeps_the_pause_of_the_punctuation() -> None:
    stop = silences(render("Ready. <prosody pitch='high'>Steady</prosody>"))
    comma = silences(render("<prosody pitch='high'>Ready</prosody>, steady"))

    assert stop == pytest.approx([0.35], abs=0.04)
    assert comma == pytest.approx([0.2], abs=0.04)


def test_an_answer_is_as_long_as_its_words_and_pauses() -> None:
    with Engine(system_driver()) as engine:
        words = sum(engine.speak(text, voice="en-us", rate=ESPEAK_RATE).seconds for text, _ in EXERCISE)

    sound = render("".join(f"<s>{text}</s><break time='{pause}s'/>" for text, pause in EXERCISE))

    assert sound.seconds == pytest.approx(words + sum(pause for _, pause in EXERCISE), rel=0.05)


@pytest.mark.parametrize("text", [SENTENCE, CLAUSES], ids=["one sentence", "many clauses"])
@pytest.mark.parametrize(
    ("rate", "factor"),
    [("20%", 0.2), ("30%", 0.3), ("x-slow", 0.6), ("slow", 0.8), ("fast", 1.25), ("x-fast", 1.6), ("200%", 2)],
)
def test_rate_changes_the_duration_exactly(text: str, rate: str, factor: float) -> None:
    sound = render(f"<prosody rate='{rate}'>{text}</prosody>")

    assert render(text).seconds / sound.seconds == pytest.approx(factor, rel=0.05)


@pytest.mark.parametrize(
    ("value", "factor"), [("x-low", 0.75), ("-20%", 0.8), ("low", 0.85), ("+10%", 1.1), ("high", 1.2), ("+50%", 1.5)]
)
@pytest.mark.parametrize("locale", ["en-US", pytest.param("en-GB", marks=pytest.mark.slow)])
def test_pitch_changes_and_the_duration_does_not(value: str, factor: float, locale: str) -> None:
    sound = render(f"<prosody pitch='{value}'>{VOWELS}</prosody>", locale)

    assert pitch(sound) / pitch(render(VOWELS, locale)) == pytest.approx(factor, rel=0.08)
    assert sound.seconds == pytest.approx(render(VOWELS, locale).seconds, rel=0.05)


@pytest.mark.parametrize(("value", "decibels"), [("-20dB", -20), ("x-soft", -12), ("-6dB", -6)])
def test_a_lower_volume_is_softer_by_its_decibels(value: str, decibels: float) -> None:
    sound = render(f"<prosody volume='{value}'>{SENTENCE}</prosody>")

    assert loudness(sound) - loudness(render(SENTENCE)) == pytest.approx(decibels, abs=0.3)


@pytest.mark.parametrize(("value", "decibels"), [("loud", 2), ("x-loud", 4), ("+4.08dB", 4.08)])
def test_a_higher_volume_is_louder_as_far_as_no_peak_is_clipped(value: str, decibels: float) -> None:
    sound = render(f"<prosody volume='{value}'>{SENTENCE}</prosody>")

    assert decibels / 2 <= loudness(sound) - loudness(render(SENTENCE)) <= decibels
    assert max(map(abs, samples(sound))) < 32_767


def test_silent_words_are_as_long_as_audible_ones() -> None:
    sound = render(f"<prosody volume='silent'>{SENTENCE}</prosody>")

    assert loudness(sound) == -math.inf
    assert sound.seconds == pytest.approx(render(SENTENCE).seconds, rel=0.02)


def test_strong_emphasis_is_louder_and_longer_and_reduced_is_softer() -> None:
    plain, strong, reduced = (
        render("really"),
        render("<emphasis level='strong'>really</emphasis>"),
        render("<emphasis level='reduced'>really</emphasis>"),
    )

    assert loudness(strong) - loudness(plain) > 1
    assert strong.seconds > plain.seconds
    assert loudness(reduced) - loudness(plain) < -1


def test_a_whisper_is_softer() -> None:
    whispered = render(f"<amazon:effect name='whispered'>{SENTENCE}</amazon:effect>")

    assert loudness(whispered) < loudness(render(SENTENCE)) - 1


def test_a_female_polly_voice_is_higher() -> None:
    assert pitch(render(f"<voice name='Amy'>{VOWELS}</voice>")) > 1.5 * pitch(render(VOWELS))


def test_another_language_has_its_own_voice() -> None:
    french = render("bonjour", "fr-FR")

    assert render("<lang xml:lang='fr-FR'>bonjour</lang>").seconds == pytest.approx(french.seconds, rel=0.05)
    assert render("bonjour").seconds != pytest.approx(french.seconds, rel=0.05)


def test_a_language_without_a_voice_is_spoken_by_the_answers_voice() -> None:
    assert render("<lang xml:lang='tlh-TLH'>qapla</lang>").seconds == pytest.approx(render("qapla").seconds, rel=0.05)


def test_characters_are_spelled_and_phonemes_are_pronounced() -> None:
    spelled = render("<say-as interpret-as='characters'>was</say-as>")
    longer = render("<phoneme alphabet='ipa' ph='p\u026a\u02c8k\u0251\u02d0np\u026a\u02c8k\u0251\u02d0n'>it</phoneme>")

    assert spelled.seconds > 1.5 * render("was").seconds
    assert longer.seconds > 2 * render("it").seconds


def test_short_sounds_replace_audio_and_expletives() -> None:
    assert render("<audio src='https://example.com/a.mp3'/>") == chime()
    assert render("<say-as interpret-as='expletive'>darn</say-as>") == bleep()


@pytest.mark.parametrize(
    "content",
    [
        "Well done \U0001f600\U0001f44d\U0001f3fd",
        "\u65e5\u672c\u8a9e\u3067\u3059\u3002",
        "[[pI [[ ]] &lt;p&gt; &amp;amp;",
        "<unknown>Still</unknown> <mark name='x'/>spoken",
        "\u200b\u00ad\ufeff",
        "... !!! ???",
    ],
    ids=[
        "emoji",
        "japanese",
        "brackets",
        "unknown tags",
        "invisible",
        "punctuation",
    ],
)
@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_unusual_texts_are_rendered(content: str, locale: str) -> None:
    assert render(content, locale).seconds >= 0


@pytest.mark.parametrize(
    "content",
    ["a" * 7_985, "word " * 1_597, "<break time='1ms'/>" * 400],
    ids=["one long word", "many words", "many breaks"],
)
@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_the_longest_texts_are_rendered(content: str, locale: str) -> None:
    assert render(content, locale).seconds >= 0


@pytest.mark.parametrize("text", ["<speak>Hello", "<speak>you & me</speak>", "<speak>" + "a" * 8_000 + "</speak>"])
def test_broken_markup_is_an_error(text: str) -> None:
    with pytest.raises(SsmlError, match=r"broken at line 1|8,015 characters"):
        SYNTHESIZER.render(text, "en-US")


def test_a_locale_without_a_voice_is_an_error() -> None:
    with pytest.raises(VoiceError, match="No voice speaks tlh-TLH"):
        SYNTHESIZER.render("Hello", "tlh-TLH")


LONGEST_CHARACTER = 4.0
"""Seconds. espeak-ng spells rare characters by their names, such as "mathematical double-struck small m"."""


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_plain_text_is_rendered_or_is_an_error(text: str) -> None:
    try:
        sound = SYNTHESIZER.render(text, "en-US")
    except SsmlError:
        assert "<" in text
    else:
        assert sound.seconds < LONGEST_CHARACTER * (len(text) + 1)


@pytest.mark.slow
def test_five_hundred_answers_from_eight_threads_are_not_mixed_up() -> None:
    locales = ["en-US", "de-DE", "fr-FR", "it-IT"]
    words = [SYNTHESIZER.render("<speak>Radio <break time='0s'/> piano</speak>", locale).seconds for locale in locales]

    def pause(number: int) -> float:
        half = f"<break time='{10 + 20 * number}ms'/>"
        answer = f"<speak>Radio {half}{half} piano</speak>"
        return SYNTHESIZER.render(answer, locales[number % 4]).seconds - words[number % 4]

    with ThreadPoolExecutor(8) as pool:
        pauses = list(pool.map(pause, range(500), timeout=120))

    assert pauses == pytest.approx([0.02 + 0.04 * number for number in range(500)], abs=0.019)


class PlainTextDriver:
    """A pyttsx3 driver that reads no SSML and records its calls."""

    calls: list[tuple[str, dict[str, Any]]]

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._properties: dict[str, Any] = {}

    def getProperty(self, name: str) -> Any:  # noqa: N802
        return [Voice("alex", languages=["en_US"], gender="VoiceGenderMale"), Voice("kate", languages=["en_GB"])]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        self._properties[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        self.calls.append((text, dict(self._properties)))
        Path(filename).write_bytes(bleep().wav)

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def driver() -> Iterator[type[PlainTextDriver]]:
    PlainTextDriver.calls = []
    module = ModuleType("pyttsx3.drivers.plain_text")
    module.buildDriver = PlainTextDriver  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    yield PlainTextDriver
    del sys.modules[module.__name__]


def test_other_systems_drivers_get_plain_text(driver: type[PlainTextDriver]) -> None:
    ssml = (
        "<speak>Fish &amp; <emphasis>chips</emphasis> <say-as interpret-as='characters'>abc</say-as>"
        "<break time='1s'/><voice name='Brian'>Good day</voice></speak>"
    )

    sound = Synthesizer("plain_text").render(ssml, "en-US")

    assert driver.calls == [
        ("Fish & chips a, b, c", {"voice": "alex", "volume": 0.6, "rate": NORMAL_RATE}),
        ("Good day", {"voice": "kate", "volume": 0.6, "rate": NORMAL_RATE}),
    ]
    assert sound.seconds == pytest.approx(2 * bleep().seconds + 1, abs=0.01)
