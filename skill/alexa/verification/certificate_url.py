"""Amazon's rule for the addresses of signing certificates."""

import posixpath
import re
from functools import lru_cache

from skill.errors import VerificationError

ORIGIN = "https://s3.amazonaws.com"
FOLDER = "/echo.api/"
MAX_LENGTH = 1_024

_SAFE_URL = re.compile(
    r"(?i:https://s3\.amazonaws\.com)(?::443)?(?P<path>/[A-Za-z0-9!_.*'()/-]*)",
    re.ASCII,  # otherwise a long s matches an s
)


@lru_cache(maxsize=16)
def normalise(url: str) -> str:
    """Return the address in its canonical form, the only form that is ever fetched. Raise VerificationError.

    Amazon's rule ("Host a Custom Skill as a Web Service"): with dot segments resolved, the protocol is HTTPS, the host
    is s3.amazonaws.com, the port is 443 if there is one, and the path begins with /echo.api/, in this case. Beyond the
    rule, the path may contain only what the S3 guide calls safe characters, which every parser reads the same way. So
    user names, queries, fragments, percent escapes, backslashes, spaces and control characters are refused.
    """
    match = _SAFE_URL.fullmatch(url) if len(url) <= MAX_LENGTH else None
    path = posixpath.normpath(match["path"]) if match else ""
    if not path.startswith(FOLDER):
        raise VerificationError("certificate-url")
    return ORIGIN + path
