"""An exercise for two people on one speaker, who take turns: one speaks for a minute, the other says it back.

The microphone is closed while the device is silent for them, so nothing that they say to each other is heard. It opens
only for the question whether to switch. What is said then by chance gives them more time, and any wish to stop ends it.
The turn is kept in the session alone, because two voices that Alexa recognizes are two people to the store.
"""

from collections.abc import Iterator
from typing import Final

from skill.dialogue.reply import CoupleTurn, Reply
from skill.dialogue.screen import CouplePlace, CoupleScreen
from skill.dialogue.turn import Turn
from skill.guide import Step

QUESTION: Final = "turn"
"""The open question while two people take turns."""

_LAST: Final = 4
"""The first one speaks, the second says it back, the second speaks, the first says it back."""


def invite(turn: Turn) -> Reply:
    """Say for whom this is, and ask whether both want it. Nothing begins without a plain yes.

    The warning about fear is said once in a session: a second time it would sound like a suspicion.
    """
    words = turn.phrase("couple_again" if turn.asked.get("couple") else "couple")
    return _at(turn, CoupleTurn(_step(turn).key)).ask("couple", words)


def begin(turn: Turn) -> Reply:
    return _announce(turn, 1)


def decline(turn: Turn) -> Reply:
    """Accept a no in words that do not ask who said it, and offer something that no one has to share."""
    return turn.ask("thought", turn.phrase("couple_declined"))


def doubt(turn: Turn) -> Reply:
    return turn.ask("thought", turn.phrase("couple_unsure"))


def switch(turn: Turn) -> Reply:
    """Announce the next turn. If the session does not know the turn, begin with the question to both."""
    return _announce(turn, turn.couple_turn.number + 1) if turn.couple_turn else invite(turn)


def switch_or_invite(turn: Turn) -> Reply:
    """Announce the next turn, as "we're ready" means between turns. If they name a step, offer its exercise."""
    return invite(turn) if "step" in turn.slots else switch(turn)


def wait(turn: Turn) -> Reply:
    """Give more time. Most of what is misheard between turns is said to the partner."""
    return turn.ask(QUESTION, turn.phrase("couple_wait"), turn.phrase("couple_quiet_wait"))


def stop(turn: Turn) -> Reply:
    """End at once. The guide takes it upon itself, so that no one has to explain."""
    return turn.close(turn.phrase("couple_stopped"))


def _announce(turn: Turn, number: int) -> Reply:
    step = _step(turn)
    if number > _LAST:
        return turn.close(*_farewell(turn, step))
    moved = _at(turn, CoupleTurn(step.key, number))
    is_speaking = number % 2 == 1
    if is_speaking:
        words = moved.phrase("couple_begin" if number == 1 else "couple_second", topic=step.together)
    else:
        words = moved.phrase("couple_back")
    quiet = moved.phrase("couple_quiet_minute" if is_speaking else "couple_quiet_back")
    if number == _LAST:
        return moved.close(words, quiet, *_farewell(moved, step), screen=lambda: _screen(moved, number))
    return moved.ask(QUESTION, words, quiet, moved.phrase("couple_over"), screen=lambda: _screen(moved, number))


def _farewell(turn: Turn, step: Step) -> Iterator[str]:
    """Give them a prompt for two to take with them. It is not recorded: the store knows one of them at most."""
    yield turn.phrase("couple_end")
    prompt = turn.guide.prompt(step, turn.today, (), is_for_two=True)
    if prompt:
        yield turn.phrase("couple_prompt")
        yield prompt.text


def _step(turn: Turn) -> Step:
    """Return the step that they named, else that of the turn, else the current one, else the first one for two."""
    named = turn.slots.get("step")
    keys = (named and named.id, turn.couple_turn and turn.couple_turn.step, turn.current_step and turn.current_step.key)
    known = {step.key: step for step in turn.guide.for_two}
    return next((known[key] for key in keys if key in known), turn.guide.for_two[0])


def _at(turn: Turn, couple_turn: CoupleTurn) -> Turn:
    return turn._replace(couple_turn=couple_turn)


def _screen(turn: Turn, number: int) -> CoupleScreen:
    """Show whose turn it is. The first one has the first turn and the last."""
    is_first = number in {1, _LAST}
    now = turn.phrase("screen_speaks" if number % 2 == 1 else "screen_says_back")
    roles = (now, turn.phrase("screen_listens"))
    return CoupleScreen(
        CouplePlace(turn.phrase("screen_first"), roles[0 if is_first else 1], is_turn=is_first),
        CouplePlace(turn.phrase("screen_second"), roles[1 if is_first else 0], is_turn=not is_first),
    )
