from collections.abc import Mapping
from pathlib import Path

import pytest

from skill.skill_package import writer

ROOT = Path(__file__).parents[3]
ENDPOINT = "https://trust.example.org/alexa"
MODELS: Mapping[str, Path] = {path.stem: path for path in (ROOT / "interaction_models").glob("*.json")}


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("package") / "out"
    writer.write(out, ENDPOINT, MODELS, is_wildcard=False)
    return out
