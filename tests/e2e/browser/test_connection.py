"""What a person says is never lost: with a slow server, with one that stops, and over its restart."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.conftest import OpenPage
from tests.e2e.browser.simulator_page import PATIENCE, SimulatorPage
from tests.support.ports import free_port
from tests.support.process import RUN, running

pytestmark = pytest.mark.slow

DELAY_ANSWERS = """
const fetchNow = window.fetch;
window.fetch = async (path, ...rest) => {
  if (String(path).endsWith("/say")) await new Promise((resolve) => setTimeout(resolve, 4000));
  return fetchNow(path, ...rest);
};
undefined;
"""
"""Ends in no function, because Playwright would call it."""


class Server:
    """A simulator that stops and starts on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._running = ExitStack()

    def start(self) -> str:
        return self._running.enter_context(running(RUN, self._folder, PORT=str(self._port))).url

    def stop(self) -> None:
        self._running.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.stop()


def _opened(page: Page, url: str) -> SimulatorPage:
    page.goto(url)
    return SimulatorPage(page).ready().mute()


def test_a_sentence_that_the_server_stops_on_is_answered_after_its_restart(window: Page, server: Server) -> None:
    simulator = _opened(window, server.start())
    simulator.say("open trust steps")
    simulator.say("step three")
    server.stop()

    kept = simulator.say("next")
    simulator.page.get_by_label("What you say").fill("is this private")
    simulator.page.keyboard.press("Enter")
    server.start()
    expect(simulator.answers).to_have_count(4, timeout=1_000 * PATIENCE)

    assert kept.startswith("Not sent yet")
    answers = simulator.answers.all_inner_texts()
    assert "Step 3" in answers[1]
    assert "Step 4" in answers[2]
    expect(simulator.page.locator("#notice")).to_contain_text("goes on where it was")
    expect(simulator.page.locator(".note")).to_have_count(0)


def test_a_tab_that_is_reloaded_after_a_restart_has_its_conversation(window: Page, server: Server) -> None:
    simulator = _opened(window, server.start())
    simulator.say("open trust steps")
    simulator.say("step three")
    server.stop()
    server.start()

    window.reload()
    simulator.mute()
    expect(simulator.answers).to_have_count(2, timeout=1_000 * PATIENCE)

    assert "Step 4" in simulator.say("next")


def test_a_slow_answer_shows_that_it_is_on_its_way(open_page: OpenPage) -> None:
    simulator = open_page(new_context=True).mute()  # the clock belongs to the context
    simulator.page.evaluate(DELAY_ANSWERS)
    simulator.page.clock.install()
    simulator.page.get_by_label("What you say").fill("open trust steps")
    simulator.page.keyboard.press("Enter")

    simulator.page.clock.run_for(3_900)
    expect(simulator.status).to_have_text("One moment \u2026")
    expect(simulator.turns).to_contain_text(["open trust steps"])
    expect(simulator.answers).to_have_count(0)
    simulator.page.clock.run_for(200)

    assert "Welcome" in simulator.answer(0)
    expect(simulator.status).to_have_text("Listening")


def test_a_sentence_that_is_refused_can_be_said_again(browser: Browser, simulator_url: str) -> None:
    simulator = _opened(browser.new_context().new_page(), simulator_url)
    simulator.page.route("**/say", lambda route: route.fulfill(status=422, json={"error": "full"}), times=1)

    fault = simulator.say("open trust steps")
    simulator.click("Try again")
    again = simulator.answer(1)
    simulator.page.context.close()

    assert fault.startswith("full")
    assert "Welcome" in again
