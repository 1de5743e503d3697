"""How soon the first answer is heard on the simulator's page."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.process import RUN, running


def measure(repetitions: int) -> float | None:
    """Return the median of the seconds from Enter to the first sound of a new visitor. None without a Chromium."""
    if CHROMIUM is None:
        return None
    flags = [*FLAGS, "--autoplay-policy=no-user-gesture-required"]
    with (
        TemporaryDirectory() as folder,
        running(RUN, Path(folder)) as simulator,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags) as browser,
    ):
        return median(_first_sounds(browser, simulator.url, repetitions))


def _first_sounds(browser: Browser, url: str, repetitions: int) -> Iterator[float]:
    for _ in range(repetitions):
        with closing(browser.new_context()) as context:
            page = context.new_page()
            page.goto(url)
            visitor = SimulatorPage(page).ready()
            page.evaluate("document.addEventListener('keydown', () => (window.pressed = performance.now()))")
            visitor.audio.evaluate(
                "audio => audio.addEventListener('playing', () => (window.played = performance.now()))"
            )
            visitor.say("open trust steps")
            if not visitor.plays_longer_than(0):
                raise TimeoutError("the first answer was not heard")
            yield page.evaluate("(window.played - window.pressed) / 1000")
