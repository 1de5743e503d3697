"""Trust Steps: a guide through five steps for overcoming trust issues, as a conversation agent of Home Assistant."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PORT, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady

from .client import CannotConnectError, TrustStepsClient
from .const import DOMAIN
from .models import Service

PLATFORMS = [Platform.CONVERSATION]

type TrustStepsConfigEntry = ConfigEntry[Service]


async def async_setup_entry(hass: HomeAssistant, entry: TrustStepsConfigEntry) -> bool:
    """Set up the conversation agent. Home Assistant tries again while the service is not running."""
    client = TrustStepsClient(entry.data[CONF_HOST], entry.data[CONF_PORT])
    try:
        languages = await client.languages()
    except CannotConnectError as error:
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key="cannot_connect") from error
    entry.runtime_data = Service(client, languages)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: TrustStepsConfigEntry) -> bool:
    """Remove the conversation agent."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
