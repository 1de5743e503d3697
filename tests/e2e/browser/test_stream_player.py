"""The audio player and the cards of the Alexa app on the page.

If one fails, a person does not see what plays or what a skill asks for, and cannot press its buttons.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from speech.cli.arguments import parse
from speech.simulator.loopback import serving
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from speech.web.registry import Registry
from speech.web.routes import page_blueprint
from tests.e2e.browser.simulator_page import SimulatorPage

SKILLS = Path(__file__).parents[2] / "integration"

pytestmark = pytest.mark.slow


@contextmanager
def serving_page(folder: str, handler: str) -> Iterator[str]:
    """Serve the page for a stand-in skill and yield the URL."""
    skill = ["--model", str(SKILLS / folder / "model.json"), "--handler", str(SKILLS / folder / handler)]
    selection = SkillSelection(TrustSteps({}), parse(["run", *skill]))
    app = Flask(__name__, static_folder=None)
    with Registry(selection.skill, "en-US") as registry:
        app.register_blueprint(page_blueprint(registry))
        with serving(app) as url:
            yield url


@pytest.fixture
def sea_radio(window: Page) -> Iterator[SimulatorPage]:
    with serving_page("audio_skill", "lambda/lambda_function.py") as url:
        window.goto(url)
        yield SimulatorPage(window).ready().mute()


@pytest.fixture
def parcel_service(window: Page) -> Iterator[SimulatorPage]:
    with serving_page("parcel_skill", "lambda_function.py") as url:
        window.goto(url)
        yield SimulatorPage(window).ready().mute()


def test_the_page_shows_what_plays_and_its_buttons_are_sent_to_the_skill(sea_radio: SimulatorPage) -> None:
    page, window = sea_radio, sea_radio.page
    player = window.get_by_role("group", name="Audio player")
    expect(player).to_be_hidden()

    page.say("ask sea radio to play the waves")
    expect(player).to_contain_text("The waves")
    page.click("30 seconds later")
    expect(player).to_contain_text("0:30, playing")
    page.click("Next stream")
    expect(player).to_contain_text("The gulls")
    page.click("To its end")
    expect(player).to_contain_text("The rain")
    page.click("Pause stream")

    expect(player).to_contain_text("0:00, stopped")
    expect(window.get_by_role("button", name="To its end")).to_be_disabled()
    assert "Audio player: STOPPED The rain at 0:00." in page.turns.last.inner_text()


def test_what_a_card_asks_for_is_allowed_by_a_button(parcel_service: SimulatorPage) -> None:
    page, app = parcel_service, parcel_service.page.get_by_role("group", name="Alexa app")
    page.say("open parcel service")
    expect(app).to_be_hidden()

    page.say("where do i live")
    page.click("Allow alexa::devices:all:address:full:read")
    expect(app).to_be_hidden()
    address = page.say("where do i live")
    page.say("list my parcels")
    page.click("Link an account")
    expect(app).to_be_hidden()

    assert address == "You live in Example."
    assert page.say("list my parcels") == "The account of simulated-account has two."
