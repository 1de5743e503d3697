"""Finding one's way among the steps: by name, by number, forwards and back."""

from skill.dialogue.reply import Reply
from skill.dialogue.step import complete, tell
from skill.dialogue.turn import Turn
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
