"""The service is announced by real multicast DNS, here on the loopback interface alone."""

import asyncio

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from speech.wyoming.address import Address
from speech.wyoming.discovery import SERVICE_TYPE, announced, service_name

LOOPBACK = ["127.0.0.1"]


def test_an_announced_service_is_found_by_its_type_and_gone_after_its_end() -> None:
    async def look(name: str) -> AsyncServiceInfo | None:
        browser = AsyncZeroconf(interfaces=LOOPBACK)
        try:
            return await browser.async_get_service_info(SERVICE_TYPE, f"{name}.{SERVICE_TYPE}", timeout=1_000)
        finally:
            await browser.async_close()

    async def run() -> tuple[str, AsyncServiceInfo | None]:
        async with announced(Address("127.0.0.1", 0), 10_799, LOOPBACK) as name:
            return name, await look(name)

    name, found = asyncio.run(run())

    assert found is not None
    assert found.port == 10_799
    assert found.parsed_addresses() == ["127.0.0.1"]
    assert name.startswith("trust-steps-")


def test_the_name_stays_the_same_and_hides_the_name_of_the_machine() -> None:
    import socket

    assert service_name(10_700) == service_name(10_700) != service_name(10_701)
    assert socket.gethostname() not in service_name(10_700)
