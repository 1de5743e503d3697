"""The simulator's page as a page object: what a person does there, and what they see and hear."""

import json
from dataclasses import dataclass
from time import monotonic
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

TIMEOUT = 10.0
PATIENCE = 90
"""Seconds in which a new server has prepared the model."""


@dataclass(frozen=True, slots=True)
class SimulatorPage:
    page: Page

    def ready(self) -> Self:
        expect(self.status).to_contain_text("Waiting for", timeout=1_000 * PATIENCE)
        return self

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")

    @property
    def turns(self) -> Locator:
        return self.page.locator(".turn")

    @property
    def answers(self) -> Locator:
        return self.page.locator(".answer")

    @property
    def audio(self) -> Locator:
        return self.page.locator("#audio")

    @property
    def screen(self) -> Locator:
        return self.page.get_by_role("region", name="The device's screen")

    def click(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def say(self, sentence: str) -> str:
        """Return the answer."""
        count = self.turns.count()
        self.page.get_by_label("What you say").fill(sentence)
        self.page.keyboard.press("Enter")
        return self.answer(count)

    def answer(self, index: int) -> str:
        """Wait for the turn with this index, and return the words of its answer."""
        turn = self.turns.nth(index)
        expect(turn.locator(".answer, .note, .remark").first).to_be_visible()
        return " ".join(turn.locator(".answer, .note").all_inner_texts())

    def mute(self) -> Self:
        self.page.get_by_label("Mute").check()
        return self

    def set(self, label: str, value: str) -> None:
        """Choose one of the settings."""
        self.click("Settings")
        self.page.get_by_label(label).select_option(value)
        self.click("Settings")

    def set_device(self, device_type: str) -> None:
        self.set("Device type", device_type)

    def inspect(self) -> Self:
        """Show what is behind the conversation."""
        button = self.page.get_by_role("button", name="Inspect", exact=True).first
        if button.get_attribute("aria-pressed") == "false":
            button.click()
        return self

    def set_person(self, person: str) -> None:
        self.inspect().page.get_by_label("Person").select_option(person)

    def wait_a_day(self) -> None:
        self.inspect().click("Next day")

    def say_nothing(self) -> None:
        self.inspect().click("Say nothing")

    def open_tab(self, tab: str) -> Locator:
        self.inspect().page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel", name=tab)

    def tab_json(self, tab: str) -> Any:
        """Return the value of a tree, folded or not: its text is JSON."""
        return json.loads(self.open_tab(tab).locator(".json").text_content() or "")

    def seconds_played(self) -> float:
        seconds: float = self.audio.evaluate("audio => audio.currentTime")
        return seconds

    def plays_longer_than(self, seconds: float) -> bool:
        """Wait until the current sound has played so long. The position of a stopped sound does not count."""
        deadline = monotonic() + TIMEOUT
        while monotonic() < deadline:
            if self.audio.evaluate("(audio, seconds) => !audio.paused && audio.currentTime > seconds", seconds):
                return True
            self.page.wait_for_timeout(50)
        return False
