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
from pyttsx3.voice import Synthesizer as Listed

from speech.errors import SsmlError, VoiceError
from speech.tts.audio import Sound, bleep, chime
from speech.tts.engine import Engine, driver_here
from speech.tts.synthesizer import Synthesizer
from tests.support.audio_analysis import loudness, pitch, samples, silences

VOICE = Synthesizer()

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
def spoken(content: str, locale: str = "en-US") -> Sound:
    return VOICE.render(f"<speak>{content}</speak>", locale)


@pytest.mark.parametrize("asked", [0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10])
@pytest.mark.parametrize(("before", "after"), [("Breathe in", "and out"), ("Hold.", "Now let go."), ("Well,", "yes")])
def test_a_pause_lasts_as_long_as_asked(asked: float, before: str, after: str) -> None:
    heard = spoken(f"{before}<break time='{round(asked * 1000)}ms'/>{after}")

    assert max(silences(heard)) == pytest.approx(asked, abs=0.04)


def test_pauses_in_a_row_add_up_and_stand_at_either_end() -> None:
    pause = "<break time='700ms'/>"

    heard = spoken(f"{pause}Ready{pause}{pause}<break time='1.6s'/>steady{pause}")

    assert silences(heard) == pytest.approx([0.7, 3.0, 0.7], abs=0.04)


def test_paragraphs_are_further_apart_than_sentences_and_a_break_of_none_joins() -> None:
    sentences = silences(spoken("<s>Ready.</s><s>Steady.</s>"))
    paragraphs = silences(spoken("<p>Ready.</p><p>Steady.</p>"))
    joined = silences(spoken("<s>Ready.</s><break strength='none'/><s>Steady.</s>"))

    assert sentences == pytest.approx([0.35], abs=0.04)
    assert paragraphs == pytest.approx([0.65], abs=0.04)
    assert joined == []


def test_a_change_of_manner_keeps_the_pause_of_the_punctuation() -> None:
    stop = silences(spoken("Ready. <prosody pitch='high'>Steady</prosody>"))
    comma = silences(spoken("<prosody pitch='high'>Ready</prosody>, steady"))

    assert stop == pytest.approx([0.35], abs=0.04)
    assert comma == pytest.approx([0.2], abs=0.04)


def test_a_reply_is_as_long_as_its_words_and_pauses() -> None:
    with Engine(driver_here()) as engine:
        words = sum(engine.speak(text, voice="en-us", rate=175).seconds for text, _ in EXERCISE)

    heard = spoken("".join(f"<s>{text}</s><break time='{pause}s'/>" for text, pause in EXERCISE))

    assert heard.seconds == pytest.approx(words + sum(pause for _, pause in EXERCISE), rel=0.05)


@pytest.mark.parametrize("text", [SENTENCE, CLAUSES], ids=["one sentence", "many clauses"])
@pytest.mark.parametrize(
    ("rate", "times"),
    [("20%", 0.2), ("30%", 0.3), ("x-slow", 0.6), ("slow", 0.8), ("fast", 1.25), ("x-fast", 1.6), ("200%", 2)],
)
def test_rate_moves_as_asked(text: str, rate: str, times: float) -> None:
    heard = spoken(f"<prosody rate='{rate}'>{text}</prosody>")

    assert spoken(text).seconds / heard.seconds == pytest.approx(times, rel=0.05)


@pytest.mark.parametrize(
    ("asked", "times"), [("x-low", 0.75), ("-20%", 0.8), ("low", 0.85), ("+10%", 1.1), ("high", 1.2), ("+50%", 1.5)]
)
@pytest.mark.parametrize("locale", ["en-US", "en-GB"])
def test_pitch_moves_as_asked(asked: str, times: float, locale: str) -> None:
    heard = spoken(f"<prosody pitch='{asked}'>{VOWELS}</prosody>", locale)

    assert pitch(heard) / pitch(spoken(VOWELS, locale)) == pytest.approx(times, rel=0.08)
    assert heard.seconds == pytest.approx(spoken(VOWELS, locale).seconds, rel=0.05)


@pytest.mark.parametrize(
    ("asked", "decibels"),
    [("-20dB", -20), ("x-soft", -12), ("-6dB", -6), ("loud", 2), ("x-loud", 4), ("+4.08dB", 4.08)],
)
def test_volume_moves_as_asked_and_is_not_cut_off(asked: str, decibels: float) -> None:
    heard = spoken(f"<prosody volume='{asked}'>{SENTENCE}</prosody>")

    assert loudness(heard) - loudness(spoken(SENTENCE)) == pytest.approx(decibels, abs=0.2)
    assert max(samples(heard)) < 32_767


def test_silent_words_take_their_time() -> None:
    heard = spoken(f"<prosody volume='silent'>{SENTENCE}</prosody>")

    assert loudness(heard) == -math.inf
    assert heard.seconds == pytest.approx(spoken(SENTENCE).seconds, rel=0.02)


def test_emphasis_is_louder_and_longer_or_softer() -> None:
    plain, strong, reduced = (
        spoken("really"),
        spoken("<emphasis level='strong'>really</emphasis>"),
        spoken("<emphasis level='reduced'>really</emphasis>"),
    )

    assert loudness(strong) - loudness(plain) > 1
    assert strong.seconds > plain.seconds
    assert loudness(reduced) - loudness(plain) < -1


def test_a_whisper_has_no_voice() -> None:
    whispered = spoken(f"<amazon:effect name='whispered'>{SENTENCE}</amazon:effect>")

    assert loudness(whispered) < loudness(spoken(SENTENCE)) - 1


def test_a_borrowed_voice_is_higher_when_it_is_female() -> None:
    assert pitch(spoken(f"<voice name='Amy'>{VOWELS}</voice>")) > 1.5 * pitch(spoken(VOWELS))


def test_another_language_is_spoken_by_its_own_voice() -> None:
    french = spoken("bonjour", "fr-FR")

    assert spoken("<lang xml:lang='fr-FR'>bonjour</lang>").seconds == pytest.approx(french.seconds, rel=0.05)
    assert spoken("bonjour").seconds != pytest.approx(french.seconds, rel=0.05)


def test_a_language_without_a_voice_is_spoken_by_the_voice_of_the_reply() -> None:
    assert spoken("<lang xml:lang='tlh-TLH'>qapla</lang>").seconds == pytest.approx(spoken("qapla").seconds, rel=0.05)


def test_letters_are_spelled_and_phonemes_are_heard() -> None:
    spelled = spoken("<say-as interpret-as='characters'>was</say-as>")
    longer = spoken("<phoneme alphabet='ipa' ph='p\u026a\u02c8k\u0251\u02d0np\u026a\u02c8k\u0251\u02d0n'>it</phoneme>")

    assert spelled.seconds > 1.5 * spoken("was").seconds
    assert longer.seconds > 2 * spoken("it").seconds


def test_sounds_are_heard_in_place_of_audio_and_expletives() -> None:
    assert spoken("<audio src='https://example.com/a.mp3'/>") == chime()
    assert spoken("<say-as interpret-as='expletive'>darn</say-as>") == bleep()


@pytest.mark.parametrize(
    "content",
    [
        "a" * 7_985,
        "word " * 1_597,
        "<break time='1ms'/>" * 400,
        "Well done \U0001f600\U0001f44d\U0001f3fd",
        "\u65e5\u672c\u8a9e\u3067\u3059\u3002",
        "[[pI [[ ]] &lt;p&gt; &amp;amp;",
        "<unheard-of>Still</unheard-of> <mark name='x'/>spoken",
        "\u200b\u00ad\ufeff",
        "... !!! ???",
    ],
    ids=["one long word", "many words", "many breaks", "emoji", "japanese", "signs", "unknown tags", "unseen", "marks"],
)
@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_odd_texts_are_rendered(content: str, locale: str) -> None:
    assert spoken(content, locale).seconds >= 0


@pytest.mark.parametrize("text", ["<speak>Hello", "<speak>you & me</speak>", "<speak>" + "a" * 8_000 + "</speak>"])
def test_what_cannot_be_read_is_a_clear_error(text: str) -> None:
    with pytest.raises(SsmlError, match=r"broken at line 1|8,015 characters"):
        VOICE.render(text, "en-US")


def test_a_locale_without_a_voice_is_a_clear_error() -> None:
    with pytest.raises(VoiceError, match="No voice speaks tlh-TLH"):
        VOICE.render("Hello", "tlh-TLH")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_plain_text_is_rendered_or_refused(text: str) -> None:
    try:
        heard = VOICE.render(text, "en-US")
    except SsmlError:
        assert "<" in text
    else:
        assert heard.seconds < 60


def test_five_hundred_replies_from_eight_threads_are_all_there_and_none_is_mixed_up() -> None:
    locales = ["en-US", "de-DE", "fr-FR", "it-IT"]
    words = [VOICE.render("<speak>Radio <break time='0s'/> piano</speak>", locale).seconds for locale in locales]

    def extra(number: int) -> float:
        reply = f"<speak>Radio <break time='{100 + 10 * number}ms'/> piano</speak>"
        return VOICE.render(reply, locales[number % 4]).seconds - words[number % 4]

    with ThreadPoolExecutor(8) as pool:
        pauses = list(pool.map(extra, range(500), timeout=120))

    assert pauses == pytest.approx([0.1 + 0.01 * number for number in range(500)], abs=0.004)


class Scribe:
    """A driver of pyttsx3 that knows no markup, and keeps what it is asked to say."""

    asked: list[tuple[str, dict[str, Any]]]

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._properties: dict[str, Any] = {}

    def getProperty(self, name: str) -> Any:  # noqa: N802
        return [Listed("alex", languages=["en_US"], gender="VoiceGenderMale"), Listed("kate", languages=["en_GB"])]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        self._properties[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        self.asked.append((text, dict(self._properties)))
        Path(filename).write_bytes(bleep().wav)

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def scribe() -> Iterator[type[Scribe]]:
    Scribe.asked = []
    module = ModuleType("pyttsx3.drivers.scribe")
    module.buildDriver = Scribe  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    yield Scribe
    del sys.modules[module.__name__]


def test_the_drivers_of_other_systems_get_plain_words(scribe: type[Scribe]) -> None:
    ssml = (
        "<speak>Fish &amp; <emphasis>chips</emphasis> <say-as interpret-as='characters'>abc</say-as>"
        "<break time='1s'/><voice name='Brian'>Good day</voice></speak>"
    )

    heard = Synthesizer("scribe").render(ssml, "en-US")

    assert scribe.asked == [
        ("Fish & chips a, b, c", {"voice": "alex", "volume": 0.6, "rate": 175}),
        ("Good day", {"voice": "kate", "volume": 0.6, "rate": 175}),
    ]
    assert heard.seconds == pytest.approx(2 * bleep().seconds + 1, abs=0.01)
