"""The URL at which Alexa calls the skill, validated by Amazon's rules."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from skill.errors import SettingsError

PATH: Final = "/alexa"
_EXAMPLE: Final = "use for example https://trust-steps.example.com/alexa"
_PRIVATE_DOMAINS: Final = ("localhost", ".local", ".internal", ".invalid", ".test")


@dataclass(frozen=True, slots=True)
class EndpointUrl:
    """Raise SettingsError if Alexa could not reach the URL."""

    uri: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.uri)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise SettingsError(f"--endpoint {self.uri}: not a URL; {_EXAMPLE}") from None
        if parts.scheme != "https":
            raise SettingsError(f"--endpoint {self.uri}: Alexa supports https only; {_EXAMPLE}")
        if "." not in host or _is_ip_address(host) or host.endswith(_PRIVATE_DOMAINS):
            raise SettingsError(f"--endpoint {self.uri}: needs a public host name; {_EXAMPLE}")
        if port not in {None, 443}:
            raise SettingsError(f"--endpoint {self.uri}: Alexa calls only port 443; omit the port")
        if parts.username or parts.query or parts.fragment or not parts.path.endswith(PATH):
            raise SettingsError(f"--endpoint {self.uri}: must end in {PATH}, the path of the service; {_EXAMPLE}")

    def page(self, name: str) -> str:
        """Return the URL of a page of the same service."""
        return f"{self.uri.removesuffix(PATH)}/{name}"


@dataclass(frozen=True, slots=True)
class StagingUrl(EndpointUrl):
    """Any address of the service. Alexa need not reach it. Raise SettingsError if it is none."""

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.uri)
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address or parts.query or parts.fragment or not parts.path.endswith(PATH):
            raise SettingsError(f"--endpoint {self.uri}: use for example https://staging.internal:8443{PATH}")


def _is_ip_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
