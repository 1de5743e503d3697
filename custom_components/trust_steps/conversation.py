"""The conversation agent. The satellite goes on listening while the skill waits for a reply."""

from typing import Literal

from homeassistant.components.conversation import (
    ChatLog,
    ConversationEntity,
    ConversationInput,
    ConversationResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.intent import IntentResponse, IntentResponseErrorCode
from homeassistant.helpers.translation import async_get_translations

from . import TrustStepsConfigEntry
from .client import CannotConnectError
from .const import DOMAIN

NO_ANSWER = f"component.{DOMAIN}.exceptions.no_answer.message"


async def async_setup_entry(
    hass: HomeAssistant, entry: TrustStepsConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the conversation agent."""
    async_add_entities([TrustStepsConversation(hass, entry)])


class TrustStepsConversation(ConversationEntity):
    """Passes each sentence on to the service. Neither the sentence nor the answer is logged or kept."""

    _attr_has_entity_name = True
    _attr_name = None

    def __init__(self, hass: HomeAssistant, entry: TrustStepsConfigEntry) -> None:
        """Make the agent of a config entry."""
        self._hass = hass
        self._service = entry.runtime_data
        self._attr_unique_id = entry.entry_id
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)}, name=entry.title, entry_type=DeviceEntryType.SERVICE
        )

    @property
    def supported_languages(self) -> list[str] | Literal["*"]:
        """Return the languages that the skill speaks."""
        return self._service.languages

    async def _async_handle_message(self, user_input: ConversationInput, chat_log: ChatLog) -> ConversationResult:
        """Answer a sentence. The chat log stays without the answer, so that Home Assistant does not keep it."""
        response, expects_reply = IntentResponse(language=user_input.language), False
        context = {
            "conversation_id": chat_log.conversation_id,
            "device_id": user_input.device_id,
            "satellite_id": getattr(user_input, "satellite_id", None),  # since Home Assistant 2025.8
            "user_id": user_input.context.user_id,
        }
        given = {name: value for name, value in context.items() if value}
        try:
            answer = await self._service.client.say(user_input.text, self._locale(user_input.language), given)
        except CannotConnectError:
            response.async_set_error(IntentResponseErrorCode.FAILED_TO_HANDLE, await self._apology(user_input.language))
        else:
            response.async_set_speech(answer.text)
            expects_reply = answer.expects_reply
        return ConversationResult(
            response=response, conversation_id=chat_log.conversation_id, continue_conversation=expects_reply
        )

    def _locale(self, language: str) -> str:
        """Add Home Assistant's country to a language without one: the help lines depend on it."""
        country = self._hass.config.country
        return f"{language}-{country}" if country and "-" not in language else language

    async def _apology(self, language: str) -> str:
        texts = await async_get_translations(self._hass, language, "exceptions", [DOMAIN])
        return texts.get(NO_ANSWER, "Trust Steps does not answer.")
