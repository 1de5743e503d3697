# ruff: noqa: RUF001 - the phonetic alphabet is made of letters that look like others
import pytest

from speech.tts.phonemes import ipa, mnemonics


@pytest.mark.parametrize(
    ("xsampa", "same"),
    [('pI"kA:n', "pɪˈkɑːn"), ('"tSi:z', "ˈtʃiːz"), ("f@`", "fɚ"), ('Da_"x', "ða_ˈx")],
)
def test_xsampa_is_another_way_to_write_the_phonetic_alphabet(xsampa: str, same: str) -> None:
    assert ipa(xsampa, "x-sampa") == same


def test_the_phonetic_alphabet_stays_as_it_is() -> None:
    assert ipa("pɪˈkɑːn", "ipa") == "pɪˈkɑːn"


@pytest.mark.parametrize(
    ("sounds", "called"),
    [
        ("pɪˈkɑːn", "pI'kA:n"),
        ("ˈpi.kæn", "'pikan"),
        ("t\u0361ʃɪp", "tSIp"),
        ("bəʊt", "boUt"),
        ("ʁe", ""),
        ("pI[[", ""),
        ("", ""),
    ],
    ids=["stress", "syllables", "tie", "diphthong", "not English", "not phonetic", "nothing"],
)
def test_english_sounds_have_names_at_espeak(sounds: str, called: str) -> None:
    assert mnemonics(sounds) == called
