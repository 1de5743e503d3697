import pytest

from speech.tts.transcript import transcript, words


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("Breathe in.<break time='4s'/>And out.", "Breathe in. And out."),
        ("a\n  b &amp; c", "a b & c"),
        ("<sub alias='aluminium'>Al</sub> foil", "aluminium foil"),
        ("<sub alias='one'>1 <sub alias='two'>2</sub> 3</sub> more", "one more"),
        ("At <say-as interpret-as='time'>7:30pm</say-as>.", "At 7:30pm."),
        ("un<w role='amazon:NN'>fair</w>", "unfair"),
        ("<audio src='https://example.com/a.mp3'/>Done.", "Done."),
    ],
)
def test_words_are_the_text_without_markup(content: str, expected: str) -> None:
    assert words(f"<speak>{content}</speak>") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Breathe in.<break time='4s'/>And out.", "Breathe in. [4 s] And out."),
        ("Wait<break time='2500ms'/>", "Wait [2.5 s]"),
        ("Well,<break time='900ms'/>yes.", "Well, yes."),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<audio src='https://example.com/a.mp3'/>Done.", "[sound] Done."),
    ],
)
def test_a_transcript_marks_long_pauses_and_sounds(content: str, expected: str) -> None:
    assert transcript(f"<speak>{content}</speak>") == expected


def test_plain_text_is_kept() -> None:
    assert words("Fish & chips < 5") == "Fish & chips < 5"
