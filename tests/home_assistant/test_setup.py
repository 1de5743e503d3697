"""How Home Assistant finds the service, and how a person adds it."""

import asyncio

import pytest
from homeassistant import config_entries
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component

from tests.home_assistant.conftest import Add, Service


async def test_home_assistant_discovers_the_service_and_adds_it(
    hass: HomeAssistant, announced_service: Service
) -> None:
    """By real multicast DNS; Home Assistant's own Wyoming integration, which speaks, finds it as well."""
    assert await async_setup_component(hass, "zeroconf", {})
    await hass.async_start()
    async with asyncio.timeout(20):
        while not {"trust_steps", "wyoming"} <= _discovered(hass):  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.1)

    flow = next(flow for flow in hass.config_entries.flow.async_progress() if flow["handler"] == "trust_steps")
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    await hass.async_block_till_done()

    assert flow["context"]["title_placeholders"] == {"name": "Trust Steps (127.0.0.1)"}
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == {CONF_HOST: "127.0.0.1", CONF_PORT: announced_service.port}
    assert hass.states.get("conversation.trust_steps")


async def test_a_person_adds_the_service_by_its_address(hass: HomeAssistant, service: Service) -> None:
    result = await hass.config_entries.flow.async_init("trust_steps", context={"source": config_entries.SOURCE_USER})
    wrong = await hass.config_entries.flow.async_configure(result["flow_id"], {CONF_HOST: "127.0.0.1", CONF_PORT: 9})
    address = {CONF_HOST: "127.0.0.1", CONF_PORT: service.port}
    added = await hass.config_entries.flow.async_configure(result["flow_id"], address)
    await hass.async_block_till_done()

    assert wrong["errors"] == {"base": "cannot_connect"}
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert added["data"] == address


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (b"", "cannot_connect"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "cannot_connect"),
        (b"[]\n", "cannot_connect"),
        (b'{"type": "error", "data": {"text": "no"}}\n', "cannot_connect"),
        (b'{"type": "info", "data": {"handle": [{}]}}\n', "cannot_connect"),
        (b'{"type": "info", "data": {"handle": 7}}\n', "cannot_connect"),
        (b'{"type": "info", "data": {}}\n', "no_conversation"),
    ],
)
async def test_another_server_is_not_added(hass: HomeAssistant, reply: bytes, error: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(reply)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        flow = await hass.config_entries.flow.async_init("trust_steps", context={"source": config_entries.SOURCE_USER})
        result = await hass.config_entries.flow.async_configure(
            flow["flow_id"], {CONF_HOST: "127.0.0.1", CONF_PORT: port}
        )

    assert result["errors"] == {"base": error}


async def test_the_same_service_is_not_added_twice(hass: HomeAssistant, service: Service, add: Add) -> None:
    await add(service)

    result = await hass.config_entries.flow.async_init("trust_steps", context={"source": config_entries.SOURCE_USER})
    again = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_HOST: "127.0.0.1", CONF_PORT: service.port}
    )

    assert again["type"] is FlowResultType.ABORT
    assert again["reason"] == "already_configured"


def _discovered(hass: HomeAssistant) -> set[str]:
    return {flow["handler"] for flow in hass.config_entries.flow.async_progress()}


async def test_a_service_that_has_moved_gets_its_new_address(
    hass: HomeAssistant, service: Service, announced_service: Service, add: Add
) -> None:
    """The assistants that use the agent stay as they are."""
    entry = await add(service)

    result = await entry.start_reconfigure_flow(hass)
    moved = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_HOST: "127.0.0.1", CONF_PORT: announced_service.port}
    )
    await hass.async_block_till_done()

    assert moved["reason"] == "reconfigure_successful"
    assert entry.data[CONF_PORT] == announced_service.port
    assert hass.states.get("conversation.trust_steps")
