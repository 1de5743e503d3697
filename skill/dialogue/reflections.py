"""The daily prompt, and another one on request."""

from skill.dialogue.reply import Reply
from skill.dialogue.screen import PromptScreen
from skill.dialogue.turn import Turn
from skill.guide import Reflection


def todays_prompt(turn: Turn) -> Reply:
    """Give the same prompt all day."""
    given = turn.progress.history.prompt_of(turn.today)
    prompt = turn.guide.reflection(given.prompt) if given else None
    return _give(turn, prompt) if prompt else another_prompt(turn)


def another_prompt(turn: Turn) -> Reply:
    """Give an unused prompt. When all are used, start a new round without those of today."""
    step = turn.next_open_step or turn.current_step or turn.guide.first
    progress = turn.progress
    prompt = turn.guide.prompt(step, turn.today, progress.history.used_prompts, path=progress.path)
    if prompt is None:
        todays = {given.prompt for given in progress.history.todays_prompts if given.day == turn.today}
        progress = progress.begin_round()
        prompt = turn.guide.prompt(step, turn.today, todays, path=progress.path)
    if prompt is None:
        return turn.answer(turn.phrase("no_other_prompt"), then=turn.resume_question)
    return _give(turn.with_progress(progress.record_prompt(prompt.key, turn.today)), prompt)


def doubt_another(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_another"))


def _give(turn: Turn, prompt: Reflection) -> Reply:
    """After a question, say that no answer is expected: it is private. After a small act, say how to take it."""
    end = "reflection_end" if prompt.is_question else "reflection_end_act"
    statements = (turn.phrase("reflection"), prompt.text, turn.phrase(end))
    return turn.answer(*statements, then="another", screen=lambda: PromptScreen(prompt.text))
