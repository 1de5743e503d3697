"""The dialog section of an interaction model: what an intent needs to be complete, and how Alexa asks for it.

https://developer.amazon.com/docs/alexa/custom-skills/define-the-dialog-to-collect-and-confirm-required-information.html
https://developer.amazon.com/docs/alexa/custom-skills/validate-slot-values.html
"""

from dataclasses import dataclass
from typing import Final

from speech.json_reader import JsonNode

VALIDATION_TYPES: Final = (
    "hasEntityResolutionMatch",
    "isInSet",
    "isNotInSet",
    "isGreaterThan",
    "isGreaterThanOrEqualTo",
    "isLessThan",
    "isLessThanOrEqualTo",
    "isInDuration",
    "isNotInDuration",
)
_STRATEGIES: Final = ("ALWAYS", "SKILL_RESPONSE")
_VARIATION_TYPES: Final = ("PlainText", "SSML")


@dataclass(frozen=True, slots=True)
class Validation:
    """A rule for the value of a slot."""

    type: str
    """One of VALIDATION_TYPES."""

    prompt: str
    """The id of the prompt for a value that fails."""

    values: tuple[str, ...] = ()
    """Of a set."""

    value: str = ""
    """Of a comparison."""

    start: str = ""
    end: str = ""
    """Of a duration: an ISO 8601 duration from now, a date or a time; empty if there is no limit."""


@dataclass(frozen=True, slots=True)
class DialogSlot:
    name: str
    is_required: bool = False
    needs_confirmation: bool = False
    elicitation: str = ""
    confirmation: str = ""
    """The ids of the prompts; empty if there is none."""

    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogIntent:
    name: str
    is_auto_delegated: bool = False
    """Whether Alexa asks for everything herself before the skill gets a request."""

    needs_confirmation: bool = False
    confirmation: str = ""
    """The id of the prompt; empty if there is none."""

    slots: tuple[DialogSlot, ...] = ()
    """In the order in which Alexa asks for them."""


@dataclass(frozen=True, slots=True)
class PromptVariation:
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Prompt:
    id: str
    variations: tuple[PromptVariation, ...]


@dataclass(frozen=True, slots=True)
class DialogModel:
    intents: tuple[DialogIntent, ...] = ()
    """Empty if the skill has no dialog model."""

    prompts: tuple[Prompt, ...] = ()

    def intent(self, name: str) -> DialogIntent | None:
        return next((intent for intent in self.intents if intent.name == name), None)

    def prompt(self, prompt_id: str) -> Prompt | None:
        return next((prompt for prompt in self.prompts if prompt.id == prompt_id), None)


NO_DIALOG: Final = DialogModel()


def dialog_model(model: JsonNode) -> DialogModel:
    """Read the "dialog" and "prompts" beside the language model. Raises ValueError with the path."""
    dialog = model.get("dialog")
    strategy = _strategy(dialog)
    return DialogModel(
        intents=tuple(_intent(node, strategy) for node in dialog.get("intents").items),
        prompts=tuple(map(_prompt, model.get("prompts").items)),
    )


def _intent(node: JsonNode, strategy: str) -> DialogIntent:
    return DialogIntent(
        name=node["name"].text,
        is_auto_delegated=(_strategy(node) or strategy) == "ALWAYS",
        needs_confirmation=node.get("confirmationRequired").is_true,
        confirmation=_text(node.get("prompts").get("confirmation")),
        slots=tuple(map(_slot, node.get("slots").items)),
    )


def _slot(node: JsonNode) -> DialogSlot:
    prompts = node.get("prompts")
    return DialogSlot(
        name=node["name"].text,
        is_required=node.get("elicitationRequired").is_true,
        needs_confirmation=node.get("confirmationRequired").is_true,
        elicitation=_text(prompts.get("elicitation")),
        confirmation=_text(prompts.get("confirmation")),
        validations=tuple(map(_validation, node.get("validations").items)),
    )


def _validation(node: JsonNode) -> Validation:
    types = {each.casefold(): each for each in VALIDATION_TYPES}
    kind = types.get(node["type"].text.casefold())
    if kind is None:
        raise ValueError(f"{node.path}.type must be one of {', '.join(VALIDATION_TYPES)}, not {node['type'].text!r}")
    return Validation(
        type=kind,
        prompt=_text(node.get("prompt")),
        values=tuple(map(_text, node.get("values").items)),
        value=_text(node.get("value")),
        start=_text(node.get("start")),
        end=_text(node.get("end")),
    )


def _prompt(node: JsonNode) -> Prompt:
    return Prompt(node["id"].text, tuple(map(_variation, node["variations"].items)))


def _variation(node: JsonNode) -> PromptVariation:
    kind = _text(node.get("type")) or "PlainText"
    if kind not in _VARIATION_TYPES:
        raise ValueError(f"{node.path}.type must be PlainText or SSML, not {kind!r}")
    return PromptVariation(kind, node["value"].text)


def _strategy(node: JsonNode) -> str:
    """Return an empty string if there is none, in which case SKILL_RESPONSE is assumed."""
    strategy = _text(node.get("delegationStrategy"))
    if strategy and strategy not in _STRATEGIES:
        raise ValueError(f"{node.path}.delegationStrategy must be ALWAYS or SKILL_RESPONSE, not {strategy!r}")
    return strategy


def _text(node: JsonNode) -> str:
    """Return a number as text, and an absent value as an empty string."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return str(node.value)
    return node.text if node.value else ""
