"""Somebody at the page: what they do there, and what they see and hear."""

import json
from dataclasses import dataclass
from time import monotonic
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Visit:
    page: Page

    def ready(self) -> Self:
        expect(self.status).to_contain_text("Waiting for")
        return self

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")

    @property
    def answers(self) -> Locator:
        return self.page.locator(".answer")

    @property
    def voice(self) -> Locator:
        return self.page.locator("#voice")

    @property
    def screen(self) -> Locator:
        return self.page.get_by_role("region", name="The device's screen")

    def says(self, sentence: str) -> str:
        """What is answered."""
        count = self.page.locator(".turn").count()
        self.page.get_by_label("What you say").fill(sentence)
        self.page.keyboard.press("Enter")
        return self.comes_after(count)

    def comes_after(self, count: int) -> str:
        """The words of the first turn after so many."""
        turn = self.page.locator(".turn").nth(count)
        expect(turn.locator(".answer, .note, .reprompt").first).to_be_visible()
        return " ".join(turn.locator(".answer, .note").all_inner_texts())

    def be_quiet(self) -> Self:
        self.page.get_by_label("Mute").check()
        return self

    def becomes(self, person: str) -> None:
        self.page.get_by_label("Who speaks").select_option(person)

    def takes(self, kind: str) -> None:
        self.page.get_by_label("Kind").select_option(kind)

    def looks_at(self, tab: str) -> Locator:
        self.page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel", name=tab)

    def last(self, tab: str) -> Any:
        """The JSON that a tab shows."""
        return json.loads(self.looks_at(tab).locator("pre").inner_text())

    def heard(self) -> float:
        """Seconds of the sound that have been played."""
        at: float = self.voice.evaluate("voice => voice.currentTime")
        return at

    def hears_more_than(self, seconds: float) -> bool:
        deadline = monotonic() + PATIENCE
        while self.heard() <= seconds and monotonic() < deadline:
            self.page.wait_for_timeout(50)
        return self.heard() > seconds
