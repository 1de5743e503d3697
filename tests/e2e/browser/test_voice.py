"""The voice and the microphone: what is heard, and what the page shows meanwhile."""

import io
import wave

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.browser.conftest import OpenPage, Start
from tests.e2e.browser.simulator_page import SimulatorPage

pytestmark = pytest.mark.slow

HIGHLIGHTED = "() => [...CSS.highlights.get('spoken')].map(String).join(' ')"
RECOGNIZER = """
window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() {
    window.recognitions = (window.recognitions ?? 0) + 1;
    const hear = (transcript) => this.onresult({ results: [[{ transcript }]] });
    setTimeout(() => hear("open"), 50);
    setTimeout(() => hear("open trust steps"), 100);
    setTimeout(() => this.onend(), 150);
  }
  stop() { this.onend(); }
};
"""
"""Speech recognition needs a service of the browser's maker, which a test must not reach."""


def test_the_words_are_highlighted_as_they_are_spoken(open_page: OpenPage) -> None:
    """The highlighted word is the one that its time belongs to, in the middle of a long answer."""
    simulator = open_page()
    simulator.say("open trust steps")
    assert simulator.plays_longer_than(0.3)
    expect_words = simulator.answers.first.inner_text().split()
    simulator.audio.evaluate("audio => { audio.currentTime = 10; }")
    assert simulator.plays_longer_than(10.2)

    heard = simulator.page.evaluate(f"({HIGHLIGHTED})()")
    simulator.page.keyboard.press("Escape")
    expect(simulator.status).to_have_text("Listening")

    assert heard in expect_words
    assert 5 < expect_words.index(heard) < len(expect_words) - 5
    assert simulator.page.evaluate(f"({HIGHLIGHTED})()") == ""


def test_the_ring_of_an_exercise_has_the_length_and_the_position_of_the_sound(open_page: OpenPage) -> None:
    """Otherwise the ring goes on after the voice has ended."""
    simulator = open_page()
    simulator.set_device("show-8")
    simulator.say("open trust steps")
    simulator.say("practice")
    assert simulator.plays_longer_than(1.2)
    length = simulator.audio.evaluate("audio => audio.duration")
    countdown = simulator.screen.get_by_text(":", exact=False).first

    simulator.audio.evaluate("audio => { audio.currentTime = 30; }")
    expect(countdown).to_have_text(_clock(length - 30), timeout=2_000)
    simulator.page.keyboard.press("Escape")
    stopped = countdown.inner_text()
    simulator.page.wait_for_timeout(1_300)

    assert countdown.inner_text() == stopped


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def test_the_microphone_is_off_until_it_is_pressed_and_says_where_the_sound_goes(open_page: OpenPage) -> None:
    simulator = open_page(new_context=True).mute()
    simulator.page.add_init_script(RECOGNIZER)
    simulator.page.reload()
    simulator.ready()

    simulator.click("Microphone")
    expect(simulator.page.locator("#microphone-note")).to_contain_text("sends the sound to its maker")
    before = simulator.page.evaluate("window.recognitions ?? 0")
    simulator.page.get_by_role("button", name="Listen", exact=True).click()

    assert before == 0
    assert "Welcome" in simulator.answer(0)
    expect(simulator.turns.first).to_contain_text("open trust steps")
    expect(simulator.page.locator("#microphone")).to_have_attribute("aria-pressed", "false")


def test_a_microphone_that_fails_is_explained(open_page: OpenPage) -> None:
    """Here the browser's own recognizer is used, which is not allowed to listen in a test."""
    simulator = open_page(new_context=True).mute()

    simulator.click("Microphone")
    simulator.page.get_by_role("button", name="Listen", exact=True).click()

    expect(simulator.page.locator("#microphone-note")).to_contain_text("You can type instead.", timeout=15_000)
    assert "Welcome" in simulator.say("open trust steps")


def test_the_simulators_own_recognizer_gets_a_recording_of_this_machine_alone(
    chromium: Start, simulator_url: str
) -> None:
    """Chromium's stand-in for a microphone beeps. The route below stands for a simulator with a recognizer."""
    recordings: list[bytes] = []

    def transcribe(route: Route) -> None:
        recordings.append(route.request.post_data_buffer or b"")
        route.fulfill(json={"sentence": "open trust steps"})

    def announce(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json=response.json() | {"canTranscribe": True})

    with chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream") as browser:
        page = browser.new_page()
        page.route("**/conversations", announce)
        page.route("**/transcribe", transcribe)
        page.goto(simulator_url)
        simulator = SimulatorPage(page).ready().mute()
        simulator.click("Microphone")
        note = page.locator("#microphone-note").inner_text()
        page.get_by_role("button", name="Listen", exact=True).click()
        expect(simulator.status).to_have_text("Listening to you")
        page.wait_for_timeout(2_500)
        simulator.click("Microphone")
        answer = simulator.answer(0)

    with wave.open(io.BytesIO(recordings[0])) as recording:
        samples = recording.readframes(recording.getnframes())
        assert (recording.getnchannels(), recording.getsampwidth(), recording.getframerate()) == (1, 2, 16_000)
    assert len(samples) > 32_000
    assert any(samples)
    assert "on this machine" in note
    assert "Welcome" in answer


def test_a_microphone_that_is_left_with_escape_says_nothing(open_page: OpenPage) -> None:
    simulator = open_page(new_context=True).mute()
    simulator.page.add_init_script(RECOGNIZER.replace("150", "15000"))
    simulator.page.reload()
    simulator.ready()
    simulator.click("Microphone")
    simulator.page.get_by_role("button", name="Listen", exact=True).click()
    expect(simulator.page.get_by_label("What you say")).to_have_value("open trust steps")

    simulator.page.keyboard.press("Escape")

    expect(simulator.page.locator("#microphone")).to_have_attribute("aria-pressed", "false")
    expect(simulator.turns).to_have_count(0)


def test_a_browser_without_a_recognizer_has_no_microphone(open_page: OpenPage) -> None:
    simulator = open_page(new_context=True)
    simulator.page.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")

    simulator.page.reload()
    simulator.ready()

    expect(simulator.page.locator("#microphone")).to_be_hidden()
