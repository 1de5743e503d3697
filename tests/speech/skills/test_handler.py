"""If these fail, `--handler` calls another function than the developer means, or does not find it."""

import sys
from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.skills.handler import default_handler, find_handler

FILES = (
    "lambda/index.js",
    "lambda/src/app.mjs",
    "py/lambda_function.py",
    "py/package/__init__.py",
    "py/package/main.py",
    "odd-name.py",
    "main.ts",
    "dist/build/start.cjs",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "dist" / "package.json").write_text('{"main": "build/start.cjs"}')
    return tmp_path


@pytest.mark.parametrize(
    ("text", "place", "names", "root"),
    [
        ("lambda/index.js", "lambda/index.js", "handler,lambda_handler", "lambda"),
        ("lambda/index.js:run", "lambda/index.js", "run", "lambda"),
        ("index.handler", "lambda/index.js", "handler", "lambda"),
        ("src/app.handler", "lambda/src/app.mjs", "handler", "lambda"),
        ("lambda", "lambda/index.js", "handler,lambda_handler", "lambda"),
        ("dist", "dist/build/start.cjs", "handler,lambda_handler", "dist"),
        ("py/lambda_function.py", "py/lambda_function.py", "handler,lambda_handler", "py"),
        ("lambda_function.lambda_handler", "py/lambda_function.py", "lambda_handler", "py"),
        ("package.main.handler", "py/package/main.py", "handler", "py"),
        ("odd-name.py:app.handler", "odd-name.py", "app.handler", "."),
    ],
)
def test_a_file_is_found_by_each_way_to_name_it(text: str, place: str, names: str, root: str, folder: Path) -> None:
    handler = find_handler(text, [folder, folder / "lambda", folder / "py"])

    assert handler.command[-2:] == (str(folder / place), names)
    assert handler.folder == folder / root
    assert handler.command[0] == ("node" if "js" in Path(place).suffix else sys.executable)


@pytest.mark.parametrize(("text", "root"), [("package.main:handler", "py"), ("installed.module:handler", ".")])
def test_a_module_of_python_is_imported_from_the_folder_that_has_it(text: str, root: str, folder: Path) -> None:
    handler = find_handler(text, [folder, folder / "py"])

    module, _, name = text.partition(":")
    assert handler.command[-3:] == (str(folder / root), module, name)
    assert handler.name == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("index.php", "--handler index.php: not found in "),
        ("none.js", "there is no such file in "),
        ("none.py:handler", "there is no such file in "),
        ("main.ts", "compile TypeScript first"),
        ("", "write FILE.js, FILE.py, package.module:handler or index.handler"),
        (":handler", "write FILE.js"),
        (".", "not found"),
        ("none", "not found"),
    ],
)
def test_a_handler_that_is_not_found_is_an_error_with_a_hint(text: str, message: str, folder: Path) -> None:
    with pytest.raises(SpeechError) as error:
        find_handler(text, [folder])

    assert message in str(error.value)


def test_the_python_of_the_projects_environment_runs_the_handler(folder: Path) -> None:
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()

    handler = default_handler(folder / "py")

    assert handler
    assert handler.command[0] == str(python)
    assert handler.hint == f"install it for {python}"
