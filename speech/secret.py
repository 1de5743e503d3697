"""A secret of this machine's own, kept in a file, so that people are found again after a restart."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from speech.errors import SpeechError

NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY


def kept_secret(file: Path) -> str:
    """Made where there is none, readable for its owner alone. Raises SpeechError."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError), os.fdopen(os.open(file, NEW, mode=0o600), "w") as new:
            new.write(token_hex())
        secret = file.read_text()
    except OSError as error:
        raise SpeechError(f"{file}: {error.strerror}; it must be a file that can be read and written") from error
    if not secret:
        raise SpeechError(f"{file} is empty; delete it, and a new one is made")
    return secret
