"""`wyoming`: serve the skill to the voice satellites of Home Assistant."""

import asyncio
from typing import TYPE_CHECKING

from speech.asr.interface import SILENCE
from speech.cli.output import print_line, print_note
from speech.errors import SpeechError
from speech.simulator.request import Speaker
from speech.skills.selection import SkillSelection
from speech.wyoming.address import Address
from speech.wyoming.conversations import Conversations
from speech.wyoming.server import WyomingServer
from speech.wyoming.service import AssistService, SpokenLocales
from speech.wyoming.voice import Voice

if TYPE_CHECKING:
    from speech.asr.interface import SpeechRecognizer

OPEN_TO_NETWORK = (
    "Everyone on the network of {} can connect: Wyoming has no password and no encryption."
    " Leave --uri out to serve this machine alone."
)

ONLY_THIS_MACHINE = "Only this machine can connect. For another one, add --uri tcp://ADDRESS:10700."


def serve(skill: SkillSelection, uri: str, *, is_announced: bool) -> None:
    """Serve until stopped. Raises SpeechError."""
    address = Address.parse(uri)
    is_loopback, recognizer = address.is_loopback, _recognizer(skill)
    with skill.devices() as new_device:
        new_device(Speaker(skill.locale, reaches_alexa=False)).prepare()
        service = AssistService(
            skill.model().invocation_name.title(),
            SpokenLocales([skill.locale, *(locale for locale in skill.skill.locales() if locale != skill.locale)]),
            Conversations(new_device),
            _report,
            voice=_voice(skill),
            recognizer=recognizer,
        )

        def on_listening(name: str, port: int) -> None:
            if not is_loopback:
                print_note(OPEN_TO_NETWORK.format(address.host))
            elif name:
                print_note(ONLY_THIS_MACHINE)
            found = f", announced as {name}" if name else ""
            print_line(f"Listening on tcp://{address.host}:{port}{found} (Ctrl-C stops it).")

        try:
            asyncio.run(WyomingServer(service, _report).run(address, on_listening, is_announced=is_announced))
        finally:
            service.close()


def _recognizer(skill: SkillSelection) -> "SpeechRecognizer | None":
    """Raise RecognizerError if its model does not load, or does not know the language."""
    recognizer = skill.speech_recognizer()
    if recognizer:
        recognizer.transcribe(SILENCE, skill.locale)  # so that the first sentence does not wait for the model
    return recognizer


def _voice(skill: SkillSelection) -> Voice | None:
    """Without a voice, the service still answers in text."""
    try:
        synthesizer = skill.synthesizer()
        synthesizer.render("<speak>One.</speak>", skill.locale)
    except (SpeechError, ModuleNotFoundError) as fault:
        print_note(f"There is no voice, so Home Assistant's own has to speak: {fault}")
        return None
    return Voice(synthesizer)


def _report(message: str) -> None:
    print_note(f"trust-steps: {message}")
