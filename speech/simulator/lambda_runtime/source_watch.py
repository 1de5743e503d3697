"""Notices that files of a project have changed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SUFFIXES: Final = frozenset({".cjs", ".js", ".json", ".mjs", ".py", ".toml", ".txt", ".yaml", ".yml"})
IGNORED: Final = frozenset({".ask", ".git", ".venv", "__pycache__", "node_modules", "venv"})


class SourceWatch:
    """Compares the times and sizes of files, each time that it is asked."""

    def __init__(self, *roots: Path) -> None:
        """`roots` are files and folders."""
        self._roots = roots
        self._seen = set(self._files())

    def changed(self) -> list[Path]:
        """Return the files that are new, changed or gone since the last call."""
        before, self._seen = self._seen, set(self._files())
        return sorted({path for path, *_ in before ^ self._seen})

    def _files(self) -> Iterator[tuple[Path, int, int]]:
        for path in self._paths():
            try:
                status = path.stat()
            except OSError:
                continue
            yield path, status.st_mtime_ns, status.st_size

    def _paths(self) -> Iterator[Path]:
        for root in self._roots:
            if root.is_file():
                yield root
            for folder, folders, names in os.walk(root):
                folders[:] = [name for name in folders if name not in IGNORED]
                yield from (Path(folder, name) for name in names if Path(name).suffix in SUFFIXES)
