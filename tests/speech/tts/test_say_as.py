import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.tts.say_as import expand

KINDS = [
    "cardinal",
    "number",
    "ordinal",
    "digits",
    "fraction",
    "unit",
    "date",
    "time",
    "telephone",
    "address",
]


@pytest.mark.parametrize(
    ("kind", "text", "locale", "expected"),
    [
        ("cardinal", "1,234.5", "en-US", "one thousand two hundred thirty-four point five"),
        ("cardinal", "1.234,5", "de-DE", "eintausendzweihundertvierunddrei\u00dfig Komma f\u00fcnf"),
        ("number", "-12", "en-GB", "minus twelve"),
        ("cardinal", "a dozen", "en-US", "a dozen"),
        ("ordinal", "3", "en-US", "third"),
        ("ordinal", "3rd", "en-US", "third"),
        ("ordinal", "last", "en-US", "last"),
        ("digits", "2026", "en-US", "two zero two six"),
        ("digits", "A12", "en-US", "A one two"),
        ("digits", "12", "ja-JP", "1 2"),
        ("fraction", "3/20", "en-US", "three twentieths"),
        ("fraction", "1/2", "en-US", "one half"),
        ("fraction", "1+3/4", "en-US", "one and three quarters"),
        ("fraction", "3/4", "de-DE", "3/4"),
        ("unit", "5 lb", "en-US", "five pounds"),
        ("unit", "1ft", "en-US", "one foot"),
        ("unit", "1/2 in", "en-US", "one half inch"),
        ("unit", "5 km", "de-DE", "f\u00fcnf km"),
        ("unit", "heavy", "en-US", "heavy"),
        ("time", "1'21\"", "en-US", "one minute twenty-one seconds"),
        ("time", "2'", "fr-FR", "deux minutes"),
        ("time", "1\u2032 5\u2033", "es-ES", "un minuto cinco segundos"),
        ("time", "7:30pm", "en-US", "7:30pm"),
        ("time", "", "en-US", ""),
        ("telephone", "(212) 224-1555", "en-US", "two one two, two two four, one five five five"),
        ("telephone", "2122241555", "en-US", "two one two, two two four, one five five five"),
        ("telephone", "12345", "en-US", "one two three four five"),
        ("telephone", "+49 30 12", "de-DE", "+, vier neun, drei null, eins zwei"),
        ("telephone", "none", "en-US", "none"),
        ("telephone", "START to 88788", "en-US", "START to eight eight seven eight eight"),
        ("telephone", "START al 88788", "es-US", "START al ocho ocho siete ocho ocho"),
        ("telephone", "HELP to 988-123", "en-US", "HELP to nine eight eight, one two three"),
        ("telephone", "555-0100 ext. 12", "en-US", "five five five, zero one zero zero ext one two"),
        (
            "address",
            "150th CT NE, Redmond, WA 98052",
            "en-US",
            "150th Court Northeast, Redmond, WA nine eight zero five two",
        ),
        ("address", "1 Martha's St.", "en-US", "1 Martha's Street"),
        ("address", "Hauptstr. 5", "de-DE", "Hauptstr. 5"),
        ("unknown", "5", "en-US", "5"),
    ],
)
def test_a_text_is_expanded_by_its_kind(kind: str, text: str, locale: str, expected: str) -> None:
    assert expand(text, kind, "", locale) == expected


@pytest.mark.parametrize(
    ("text", "form", "locale", "expected"),
    [
        ("9/22/2026", "mdy", "en-US", "September twenty-second twenty twenty-six"),
        ("22.9.2026", "dmy", "de-DE", "zweiundzwanzigste September zweitausendsechsundzwanzig"),
        ("2026-09-22", "ymd", "fr-FR", "vingt-deux septembre deux mille vingt-six"),
        ("22-9", "dm", "es-ES", "veintid\u00f3s de septiembre"),
        ("9/22", "md", "en-US", "September twenty-second"),
        ("2026/9", "ym", "it-IT", "settembre duemilaventisei"),
        ("9/2026", "my", "nl-NL", "september tweeduizendzesentwintig"),
        ("22", "d", "en-US", "twenty-second"),
        ("9", "m", "pt-BR", "setembro"),
        ("1984", "y", "en-US", "nineteen eighty-four"),
        ("????0922", "", "en-US", "September twenty-second"),
        ("20260922", "", "en-US", "September twenty-second twenty twenty-six"),
        ("2026/9/22", "ymd", "ja-JP", "2026 \u304f\u304c\u3064 22"),
        ("9/22", "md", "tlh-TLH", "22 9"),
        ("13/22", "md", "en-US", "thirteen twenty-second"),
        ("tomorrow", "mdy", "en-US", "tomorrow"),
        ("9/22", "", "en-US", "9/22"),
        ("9/22", "zz", "en-US", "9/22"),
    ],
)
def test_a_date_is_expanded_in_its_languages_order(text: str, form: str, locale: str, expected: str) -> None:
    assert expand(text, "date", form, locale) == expected


@given(
    st.text(max_size=40) | st.from_regex(r"[\d/.:'\"+, ?-]{1,30}", fullmatch=True),
    st.sampled_from(KINDS),
    st.sampled_from(["", "mdy", "dm", "y", "mm", "???"]),
    st.sampled_from(["en-US", "de-DE", "ja-JP", "ar-SA", "hi-IN", "tlh", ""]),
)
def test_any_text_expands_to_some_text(text: str, kind: str, form: str, locale: str) -> None:
    assert bool(expand(text, kind, form, locale).strip()) == bool(text.strip())
