import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import OpenPage
from tests.support.progress_states import place_at

pytestmark = pytest.mark.slow


def test_the_next_day_starts_on_request_and_the_place_is_remembered(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    date = simulator.page.locator("#now")
    simulator.say("open trust steps")
    simulator.say("go to step three")

    simulator.wait_a_day()
    expect(date).to_contain_text("Tuesday, 6 January 2026")
    welcome = simulator.say("open trust steps")
    answer = simulator.say("how am i doing")

    assert "go on" in welcome
    assert place_at("boundaries") in answer


def test_the_prompt_stays_the_same_for_a_day(open_page: OpenPage) -> None:
    simulator = open_page().mute()

    first = simulator.say("ask trust steps for today's reflection")
    later_today = simulator.say("ask trust steps for today's reflection")
    simulator.wait_a_day()
    tomorrow = simulator.say("ask trust steps for today's reflection")

    assert _prompt(first) == _prompt(later_today)
    assert _prompt(first) != _prompt(tomorrow)


def _prompt(answer: str) -> str:
    """Return the longest sentence of the answer, because the words around the prompt may vary."""
    return max(answer.split(". "), key=len)


def test_two_people_never_hear_each_others_place(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.set_person("Ana")
    simulator.say("open trust steps")
    simulator.say("go to step four")
    simulator.say("stop")

    simulator.set_person("Ben")
    welcome = simulator.say("open trust steps")
    ben = simulator.say("how am i doing")
    simulator.say("stop")
    simulator.set_person("Ana")
    simulator.say("open trust steps")
    ana = simulator.say("how am i doing")

    assert "Welcome to Trust Steps" in welcome
    assert "step 4" not in ben
    assert place_at("forgiveness") in ana


def test_the_stored_data_of_each_person_is_shown(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.set_person("Ana")
    simulator.say("open trust steps")
    simulator.say("go to step four")

    stored = simulator.tab_json("Stored")

    assert list(stored) == ["Ana"]
    assert stored["Ana"]["document"]["place"][1] == "forgiveness"
    assert "Ana" not in stored["Ana"]["key"]


def test_after_deletion_no_data_is_stored(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    simulator.say("go to step four")

    simulator.say("forget me")
    simulator.say("yes")

    expect(simulator.open_tab("Stored").locator(".json")).to_have_text('{"unknown person": {}}')


def test_two_tabs_are_two_conversations(open_page: OpenPage) -> None:
    one, other = open_page().mute(), open_page().mute()
    one.say("open trust steps")
    one.say("go to step four")

    assert "Welcome to Trust Steps" in other.say("open trust steps")


def test_a_reloaded_tab_resumes_its_conversation(open_page: OpenPage) -> None:
    simulator = open_page().mute()
    simulator.say("open trust steps")
    simulator.say("go to step four")

    simulator.page.reload()
    simulator.mute()
    expect(simulator.turns).to_have_count(2)

    assert "Step 5" in simulator.say("next")
