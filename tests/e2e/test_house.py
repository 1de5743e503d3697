"""Keeps the packages small and readable: how many modules they have, how long functions are, and what names mean."""

import ast
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import FrameType

import grimp
import pytest

from tests.support.alexa_client import TickingClock, alexa, sqlite
from tests.support.process import ROOT

PACKAGES = ("skill", "speech")
MOST_LINES = 40


def _modules(folder: str) -> list[Path]:
    """Every module except `__init__.py`, which holds a docstring."""
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if path.name != "__init__.py"]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _public_classes(path: Path) -> Iterator[str]:
    for node in _tree(path).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def _long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES:
                yield f"{path.relative_to(ROOT)}: {node.name} has {lines} lines"


@pytest.mark.parametrize(("package", "most"), [("skill", 99), ("speech", 138)])
def test_a_package_has_no_more_modules_than_its_limit(package: str, most: int) -> None:
    assert len(_modules(package)) <= most


def test_the_top_of_speech_has_at_most_four_modules() -> None:
    assert len([path for path in _modules("speech") if path.parent.name == "speech"]) <= 4


def test_no_two_public_classes_share_a_name() -> None:
    places = defaultdict(list)
    for package in PACKAGES:
        for path in _modules(package):
            for name in _public_classes(path):
                places[name].append(str(path.relative_to(ROOT)))

    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("folder", [*PACKAGES, "tools", "tests"])
def test_no_function_is_longer_than_forty_lines(folder: str) -> None:
    assert [found for path in _modules(folder) for found in _long_functions(path)] == []


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph(*PACKAGES, "interaction_models", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


def test_the_next_step_of_a_session_crosses_at_most_27_files(tmp_path: Path) -> None:
    """A reader who follows one request should not have to open more files than that."""
    clock = TickingClock()
    speaker = alexa(sqlite(tmp_path, clock), clock)
    for _ in range(12):  # the first rounds fill the cache of texts, whose wordings take turns
        speaker.launch()
        speaker.send_intent("GoToStepIntent", number="1")
        files = _files_called(lambda: speaker.send_intent("AMAZON.NextIntent"))

    assert "skill/dialogue/steps.py" in files
    assert len(files) <= 27, "\n".join(sorted(files))


def _files_called(call: Callable[[], object]) -> set[str]:
    """Return the files of the skill whose functions a call runs, traced by Python's profiler hook."""
    files = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(ROOT / "skill"):
            files.add(file.relative_to(ROOT).as_posix())

    previous = sys.getprofile()
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(previous)
    return files
