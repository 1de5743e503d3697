"""A voice pipeline: Trust Steps answers, and Home Assistant's Wyoming integration speaks with the same service."""

import asyncio
import io
import wave
from dataclasses import replace

from homeassistant.components import tts
from homeassistant.components.assist_pipeline import PipelineEventType, async_get_pipeline
from homeassistant.components.assist_pipeline.pipeline import PipelineInput, PipelineRun, PipelineStage
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.chat_session import ChatSession, async_get_chat_session
from homeassistant.setup import async_setup_component

from tests.home_assistant.conftest import AGENT, Add, Service


async def test_a_satellite_hears_an_exercise_with_its_pauses_and_listens_on(
    hass: HomeAssistant, service: Service, add: Add
) -> None:
    """Home Assistant passes on only the words. Without the pauses, a minute of breathing would take half a minute."""
    await add(service)
    await add(service, "wyoming")
    assert await async_setup_component(hass, "assist_pipeline", {})

    await hass.services.async_call("tts", "clear_cache", blocking=True)  # files of an earlier run
    with async_get_chat_session(hass) as session:
        await _hear(hass, session, "open trust steps")
        heard = await _hear(hass, session, "breathe with me")
    output = heard[PipelineEventType.INTENT_END]["intent_output"]
    stream = tts.async_get_stream(hass, heard[PipelineEventType.TTS_END]["tts_output"]["token"])

    assert output["continue_conversation"] is True
    assert "Breathe in" in output["response"]["speech"]["plain"]["speech"]
    assert stream is not None
    assert _seconds(b"".join([part async for part in stream.async_stream_result()])) > 60


async def _hear(hass: HomeAssistant, session: ChatSession, text: str) -> dict[PipelineEventType, dict]:
    """Run the pipeline as a satellite does, from the text on, and return the data of its events."""
    pipeline = replace(
        async_get_pipeline(hass),
        conversation_engine=AGENT,
        conversation_language="en",
        tts_engine="tts.trust_steps",
        tts_language="en-US",
    )
    events = []
    run = PipelineRun(
        hass,
        context=Context(),
        pipeline=pipeline,
        start_stage=PipelineStage.INTENT,
        end_stage=PipelineStage.TTS,
        event_callback=events.append,
        tts_audio_output={tts.ATTR_PREFERRED_FORMAT: "wav"},  # what the service sends; needs no ffmpeg
    )
    heard = PipelineInput(run=run, session=session, intent_input=text)
    async with asyncio.timeout(30):
        await heard.validate()
        await heard.execute()
    return {event.type: event.data for event in events}


def _seconds(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav)) as sound:
        return sound.getnframes() / sound.getframerate()
