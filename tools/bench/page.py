"""How soon the first answer is heard on the desk's page."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.process import RUN, running


def hearing(times: int) -> float | None:
    """Seconds from Enter to the first sound of a newcomer's first answer, the median; None without a Chromium."""
    if CHROMIUM is None:
        return None
    flags = [*FLAGS, "--autoplay-policy=no-user-gesture-required"]
    with (
        TemporaryDirectory() as folder,
        running(RUN, Path(folder)) as desk,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags) as browser,
    ):
        return median(_first_sounds(browser, desk.url, times))


def _first_sounds(browser: Browser, url: str, times: int) -> Iterator[float]:
    for _ in range(times):
        with closing(browser.new_context()) as opened:
            page = opened.new_page()
            page.goto(url)
            newcomer = SimulatorPage(page).ready()
            page.evaluate("document.addEventListener('keydown', () => (window.pressed = performance.now()))")
            newcomer.audio.evaluate(
                "audio => audio.addEventListener('playing', () => (window.played = performance.now()))"
            )
            newcomer.say("open trust steps")
            if not newcomer.plays_longer_than(0):
                raise TimeoutError("the page's first answer was not heard")
            yield page.evaluate("(window.played - window.pressed) / 1000")
