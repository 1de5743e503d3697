"""What a person can say next: the phrases of the model that fit an answer of the skill."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from speech.nlu.interaction_model import InteractionModel
from speech.nlu.language import load_language
from speech.nlu.tokens import Tokens, tokenize

MAX_FITTING: Final = 4
_ALWAYS: Final = ("AMAZON.HelpIntent", "AMAZON.StopIntent")
YES_AND_NO: Final = ("AMAZON.YesIntent", "AMAZON.NoIntent")
_LAST_SENTENCES: Final = 2
_STOPS: Final = ".!?\u2026\u3002\uff01\uff1f\u0964\u061f"
_SENTENCE: Final = re.compile(f"[^{_STOPS}]+[{_STOPS}]*")
_QUESTION: Final = re.compile("[?\uff1f\u061f][\\s\"'\u2019\u201d]*$")
_LEAD: Final = re.compile('[:\uff1a"\u201c\u00ab\u201e]')
"""What stands before the phrases that a sentence names, as in "You can say: more, or: example." """

_BETWEEN: Final = re.compile(f'[,:;{_STOPS}"\u201c\u201d\u2018\u00ab\u00bb\u201e\u3001\uff0c\u060c\u061b\uff1a]+')


class _Phrase(NamedTuple):
    sample: str
    intent: str


Phrases = dict[Tokens, _Phrase]
"""By the words of the sample."""


def suggestions(
    answer: str, reprompt: str, follow_ups: Iterable[str], model: InteractionModel, locale: str
) -> list[str]:
    """Return samples of the model: at most `MAX_FITTING` that fit, the best first, then how to get help and to stop.

    What fits is what the end of the answer or its reprompt names, yes and no for a question that names nothing, and
    `follow_ups` that the skill gives for other intents.
    """
    phrases = _phrases(model)
    *before, last = ["", *_SENTENCE.findall(answer)[-_LAST_SENTENCES:]]
    named = list(_named(last, phrases))
    if not named and _is_yes_or_no_question(last, locale):
        named = [first_sample(model, name) for name in YES_AND_NO]
    named += [sample for sentence in before for sample in _named(sentence, phrases)] or _named(reprompt, phrases)
    intents = {phrases[tokenize(sample)].intent for sample in named if sample}
    known = [
        phrase.sample for each in follow_ups if (phrase := phrases.get(tokenize(each))) and phrase.intent not in intents
    ]
    fitting = list(dict.fromkeys(filter(None, [*named, *known])))[:MAX_FITTING]
    always = [first_sample(model, name) for name in _ALWAYS]
    return list(dict.fromkeys(filter(None, [*fitting, *always])))


def yes_and_no(model: InteractionModel) -> list[str]:
    """Return the answers to a question of Alexa herself, which need no intents in the model."""
    samples = [first_sample(model, name) for name in YES_AND_NO]
    return samples if all(samples) else ["yes", "no"]


def first_sample(model: InteractionModel, intent: str) -> str:
    """Return the first sample without slots; empty if there is none."""
    found = model.intent(intent)
    return next((sample for sample in found.samples if "{" not in sample), "") if found else ""


def _named(sentence: str, phrases: Phrases) -> list[str]:
    """Return what stands alone after a colon or in quotes, with or without a joining word such as "or" before it."""
    _, *rest = _LEAD.split(sentence, maxsplit=1)
    parts = [tokenize(part) for after in rest for part in _BETWEEN.split(after)]
    return [phrase.sample for words in parts if (phrase := phrases.get(words) or phrases.get(words[1:]))]


def _is_yes_or_no_question(sentence: str, locale: str) -> bool:
    open_words = {*load_language(locale).texts("question_words")}
    firsts = [word for part in _BETWEEN.split(sentence) for word in tokenize(part)[:1]]
    return bool(_QUESTION.search(sentence)) and open_words.isdisjoint(firsts)


@lru_cache(8)
def _phrases(model: InteractionModel) -> Phrases:
    samples = ((sample, intent.name) for intent in model.intents for sample in intent.samples if "{" not in sample)
    return {words: _Phrase(sample, intent) for sample, intent in samples if (words := tokenize(sample))}
