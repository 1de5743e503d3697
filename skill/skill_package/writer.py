"""Writes the package. The same input gives the same bytes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from skill.content import library
from skill.content.library import Library
from skill.errors import ContentError, SettingsError
from skill.skill_package import listing
from skill.skill_package.endpoint_url import EndpointUrl
from skill.skill_package.listing import Listing
from skill.skill_package.manifest import ICONS, icon, manifest

RESOURCES: Final = {
    "askcliResourcesVersion": "2020-03-31",
    "profiles": {"default": {"skillMetadata": {"src": "./skill-package"}}},
}
MARKER: Final = "ask-resources.json"
"""The file that marks a folder as a package, which may be overwritten."""


def write(folder: Path, endpoint: str, models: Mapping[str, Any], *, is_wildcard: bool) -> list[str]:
    """Write the package into a folder and return its locales. Raise SettingsError or ContentError.

    `models` are the interaction models by language or locale. Languages that are not finished are left out.
    """
    endpoint_url, words = EndpointUrl(endpoint), library.load()
    listings = listing.load()
    contents = dict(_files(listings, words, endpoint_url, models, is_wildcard=is_wildcard))
    _check_folder(folder)
    try:
        for path, content in contents.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    except OSError as error:
        raise SettingsError(f"--out {folder}: cannot be written ({error.strerror})") from error
    return sorted(locale for listed in listings for locale in listed.locales)


def _files(
    listings: Sequence[Listing],
    words: Library,
    endpoint_url: EndpointUrl,
    models: Mapping[str, Any],
    *,
    is_wildcard: bool,
) -> Iterator[tuple[str, bytes]]:
    yield MARKER, _json(RESOURCES)
    yield "skill-package/skill.json", _json(manifest(listings, words, endpoint_url, is_wildcard=is_wildcard))
    for listed in listings:
        for locale in listed.locales:
            model = models.get(locale) or models.get(listed.language)
            if model is None:
                raise ContentError(
                    f"{listed.language}/listing.toml: locales: {locale} has no interaction model; "
                    f"write interaction_models/{listed.language}.json"
                )
            yield f"skill-package/interactionModels/custom/{locale}.json", compact(model)
            for size in ICONS.values():
                image = files("skill.skill_package").joinpath(f"icon-{size}.png").read_bytes()
                yield f"skill-package/{icon(locale, size)}", image


def _check_folder(folder: Path) -> None:
    """Raise SettingsError if the folder has other files, which must not be overwritten."""
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"--out {folder}: is a file; use a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise SettingsError(f"--out {folder}: contains other files; use a new or empty folder")


def compact(model: object) -> bytes:
    """Return an interaction model without the indentation, since Amazon takes no more than 1.5 MB."""
    return json.dumps(model, ensure_ascii=False, separators=(",", ":")).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
