"""What a device makes of an utterance: an intent, or the answer to a dialog's question."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from speech.dialog.directives import UPDATE_DYNAMIC_ENTITIES
from speech.dialog.intent_updates import DialogError
from speech.dialog.manager import Dialog
from speech.nlu.interaction_model import Intent, InteractionModel, SlotDefinition, SlotType
from speech.nlu.invocation import strip_wake_word
from speech.nlu.language import load_language
from speech.nlu.slots import SlotValue
from speech.nlu.tokens import tokenize

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult, Recognizer

ENTITIES_LAST: Final = timedelta(minutes=30)
"""How long dynamic entities are known after they were set, in this session and the next ones."""

PAUSE: Final = "AMAZON.PauseIntent"
STOP: Final = "AMAZON.StopIntent"
PLAYER_INTENTS: Final = (
    STOP,
    PAUSE,
    "AMAZON.CancelIntent",
    "AMAZON.LoopOffIntent",
    "AMAZON.LoopOnIntent",
    "AMAZON.NextIntent",
    "AMAZON.PreviousIntent",
    "AMAZON.RepeatIntent",
    "AMAZON.ResumeIntent",
    "AMAZON.ShuffleOffIntent",
    "AMAZON.ShuffleOnIntent",
    "AMAZON.StartOverIntent",
)
"""What a skill gets without its name while it plays a stream, and as long as it was the last one that played one.

Alexa sends them even if the skill's model does not have them.
"""


@dataclass(frozen=True, slots=True)
class _KnownEntities:
    account: str
    until: datetime
    types: tuple[SlotType, ...]


class Listener:
    """Loads the recognizer when it is first needed, since that is slow and a skill can be launched without it."""

    def __init__(  # noqa: PLR0913 - what a recognizer needs
        self,
        model: InteractionModel,
        locale: str,
        now: Callable[[], datetime],
        *,
        guarded: AbstractSet[str] = frozenset(),
        urgent: AbstractSet[str] = frozenset(),
        crisis_intent: Callable[[str], str | None] | None = None,
    ) -> None:
        self._model = model
        self._locale = locale
        self._now = now
        self._guarded = guarded
        self._urgent = urgent
        self._crisis_intent = crisis_intent
        self._entities: _KnownEntities | None = None
        self._player_words: Recognizer | None = None
        self._loaded: tuple[tuple[SlotType, ...], Recognizer] | None = None

    def set_entities(self, types: Sequence[SlotType], account: str) -> None:
        """Replace all dynamic entities; no types clear them. Raises DialogError if the model does not use a type."""
        used = {slot.type for intent in self._model.intents for slot in intent.slots}
        if unused := sorted({slot_type.name for slot_type in types} - used):
            raise DialogError(f"{UPDATE_DYNAMIC_ENTITIES}: no slot of the model has the type {unused[0]}")
        self._entities = _KnownEntities(account, self._now() + ENTITIES_LAST, tuple(types)) if types else None

    def recognize(self, utterance: str, account: str) -> "RecognitionResult":
        return self.recognizer(account).recognize(utterance)

    def answer(self, utterance: str, dialog: Dialog, account: str) -> "RecognitionResult":
        """Recognize an answer to the question of a dialog; what it has none for, as any other utterance."""
        from speech.nlu.answers import AnswerRecognizer

        recognizer, question, intent = self.recognizer(account), dialog.question, dialog.state.intent
        answers = AnswerRecognizer(recognizer, self._model, self._locale)
        if question is None:
            return recognizer.recognize(utterance)
        slot = intent.slot(question.slot) if question.kind == "elicit slot" else None
        return answers.slot_answer(utterance, intent, slot) if slot else answers.confirmation(utterance, intent)

    def reply(self, utterance: str, account: str) -> "RecognitionResult":
        """Recognize a yes or a no to a question that Alexa herself asks; anything else, as any other utterance."""
        from speech.nlu.answers import AnswerRecognizer

        answers = AnswerRecognizer(self.recognizer(account), self._model, self._locale)
        return answers.confirmation(utterance, Intent("", (), ()))

    def player_intent(self, utterance: str) -> "RecognitionResult | None":
        """Recognize the words for an audio player, which need no invocation name. None if there are none.

        "stop" is AMAZON.PauseIntent then. The skill's own samples count in a language whose words are not known.
        https://developer.amazon.com/docs/alexa/custom-skills/use-long-form-audio.html
        """
        from speech.nlu.recognizer import Recognizer

        if self._player_words is None:
            knows_words = bool(load_language(self._locale).table("built_in"))
            own = {} if knows_words else {intent.name: intent for intent in self._model.intents}
            intents = tuple(own.get(name) or Intent(name, (), ()) for name in PLAYER_INTENTS)
            model = InteractionModel(self._model.source, self._model.invocation_name, intents, ())
            self._player_words = Recognizer(model, self._locale, lambda: self._now().date())
        words = strip_wake_word(tokenize(utterance), load_language(self._locale))
        heard = self._player_words.recognize(" ".join(words))
        if heard.by != "sample":
            return None
        return replace(heard, intent=PAUSE) if heard.intent == STOP else heard

    def slot_value(self, slot: SlotDefinition, text: str) -> SlotValue:
        """Resolve a value that the skill sets itself."""
        return self.recognizer(self._entities.account if self._entities else "").slot_value(slot, text)

    def recognizer(self, account: str = "") -> "Recognizer":
        """Return one that knows the account's dynamic entities."""
        types = self._known_types(account)
        if self._loaded is None or self._loaded[0] != types:
            from speech.nlu.recognizer import Recognizer

            recognizer = Recognizer(
                self._model,
                self._locale,
                lambda: self._now().date(),
                guarded=self._guarded,
                urgent=self._urgent,
                crisis_intent=self._crisis_intent,
                dynamic=types,
            )
            self._loaded = (types, recognizer)
        return self._loaded[1]

    def _known_types(self, account: str) -> tuple[SlotType, ...]:
        known = self._entities
        is_known = known is not None and known.account == account and self._now() < known.until
        return known.types if known and is_known else ()
