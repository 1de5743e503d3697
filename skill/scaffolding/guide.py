"""What `trust-steps new` does, and what it says is left to do."""

from collections.abc import Sequence
from typing import Final

from skill.errors import ContentError
from skill.scaffolding.checkout import Checkout
from skill.scaffolding.intent import new_intent
from skill.scaffolding.language import new_language
from skill.scaffolding.step import new_step

LEFT: Final = {
    "language": """\
Next, in any order:
- skill/locales/{language}/phrases.toml: translate every text, for the ear and not word for word.
- interaction_models/{language}.json: write an invocation name, and what people say: samples of intents, names of steps.
- interaction_models/{language}.toml and speech/nlu/languages/{language}.toml: ordinals, numbers, dates, launch words.
- skill/locales/{language}/crisis.toml, listing.toml, pages.toml: crisis phrases, store page, privacy and terms.
- skill/locales/locales.toml: check the time zone. skill/locales/helplines.toml: the country, with two sources a number.
- tests/conversations/{locale}: write a conversation, or record one with: trust-steps rehearse --accept FILE
- When trust-steps doctor lists nothing for {language}, remove draft = true from phrases.toml.
Talk: trust-steps talk --locale {locale}""",
    "step": """\
Next:
- skill/locales/en/phrases.toml: write the fields of the new step. Its file says how long each may be.
- interaction_models/en.json: write ten names or more for it in the slot type STEP. Its position is one by itself.
- tests/conversations/en-US: the conversations through the whole guide end with it; trust-steps rehearse --accept FILE
- Each other language needs the same step. Until it has it, the service leaves that language out.""",
    "intent": """\
Next:
- skill/dialogue/help.py: change what the handler does, or move it to a module that fits better.
- skill/locales/en/phrases.toml: write the words of its phrase, three wordings if people hear it often.
- interaction_models/en.json: write 15 samples or more.
- tests/conversations/en-US: show it in a conversation, and record the answer with: trust-steps rehearse --accept FILE
- Each other language needs the same phrase and samples. Until it has them, the service leaves that language out.""",
}


def scaffold(kind: str, names: Sequence[str], after: str | None = None) -> str:
    """Write the files of a new language, step or intent. Return what was written and what is left to do.

    Raise ContentError if there is such a one, or a name cannot be used.
    """
    checkout = Checkout()
    match kind:
        case "language":
            written = new_language(checkout, names)
        case "step":
            written = new_step(checkout, " ".join(names), after)
        case _:
            if len(names) != 1:
                raise ContentError(f"{' '.join(names)}: give one name, such as TellJoke")
            written = new_intent(checkout, names[0])
    locale = names[0].replace("_", "-")
    language = locale.partition("-")[0].lower()
    locale = locale if "-" in locale else f"{language}-{language.upper()}"
    return "\n".join(
        ["Wrote:", *(f"  {path}" for path in written), LEFT[kind].format(language=language, locale=locale)]
    )
