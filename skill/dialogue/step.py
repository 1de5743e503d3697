"""One step told: its guidance, its detail, words to use, its exercise, and marking it as done."""

from skill.dialogue.helping import about
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen, StepScreen
from skill.dialogue.turn import Drawing, Turn
from skill.guide import Step


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
