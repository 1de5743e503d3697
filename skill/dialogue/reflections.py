"""The prompt of the day: the same all day, and another one for whoever asks."""

from skill.dialogue.reply import Reply
from skill.dialogue.screen import PromptScreen
from skill.dialogue.turn import Turn
from skill.guide import Reflection


def reflect(turn: Turn) -> Reply:
    """Today's prompt, however often it is asked for."""
    given = turn.progress.history.prompt_of(turn.today)
    known = turn.guide.reflection(given.prompt) if given else None
    return _tell(turn, known) if known else another(turn)


def another(turn: Turn) -> Reply:
    """A prompt that was not given yet; when all were, they begin anew, but for those of today."""
    step = turn.next_open_step or turn.current_step or turn.guide.first
    progress = turn.progress
    prompt = turn.guide.prompt(step, turn.today, progress.history.used_prompts)
    if prompt is None:
        todays = {given.prompt for given in progress.history.todays_prompts if given.day == turn.today}
        progress = progress.begin_round()
        prompt = turn.guide.prompt(step, turn.today, todays)
    if prompt is None:
        return turn.answer(turn.phrase("no_other_prompt"), then=turn.resume_question)
    return _tell(turn.with_progress(progress.give(prompt.key, turn.today)), prompt)


def _tell(turn: Turn, prompt: Reflection) -> Reply:
    """Ends by saying that no answer is wanted: the prompt may be a question, and nobody is to confess to a speaker."""
    said = (turn.phrase("reflection"), prompt.text, turn.phrase("reflection_end"))
    return turn.answer(*said, then="another", screen=lambda: PromptScreen(prompt.text))
