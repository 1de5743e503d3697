"""Announces the service on the home network by multicast DNS, so that Home Assistant finds it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from ipaddress import ip_address
from socket import gethostname
from typing import Final

from ifaddr import get_adapters
from zeroconf import Error, InterfaceChoice
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from speech.errors import SpeechError
from speech.wyoming.address import Address

SERVICE_TYPE: Final = "_wyoming._tcp.local."


@asynccontextmanager
async def announced(
    address: Address, port: int, interfaces: Sequence[str] | InterfaceChoice = InterfaceChoice.Default
) -> AsyncIterator[str]:
    """Yield the name under which the service is announced on these interfaces. Raises SpeechError."""
    name = service_name(port)
    info = AsyncServiceInfo(
        SERVICE_TYPE,
        f"{name}.{SERVICE_TYPE}",
        port=port,
        server=f"{name}.local.",
        parsed_addresses=_reachable(address),
    )
    try:
        zeroconf = AsyncZeroconf(interfaces=interfaces)
    except OSError as fault:
        raise SpeechError(f"--zeroconf: multicast DNS does not work here ({fault.strerror}); leave it out") from fault
    try:
        await zeroconf.async_register_service(info, allow_name_change=True)
        yield info.name.removesuffix(f".{SERVICE_TYPE}")
        await zeroconf.async_unregister_service(info)
    except Error as fault:
        raise SpeechError(f"--zeroconf: the service cannot be announced ({type(fault).__name__})") from fault
    finally:
        await zeroconf.async_close()


def service_name(port: int) -> str:
    """Return the same name at each start, so that Home Assistant knows the service again. It hides the host's name."""
    return f"trust-steps-{sha256(f'{gethostname()}:{port}'.encode()).hexdigest()[:8]}"


def _reachable(address: Address) -> list[str]:
    """Return the addresses that others can connect to."""
    if not address.is_any:
        return list(address.ips)
    listed = (str(ip.ip) for adapter in get_adapters() for ip in adapter.ips if ip.is_IPv4)
    return [ip for ip in listed if not (ip_address(ip).is_loopback or ip_address(ip).is_link_local)]
