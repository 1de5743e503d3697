"""The package compared with Amazon's own definition, the models of `ask-smapi-model`."""

import json
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model import InteractionModelData
from ask_smapi_model.v1.skill.manifest import SkillManifestEnvelope

from skill.skill_package.manifest import VIEWPORTS
from tests.skill.apl.viewports import VIEWPORTS as SCREENS


def _unknown(sent: Any, kind: str | type, at: str = "") -> list[str]:
    """Return the paths of names, types and choices that are not in Amazon's definition."""
    if isinstance(kind, str) and kind.startswith("list["):
        return [error for number, value in enumerate(sent) for error in _unknown(value, kind[5:-1], f"{at}[{number}]")]
    if isinstance(kind, str) and kind.startswith("dict("):
        inner = kind[5:-1].partition(", ")[2]
        return [error for key, value in sent.items() for error in _unknown(value, inner, f"{at}.{key}")]
    if kind in {"str", "int", "bool", "object"}:
        plain = {"str": str, "int": int, "bool": bool, "object": object}[str(kind)]
        return [] if isinstance(sent, plain) and (kind != "int" or type(sent) is int) else [f"{at}: not {kind}"]
    defined: Any = kind if isinstance(kind, type) else _named(kind)
    if issubclass(defined, Enum):
        return [] if sent in {choice.value for choice in defined} else [f"{at}: {sent} not a choice"]
    if hasattr(defined, "get_real_child_model"):
        defined = _named(defined.get_real_child_model(sent))
    names = {name: key for key, name in defined.attribute_map.items()}
    unknown = [f"{at}.{name}: unknown" for name in sent if name not in names]
    return unknown + [
        error
        for name, value in sent.items()
        if name in names
        for error in _unknown(value, defined.deserialized_types[names[name]], f"{at}.{name}")
    ]


def _named(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _skill(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / "skill-package" / "skill.json").read_text("utf-8"))
    return found


def _models(package: Path) -> list[Path]:
    return sorted((package / "skill-package" / "interactionModels" / "custom").iterdir())


def test_every_field_type_and_choice_of_the_manifest_is_in_amazons_definition(package: Path) -> None:
    assert _unknown(_skill(package), SkillManifestEnvelope) == []


def test_amazons_own_reader_keeps_the_whole_manifest(package: Path) -> None:
    serializer, sent = DefaultSerializer(), _skill(package)

    read = serializer.deserialize(json.dumps(sent), SkillManifestEnvelope)

    assert serializer.serialize(read) == sent


def test_every_field_of_every_interaction_model_is_in_amazons_definition(package: Path) -> None:
    models = _models(package)

    assert [file.stem for file in models] == sorted(_skill(package)["manifest"]["publishingInformation"]["locales"])
    assert [error for file in models for error in _unknown(json.loads(file.read_bytes()), InteractionModelData)] == []


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"manifest": {"colour": "red"}}, ".manifest.colour: unknown"),
        ({"manifest": {"permissions": [{"name": "alexa::all"}]}}, "alexa::all not a choice"),
        ({"manifest": {"privacyAndCompliance": {"containsAds": "no"}}}, "containsAds: not bool"),
    ],
    ids=["a field", "a choice", "a type"],
)
def test_the_comparison_finds_errors(sent: dict[str, Any], message: str) -> None:
    errors = _unknown(sent, SkillManifestEnvelope)

    assert len(errors) == 1
    assert message in errors[0]


@pytest.mark.parametrize("screen", SCREENS.values(), ids=list(SCREENS))
def test_the_manifest_lists_every_viewport_that_the_documents_support(screen: Any) -> None:
    def holds(mode: str, shape: str, *limits: int) -> bool:
        narrow, wide, low, high = limits
        is_kind = (mode.lower(), shape.lower()) == (screen.mode, screen.shape)
        return is_kind and narrow <= screen.width <= wide and low <= screen.height <= high

    assert any(holds(*viewport) for viewport in VIEWPORTS)
