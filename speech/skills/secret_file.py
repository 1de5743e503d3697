"""The secret of a local installation, stored in a file."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from speech.errors import SpeechError

_CREATE: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY


def load_or_create(file: Path) -> str:
    """Return the stored secret. A missing file is created, readable only by its owner. Raises SpeechError."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError), os.fdopen(os.open(file, _CREATE, mode=0o600), "w") as new:
            new.write(token_hex())
        secret = file.read_text()
    except OSError as error:
        raise SpeechError(f"{file}: {error.strerror}; it must be a readable and writable file") from error
    if not secret:
        raise SpeechError(f"{file} is empty; delete it to create a new secret")
    return secret
