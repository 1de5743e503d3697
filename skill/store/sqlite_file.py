"""The file of the SQLite store: created, readable only by its owner, and opened."""

import logging
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

log: Final = logging.getLogger(__name__)


class SqliteFile:
    """Creates the file again if it was removed or replaced while the service runs."""

    def __init__(self, path: Path, create_tables: Callable[[sqlite3.Connection], None]) -> None:
        self.path = path.absolute()
        self._create_tables = create_tables
        self._identity: tuple[int, int] | None = None

    def connect(self, timeout: float) -> sqlite3.Connection:
        """Return a connection that waits up to `timeout` seconds for a lock. Raise OSError and sqlite3.Error.

        Commits survive a power cut, and deleted data is overwritten. The journal is SQLite's default, since switching
        to the write-ahead log fails when several workers create the file together.
        """
        identity = self._current_identity()
        is_known = identity is not None and identity == self._identity
        if not is_known:
            self._create()
        # mode=rw: SQLite would create a missing file without tables, readable by everyone.
        connection = sqlite3.connect(f"{self.path.as_uri()}?mode=rw", timeout=timeout, uri=True)
        try:
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA secure_delete = ON")
            if not is_known:
                self._create_tables(connection)
                self._remember()
        except BaseException:
            connection.close()
            raise
        return connection

    def _current_identity(self) -> tuple[int, int] | None:
        """Return the file's device and inode, None if it is missing or was emptied."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return (status.st_dev, status.st_ino) if status.st_size else None

    def _remember(self) -> None:
        if self._identity:
            log.warning("the progress file was removed or replaced, and was opened again: %s", self.path)
        self._identity = self._current_identity()

    def _create(self) -> None:
        folder = self.path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _restrict_folder(folder)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        _restrict(self.path, 0o600)


def _restrict_folder(folder: Path) -> None:
    """Leave a folder that others use as well: one like /tmp or /var/lib, which a service of root could take away."""
    if folder.stat().st_mode & stat.S_ISVTX or any(each.is_dir() for each in folder.iterdir()):
        if folder.stat().st_mode & 0o077:
            log.warning("the folder of the progress file is shared, so others may list it: %s", folder)
        return
    _restrict(folder, 0o700)


def _restrict(path: Path, mode: int) -> None:
    """Do nothing for another owner's file, which only that owner may change."""
    status = path.stat()
    if os.name == "posix" and status.st_uid == os.geteuid() and status.st_mode & 0o077:
        path.chmod(mode)
