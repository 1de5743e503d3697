"""The package as files: the same input gives the same bytes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from skill.errors import ContentError, SettingsError
from skill.skill_package import listing
from skill.skill_package.endpoint_url import Address
from skill.skill_package.listing import Listing
from skill.skill_package.manifest import ICONS, icon, manifest

RESOURCES: Final = {
    "askcliResourcesVersion": "2020-03-31",
    "profiles": {"default": {"skillMetadata": {"src": "./skill-package"}}},
}
MARK: Final = "ask-resources.json"
"""The file by which a folder is known as a package, which may be written anew."""


def write(folder: Path, endpoint: str, models: Mapping[str, Path], *, is_wildcard: bool) -> list[str]:
    """The locales of the package that is now in the folder. Raises SettingsError, ContentError."""
    address, listings = Address(endpoint), listing.load()
    made = dict(_files(listings, address, models, is_wildcard=is_wildcard))
    _check_is_ours(folder)
    try:
        for path, content in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    except OSError as error:
        raise SettingsError(f"--out {folder}: cannot be written ({error.strerror})") from error
    return sorted(locale for listed in listings for locale in listed.locales)


def _files(
    listings: Sequence[Listing], address: Address, models: Mapping[str, Path], *, is_wildcard: bool
) -> Iterator[tuple[str, bytes]]:
    yield MARK, _json(RESOURCES)
    yield "skill-package/skill.json", _json(manifest(listings, address, is_wildcard=is_wildcard))
    for listed in listings:
        for locale in listed.locales:
            model = models.get(locale) or models.get(listed.language)
            if model is None:
                raise ContentError(f"{listed.language}.toml: locales: {locale} has no interaction model")
            yield f"skill-package/interactionModels/custom/{locale}.json", _json(json.loads(model.read_bytes()))
            for size in ICONS.values():
                drawn = files("skill.skill_package").joinpath(f"icon-{size}.png").read_bytes()
                yield f"skill-package/{icon(locale, size)}", drawn


def _check_is_ours(folder: Path) -> None:
    """Files of somebody else are never written over."""
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"--out {folder}: is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise SettingsError(f"--out {folder}: holds other files; name a new folder, or empty this one")


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
