"""Manages the dialog of an intent: what Alexa asks, what she sends to the skill, and which directives she refuses.

The functions know nothing of requests and sessions: they turn an intent, an answer or a directive into a `Turn` of
Alexa's. `dialogState` is STARTED when a person invokes an intent that the dialog model has, and IN_PROGRESS after an
answer. It is COMPLETED only if Alexa asked and nothing is left to ask: after auto-delegation, or after Dialog.Delegate.

https://developer.amazon.com/docs/alexa/custom-skills/delegate-dialog-to-alexa.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from speech.dialog.directives import CONFIRM_INTENT, CONFIRM_SLOT, DELEGATE, ELICIT_SLOT, DialogDirective
from speech.dialog.intent_state import ConfirmationStatus, IntentState
from speech.dialog.intent_updates import DialogError, IntentUpdates
from speech.dialog.prompts import prompt_speech
from speech.dialog.steps import DialogQuestion, DialogStep, next_step
from speech.nlu.dialog_model import DialogIntent
from speech.nlu.interaction_model import Intent, InteractionModel, SlotDefinition
from speech.nlu.slots import FilledSlot, SlotValue

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult

DialogState = Literal["STARTED", "IN_PROGRESS", "COMPLETED"]

_QUESTIONS: Final[Mapping[str, Callable[[str], DialogQuestion]]] = {
    ELICIT_SLOT: partial(DialogQuestion, "elicit slot"),
    CONFIRM_SLOT: partial(DialogQuestion, "confirm slot"),
    CONFIRM_INTENT: partial(DialogQuestion, "confirm intent"),
}
"""What each directive asks, given its slot."""

_MAX_CHAINED: Final = 10


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where a dialog stands. A turn either has a question, or goes to the skill."""

    state: IntentState
    sent: DialogState | None = None
    """The `dialogState` of the last request; None if none was sent, or if the dialog model does not have the intent."""

    question: DialogQuestion | None = None
    is_delegated: bool = False
    """Whether Alexa asks by the dialog model; otherwise the skill asks in its own words."""

    speech: str = ""
    reprompt: str = ""
    """Alexa's own question, as SSML; empty if the skill asks."""

    uses: Mapping[str, int] = field(default_factory=dict)
    """How often each prompt was said."""

    chained: int = 0
    """How many requests in a row Dialog.Delegate has led to without a question."""

    def __str__(self) -> str:
        """Describe it in one line."""
        asks = f"{'Alexa' if self.is_delegated else 'the skill'} asks {self.question}" if self.question else ""
        return "; ".join(filter(None, (f"dialogState {self.sent}" if self.sent else "", asks)))


class DialogManager:
    def __init__(
        self,
        model: InteractionModel,
        slot_value: Callable[[SlotDefinition, str], SlotValue],
        now: Callable[[], datetime],
    ) -> None:
        """`slot_value` resolves a value that the skill sets itself."""
        self._model = model
        self._updates = IntentUpdates(model, slot_value)
        self._now = now

    def begin(self, intent: Intent, filled: Mapping[str, FilledSlot]) -> Dialog:
        """Take an intent that a person invoked. Raises DialogError."""
        dialog = Dialog(IntentState(intent, {}).fill(filled))
        dialog_intent = self._model.dialog.intent(intent.name)
        if dialog_intent is None:
            return dialog
        return self._delegate(dialog) if dialog_intent.is_auto_delegated else replace(dialog, sent="STARTED")

    def answer(self, dialog: Dialog, heard: "RecognitionResult") -> Dialog:
        """Take the answer to the dialog's question: values of slots, or a yes or no. Raises DialogError."""
        answered = replace(dialog, state=_answered(dialog, heard), question=None, speech="", reprompt="", chained=0)
        if dialog.is_delegated and self._rules(dialog.state).is_auto_delegated:
            return self._delegate(answered)
        is_denied = answered.state.confirmation == "DENIED"
        is_complete = is_denied or (dialog.is_delegated and self._next_step(answered.state) is None)
        return replace(answered, sent="COMPLETED" if is_complete else "IN_PROGRESS")

    def direct(self, directive: DialogDirective, dialog: Dialog | None) -> Dialog:
        """Follow a directive. Raises DialogError for what Alexa would refuse.

        `dialog` is the one of the request; None if that was no IntentRequest.
        """
        state = self._updates.apply(directive, dialog.state if dialog else None)
        is_same = dialog is not None and dialog.state.intent == state.intent
        chained = dialog.chained + 1 if dialog else 1
        directed = replace(dialog, state=state) if dialog and is_same else Dialog(state)
        if directive.type != DELEGATE:
            return replace(directed, question=_QUESTIONS[directive.type](directive.slot), is_delegated=False)
        if directed.sent == "COMPLETED" and self._next_step(state) is None:
            raise DialogError(
                f"{DELEGATE}: dialogState is COMPLETED and nothing is left to ask;"
                " delegate only while it is STARTED or IN_PROGRESS"
            )
        if chained > _MAX_CHAINED:
            raise DialogError(f"{DELEGATE}: {_MAX_CHAINED} in a row asked nothing; the intents delegate to each other")
        return replace(self._delegate(directed), chained=chained)

    def _delegate(self, dialog: Dialog) -> Dialog:
        """Ask what is missing by the dialog model, or send the complete intent."""
        step = self._next_step(dialog.state)
        if step is None:
            return replace(dialog, sent="COMPLETED", question=None, is_delegated=True)
        use = dialog.uses.get(step.prompt, 0)
        uses = {**dialog.uses, step.prompt: use + 1}
        speech, reprompt = (self._speech(dialog.state, step, each) for each in (use, use + 1))
        return replace(dialog, question=step.question, is_delegated=True, speech=speech, reprompt=reprompt, uses=uses)

    def _speech(self, state: IntentState, step: DialogStep, use: int) -> str:
        speech = prompt_speech(self._model.dialog, step.prompt, state, use)
        if not speech:
            raise DialogError(
                f"{self._model.source}: the dialog model of {state.intent.name} has no prompt to ask {step.question};"
                " add its id to the prompts of the slot or the intent, and its variations to the prompts of the model"
            )
        return speech

    def _next_step(self, state: IntentState) -> DialogStep | None:
        return next_step(self._rules(state), state, self._now())

    def _rules(self, state: IntentState) -> DialogIntent:
        """A skill can also direct a dialog of an intent that has no rules, as long as it has a dialog model."""
        return self._model.dialog.intent(state.intent.name) or DialogIntent(state.intent.name)


def _answered(dialog: Dialog, heard: "RecognitionResult") -> IntentState:
    if heard.by not in {"yes", "no"}:
        return dialog.state.fill(heard.slots)
    status: ConfirmationStatus = "CONFIRMED" if heard.by == "yes" else "DENIED"
    slot = dialog.question.slot if dialog.question else ""
    return dialog.state.confirm_slot(slot, status) if slot else dialog.state.confirm(status)
