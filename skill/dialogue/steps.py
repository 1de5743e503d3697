"""Finding one's way among the steps: by name, by number, forwards and back."""

from skill.dialogue.help import about
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen, StepScreen
from skill.dialogue.turn import Drawing, Turn
from skill.guide import Step


def next_step(turn: Turn) -> Reply:
    """The step that was offered, else the following one, done or not; at the end, what is still open or the closing."""
    if turn.open_question == "next" and turn.next_open_step:
        return tell(turn, turn.next_open_step)
    if turn.current_step is None:
        return tell(turn, turn.guide.first)
    following = turn.guide.after(turn.current_step)
    if following:
        return tell(turn, following)
    if turn.next_open_step is None:
        return turn.answer(turn.phrase("closing"), then="revisit")
    if turn.next_open_step == turn.current_step:
        return turn.answer(turn.phrase("at_the_end"), then="done")
    return turn.answer(turn.phrase("at_the_end"), turn.phrase("earlier_open"), then="next")


def previous_step(turn: Turn) -> Reply:
    """The step before; before the first there is none."""
    if turn.current_step is None:
        return turn.ask("begin", turn.phrase("not_begun"))
    preceding = turn.guide.before(turn.current_step)
    if preceding:
        return tell(turn, preceding)
    return turn.answer(turn.phrase("at_the_start"), then="again")


def tell_again(turn: Turn) -> Reply:
    """The step that they are on, from its beginning."""
    return tell(turn, turn.current_step or turn.guide.first)


def go_to_step(turn: Turn) -> Reply:
    """A step by number or by name; one that there is not is told, and asked for again."""
    step = _named(turn)
    return tell(turn, step) if isinstance(step, Step) else turn.ask("which", turn.phrase(step))


def complete_step(turn: Turn) -> Reply:
    """Marks the named step as done, else the one that the person is on."""
    if not turn.slots:
        return complete(turn, turn.current_step) if turn.current_step else turn.ask("begin", turn.phrase("not_begun"))
    step = _named(turn)
    return complete(turn, step) if isinstance(step, Step) else turn.ask("which_done", turn.phrase(step))


def list_steps(turn: Turn) -> Reply:
    """All steps in one breath."""
    return turn.answer(turn.phrase("steps_intro"), _listed(turn), then="which")


def ask_which(turn: Turn) -> Reply:
    """To which step they want to go."""
    return turn.ask("which", turn.phrase("steps_intro"), _listed(turn))


def ask_which_done(turn: Turn) -> Reply:
    """Which step is to be marked as done."""
    return turn.ask("which_done", turn.phrase("steps_intro"), _listed(turn))


def _named(turn: Turn) -> Step | str:
    """The step that was asked for, else the key of the phrase that says what is wrong with it."""
    step, number = turn.slots.get("step"), turn.slots.get("number")
    found = turn.guide.step(step.id) if step and step.id else None
    if found is None and number and number.value.isdecimal():
        found = turn.guide.numbered(int(number.value[:4]))
    if found:
        return found
    if number:
        return "no_such_number"
    return "no_such_step" if step else "steps_intro"


def _listed(turn: Turn) -> str:
    """The steps in one breath, each with its number."""
    return " ".join(f"{number}: {step.short}." for number, step in enumerate(turn.guide.steps, start=1))


def tell(turn: Turn, step: Step) -> Reply:
    """Moves to a step and tells its guidance."""
    moved = turn.with_progress(turn.progress.go_to(step.key, turn.now))
    return moved.answer(moved.phrase("step"), step.guidance, then="more", screen=_place(moved, step))


def tell_me_more(turn: Turn) -> Reply:
    """The next part of the step's detail. Before the first step there is only the guide itself to tell about."""
    step = turn.current_step
    if step is None:
        return about(turn)
    part = turn.detail_part + 1
    if part > len(step.detail):
        return turn.answer(turn.phrase("no_more"), then="example")
    moved = turn.with_progress(turn.progress.hear_detail(step.key, part, turn.now))
    then = "more" if part < len(step.detail) else "example"
    return moved.answer(step.detail[part - 1], then=then, screen=_place(moved, step))


def example(turn: Turn) -> Reply:
    """Words that they could say to their partner."""
    moved, step = _settled(turn)
    return moved.answer(step.example, then="practice", screen=_place(moved, step))


def practice(turn: Turn) -> Reply:
    """The step's exercise, with its pauses."""
    moved, step = _settled(turn)
    is_done = step.key in turn.progress.done
    then = moved.resume_question if is_done else "done"
    return moved.answer(step.practice, then=then, screen=lambda: ExerciseScreen(step.title))


def complete(turn: Turn, step: Step) -> Reply:
    """Marks a step as done. Whoever marks another than the one that they are on stays where they are."""
    number = turn.guide.number(step)
    if step.key in turn.progress.done:
        return turn.answer(turn.phrase("already_done", number=number), then=turn.resume_question)
    settled = turn.progress if turn.current_step else turn.progress.go_to(step.key, turn.now)
    moved = turn.with_progress(settled.complete(step.key, turn.now))
    if moved.next_open_step is None:
        return moved.close(moved.phrase("all_done"), moved.phrase("closing"))
    return moved.answer(
        moved.phrase("done", number=number), then="next" if moved.next_open_step != moved.current_step else "go_on"
    )


def _place(turn: Turn, step: Step) -> Drawing:
    guide = turn.guide
    return lambda: StepScreen(
        guide.number(step), len(guide.steps), turn.phrase("screen_place"), step.title, turn.phrase("step")
    )


def _settled(turn: Turn) -> tuple[Turn, Step]:
    """The turn on a step: the person's own, or the first, which then becomes theirs."""
    if turn.current_step:
        return turn, turn.current_step
    return turn.with_progress(turn.progress.go_to(turn.guide.first.key, turn.now)), turn.guide.first


def offer_practice(turn: Turn) -> Reply:
    """Who wants to hear no more may still want to do something."""
    return turn.ask("practice", turn.phrase("all_right"))


def offer_done(turn: Turn) -> Reply:
    """After a no to the exercise: done with this step, or not yet."""
    here = turn.current_step
    if here is None or here.key in turn.progress.done:
        return turn.ask(turn.resume_question, turn.phrase("all_right"))
    return turn.ask("done", turn.phrase("all_right"))
