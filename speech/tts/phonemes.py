"""Convert phonemes: X-SAMPA to IPA, and IPA to the mnemonics of espeak's English voices."""

import re


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split())


_XSAMPA = _pairs(
    "r\\=ɹ g=ɡ T=θ D=ð S=ʃ Z=ʒ N=ŋ R=ʁ C=ç I=ɪ E=ɛ {=æ A=ɑ Q=ɒ O=ɔ U=ʊ V=ʌ @=ə 3=ɜ @`=ɚ 3`=ɝ 6=ɐ Y=ʏ 2=ø 9=œ "
    ':=ː "=ˈ %=ˌ'
)
"""X-SAMPA to IPA, where they differ."""

_ESPEAK = _pairs(
    "p=p b=b t=t d=d k=k ɡ=g g=g f=f v=v θ=T ð=D s=s z=z ʃ=S ʒ=Z h=h m=m n=n ŋ=N l=l ɹ=r r=r w=w j=j tʃ=tS dʒ=dZ "
    "i=i iː=i: ɪ=I ɛ=E e=E æ=a a=a ɑ=A: ɑː=A: ɒ=0 ɔ=O: ɔː=O: ʊ=U u=u: uː=u: ʌ=V ə=@ ɜ=3: ɜː=3: ɝ=3: ɚ=3 "
    "aɪ=aI aʊ=aU ɔɪ=OI oʊ=oU əʊ=oU o=oU oː=oU eɪ=eI ɪə=i@ ɛə=e@ eə=e@ ʊə=U@ ˈ=' ˌ=,"
)
"""IPA to espeak mnemonics."""

_NEXT_XSAMPA = re.compile("|".join(re.escape(symbol) for symbol in sorted(_XSAMPA, key=len, reverse=True)))
_NEXT_IPA = re.compile("|".join(sorted(_ESPEAK, key=len, reverse=True)) + "|(?P<unknown>.)")


def ipa(sounds: str, alphabet: str) -> str:
    """Return the sounds in IPA. `alphabet` is ipa or x-sampa."""
    if alphabet == "x-sampa":
        return _NEXT_XSAMPA.sub(lambda symbol: _XSAMPA[symbol[0]], sounds)
    return sounds


def mnemonics(sounds: str) -> str:
    """Return espeak's mnemonics for English sounds in IPA; empty if a sound is not English."""
    sounds = re.sub("[.\\s\N{COMBINING DOUBLE INVERTED BREVE}]", "", sounds)
    symbols = list(_NEXT_IPA.finditer(sounds))
    if any(symbol["unknown"] for symbol in symbols):
        return ""
    return "".join(_ESPEAK[symbol[0]] for symbol in symbols)
