"""Keeps what is slow to build from a model's samples in the user's cache folder.

The files hold samples of interaction models, and nothing that people say. They are pickles, and loading a pickle runs
what is in it. That is why a file is loaded only if it and its folder belong to this user and no other user can write
them; programs that run as this user could change the user's own programs as well. A checksum finds damaged files.
Without a usable cache everything is built, and nothing fails.
"""

import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from tempfile import gettempdir, mkstemp
from time import perf_counter
from typing import Any, Final, TypeVar

from speech.nlu.interaction_model import InteractionModel

if sys.platform != "win32":
    import fcntl

T = TypeVar("T")

WORTH_KEEPING: Final = 0.3
"""Seconds. What is built faster is not kept: that would save little, and take the place of what is slow."""

MOST_BYTES: Final = 200_000_000
"""Of all files. The model of Trust Steps in English takes 67 MB, and each change of the code makes another file."""

_PREFIX: Final = "matchers-"
_WRITABLE_BY_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH


def _code_digest() -> bytes:
    """Return a hash of this package, code and languages, and of the version of Python."""
    folder = Path(__file__).parent
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.parent.name != "__pycache__")
    contents = (part for file in files for part in (str(file.relative_to(folder)).encode(), file.read_bytes()))
    return _digest([sys.version.encode(), *contents])


def _digest(parts: Iterable[bytes]) -> bytes:
    """Return one hash of all parts, in which it shows where each part ends."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


_CODE: Final = _code_digest()
"""Read when the code is loaded: an edit afterwards must not give its name to what the old code builds."""


def model_key(model: InteractionModel, language: str, urgent: AbstractSet[str]) -> tuple[str, ...]:
    """Return what matchers depend on. The path of the model's file is not part of it."""
    return repr(replace(model, source="", notes=())), language, repr(sorted(urgent))


def cached(
    key_parts: Iterable[str],
    build: Callable[[], T],
    *,
    worth_keeping: float = WORTH_KEEPING,
    most_bytes: int = MOST_BYTES,
) -> T:
    """Return what an earlier call with the same key has built, also one of another process; else build it.

    The key must hold all that `build` depends on, apart from the code of this package and the version of Python.
    """
    folder = cache_folder(os.environ)
    if folder is None:
        return build()
    file = folder / f"{_PREFIX}{_digest([_CODE, *map(str.encode, key_parts)]).hex()}.pickle"
    # Any error means that there is nothing to use: damaged pickles raise almost every kind of exception.
    with suppress(Exception):
        kept: T = _load(file)
        return kept
    with _turn_to_build(file):
        with suppress(Exception):
            built_meanwhile: T = _load(file)  # by another process
            return built_meanwhile
        begin = perf_counter()
        built = build()
        if perf_counter() - begin >= worth_keeping:
            with suppress(OSError):
                _write(file, pickle.dumps(built, pickle.HIGHEST_PROTOCOL))
                _remove_oldest(folder, most_bytes)
        return built


def _load(file: Path) -> Any:
    return pickle.loads(_read(file))  # noqa: S301 - see the module's docstring


@contextmanager
def _turn_to_build(file: Path) -> Iterator[None]:
    """Wait for another process that builds the same. The system ends a turn with its process.

    The lock is a file in the system's folder for temporary files, since the cache folder may not exist yet. Where it
    cannot be had, processes build side by side.
    """
    lock = Path(gettempdir(), f"trust-steps-{file.stem}.lock")
    descriptor = _locked(lock)
    try:
        yield
    finally:
        if descriptor is not None:
            with suppress(OSError):
                lock.unlink()
            os.close(descriptor)


def _locked(path: Path) -> int | None:
    """Return the descriptor of the locked file; None on Windows, and if the file is not this user's."""
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            _check_owner(path, os.fstat(descriptor))
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor
    return None


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return None if the user has no home."""
    try:
        return _user_cache(environment) / "trust-steps"
    except RuntimeError:
        return None


def _user_cache(environment: Mapping[str, str]) -> Path:
    """The specification of XDG_CACHE_HOME ignores relative paths."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if (value := environment.get(name)) and Path(value).is_absolute():
            return Path(value)
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _read(file: Path) -> bytes:
    """Return the content without its checksum. Raises OSError for a file that is damaged or must not be trusted."""
    _check_owner(file.parent, file.parent.lstat())
    with open(file, "rb", opener=_open_no_link) as kept:
        _check_owner(file, os.fstat(kept.fileno()))
        checksum, content = kept.read(hashlib.sha256().digest_size), kept.read()
    if hashlib.sha256(content).digest() != checksum:
        raise OSError(f"{file}: is damaged")
    with suppress(OSError):
        os.utime(file)  # the files that are used stay
    return content


def _open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _write(file: Path, content: bytes) -> None:
    """Replace the file at once, so that no process reads half of it. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_owner(file.parent, file.parent.lstat())
    descriptor, name = mkstemp(prefix=_PREFIX, dir=file.parent)  # only this user can read it
    try:
        with os.fdopen(descriptor, "wb") as temporary:
            temporary.write(hashlib.sha256(content).digest())
            temporary.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _remove_oldest(folder: Path, most_bytes: int) -> None:
    """Keep the newest file, however large. Raises OSError, also if another process has just removed a file."""
    files = sorted(folder.glob(f"{_PREFIX}*"), key=lambda file: file.stat().st_mtime, reverse=True)
    sizes = accumulate(file.stat().st_size for file in files)
    for file, size in [*zip(files, sizes, strict=True)][1:]:
        if size > most_bytes:
            file.unlink()


def _check_owner(path: Path, status: os.stat_result) -> None:
    """Raises OSError unless the path is a file or folder that only this user can write. Windows protects by folder."""
    if stat.S_ISLNK(status.st_mode):
        raise OSError(f"{path}: is a link")
    if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & _WRITABLE_BY_OTHERS):
        raise OSError(f"{path}: others can write it")
