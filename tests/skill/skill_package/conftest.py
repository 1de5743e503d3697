from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import interaction_models
from skill.skill_package import writer

ENDPOINT = "https://trust.example.org/alexa"
MODELS: Mapping[str, Any] = {name: interaction_models.read(path) for name, path in interaction_models.files().items()}


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("package") / "out"
    writer.write(out, ENDPOINT, MODELS, is_wildcard=False)
    return out
