# ruff: noqa: RUF001 - IPA letters look like Latin ones
import pytest

from speech.tts.phonemes import ipa, mnemonics


@pytest.mark.parametrize(
    ("xsampa", "expected"),
    [('pI"kA:n', "pɪˈkɑːn"), ('"tSi:z', "ˈtʃiːz"), ("f@`", "fɚ"), ('Da_"x', "ða_ˈx")],
)
def test_xsampa_is_converted_to_ipa(xsampa: str, expected: str) -> None:
    assert ipa(xsampa, "x-sampa") == expected


def test_ipa_is_not_changed() -> None:
    assert ipa("pɪˈkɑːn", "ipa") == "pɪˈkɑːn"


@pytest.mark.parametrize(
    ("sounds", "expected"),
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
def test_english_ipa_is_converted_to_espeaks_mnemonics(sounds: str, expected: str) -> None:
    assert mnemonics(sounds) == expected
