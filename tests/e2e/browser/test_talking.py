from contextlib import closing

from playwright.sync_api import Browser, expect

from tests.e2e.browser.conftest import Open, Start
from tests.e2e.browser.visit import Visit


def test_a_first_visit_comes_to_a_spoken_answer(visit: Open) -> None:
    newcomer = visit()

    newcomer.page.keyboard.type("open trust steps")  # the cursor is there already
    newcomer.page.keyboard.press("Enter")

    assert "Welcome to Trust Steps" in newcomer.comes_after(0)
    expect(newcomer.status).to_have_text("Speaking")
    assert newcomer.hears_more_than(0.5)


def test_it_is_shown_what_was_understood_and_what_was_sent(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")

    somebody.says("go to step three")

    facts = somebody.page.locator(".facts").last
    expect(facts).to_contain_text("GoToStepIntent")
    expect(facts).to_contain_text("number: 3")
    expect(facts).to_contain_text("score 1.00")
    assert somebody.last("Request")["request"]["intent"]["slots"]["number"]["value"] == "3"
    assert somebody.last("Response")["response"]["shouldEndSession"] is False


def test_an_older_turn_can_be_looked_into(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")
    somebody.says("next")

    somebody.page.get_by_role("button", name="Look inside").first.click()

    assert somebody.last("Request")["request"]["type"] == "LaunchRequest"


def test_pauses_can_be_seen(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")

    somebody.says("practice")

    assert somebody.page.locator(".answer .pause").count() > 3


def test_a_suggestion_is_said_when_it_is_pressed(visit: Open) -> None:
    somebody = visit().be_quiet()

    somebody.page.get_by_role("button", name="open trust steps", exact=True).click()
    somebody.comes_after(0)
    somebody.page.get_by_role("button", name="yes", exact=True).click()

    assert "Step 1" in somebody.comes_after(1)


def test_the_voice_is_stopped_played_again_and_made_faster(visit: Open) -> None:
    somebody = visit()
    somebody.says("open trust steps")
    assert somebody.hears_more_than(0.2)

    somebody.page.keyboard.press("Escape")
    expect(somebody.status).to_have_text("Listening")
    somebody.page.get_by_label("Speed").select_option("2")
    somebody.page.get_by_role("button", name="Play").click()
    expect(somebody.status).to_have_text("Speaking")
    assert somebody.hears_more_than(0.2)

    assert somebody.page.locator("#voice").evaluate("voice => voice.playbackRate") == 2


def test_it_can_be_read_without_a_sound(visit: Open) -> None:
    somebody = visit().be_quiet()

    answer = somebody.says("open trust steps")

    assert "Welcome" in answer
    expect(somebody.status).to_have_text("Listening")
    assert somebody.heard() == 0


def test_who_says_nothing_hears_the_reprompt_after_a_while(visit: Open) -> None:
    somebody = visit()
    somebody.says("open trust steps")
    assert somebody.hears_more_than(0.1)
    somebody.page.keyboard.press("Escape")

    silence = somebody.page.locator(".said.silent")

    expect(silence).to_have_count(0)
    expect(silence).to_have_count(1, timeout=10_000)
    expect(somebody.answers.last).to_contain_text("You can say yes")
    expect(somebody.status).to_have_text("Speaking")


def test_nothing_can_be_said_at_once(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")

    somebody.page.get_by_role("button", name="Say nothing").click()
    reprompt = somebody.comes_after(1)
    somebody.page.get_by_role("button", name="Say nothing").click()

    assert "You can say yes" in reprompt
    expect(somebody.page.locator(".turn").last).to_contain_text("The session is over.")


def test_a_desk_that_has_stopped_is_told(browser: Browser, desk: str) -> None:
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(desk)
        Visit(page).ready()
        context.set_offline(True)

        answer = Visit(page).says("open trust steps")

    assert answer.startswith("The desk does not answer.")


def test_what_alexa_would_not_pass_on_is_told_with_the_mend(visit: Open) -> None:
    somebody = visit().be_quiet()

    somebody.says("next")

    expect(somebody.page.locator(".turn").last).to_contain_text("Begin with “open trust steps”")


def test_a_cry_for_help_is_answered_in_the_middle_of_an_exercise(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")
    somebody.says("practice")

    answer = somebody.says("he hit me and i am scared to go home")

    assert "911" in answer
    assert "1-800-799-7233" in answer
    expect(somebody.page.locator(".facts").last).to_contain_text("SafetyIntent")


def test_another_locale_begins_anew_with_its_own_words(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("open trust steps")

    somebody.page.get_by_label("Language").select_option("en-GB")
    expect(somebody.page.locator(".turn")).to_have_count(0)
    somebody.says("open trust steps")

    assert "999" in somebody.says("i need help now")


UNTOUCHED = """
const timer = setInterval(() => {
  const field = document.getElementById("sentence");
  if (!document.getElementById("status")?.textContent.startsWith("Waiting")) return;
  clearInterval(timer);
  field.value = "open trust steps";
  field.form.requestSubmit();
}, 50);
"""
"""Says something as soon as it can, without a key or a touch. Whatever the test asks of a page counts as one."""


def test_where_sound_waits_for_a_gesture_it_is_told_and_play_plays(chromium: Start, desk: str) -> None:
    with chromium("--autoplay-policy=document-user-activation-required") as browser:
        page = browser.new_page()
        page.add_init_script(UNTOUCHED)
        page.goto(desk)
        page.wait_for_timeout(2_500)

        expect(page.locator("#status")).to_contain_text("press Play to hear it")
        page.get_by_role("button", name="Play").click()

        assert Visit(page).hears_more_than(0.3)


def test_alexas_own_question_is_answered_by_a_button_or_a_word(visit: Open) -> None:
    somebody = visit().be_quiet()
    asks = somebody.page.get_by_role("group", name="Alexa asks")
    somebody.says("ask trust steps to remind me every day at eight in the evening")
    somebody.says("yes")
    expect(asks).to_contain_text("may trust steps set reminders for you?")
    expect(somebody.status).to_have_text("Alexa waits for your answer")

    asks.get_by_role("button", name="Allow").click()
    allowed = somebody.comes_after(2)

    assert "I'll remind you every day at 8 in the evening." in allowed
    expect(asks.get_by_role("button", name="Allow")).to_be_disabled()
    expect(somebody.looks_at("Stored")).to_contain_text("kept by Alexa")


def test_alexas_own_question_can_be_denied_by_a_word(visit: Open) -> None:
    somebody = visit().be_quiet()
    somebody.says("ask trust steps to remind me every day at eight in the evening")
    somebody.says("yes")

    answer = somebody.says("no")

    assert "no reminders" in answer
