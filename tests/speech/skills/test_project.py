"""If these fail, a developer in a project folder talks with the wrong skill, locale or code, or with none."""

import json
from pathlib import Path
from typing import Any

import pytest

from speech.errors import SpeechError
from speech.skills.project import find_project, incomplete_project, read_project

MANIFEST = {"manifest": {"publishingInformation": {"locales": {"fr-FR": {"name": "Salon"}, "de-DE": {"name": "Tee"}}}}}


def _write(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def _resources(**profile: Any) -> dict[str, Any]:
    return {"askcliResourcesVersion": "2020-03-31", "profiles": {"default": profile}}


def _package(folder: str = "skill-package", *locales: str) -> dict[str, Any]:
    models: dict[str, Any] = {
        f"{folder}/interactionModels/custom/{each}.json": {} for each in locales or ("de-DE", "fr-FR", "it-IT")
    }
    return {f"{folder}/skill.json": MANIFEST, **models}


LAMBDA = _resources(
    skillMetadata={"src": "./skill-package"},
    code={"default": {"src": "./lambda"}},
    skillInfrastructure={"userConfig": {"runtime": "python3.11", "handler": "skill.app.handler"}},
)
LAYOUTS = [
    pytest.param({**_package(), "lambda/index.js": ""}, "lambda/index.js", id="skill-package alone"),
    pytest.param(
        {"ask-resources.json": LAMBDA, **_package(), "lambda/skill/app.py": ""},
        "lambda/skill/app.py:handler",
        id="a named handler",
    ),
    pytest.param(
        {
            "ask-resources.json": _resources(skillMetadata={"src": "pack"}, code={"NA": {"src": "code"}}),
            **_package("pack"),
            "code/lambda_function.py": "",
        },
        "code/lambda_function.py",
        id="other folders",
    ),
    pytest.param(
        {
            "ask-resources.json": _resources(skillInfrastructure={"userConfig": {"handler": "com.example.Stream"}}),
            **_package(),
        },
        None,
        id="a handler in Java",
    ),
    pytest.param({**_package(), "lambda/Main.java": ""}, None, id="no handler"),
    pytest.param(
        {
            "skill.json": MANIFEST,
            **{f"models/{each}.json": {} for each in ("de-DE", "fr-FR", "it-IT")},
            "lambda/custom/index.js": "",
        },
        "lambda/custom/index.js",
        id="version 1",
    ),
]


@pytest.mark.parametrize(("files", "handler"), LAYOUTS)
def test_the_models_and_the_handler_of_each_layout_are_found(
    files: dict[str, Any], handler: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_write(tmp_path, files))

    project = find_project(tmp_path)

    assert project
    assert project.name == "Salon"
    assert list(project.models) == ["fr-FR", "de-DE", "it-IT"]
    assert all(path.is_file() for path in project.models.values())
    assert (project.handler.name if project.handler else None) == handler


def test_american_english_is_the_default_of_a_skill_that_has_it(tmp_path: Path) -> None:
    project = read_project(_write(tmp_path, _package("skill-package", "de-DE", "en-GB", "en-US")))

    assert project
    assert next(iter(project.models)) == "en-US"
    assert project.name == tmp_path.name


@pytest.mark.parametrize(
    "files", [{"README.md": ""}, {"skill.json": MANIFEST}, {"models/en-US.json": {}}, {"lambda/index.js": ""}]
)
def test_another_folder_is_no_project(files: dict[str, Any], tmp_path: Path) -> None:
    assert find_project(_write(tmp_path, files)) is None


def test_a_project_is_found_from_its_folders_in_the_same_repository_only(tmp_path: Path) -> None:
    _write(tmp_path, {**_package(), "lambda/index.js": "", "inner/.git/HEAD": "", "inner/src/x.py": ""})
    without_repository = find_project(tmp_path / "lambda")
    (tmp_path / ".git").mkdir()

    within, beyond = find_project(tmp_path / "lambda"), find_project(tmp_path / "inner" / "src")

    assert within
    assert within.folder == tmp_path
    assert (without_repository, beyond) == (None, None)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"models/en-US.json": {}, "lambda/lambda_function.py": ""},
            "beside models/; add it, or name them: --model models/en-US.json --handler lambda/lambda_function.py",
        ),
        (
            {"models/de.json": {}},
            "which lacks skill.json beside models/; add it, or name them: --model models",
        ),
        ({"interactionModels/custom/de-DE.json": {}}, "which lacks skill-package/ around interactionModels/; add it"),
        (
            {"lambda/custom/index.js": ""},
            "lambda/custom/index.js look like parts of a skill's project, which lacks an inter",
        ),
        (
            {"skill.json": MANIFEST},
            "skill.json look like parts of a skill's project, which lacks an interaction model: skill-",
        ),
    ],
)
def test_what_an_incomplete_project_lacks_is_said(
    files: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command then takes the installed skill, which its developer must not miss."""
    monkeypatch.chdir(_write(tmp_path, {**files, ".git/HEAD": "", "docs/index.md": ""}))

    assert said in incomplete_project(tmp_path)
    assert incomplete_project(tmp_path / "docs") == incomplete_project(tmp_path)


@pytest.mark.parametrize("files", [{"README.md": ""}, {"models/config.json": {}, "src/index.js": "", "index.js": ""}])
def test_a_folder_of_something_else_is_no_incomplete_project(files: dict[str, Any], tmp_path: Path) -> None:
    assert incomplete_project(_write(tmp_path, files)) == ""


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"ask-resources.json": "{"}, "ask-resources.json: is not JSON"),
        ({"ask-resources.json": []}, "ask-resources.json: must be a JSON object"),
        ({"ask-resources.json": {}}, "profiles must be an object"),
        ({"ask-resources.json": _resources(skillMetadata="x")}, "profiles.default.skillMetadata must be an object"),
        ({"ask-resources.json": _resources()}, "interactionModels/custom has no interaction model; write one there"),
        ({"skill-package/skill.json": {}}, "interactionModels/custom has no interaction model"),
        ({**_package(), "skill-package/skill.json": {"manifest": 7}}, "manifest must be an object"),
    ],
)
def test_an_invalid_project_is_an_error_that_names_the_file(
    files: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(SpeechError) as error:
        find_project(_write(tmp_path, files))

    assert message in str(error.value)
    assert str(tmp_path) in str(error.value)
