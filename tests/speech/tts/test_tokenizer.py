import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from speech.errors import SsmlError
from speech.tts.tokenizer import Close, Open, Words, is_markup, tokens

BOMB = """<!DOCTYPE speak [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><speak>&b;</speak>"""


def test_markup_becomes_tags_and_words_in_order() -> None:
    read = tokens("<speak>Hello <w role='amazon:VB'>read</w></speak>")

    assert read == (
        Open("speak", {}),
        Words("Hello "),
        Open("w", {"role": "amazon:VB"}),
        Words("read"),
        Close("w"),
        Close("speak"),
    )


def test_prefixes_need_no_namespace_declaration() -> None:
    read = tokens("<speak><amazon:effect name='whispered'>psst</amazon:effect></speak>")

    assert Open("amazon:effect", {"name": "whispered"}) in read


def test_comments_are_skipped_and_cdata_is_read() -> None:
    read = tokens("<speak><!-- not this -->a<![CDATA[ < b]]></speak>")

    assert "".join(token.text for token in read if isinstance(token, Words)) == "a < b"


@given(st.text(max_size=200))
def test_plain_text_is_kept(text: str) -> None:
    assume(not is_markup(text))

    read = tokens(text.replace("\r", "\n"))

    words = "".join(token.text for token in read if isinstance(token, Words))
    assert len(words) == len(text)
    assert [(a, b) for a, b in zip(text, words, strict=True) if a != b and b not in " \n?"] == []


@pytest.mark.parametrize(
    ("ssml", "message"),
    [
        ("<speak>Hello", "broken at line 1"),
        ("<speak>\n<p>Hello</speak>", "broken at line 2, column 11"),
        ("<speak>you & me</speak>", "write &amp; for &"),
        ("<speak>a &nbsp; b</speak>", "undefined entity"),
        ("<speak>a</speak><speak>b</speak>", "junk after document element"),
        ("<speak rate=1>a</speak>", "broken at line 1"),
        ("<p>Hello</p>", "no <speak> around it"),
        (BOMB, "document type"),
        ('<!DOCTYPE speak SYSTEM "file:///etc/hostname"><speak/>', "document type"),
        (f"<speak>{'a' * 7_986}</speak>", "8,001 characters"),
    ],
    ids=[
        "unclosed root",
        "unclosed tag",
        "bare ampersand",
        "html entity",
        "two roots",
        "bare attribute",
        "no root",
        "entity bomb",
        "external entity",
        "too long",
    ],
)
def test_invalid_markup_is_an_error_with_its_position(ssml: str, message: str) -> None:
    with pytest.raises(SsmlError) as error:
        tokens(ssml)

    assert message in str(error.value)


def test_eight_thousand_characters_are_accepted() -> None:
    assert tokens(f"<speak>{'a' * 7_985}</speak>")[1] == Words("a" * 7_985)


def test_a_text_heart_is_plain_text() -> None:
    assert Words("<3 you") in tokens("<3 you")


@given(st.text(alphabet="<>/&;!?= \"'speakbr-[]ACDT", max_size=120))
def test_any_text_is_read_or_is_an_error(text: str) -> None:
    try:
        read = tokens(text)
    except SsmlError:
        return

    assert read[0] == Open("speak", {}) or text.lstrip().startswith("<speak")
