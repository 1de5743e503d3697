"""A sentence from Chromium's stand-in for a microphone, through the page and a real recognizer, to the skill."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Start
from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.process import RUN, running
from tests.support.recordings import silent, spoken, wav
from tests.support.speech_models import WHISPER, needs_whisper

pytestmark = [pytest.mark.slow, needs_whisper]


def test_what_is_said_is_recognized_on_this_machine_and_answered(chromium: Start, tmp_path: Path) -> None:
    microphone = tmp_path / "microphone.wav"
    microphone.write_bytes(wav(silent(1) + spoken("open trust steps") + silent(20)))
    flags = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    )
    settings = {"TRUST_STEPS_RECOGNIZER_MODEL": str(WHISPER)}

    with running(RUN, tmp_path, **settings) as service, chromium(*flags) as browser:
        page = browser.new_page()
        page.goto(service.url)
        simulator = SimulatorPage(page).ready().mute()
        simulator.click("Microphone")
        page.get_by_role("button", name="Listen", exact=True).click()

        expect(simulator.turns.first).to_contain_text("Welcome to Trust Steps", timeout=60_000)
        said = simulator.turns.first.inner_text().lower()

    assert "open trust steps" in said
