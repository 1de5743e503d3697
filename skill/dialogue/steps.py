"""The steps of the guide: moving between them, hearing one part by part, and marking it as done."""

from collections.abc import Mapping
from typing import Final

from skill.dialogue.help import about
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen, StepScreen
from skill.dialogue.turn import ScreenFactory, Turn
from skill.guide import Step

OFFERS: Final[Mapping[str | None, tuple[str, ...]]] = {
    None: ("more", "example", "practice"),
    "happened": ("more", "practice", "example"),
    "worry": ("practice", "more", "example"),
    "talks": ("example", "practice", "more"),
}
"""What a step offers after its guidance, in order, by the person's path. A path that is not listed offers as None."""


def next_step(turn: Turn) -> Reply:
    """Present the step that was offered, else the following one, done or not. After the last, name an open step."""
    if turn.open_question == "next" and turn.next_open_step:
        return present_step(turn, turn.next_open_step)
    if turn.current_step is None:
        return present_step(turn, turn.guide.first)
    following = turn.guide.after(turn.current_step)
    if following:
        return present_step(turn, following)
    if turn.next_open_step is None:
        return turn.answer(turn.phrase("closing"), then=turn.resume_question)
    if turn.next_open_step == turn.current_step:
        return turn.answer(turn.phrase("at_the_end"), then="done")
    return turn.answer(turn.phrase("at_the_end"), turn.phrase("earlier_open"), then="next")


def previous_step(turn: Turn) -> Reply:
    if turn.current_step is None:
        return turn.ask("begin", turn.phrase("not_begun"))
    preceding = turn.guide.before(turn.current_step)
    if preceding:
        return present_step(turn, preceding)
    return turn.answer(turn.phrase("at_the_start"), then="again")


def repeat_step(turn: Turn) -> Reply:
    """Present the current step from its beginning."""
    return present_step(turn, turn.current_step or turn.guide.first)


def go_to_step(turn: Turn) -> Reply:
    """Present a step by number or name. If there is no such step, say so and ask again."""
    step = _requested_step(turn)
    return present_step(turn, step) if isinstance(step, Step) else turn.ask("which", turn.phrase(step))


def list_steps(turn: Turn) -> Reply:
    return turn.answer(turn.phrase("steps_intro"), _numbered_names(turn), then="which")


def ask_which(turn: Turn) -> Reply:
    """Ask which step to hear."""
    return turn.ask("which", turn.phrase("steps_intro"), _numbered_names(turn))


def ask_which_done(turn: Turn) -> Reply:
    """Ask which step to mark as done."""
    return turn.ask("which_done", turn.phrase("steps_intro"), _numbered_names(turn))


def present_step(turn: Turn, step: Step, *before: str) -> Reply:
    """Move to a step and give its guidance, after other statements."""
    moved = turn.with_progress(turn.progress.go_to(step.key, turn.now))
    words = moved.worded(step)
    statements = (*before, moved.phrase("step"), words.guidance)
    return moved.answer(*statements, then=_offers(moved)[0], screen=_step_screen(moved, step))


def resume_step(turn: Turn, step: Step) -> Reply:
    """Go on with a step where the person left off: remind them of it in a sentence, and offer what they have not heard.

    A one-shot gets what comes next instead of an offer, and so does a person who was just asked whether to hear it.
    """
    follow_up = _follow_up(turn, step)
    handler = {"more": tell_me_more, "example": example, "practice": practice}[follow_up]
    if turn.open_question == follow_up:
        return handler(turn)
    if turn.one_shot:
        return handler(turn) if follow_up == "practice" else _announced(turn, handler(turn))
    return turn.answer(turn.phrase("recap"), then=follow_up, screen=_step_screen(turn, step))


def tell_me_more(turn: Turn) -> Reply:
    """Give the next part of the step's detail, the last one with the example that it leads to.

    A path that offers the example before the detail does not repeat it. Before the first step, describe the skill.
    """
    step = turn.current_step
    if step is None:
        return about(turn)
    words = turn.worded(step)
    part = turn.detail_part + 1
    if part > len(words.detail):
        return turn.answer(turn.phrase("no_more"), then=_offer_after(turn, step, "more"))
    heard = part if part < len(words.detail) else part + 1
    moved = turn.with_progress(turn.progress.hear_detail(step.key, heard, turn.now))
    if part < len(words.detail):
        return moved.answer(words.detail[part - 1], then="more", screen=_step_screen(moved, step))
    example = [words.example] if "example" in _after(_offers(moved), "more") else []
    then = _offer_after(moved, step, "more")
    return moved.answer(words.detail[part - 1], *example, then=then, screen=_step_screen(moved, step))


def example(turn: Turn) -> Reply:
    """Give words that the person could say to their partner."""
    moved, step = _on_a_step(turn)
    if moved.detail_part == _detail_count(moved, step):
        moved = moved.with_progress(moved.progress.hear_detail(step.key, moved.detail_part + 1, turn.now))
    then = _offer_after(moved, step, "example")
    return moved.answer(moved.worded(step).example, then=then, screen=_step_screen(moved, step))


def practice(turn: Turn) -> Reply:
    moved, step = _on_a_step(turn)
    then = _offer_after(moved, step, "practice")
    return moved.answer(step.practice, then=then, screen=lambda: ExerciseScreen(step.title))


def decline(offer: str, turn: Turn) -> Reply:
    """After a no to an offer of the step, make its next one. A person who wants no more gets no example either."""
    step, passed = turn.current_step, ("more", "example") if offer == "more" else (offer,)
    following = [each for each in _after(_offers(turn), offer) if each not in passed]
    return turn.ask(following[0] if following else _last_offer(turn, step), turn.phrase("all_right"))


def doubt_more(turn: Turn) -> Reply:
    return turn.ask("example", turn.phrase("unsure_more"))


def doubt_done(turn: Turn) -> Reply:
    return turn.ask("again", turn.phrase("unsure_done"))


def doubt_which_done(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_which_done"))


def complete_step(turn: Turn) -> Reply:
    """Mark the named step as done, or the current one if none is named."""
    if not turn.slots:
        step = turn.current_step
        return _complete(turn, step) if step else turn.ask("begin", turn.phrase("not_begun"))
    requested = _requested_step(turn)
    return _complete(turn, requested) if isinstance(requested, Step) else turn.ask("which_done", turn.phrase(requested))


def finish_step(turn: Turn) -> Reply:
    """After a yes, mark the current step as done and go on to the next open one without another question."""
    step = turn.current_step
    if step is None or step.key in turn.progress.done:
        return complete_step(turn)
    moved = turn.with_progress(turn.progress.complete(step.key, turn.now))
    following = moved.next_open_step
    done = moved.phrase("done", number=turn.guide.number(step))
    return present_step(moved, following, done) if following else _close_guide(moved)


def _close_guide(turn: Turn) -> Reply:
    return turn.close(turn.phrase("all_done"), turn.phrase("closing"))


def _complete(turn: Turn, step: Step) -> Reply:
    """Mark a step as done. Marking another step than the current one does not move the person."""
    number = turn.guide.number(step)
    if step.key in turn.progress.done:
        return turn.answer(turn.phrase("already_done", number=number), then=turn.resume_question)
    placed = turn.progress if turn.current_step else turn.progress.go_to(step.key, turn.now)
    moved = turn.with_progress(placed.complete(step.key, turn.now))
    if moved.next_open_step is None:
        return _close_guide(moved)
    then = "next" if moved.next_open_step != moved.current_step else "go_on"
    is_answer = turn.one_shot or turn.open_question in {"done", "which_done"}
    way_back = [] if is_answer else [moved.phrase("done_unasked", number=number)]
    return moved.answer(moved.phrase("done", number=number), *way_back, then=then)


def _follow_up(turn: Turn, step: Step) -> str:
    """Return the question that offers what the person has not heard of the step they are on."""
    if turn.detail_part < _detail_count(turn, step):
        return "more"
    return "example" if turn.detail_part == _detail_count(turn, step) else "practice"


def _announced(turn: Turn, reply: Reply) -> Reply:
    return reply._replace(speech=f"{turn.phrase('step')} {reply.speech}")


def _requested_step(turn: Turn) -> Step | str:
    """Return the requested step, or the key of the phrase that says what is wrong with the request."""
    step, number = turn.slots.get("step"), turn.slots.get("number")
    found = turn.guide.step(step.id) if step and step.id else None
    if found is None and number and number.value.isdecimal():
        found = turn.guide.numbered(int(number.value[:4]))
    if found:
        return found
    if number:
        return "no_such_number"
    return "no_such_step" if step else "steps_intro"


def _detail_count(turn: Turn, step: Step) -> int:
    return len(turn.worded(step).detail)


def _offers(turn: Turn) -> tuple[str, ...]:
    return OFFERS.get(turn.progress.path, OFFERS[None])


def _after(offers: tuple[str, ...], offer: str) -> tuple[str, ...]:
    return offers[offers.index(offer) + 1 :]


def _offer_after(turn: Turn, step: Step, given: str) -> str:
    """Return the question that follows once a part of the step was given. What was heard is not offered again.

    A person who asks for the example sooner than their path offers it still gets the offers before it.
    """
    heard = {given, "more", "example"} if turn.detail_part >= _detail_count(turn, step) else {given}
    offers = _offers(turn)
    passed_over = offers[_position(turn, offers) :] if given == "example" else ()
    following = (offer for offer in (*_after(offers, given), *passed_over) if offer not in heard)
    return next(following, None) or _last_offer(turn, step)


def _position(turn: Turn, offers: tuple[str, ...]) -> int:
    """Return the index of the offer that was asked about; the number of offers if all of them were made."""
    if turn.open_question == "done":
        return len(offers)
    return offers.index(turn.open_question) if turn.open_question in offers else 0


def _last_offer(turn: Turn, step: Step | None) -> str:
    """Return the question whether to mark the step as done; for a step that is, the one that leads on."""
    return turn.resume_question if step is None or step.key in turn.progress.done else "done"


def _on_a_step(turn: Turn) -> tuple[Turn, Step]:
    """Return the turn on the current step or, before the first step, moved to the first."""
    if turn.current_step:
        return turn, turn.current_step
    return turn.with_progress(turn.progress.go_to(turn.guide.first.key, turn.now)), turn.guide.first


def _numbered_names(turn: Turn) -> str:
    return " ".join(f"{number}: {step.short}." for number, step in enumerate(turn.guide.steps, start=1))


def _step_screen(turn: Turn, step: Step) -> ScreenFactory:
    guide = turn.guide
    return lambda: StepScreen(
        guide.number(step), len(guide.steps), turn.phrase("screen_place"), step.title, turn.phrase("step")
    )
