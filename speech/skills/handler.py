"""Finds the handler of a skill, in Python or for Node, as `--handler` or a project names it."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.json_reader import JsonNode, read_json
from speech.simulator import lambda_runtime
from speech.simulator.lambda_runtime.client import Handler

DEFAULT_FILES: Final = ("index.js", "index.mjs", "index.cjs", "lambda_function.py")
"""What Amazon's own templates have."""

DEFAULT_NAMES: Final = "handler,lambda_handler"
_SUFFIXES: Final = (".py", ".js", ".mjs", ".cjs")
_RUNTIMES: Final = Path(lambda_runtime.__path__[0])
_FORMS: Final = "write FILE.js, FILE.py, package.module:handler or index.handler"
_NAMED: Final = re.compile(r"(?P<place>.+?)(?::(?P<name>[A-Za-z_]\w*(?:\.\w+)*))?")


def find_handler(text: str, folders: Sequence[Path]) -> Handler:
    """Return the handler that `text` names, from the first of the folders that has it. Raises SpeechError.

    It is a file or a folder with or without `:NAME`, a Python module with `:NAME`, or a name as Lambda has it, such as
    `index.handler` or `lambda_function.lambda_handler`.
    """
    named = _NAMED.fullmatch(text)
    place, name = (named["place"], named["name"] or "") if named else ("", "")
    for path in (folder / place for folder in folders):
        if path.is_file() and path.suffix in _SUFFIXES:
            return _of_file(path, name, path.parent)
        if path.is_dir() and place and not name and (handler := default_handler(path)):
            return handler
    if Path(place).suffix in {*_SUFFIXES, ".ts"}:
        compiled = "; compile TypeScript first, and name the file in JavaScript" if place.endswith(".ts") else ""
        raise SpeechError(f"--handler {text}: there is no such file in {_listed(folders)}{compiled}")
    if name and re.fullmatch(r"\w+(\.\w+)*", place):
        return _of_module(place, name, folders)
    place, _, name = text.rpartition(".")
    for folder in folders:
        for file in (folder / f"{each}{suffix}" for each in (place, place.replace(".", "/")) for suffix in _SUFFIXES):
            if place and file.is_file():
                return _of_file(file, name, folder)
    raise SpeechError(f"--handler {text}: not found in {_listed(folders)}; {_FORMS}")


def default_handler(folder: Path) -> Handler | None:
    """Return the handler of a folder with code as Amazon's templates lay it out; None if there is none."""
    for name in (*_main_script(folder), *DEFAULT_FILES):
        if name and (folder / name).is_file():
            return _of_file(folder / name, "", folder)
    return None


def _main_script(folder: Path) -> Iterator[str]:
    """Yield the script that package.json names. A broken package.json is for Node to report."""
    try:
        main = JsonNode(read_json((folder / "package.json").read_bytes())).get("main")
    except (OSError, ValueError):
        return
    if isinstance(main.value, str) and Path(main.value).suffix in _SUFFIXES:
        yield main.value


def _of_file(file: Path, name: str, folder: Path) -> Handler:
    file, folder = file.absolute(), folder.absolute()
    title = f"{short_path(file)}{f':{name}' if name else ''}"
    if file.suffix == ".py":
        return _python(title, str(file), name or DEFAULT_NAMES, folder)
    hint = f"install its packages with: npm install --prefix {short_path(folder)}"
    runtime = str(_RUNTIMES / "node_runtime.mjs")
    return Handler(title, ("node", runtime, str(file), name or DEFAULT_NAMES), folder, hint)


def _of_module(module: str, name: str, folders: Sequence[Path]) -> Handler:
    """Take the folder that holds the module, else the first one: the module may be installed."""
    path = module.replace(".", "/")
    holders = (each for each in folders if (each / f"{path}.py").is_file() or (each / path).is_dir())
    return _python(f"{module}:{name}", module, name, next(holders, folders[0]).absolute())


def _python(title: str, place: str, names: str, folder: Path) -> Handler:
    interpreter = _interpreter(folder)
    hint = f"install it for {interpreter}"
    command = (interpreter, "-u", "-B", str(_RUNTIMES / "python_runtime.py"), str(folder), place, names)
    return Handler(title, command, folder, hint)


def _interpreter(folder: Path) -> str:
    """Return the Python of the project's virtual environment, else the one that runs this."""
    script = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
    for place in (folder, folder.parent):
        for environment in (".venv", "venv"):
            if (place / environment / script).is_file():
                return str(place / environment / script)
    return sys.executable


def _listed(folders: Sequence[Path]) -> str:
    return " and ".join(dict.fromkeys(short_path(folder.absolute()) for folder in folders))


def short_path(path: Path) -> str:
    """Return the path from the current folder, if it is within it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
