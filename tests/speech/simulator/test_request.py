import json
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope

from speech.simulator.request import Speaker
from speech.simulator.viewports import ECHO_SHOW_8
from tests.support.small_skill import SmallSkill, answer, device


def _sent(*sentences: str, **speaker: Any) -> list[Any]:
    """Return the requests that a device sends for these sentences, read by Amazon's own package."""
    skill = SmallSkill(answer("Hello.", turns=1))
    echo = device(skill, **speaker)
    for sentence in sentences:
        echo.hear(sentence)
    echo.end()
    read = DefaultSerializer().deserialize
    return [read(json.dumps(envelope), RequestEnvelope) for envelope in (*skill.envelopes, *skill.notifications)]


def test_amazons_own_package_reads_every_kind_of_request() -> None:
    launch, intent, end = _sent("open paint box", "paint it red")

    assert [each.request.object_type for each in (launch, intent, end)] == [
        "LaunchRequest",
        "IntentRequest",
        "SessionEndedRequest",
    ]
    assert intent.request.intent.slots["colour"].value == "red"
    assert (
        intent.request.intent.slots["colour"].resolutions.resolutions_per_authority[0].status.code.value
        == "ER_SUCCESS_MATCH"
    )
    assert intent.session.attributes == {"turns": 1}
    assert end.request.reason.value == "USER_INITIATED"


def test_amazons_own_package_reads_the_person_and_the_device() -> None:
    launch = _sent("open paint box", person="Ana", screen=ECHO_SHOW_8)[0]

    system = launch.context.system
    assert system.person.person_id
    assert system.user.user_id == launch.session.user.user_id
    assert system.application.application_id == launch.session.application.application_id
    assert system.device.supported_interfaces.alexa_presentation_apl.runtime.max_version
    assert launch.context.viewport.pixel_width == 1280


def test_an_account_name_always_gives_the_same_user_id_and_another_name_another() -> None:
    first, second, other = (Speaker(account=name).context()["System"]["user"] for name in ("home", "home", "work"))

    assert first == second != other
