"""Finding one's way among the steps: by name, by number, forwards and back."""

from skill.dialogue.help import about
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen, StepScreen
from skill.dialogue.turn import Drawing, Turn
from skill.guide import Step


def next_step(turn: Turn) -> Reply:
    """The step that was offered, else the following one, done or not; at the end, what is still open or the closing."""
    if turn.asked == "next" and turn.due:
        return tell(turn, turn.due)
    if turn.here is None:
        return tell(turn, turn.guide.first)
    following = turn.guide.after(turn.here)
    if following:
        return tell(turn, following)
    if turn.due is None:
        return turn.tells(turn.say("closing"), then="revisit")
    if turn.due == turn.here:
        return turn.tells(turn.say("at_the_end"), then="done")
    return turn.tells(turn.say("at_the_end"), turn.say("earlier_open"), then="next")


def previous_step(turn: Turn) -> Reply:
    """The step before; before the first there is none."""
    if turn.here is None:
        return turn.asks("begin", turn.say("not_begun"))
    preceding = turn.guide.before(turn.here)
    if preceding:
        return tell(turn, preceding)
    return turn.tells(turn.say("at_the_start"), then="again")


def tell_again(turn: Turn) -> Reply:
    """The step that they are on, from its beginning."""
    return tell(turn, turn.here or turn.guide.first)


def go_to_step(turn: Turn) -> Reply:
    """A step by number or by name; one that there is not is told, and asked for again."""
    step = _named(turn)
    return tell(turn, step) if isinstance(step, Step) else turn.asks("which", turn.say(step))


def complete_step(turn: Turn) -> Reply:
    """Marks the named step as done, else the one that the person is on."""
    if not turn.slots:
        return complete(turn, turn.here) if turn.here else turn.asks("begin", turn.say("not_begun"))
    step = _named(turn)
    return complete(turn, step) if isinstance(step, Step) else turn.asks("which_done", turn.say(step))


def list_steps(turn: Turn) -> Reply:
    """All steps in one breath."""
    return turn.tells(turn.say("steps_intro"), _listed(turn), then="which")


def ask_which(turn: Turn) -> Reply:
    """To which step they want to go."""
    return turn.asks("which", turn.say("steps_intro"), _listed(turn))


def ask_which_done(turn: Turn) -> Reply:
    """Which step is to be marked as done."""
    return turn.asks("which_done", turn.say("steps_intro"), _listed(turn))


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
    there = turn.at(turn.progress.go_to(step.key, turn.now))
    return there.tells(there.say("step"), step.guidance, then="more", screen=_place(there, step))


def tell_me_more(turn: Turn) -> Reply:
    """The next part of the step's detail. Before the first step there is only the guide itself to tell about."""
    step = turn.here
    if step is None:
        return about(turn)
    part = turn.part + 1
    if part > len(step.detail):
        return turn.tells(turn.say("no_more"), then="example")
    there = turn.at(turn.progress.hear_part(step.key, part, turn.now))
    then = "more" if part < len(step.detail) else "example"
    return there.tells(step.detail[part - 1], then=then, screen=_place(there, step))


def example(turn: Turn) -> Reply:
    """Words that they could say to their partner."""
    there, step = _settled(turn)
    return there.tells(step.example, then="practice", screen=_place(there, step))


def practice(turn: Turn) -> Reply:
    """The step's exercise, with its pauses."""
    there, step = _settled(turn)
    is_done = step.key in turn.progress.done
    then = there.onward if is_done else "done"
    return there.tells(step.practice, then=then, screen=lambda: ExerciseScreen(step.title))


def complete(turn: Turn, step: Step) -> Reply:
    """Marks a step as done. Whoever marks another than the one that they are on stays where they are."""
    number = turn.guide.number(step)
    if step.key in turn.progress.done:
        return turn.tells(turn.say("already_done", number=number), then=turn.onward)
    settled = turn.progress if turn.here else turn.progress.go_to(step.key, turn.now)
    there = turn.at(settled.complete(step.key, turn.now))
    if there.due is None:
        return there.ends(there.say("all_done"), there.say("closing"))
    return there.tells(there.say("done", number=number), then="next" if there.due != there.here else "go_on")


def _place(turn: Turn, step: Step) -> Drawing:
    guide = turn.guide
    return lambda: StepScreen(
        guide.number(step), len(guide.steps), turn.say("screen_place"), step.title, turn.say("step")
    )


def _settled(turn: Turn) -> tuple[Turn, Step]:
    """The turn on a step: the person's own, or the first, which then becomes theirs."""
    if turn.here:
        return turn, turn.here
    return turn.at(turn.progress.go_to(turn.guide.first.key, turn.now)), turn.guide.first


def offer_practice(turn: Turn) -> Reply:
    """Who wants to hear no more may still want to do something."""
    return turn.asks("practice", turn.say("all_right"))


def offer_done(turn: Turn) -> Reply:
    """After a no to the exercise: done with this step, or not yet."""
    here = turn.here
    if here is None or here.key in turn.progress.done:
        return turn.asks(turn.onward, turn.say("all_right"))
    return turn.asks("done", turn.say("all_right"))
