"""Adds the integration: by the address of the service, or as Home Assistant has discovered it."""

from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from .client import CannotConnectError, TrustStepsClient
from .const import DOMAIN

TITLE = "Trust Steps"
SCHEMA = vol.Schema(
    {vol.Required(CONF_HOST, default="127.0.0.1"): str, vol.Required(CONF_PORT, default=10700): cv.port}
)


class TrustStepsConfigFlow(ConfigFlow, domain=DOMAIN):
    """Checks that the service answers before it is added."""

    VERSION = 1

    def __init__(self) -> None:
        """Start without an address."""
        self._address: dict[str, Any] = {}

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the address."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._async_abort_entries_match(user_input)
            error = await _error(user_input)
            if error is None:
                return self.async_create_entry(title=TITLE, data=user_input)
            errors["base"] = error
        schema = self.add_suggested_values_to_schema(SCHEMA, user_input or {})
        return self.async_show_form(step_id="user", data_schema=schema, errors=errors)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the new address of a service that has moved."""
        entry, errors = self._get_reconfigure_entry(), {}
        if user_input is not None:
            error = await _error(user_input)
            if error is None:
                return self.async_update_reload_and_abort(entry, data_updates=user_input)
            errors["base"] = error
        schema = self.add_suggested_values_to_schema(SCHEMA, user_input or entry.data)
        return self.async_show_form(step_id="reconfigure", data_schema=schema, errors=errors)

    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Propose a service that announces itself. One that is known may have a new address."""
        self._address = {CONF_HOST: discovery_info.host, CONF_PORT: discovery_info.port}
        await self.async_set_unique_id(discovery_info.name)
        self._abort_if_unique_id_configured(updates=self._address)
        self._async_abort_entries_match(self._address)
        if error := await _error(self._address):
            return self.async_abort(reason=error)
        self.context["title_placeholders"] = {"name": f"{TITLE} ({discovery_info.host})"}
        return await self.async_step_zeroconf_confirm()

    async def async_step_zeroconf_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether to add what was discovered."""
        if user_input is not None:
            return self.async_create_entry(title=TITLE, data=self._address)
        self._set_confirm_only()
        return self.async_show_form(
            step_id="zeroconf_confirm", description_placeholders={"host": str(self._address[CONF_HOST])}
        )


async def _error(address: dict[str, Any]) -> str | None:
    """Return the key of what is wrong with a service; None if the skill runs there."""
    try:
        languages = await TrustStepsClient(address[CONF_HOST], address[CONF_PORT]).languages()
    except CannotConnectError:
        return "cannot_connect"
    return None if languages else "no_conversation"
