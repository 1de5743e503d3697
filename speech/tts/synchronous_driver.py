"""pyttsx3's driver interface, for engines that render a text in one call: each call returns when its work is done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from speech.tts.audio import Sound
from speech.tts.playback import Playing, play


class SynchronousDriver:
    defaults: ClassVar[dict[str, Any]]
    """The properties that can be set, with their first values."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._playing: Playing | None = None
        self._properties = dict(self.defaults)

    def voices(self) -> list[Any]:
        """Return pyttsx3's voices."""
        raise NotImplementedError

    def render(self, text: str) -> Sound:
        """Render a text with the current properties. Raises VoiceError."""
        raise NotImplementedError

    def getProperty(self, name: str) -> Any:  # noqa: N802 - pyttsx3 calls these names
        return self.voices() if name == "voices" else self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        self._properties[name] = value

    def say(self, text: str) -> None:
        self._proxy.notify("started-utterance")
        self._playing = play(self.render(text))
        self._proxy.notify("finished-utterance", completed=self._playing.wait())

    def save_to_file(self, text: str, filename: str) -> None:
        self._proxy.notify("started-utterance")
        sound = self.render(text)
        Path(filename).write_bytes(sound.wav)
        for word in sound.words:
            self._proxy.notify("started-word", word=word)
        self._proxy.notify("finished-utterance", completed=True)

    def stop(self) -> None:
        if self._playing:
            self._playing.stop()

    def startLoop(self) -> None:  # noqa: N802
        """pyttsx3 works off its whole queue in this call, because the driver is never busy."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Do nothing: no loop is running."""

    def iterate(self) -> Iterator[None]:
        self._proxy.setBusy(False)
        yield
