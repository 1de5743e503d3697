import pytest

from skill import locales
from skill.content import helplines, library
from skill.content.library import Library
from skill.guide import Guide

ENGLISH = locales.read("en/phrases.toml")


def guide(locale: str, **overlays: str) -> Guide:
    """The guide of a locale, from English and overlays by the names of their files, with _ for the hyphen."""
    contents = {"en": ENGLISH, **{name.replace("_", "-"): text for name, text in overlays.items()}}
    return Library(contents, helplines.load()).guide(locale)


def test_all_content_files_that_ship_load() -> None:
    shipped = set(locales.phrase_files())

    guides = library.load().guides

    assert "en" in guides
    assert guides.keys() == {name for name in shipped if not name.endswith(".py")} - {"helplines"}


def test_an_overlay_replaces_the_phrases_that_it_has_and_keeps_the_others() -> None:
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


def test_an_overlay_changes_neither_the_order_nor_the_other_steps() -> None:
    base, overlaid = guide("en"), guide("en-GB", en_GB='[[steps]]\nkey = "support"\nshort = "help"')

    assert [step.key for step in overlaid.steps] == [step.key for step in base.steps]
    assert overlaid.steps[:-1] == base.steps[:-1]


def test_an_overlay_is_heard_in_its_own_locale_alone() -> None:
    overlay = '[phrases]\ngoodbye = "Cheerio."'

    heard = [guide(locale, en_GB=overlay).phrase("goodbye") for locale in ("en-GB", "en-US", "en")]

    assert heard == ["Cheerio.", "Goodbye for now.", "Goodbye for now."]


@pytest.mark.parametrize("locale", ["en-US", "en-ZA", "en", "xx-XX", "", "en-GB-oxendict", "-"])
def test_a_locale_without_words_of_its_own_has_the_nearest(locale: str) -> None:
    assert guide(locale).phrases == guide("en").phrases


def test_another_language_is_answered_in_its_own_words() -> None:
    german = ENGLISH.replace("Goodbye for now.", "Auf Wiedersehen.")

    assert guide("de-AT", de=german).phrase("goodbye") == "Auf Wiedersehen."


@pytest.mark.parametrize(
    ("locale", "country"), [("en-US", "US"), ("en-GB", "GB"), ("es-US", "US"), ("en", None), ("en-ZA", None)]
)
def test_the_country_is_the_locales(locale: str, country: str | None) -> None:
    found = guide(locale).country

    assert (found and found.code) == country


def test_a_phrase_with_one_wording_is_one_and_a_list_is_several() -> None:
    overlaid = guide("en-GB", en_GB='[phrases]\nkept = "As it was."\ngoodbye = ["Bye.", "Cheerio."]')

    assert overlaid.phrases["kept"] == ("As it was.",)
    assert overlaid.phrases["goodbye"] == ("Bye.", "Cheerio.")
