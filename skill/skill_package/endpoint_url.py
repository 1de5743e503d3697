"""Where the skill answers, as Amazon wants it said."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from skill.errors import SettingsError

PATH: Final = "/alexa"
_EXAMPLE: Final = "write for example https://trust-steps.example.com/alexa"
_NOWHERE: Final = ("localhost", ".local", ".internal", ".invalid", ".test")


@dataclass(frozen=True, slots=True)
class Address:
    """Raises SettingsError for what Alexa could never reach."""

    uri: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.uri)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise SettingsError(f"--endpoint {self.uri}: is not an address; {_EXAMPLE}") from None
        if parts.scheme != "https":
            raise SettingsError(f"--endpoint {self.uri}: Alexa speaks https only; {_EXAMPLE}")
        if "." not in host or _is_number(host) or host.endswith(_NOWHERE):
            raise SettingsError(f"--endpoint {self.uri}: needs a host name that the whole world knows; {_EXAMPLE}")
        if port not in {None, 443}:
            raise SettingsError(f"--endpoint {self.uri}: Alexa calls port 443 only; leave the port out")
        if parts.username or parts.query or parts.fragment or not parts.path.endswith(PATH):
            raise SettingsError(f"--endpoint {self.uri}: has to end in {PATH}, where the service answers; {_EXAMPLE}")

    def page(self, name: str) -> str:
        """A page that the service shows beside it."""
        return f"{self.uri.removesuffix(PATH)}/{name}"


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
