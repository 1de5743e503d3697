"""Where Amazon keeps its signing certificates, and the one way to write such an address."""

import posixpath
import re
from functools import lru_cache

from skill.errors import NotAlexa

ORIGIN = "https://s3.amazonaws.com"
FOLDER = "/echo.api/"
LONGEST = 1_024

_PLAIN = re.compile(
    r"(?i:https://s3\.amazonaws\.com)(?::443)?(?P<path>/[A-Za-z0-9!_.*'()/-]*)",
    re.ASCII,  # else a long s would pass for an s
)


@lru_cache(maxsize=16)
def normalise(url: str) -> str:
    """Write the address as we would write it ourselves, the only form that is ever fetched.

    Amazon's rule ("Host a Custom Skill as a Web Service"): with dot segments resolved it is HTTPS, on
    s3.amazonaws.com, on port 443 if any is given, and its path begins with /echo.api/ in just that case. Beyond
    the rule, a path may hold only what the S3 guide calls safe characters, which no two readers take differently.
    So user names, queries, fragments, percent escapes, backslashes, blanks and control characters have no way in.
    Raises NotAlexa.
    """
    written = _PLAIN.fullmatch(url) if len(url) <= LONGEST else None
    path = posixpath.normpath(written["path"]) if written else ""
    if not path.startswith(FOLDER):
        raise NotAlexa("certificate-url")
    return ORIGIN + path
