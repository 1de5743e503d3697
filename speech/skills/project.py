"""Finds the skill whose project folder a command runs in: its name, models, locales and handler.

- Amazon's command line, version 2: ask-resources.json, skill-package/skill.json,
  skill-package/interactionModels/custom/LOCALE.json, and the code in lambda/ or where ask-resources.json says.
- Version 1: skill.json, models/LOCALE.json, lambda/custom/.

https://developer.amazon.com/docs/alexa/smapi/ask-cli-intro.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.json_reader import JsonNode, read_json
from speech.simulator.lambda_runtime.client import Handler
from speech.skills.handler import default_handler, find_handler, short_path

RESOURCES: Final = "ask-resources.json"
PACKAGE: Final = "skill-package"
_LAMBDA_FOLDERS: Final = ("lambda", "lambda/custom", "lambda/py")
_CODE_FOLDERS: Final = (*_LAMBDA_FOLDERS, "src", ".")
_MODEL_FOLDERS: Final = ("models", "interactionModels/custom", "interactionModels")
_MODEL_NAME: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?\.json")


@dataclass(frozen=True, slots=True)
class Project:
    folder: Path
    name: str
    models: Mapping[str, Path]
    """By locale, the default first."""

    code_folders: tuple[Path, ...]
    """Where a handler may be, the likeliest first."""

    handler: Handler | None
    """None if there is none that could be called, as for a web service."""


def find_project(folder: Path) -> Project | None:
    """Return the project of the folder, or of the nearest folder above it in the same git repository.

    None if there is none. Raises SpeechError if its files are invalid.
    """
    return next((project for place in _places(folder) if (project := read_project(place))), None)


def _places(folder: Path) -> list[Path]:
    places = [folder, *folder.parents]
    top = next((at for at, place in enumerate(places) if (place / ".git").exists()), 0)
    return places[: top + 1]


def incomplete_project(folder: Path) -> str:
    """Return what is missing where `find_project` finds none but parts of a skill are; empty if there are no parts."""
    return next(filter(None, map(_missing, _places(folder))), "")


def _missing(folder: Path) -> str:
    models = [
        path
        for name in _MODEL_FOLDERS
        for path in sorted((folder / name).glob("*.json"))
        if _MODEL_NAME.fullmatch(path.name)
    ]
    handler = next(filter(None, (default_handler(folder / name) for name in _LAMBDA_FOLDERS)), None)
    manifest = folder / "skill.json"
    named = {"model": short_path(models[0]) if models else "", "handler": handler.name if handler else ""}
    found = [*filter(None, named.values()), *([short_path(manifest)] if manifest.is_file() else [])]
    if not found:
        return ""
    if not models:
        lacks = "an interaction model: skill-package/interactionModels/custom/en-US.json, or models/en-US.json"
    elif models[0].parent.name == "models":
        lacks = "skill.json beside models/"
    else:
        lacks = f"{PACKAGE}/ around interactionModels/"
    options = " ".join(f"--{option} {value}" for option, value in named.items() if value)
    hint = f"; add it, or name them: {options}" if models else "; add it"
    return f"{' and '.join(found)} look like parts of a skill's project, which lacks {lacks}{hint}"


def read_project(folder: Path) -> Project | None:
    """Return the project that the folder holds; None if it holds none. Raises SpeechError."""
    try:
        return _project(folder)
    except ValueError as error:
        raise SpeechError(f"{folder}: in {RESOURCES} or skill.json, {error}; correct it") from error


def _project(folder: Path) -> Project | None:
    resources = _read(folder / RESOURCES)
    package, models = folder / PACKAGE, Path("interactionModels", "custom")
    profile = JsonNode(None)
    if not resources.is_absent:
        profile = _profile(resources, folder / RESOURCES)
        package = folder / (_text(profile.get("skillMetadata").get("src")) or PACKAGE)
    elif not package.is_dir():
        if not (folder / "skill.json").is_file() or not any((folder / "models").glob("*.json")):
            return None
        package, models = folder, Path("models")
    manifest = _read(package / "skill.json")
    manifest = manifest.get("manifest") if not manifest.get("manifest").is_absent else manifest.get("skillManifest")
    locales = manifest.get("publishingInformation").get("locales")
    found = _models(package / models, locales)
    code = _code_folders(folder, profile, manifest)
    name = _text(locales.get(next(iter(found))).get("name")) or folder.name
    return Project(folder, name, found, code, _handler(profile, code))


def _models(folder: Path, locales: JsonNode) -> Mapping[str, Path]:
    """Return the models by locale: American English first, then in the order of the manifest. Raises SpeechError."""
    found = {path.stem: path for path in sorted(folder.glob("*.json"))}
    if not found:
        raise SpeechError(f"{folder} has no interaction model; write one there, such as {folder / 'en-US.json'}")
    manifest = list(locales.value) if isinstance(locales.value, dict) else []
    order = ["en-US", *manifest]
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _profile(resources: JsonNode, file: Path) -> JsonNode:
    """Return the profile "default", else the first one. Raises SpeechError."""
    profiles = resources.get("profiles")
    if not isinstance(profiles.value, dict) or not profiles.value:
        raise SpeechError(f'{file}: profiles must be an object such as {{"default": {{...}}}}')
    return profiles.get("default" if "default" in profiles.value else next(iter(profiles.value)))


def _code_folders(folder: Path, profile: JsonNode, manifest: JsonNode) -> tuple[Path, ...]:
    regions = profile.get("code")
    sources = [_text(regions.get(name).get("src")) for name in _first("default", regions)]
    endpoint = manifest.get("apis").get("custom").get("endpoint")
    names = [*sources, _text(endpoint.get("sourceDir")), *_CODE_FOLDERS]
    return tuple(dict.fromkeys(folder / name for name in names if name and (folder / name).is_dir()))


def _first(name: str, node: JsonNode) -> Iterator[str]:
    names = list(node.value) if isinstance(node.value, dict) else []
    yield from sorted(names, key=lambda each: each != name)


def _handler(profile: JsonNode, folders: tuple[Path, ...]) -> Handler | None:
    """Return the handler that the infrastructure names, else the usual one; None if there is none."""
    config = profile.get("skillInfrastructure").get("userConfig")
    name = _text(config.get("handler")) or _text(config.get("awsLambda").get("handler"))
    if name:
        try:
            return find_handler(name, folders)
        except SpeechError:  # for example of a language that the simulator cannot call
            return None
    return next((handler for folder in folders if (handler := default_handler(folder))), None)


def _text(node: JsonNode) -> str:
    return node.value if isinstance(node.value, str) else ""


def _read(file: Path) -> JsonNode:
    """Return the content; absent if there is no such file. Raises SpeechError."""
    try:
        node = JsonNode(read_json(file.read_text("utf-8-sig")))
    except FileNotFoundError:
        return JsonNode(None)
    except OSError as error:
        raise SpeechError(f"{file}: {error.strerror}; make it readable") from error
    except ValueError as error:
        raise SpeechError(f"{file}: is not JSON ({error}); correct it") from error
    if not isinstance(node.value, dict):
        raise SpeechError(f"{file}: must be a JSON object; correct it")
    return node
