import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from skill import locales
from skill.content import helplines, library
from skill.errors import ContentError, SettingsError
from skill.skill_package import writer
from skill.skill_package.endpoint_url import EndpointUrl
from skill.skill_package.listing import load, parse
from skill.skill_package.manifest import ICONS
from speech.nlu.interaction_model import parse_model
from speech.nlu.invocation import Launch, OneShot, open_phrase, parse_invocation
from speech.nlu.language import load_language
from speech.nlu.tokens import tokenize
from tests.skill.skill_package.conftest import ENDPOINT, MODELS
from tests.support.languages import texts

ENGLISH = locales.read("en/listing.toml")


def _files(package: Path) -> dict[str, bytes]:
    return {str(path.relative_to(package)): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def _manifest(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / "skill-package" / "skill.json").read_text("utf-8"))["manifest"]
    return found


def test_the_same_input_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    writer.write(tmp_path / "again", ENDPOINT, MODELS, is_wildcard=False)

    assert _files(tmp_path / "again") == _files(package)


def test_every_referenced_file_exists(package: Path) -> None:
    files = _files(package)
    for locale, page in _manifest(package)["publishingInformation"]["locales"].items():
        assert f"skill-package/interactionModels/custom/{locale}.json" in files
        for name, size in ICONS.items():
            image = files[f"skill-package/{page[name].removeprefix('file://')}"]
            assert struct.unpack(">II", image[16:24]) == (size, size)


def test_the_skill_is_distributed_in_the_countries_with_help_lines(package: Path) -> None:
    information = _manifest(package)["publishingInformation"]

    countries = {locale.partition("-")[2] for locale in information["locales"]}
    assert information["distributionCountries"] == sorted(countries & helplines.load().keys())
    assert {"AU", "CA", "GB", "IN", "US"} <= set(information["distributionCountries"])


def test_the_pages_are_on_the_same_host_as_the_endpoint(package: Path) -> None:
    privacy = _manifest(package)["privacyAndCompliance"]["locales"]["en-GB"]

    assert privacy == {
        "privacyPolicyUrl": "https://trust.example.org/privacy",
        "termsOfUseUrl": "https://trust.example.org/terms",
    }


@pytest.mark.parametrize(("is_wildcard", "kind"), [(False, "Trusted"), (True, "Wildcard")])
def test_the_manifest_names_the_kind_of_certificate(*, is_wildcard: bool, kind: str, tmp_path: Path) -> None:
    writer.write(tmp_path, ENDPOINT, MODELS, is_wildcard=is_wildcard)

    manifest = _manifest(tmp_path)

    assert manifest["apis"]["custom"]["endpoint"] == {"uri": ENDPOINT, "sslCertificateType": kind}
    assert manifest["events"]["endpoint"] == manifest["apis"]["custom"]["endpoint"]


@pytest.mark.parametrize("listing", load(), ids=lambda listing: str(listing.language))
def test_example_phrases_are_samples(listing: Any) -> None:
    model = parse_model(MODELS[listing.language], listing.language)
    samples = {sample for intent in model.intents for sample in intent.samples}
    first, *others = (
        parse_invocation(phrase, model.invocation_name, listing.language) for phrase in listing.example_phrases
    )

    opening = open_phrase(model.invocation_name, listing.language)
    assert listing.example_phrases[0].lower() == f"alexa, {opening}"
    assert isinstance(first, Launch)
    assert all(isinstance(other, OneShot) and other.text in samples for other in others)


@pytest.mark.parametrize("listing", load(), ids=lambda listing: str(listing.language))
def test_what_an_example_phrase_asks_for_begins_with_no_launch_word(listing: Any) -> None:
    """Amazon refuses "Alexa, ask trust steps to open ...": the sample in a phrase must not sound like a launch."""
    model = parse_model(MODELS[listing.language], listing.language)
    launch_words = load_language(listing.language).phrases("invocation", "launch_words")
    found = [parse_invocation(phrase, model.invocation_name, listing.language) for phrase in listing.example_phrases]
    requests = [tokenize(each.text) for each in found if isinstance(each, OneShot)]

    assert requests
    assert launch_words
    assert [each for each in requests for word in launch_words if each[: len(word)] == word] == []


@pytest.mark.parametrize("listing", load(), ids=lambda listing: str(listing.language))
def test_the_description_contains_the_disclaimers(listing: Any) -> None:
    assert [text for text in texts(listing.language, "disclaimers") if text not in listing.description] == []


@pytest.mark.parametrize("locale", sorted(locale for listing in load() for locale in listing.locales))
def test_the_description_lists_the_steps_as_the_skill_says_them_in_that_locale(locale: str, package: Path) -> None:
    """A British reader of the store finds "Practise", as they hear it."""
    steps = library.load().guide(locale).steps

    description = _manifest(package)["publishingInformation"]["locales"][locale]["description"]

    listed = re.findall(r"^\d\. (.*)$", description, re.MULTILINE)
    assert listed == [step.title for step in steps]


@pytest.mark.parametrize("locale", ["en-AU", "en-CA", "en-GB", "en-IN"])
def test_only_american_readers_see_american_spelling(locale: str, package: Path) -> None:
    pages = _manifest(package)["publishingInformation"]["locales"]

    assert "counseling" in pages["en-US"]["description"]
    assert not re.search(r"counsel(ing|or)", pages[locale]["description"])


def test_the_skill_asks_for_reminders_and_for_voices(package: Path) -> None:
    """Without the second permission no voice is recognized, and both partners share a place."""
    names = [permission["name"] for permission in _manifest(package)["permissions"]]

    assert names == ["alexa::alerts:reminders:skill:readwrite", "alexa::person_id:read"]


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ("http://trust.example.org/alexa", "https only"),
        ("trust.example.org/alexa", "https only"),
        ("https://localhost/alexa", "a public host name"),
        ("https://trust.local/alexa", "a public host name"),
        ("https://192.0.2.7/alexa", "a public host name"),
        ("https://[2001:db8::1]/alexa", "a public host name"),
        ("https://[/alexa", "not a URL"),
        ("https://trust.example.org:8443/alexa", "only port 443"),
        ("https://trust.example.org", "must end in /alexa"),
        ("https://trust.example.org/alexa?x=1", "must end in /alexa"),
        ("https://me:word@trust.example.org/alexa", "must end in /alexa"),
    ],
)
def test_a_url_that_alexa_cannot_reach_is_rejected(endpoint: str, message: str) -> None:
    with pytest.raises(SettingsError, match="--endpoint") as error:
        EndpointUrl(endpoint)

    assert message in str(error.value)


@pytest.mark.parametrize("endpoint", [ENDPOINT, "https://trust.example.org:443/alexa", "https://a.b.example/x/alexa"])
def test_a_public_url_is_accepted(endpoint: str) -> None:
    assert EndpointUrl(endpoint).uri == endpoint


def test_a_folder_with_other_files_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("Chapter one")

    with pytest.raises(SettingsError, match="use a new or empty folder"):
        writer.write(tmp_path, ENDPOINT, MODELS, is_wildcard=False)

    assert _files(tmp_path) == {"novel.txt": b"Chapter one"}


def test_a_file_instead_of_a_folder_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")

    with pytest.raises(SettingsError, match="use a folder"):
        writer.write(tmp_path / "out", ENDPOINT, MODELS, is_wildcard=False)


def test_a_package_is_overwritten_and_keeps_the_files_of_a_deployment(tmp_path: Path) -> None:
    writer.write(tmp_path, "https://old.example.org/alexa", MODELS, is_wildcard=False)
    (tmp_path / ".ask").mkdir()
    (tmp_path / ".ask" / "ask-states.json").write_text("{}")

    writer.write(tmp_path, ENDPOINT, MODELS, is_wildcard=False)

    assert _manifest(tmp_path)["apis"]["custom"]["endpoint"]["uri"] == ENDPOINT
    assert (tmp_path / ".ask" / "ask-states.json").read_text() == "{}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "Trust Steps"', 'title = "Trust Steps"', "title"),
        ('name = "Trust Steps"', "name = ", "en/listing.toml"),
        ('summary = "', f'summary = "{"x" * 160}', "at most 160 allowed"),
        ('description = """', f'description = """{"x" * 4_000}', "at most 4000 allowed"),
        ('  "Alexa, open trust steps",', '"1", "2", "3", "4",', "example_phrases: must have 1 to 4"),
        ('"trust", ', f'"{"x" * 151}", ', "keywords: must have"),
        ("en-CA = {", "fr-CA = {", "spellings.fr-CA: must be a table of words for one of the locales"),
        ("en-CA = {", "en-CA = { colour = 3,", "spellings.en-CA.colour: must be a text"),
        ("en-CA = {", 'en-CA = { color = "colour",', "spellings.en-CA: not in the summary or the description: color"),
    ],
    ids=[
        "a missing key",
        "invalid TOML",
        "a long summary",
        "a long description",
        "many phrases",
        "a long keyword",
        "no locale",
        "no word",
        "an unused word",
    ],
)
def test_an_invalid_listing_is_rejected_with_its_file_and_key(old: str, new: str, message: str) -> None:
    assert old in ENGLISH

    with pytest.raises(ContentError, match=r"^en/listing\.toml: ") as error:
        parse("en/listing.toml", ENGLISH.replace(old, new, 1))

    assert message in str(error.value)


def test_a_locale_without_an_interaction_model_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"en/listing\.toml: locales: en-US has no interaction model"):
        writer.write(tmp_path / "out", ENDPOINT, {}, is_wildcard=False)

    assert not (tmp_path / "out").exists()
