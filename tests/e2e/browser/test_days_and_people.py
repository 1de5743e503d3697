from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open


def test_the_next_day_comes_when_it_is_asked_for_and_the_place_is_kept(visit: Open) -> None:
    somebody = visit().be_quiet()
    calendar = somebody.page.locator("#now")
    somebody.says("open trust steps")
    somebody.says("go to step three")

    somebody.page.get_by_role("button", name="Next day").click()
    expect(calendar).to_contain_text("Tuesday, 6 January 2026")
    welcome = somebody.says("open trust steps")
    answer = somebody.says("how am i doing")

    assert "where you left off" in welcome
    assert "step 3 of 5" in answer


def test_today_the_prompt_is_the_same_and_tomorrow_another(visit: Open) -> None:
    somebody = visit().be_quiet()

    first = somebody.says("ask trust steps for today's reflection")
    again = somebody.says("ask trust steps for today's reflection")
    somebody.page.get_by_role("button", name="Next day").click()
    tomorrow = somebody.says("ask trust steps for today's reflection")

    assert _prompt(first) == _prompt(again)
    assert _prompt(first) != _prompt(tomorrow)


def _prompt(answer: str) -> str:
    """The longest sentence of the answer: what stands around the prompt may vary."""
    return max(answer.split(". "), key=len)


def test_two_people_never_hear_each_others_place(visit: Open) -> None:
    couple = visit().be_quiet()
    couple.becomes("Ana")
    couple.says("open trust steps")
    couple.says("go to step four")
    couple.says("stop")

    couple.becomes("Ben")
    welcome = couple.says("open trust steps")
    ben = couple.says("how am i doing")
    couple.says("stop")
    couple.becomes("Ana")
    couple.says("open trust steps")
    ana = couple.says("how am i doing")

    assert "Welcome to Trust Steps" in welcome
    assert "step 4" not in ben
    assert "step 4 of 5" in ana


def test_it_is_shown_what_is_stored_about_each(visit: Open) -> None:
    couple = visit().be_quiet()
    couple.becomes("Ana")
    couple.says("open trust steps")
    couple.says("go to step four")

    stored = couple.last("Stored")

    assert list(stored) == ["Ana"]
    assert stored["Ana"]["document"]["place"][1] == "forgiveness"
    assert "Ana" not in stored["Ana"]["key"]


def test_after_forgetting_nothing_is_stored(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")
    somebody.says("go to step four")

    somebody.says("forget me")
    somebody.says("yes")

    expect(somebody.looks_at("Stored").locator("pre")).to_have_text('{\n  "somebody": {}\n}')


def test_two_tabs_are_two_conversations(visit: Open) -> None:
    one, other = visit().be_quiet(), visit().be_quiet()
    one.says("open trust steps")
    one.says("go to step four")

    assert "Welcome to Trust Steps" in other.says("open trust steps")


def test_a_tab_that_is_loaded_again_goes_on_where_it_was(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")
    somebody.says("go to step four")

    somebody.page.reload()
    somebody.be_quiet()
    expect(somebody.page.locator(".turn")).to_have_count(2)

    assert "Step 5" in somebody.says("next")
