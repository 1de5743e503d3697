import json
import struct
from pathlib import Path
from typing import Any

import pytest

from skill import locales
from skill.errors import ContentError, SettingsError
from skill.skill_package import writer
from skill.skill_package.endpoint_url import Address
from skill.skill_package.listing import load, read
from skill.skill_package.manifest import ICONS
from speech.nlu.interaction_model import read_model
from speech.nlu.invocation import Launch, OneShot, parse_invocation
from tests.skill.skill_package.conftest import ENDPOINT, MODELS

ENGLISH = locales.read("en/listing.toml")


def _files(package: Path) -> dict[str, bytes]:
    return {str(path.relative_to(package)): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def _manifest(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / "skill-package" / "skill.json").read_text("utf-8"))["manifest"]
    return found


def test_the_same_input_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    writer.write(tmp_path / "again", ENDPOINT, MODELS, is_wildcard=False)

    assert _files(tmp_path / "again") == _files(package)


def test_every_file_that_is_named_is_there(package: Path) -> None:
    files = _files(package)
    for locale, shown in _manifest(package)["publishingInformation"]["locales"].items():
        assert f"skill-package/interactionModels/custom/{locale}.json" in files
        for name, size in ICONS.items():
            drawn = files[f"skill-package/{shown[name].removeprefix('file://')}"]
            assert struct.unpack(">II", drawn[16:24]) == (size, size)


def test_the_pages_lie_beside_the_endpoint(package: Path) -> None:
    privacy = _manifest(package)["privacyAndCompliance"]["locales"]["en-GB"]

    assert privacy == {
        "privacyPolicyUrl": "https://trust.example.org/privacy",
        "termsOfUseUrl": "https://trust.example.org/terms",
    }


@pytest.mark.parametrize(("is_wildcard", "kind"), [(False, "Trusted"), (True, "Wildcard")])
def test_amazon_is_told_the_kind_of_certificate(*, is_wildcard: bool, kind: str, tmp_path: Path) -> None:
    writer.write(tmp_path, ENDPOINT, MODELS, is_wildcard=is_wildcard)

    told = _manifest(tmp_path)

    assert told["apis"]["custom"]["endpoint"] == {"uri": ENDPOINT, "sslCertificateType": kind}
    assert told["events"]["endpoint"] == told["apis"]["custom"]["endpoint"]


@pytest.mark.parametrize("listing", load(), ids=lambda listing: str(listing.language))
def test_example_phrases_are_samples_word_for_word(listing: Any) -> None:
    model = read_model(MODELS[listing.language])
    samples = {sample for intent in model.intents for sample in intent.samples}
    first, *others = (
        parse_invocation(phrase, model.invocation_name, listing.language) for phrase in listing.example_phrases
    )

    assert listing.example_phrases[0] == f"Alexa, open {model.invocation_name}"
    assert isinstance(first, Launch)
    assert all(isinstance(other, OneShot) and other.text in samples for other in others)


@pytest.mark.parametrize("listing", load(), ids=lambda listing: str(listing.language))
def test_the_description_says_what_this_is_not(listing: Any) -> None:
    for said in ("not therapy", "not medical advice", "emergency number", "cannot call anybody", "forget me"):
        assert said in listing.description


@pytest.mark.parametrize(
    ("endpoint", "mend"),
    [
        ("http://trust.example.org/alexa", "https only"),
        ("trust.example.org/alexa", "https only"),
        ("https://localhost/alexa", "the whole world knows"),
        ("https://trust.local/alexa", "the whole world knows"),
        ("https://192.0.2.7/alexa", "the whole world knows"),
        ("https://[2001:db8::1]/alexa", "the whole world knows"),
        ("https://[/alexa", "is not an address"),
        ("https://trust.example.org:8443/alexa", "port 443 only"),
        ("https://trust.example.org", "has to end in /alexa"),
        ("https://trust.example.org/alexa?x=1", "has to end in /alexa"),
        ("https://me:word@trust.example.org/alexa", "has to end in /alexa"),
    ],
)
def test_an_address_that_alexa_could_never_reach_is_refused(endpoint: str, mend: str) -> None:
    with pytest.raises(SettingsError, match="--endpoint") as error:
        Address(endpoint)

    assert mend in str(error.value)


@pytest.mark.parametrize("endpoint", [ENDPOINT, "https://trust.example.org:443/alexa", "https://a.b.example/x/alexa"])
def test_an_address_of_the_world_is_taken(endpoint: str) -> None:
    assert Address(endpoint).uri == endpoint


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("Chapter one")

    with pytest.raises(SettingsError, match="name a new folder"):
        writer.write(tmp_path, ENDPOINT, MODELS, is_wildcard=False)

    assert _files(tmp_path) == {"novel.txt": b"Chapter one"}


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")

    with pytest.raises(SettingsError, match="name a folder"):
        writer.write(tmp_path / "out", ENDPOINT, MODELS, is_wildcard=False)


def test_a_package_is_written_anew_and_keeps_what_deploying_left_in_it(tmp_path: Path) -> None:
    writer.write(tmp_path, "https://old.example.org/alexa", MODELS, is_wildcard=False)
    (tmp_path / ".ask").mkdir()
    (tmp_path / ".ask" / "ask-states.json").write_text("{}")

    writer.write(tmp_path, ENDPOINT, MODELS, is_wildcard=False)

    assert _manifest(tmp_path)["apis"]["custom"]["endpoint"]["uri"] == ENDPOINT
    assert (tmp_path / ".ask" / "ask-states.json").read_text() == "{}"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "Trust Steps"', 'title = "Trust Steps"', "title"),
        ('name = "Trust Steps"', "name = ", "en/listing.toml"),
        ('summary = "', f'summary = "{"x" * 160}', "of at most 160"),
        ('description = """', f'description = """{"x" * 4_000}', "of at most 4000"),
        ('  "Alexa, open trust steps",', '"1", "2", "3", "4",', "example_phrases: takes 1 to 4"),
        ('"trust", ', f'"{"x" * 151}", ', "keywords: takes"),
    ],
    ids=["a missing key", "no TOML", "a long summary", "a long description", "many phrases", "a long keyword"],
)
def test_a_crooked_listing_is_told_with_its_file_and_key(old: str, new: str, fault: str) -> None:
    assert old in ENGLISH

    with pytest.raises(ContentError, match=r"^en/listing\.toml: ") as error:
        read("en/listing.toml", ENGLISH.replace(old, new, 1))

    assert fault in str(error.value)


def test_a_locale_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="en-US has no interaction model"):
        writer.write(tmp_path / "out", ENDPOINT, {}, is_wildcard=False)

    assert not (tmp_path / "out").exists()
