"""The simulator's page in a real Chromium, served by a real `trust-steps run`."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize, sync_playwright

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

SIZE: Final[ViewportSize] = {"width": 1440, "height": 900}

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


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """A window that the tests of a module reuse, since a new context takes a second of CPU."""
    with closing(browser.new_context(viewport=SIZE)) as context:
        yield context.new_page()


@pytest.fixture
def open_page(browser: Browser, window: Page, simulator_url: str) -> Iterator[OpenPage]:
    """Open the page: the first in the module's window, any other, or one with options, in a context of its own.

    Afterwards there must be no errors and no requests to other hosts.
    """
    problems: list[str] = []
    free = [window]

    with ExitStack() as stack:

        def open_in_window(*, new_context: bool = False, **context: Any) -> SimulatorPage:
            if context or new_context or not free:
                page = stack.enter_context(closing(browser.new_context(**{"viewport": SIZE} | context))).new_page()
                watch(page, simulator_url, problems)
            else:
                page = free.pop()
                page.set_viewport_size(SIZE)
                stack.callback(_leave, page, simulator_url, watch(page, simulator_url, problems))
            page.goto(simulator_url)
            return SimulatorPage(page).ready()

        yield open_in_window
    assert problems == []


def _leave(page: Page, simulator_url: str, stop_watching: Callable[[], None]) -> None:
    """Clear what the tab stores from another document, since an answer that is on its way would store it again."""
    stop_watching()
    page.goto(f"{simulator_url}/simulator/assets/icon.svg")
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")


def watch(page: Page, simulator_url: str, problems: list[str]) -> Callable[[], None]:
    """Add each problem of the page to a list, until the returned function is called."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(message.text)

    def on_error(error: Error) -> None:
        problems.append(str(error))

    def on_request(request: Request) -> None:
        if not request.url.startswith((simulator_url, "blob:", "data:")):
            problems.append(f"requested {request.url}")

    def stop() -> None:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
        page.remove_listener("request", on_request)

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
    return stop
