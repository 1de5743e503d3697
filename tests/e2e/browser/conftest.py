"""The simulator's page in a real Chromium, served by a real `trust-steps run`."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright

from tests.e2e.browser.simulator_page import SimulatorPage
from tests.support.process import RUN, running

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
)
collect_ignore_glob: Final = [] if CHROMIUM else ["test_[!c]*.py"]
"""Without Chromium, only test_chromium.py is collected, which reports it."""

OpenPage = Callable[..., SimulatorPage]
Start = Callable[..., Browser]


@pytest.fixture(scope="package")
def simulator_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(RUN, tmp_path_factory.mktemp("data")) as service:
        yield service.url


@pytest.fixture(scope="package")
def chromium() -> Iterator[Start]:
    """Start a browser with additional flags."""
    with sync_playwright() as playwright:
        start = playwright.chromium.launch
        yield lambda *flags: start(executable_path=CHROMIUM, headless=True, args=[*FLAGS, *flags])


@pytest.fixture(scope="package")
def browser(chromium: Start) -> Iterator[Browser]:
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, simulator_url: str) -> Iterator[OpenPage]:
    """Open the page in a new context. Afterwards there must be no errors and no requests to other hosts."""
    problems: list[str] = []
    contexts = []

    def open_in_new_context(**context: Any) -> SimulatorPage:
        contexts.append(browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | context))
        page = contexts[-1].new_page()
        watch(page, simulator_url, problems)
        page.goto(simulator_url)
        return SimulatorPage(page).ready()

    yield open_in_new_context
    for context in contexts:
        context.close()
    assert problems == []


def watch(page: Page, simulator_url: str, problems: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(message.text)

    def on_error(error: Error) -> None:
        problems.append(str(error))

    def on_request(request: Request) -> None:
        if not request.url.startswith((simulator_url, "blob:", "data:")):
            problems.append(f"requested {request.url}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
