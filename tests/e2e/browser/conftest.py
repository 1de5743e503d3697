"""The desk's page in a real Chromium, served by a real `trust-steps run`."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright

from tests.e2e.browser.visit import Visit
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
"""Without Chromium one test says so, instead of all."""

Open = Callable[..., Visit]
Start = Callable[..., Browser]


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk."""
    with running(RUN, tmp_path_factory.mktemp("data")) as service:
        yield service.url


@pytest.fixture(scope="package")
def chromium() -> Iterator[Start]:
    """Starts a browser with some flags more."""
    with sync_playwright() as playwright:
        start = playwright.chromium.launch
        yield lambda *flags: start(executable_path=CHROMIUM, headless=True, args=[*FLAGS, *flags])


@pytest.fixture(scope="package")
def browser(chromium: Start) -> Iterator[Browser]:
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, desk: str) -> Iterator[Open]:
    """Opens the page, each time for somebody else. Afterwards nothing may have gone wrong, nor left the machine."""
    wrong: list[str] = []
    contexts = []

    def open_page(**context: Any) -> Visit:
        contexts.append(browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | context))
        page = contexts[-1].new_page()
        watch(page, desk, wrong)
        page.goto(desk)
        return Visit(page).ready()

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def watch(page: Page, desk: str, wrong: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(message.text)

    def on_error(error: Error) -> None:
        wrong.append(str(error))

    def on_request(request: Request) -> None:
        if not request.url.startswith((desk, "blob:", "data:")):
            wrong.append(f"asked {request.url}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
