import pytest

from skill import locales
from skill.content import helplines, library
from skill.content.library import Library
from skill.guide import Guide

ENGLISH = locales.read("en/phrases.toml")


def guide(locale: str, **overlays: str) -> Guide:
    """Return the guide of a locale, from English and overlays by locale, with _ for the hyphen."""
    contents = {"en": ENGLISH, **{name.replace("_", "-"): text for name, text in overlays.items()}}
    return Library(contents, helplines.load()).guide(locale)


def test_all_phrase_files_load() -> None:
    guides = library.load().guides

    assert "en" in guides
    assert guides.keys() == locales.phrase_files().keys() - library.unfinished().keys()


def test_an_overlay_replaces_only_its_own_phrases() -> None:
    base, overlaid = guide("en"), guide("en-GB", en_GB='[phrases]\ngoodbye = "Cheerio."')

    assert overlaid.phrases["goodbye"] == ("Cheerio.",)
    assert {**overlaid.phrases, "goodbye": base.phrases["goodbye"]} == base.phrases
    assert overlaid.steps == base.steps


def test_an_overlay_replaces_single_texts_of_a_step() -> None:
    base = guide("en")
    overlay = '[[steps]]\nkey = "forgiveness"\ntitle = "Practise forgiveness"'

    overlaid = guide("en-GB", en_GB=overlay)

    step, changed = base.step("forgiveness"), overlaid.step("forgiveness")
    assert step is not None
    assert changed is not None
    assert (changed.title, changed.guidance, changed.reflections) == (
        "Practise forgiveness",
        step.guidance,
        step.reflections,
    )


def test_an_overlay_changes_neither_the_order_nor_other_steps() -> None:
    base, overlaid = guide("en"), guide("en-GB", en_GB='[[steps]]\nkey = "support"\nshort = "help"')

    assert [step.key for step in overlaid.steps] == [step.key for step in base.steps]
    others = [[step for step in guide.steps if step.key != "support"] for guide in (base, overlaid)]
    assert others[0] == others[1]


def test_an_overlay_is_used_only_in_its_own_locale() -> None:
    overlay = '[phrases]\ngoodbye = "Cheerio."'

    goodbyes = [guide(locale, en_GB=overlay).phrase("goodbye") for locale in ("en-GB", "en-US", "en")]

    assert goodbyes == ["Cheerio.", "Goodbye for now.", "Goodbye for now."]


@pytest.mark.parametrize("locale", ["en-US", "en-ZA", "en", "xx-XX", "", "en-GB-oxendict", "-"])
def test_a_locale_without_an_overlay_uses_its_language_or_the_reference(locale: str) -> None:
    assert guide(locale).phrases == guide("en").phrases


def test_another_language_uses_its_own_words() -> None:
    german = ENGLISH.replace("Goodbye for now.", "Auf Wiedersehen.")

    assert guide("de-AT", de=german).phrase("goodbye") == "Auf Wiedersehen."


@pytest.mark.parametrize(
    ("locale", "country"), [("en-US", "US"), ("en-GB", "GB"), ("es-US", "US"), ("en", None), ("en-ZA", None)]
)
def test_the_country_is_that_of_the_locale(locale: str, country: str | None) -> None:
    found = guide(locale).country

    assert (found and found.code) == country


def test_the_help_lines_can_be_those_of_another_country_in_the_same_words() -> None:
    library = Library({"en": ENGLISH}, helplines.load())

    guide, elsewhere = library.guide("en-GB"), library.guide("en-GB", "AU")

    assert elsewhere.country == helplines.load()["AU"].in_language("en")
    assert elsewhere.phrases == guide.phrases


def test_a_text_is_one_wording_and_a_list_is_several() -> None:
    overlaid = guide("en-GB", en_GB='[phrases]\nkept = "As it was."\ngoodbye = ["Bye.", "Cheerio."]')

    assert overlaid.phrases["kept"] == ("As it was.",)
    assert overlaid.phrases["goodbye"] == ("Bye.", "Cheerio.")


@pytest.mark.parametrize(("name", "locale"), [("en", "en-US"), ("en-GB", "en-GB"), ("xx", "xx")])
def test_the_main_locale_is_the_first_of_the_listing(name: str, locale: str) -> None:
    assert locales.main_locale(name) == locale
