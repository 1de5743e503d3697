"""When each word of an answer is spoken. Otherwise the page highlights other words than a person hears."""

import pytest

from speech.tts.audio import Sound, SpokenWord, join, silence
from speech.tts.synthesizer import Synthesizer
from speech.tts.transcript import words
from speech.tts.word_times import estimated_words, start_times


def _starts(ssml: str) -> dict[str, float]:
    sound = Synthesizer().render(ssml, "en-US")
    written = words(ssml).split()
    return dict(zip(written, start_times(written, sound.words, sound.seconds), strict=True))


def test_words_start_where_they_are_heard() -> None:
    starts = _starts('<speak>Breathe in. <break time="6s"/> And out, <emphasis>slowly</emphasis>.</speak>')

    assert list(starts.values()) == sorted(starts.values())
    assert starts["Breathe"] == pytest.approx(0, abs=0.1)
    assert starts["And"] > starts["in."] + 6


def test_words_that_are_read_otherwise_start_with_what_is_read() -> None:
    number = '<say-as interpret-as="telephone">1-800-799-7233</say-as>'
    starts = _starts(
        f'<speak>Call {number}, at 8:30. <sub alias="I mean it">!</sub> You\'re well-known &amp; safe.</speak>'
    )

    assert 0.2 < starts["1-800-799-7233,"] < 1.5
    assert starts["at"] > starts["1-800-799-7233,"] + 3
    assert starts["8:30."] < starts["I"] < starts["You're"] < starts["well-known"] < starts["safe."]


def test_a_word_that_is_not_heard_starts_between_its_neighbours() -> None:
    heard = [SpokenWord(1.0, "one"), SpokenWord(3.0, "three")]

    assert start_times(["one", "\u2014", "three"], heard, 4.0) == [1.0, 2.0, 3.0]
    assert start_times(["\u2014"], [], 4.0) == [2.0]
    assert start_times([], heard, 4.0) == []


def test_an_engine_that_reports_no_words_gets_times_in_proportion_to_their_letters() -> None:
    assert estimated_words("a abc", 6.0) == (SpokenWord(0.0, "a"), SpokenWord(2.0, "abc"))
    assert estimated_words("", 6.0) == ()


def test_joined_and_trimmed_sounds_keep_the_times_of_their_words() -> None:
    spoken = Sound(silence(1.0).samples + b"\1\1" * Sound.rate, (SpokenWord(1.0, "red"),))

    joined = join([silence(2.0), spoken.trimmed(), spoken])

    assert [(round(word.start, 2), word.text) for word in joined.words] == [(2.0, "red"), (4.0, "red")]
