"""The real service as a process, and Home Assistant with this integration."""

import os
import shutil
import signal
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from homeassistant.components import conversation
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

import custom_components  # noqa: F401 - found before the package of that name in Home Assistant's test configuration

AGENT = "conversation.trust_steps"


@dataclass
class Service:
    """`trust-steps wyoming` as a person starts it."""

    folder: Path
    port: int = 0
    process: "subprocess.Popen[str] | None" = None
    first_line: str = ""

    def start(self, *options: str) -> None:
        """Start on the same port as before, and wait until it listens."""
        command = shutil.which("trust-steps")
        if command is None:
            raise FileNotFoundError("trust-steps is not on PATH; run script/home-assistant-tests")
        environment = os.environ | {"TRUST_STEPS_DATA": str(self.folder)}
        self.process = subprocess.Popen(
            [command, "wyoming", "--uri", f"tcp://127.0.0.1:{self.port}", *options],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=(self.folder / "log").open("a"),
            text=True,
        )
        if self.process.stdout is None:
            raise RuntimeError("the service has no output")
        self.first_line = self.process.stdout.readline()
        assert self.first_line.startswith("Listening on tcp://127.0.0.1:"), (self.folder / "log").read_text()
        self.port = int(self.first_line.removeprefix("Listening on tcp://127.0.0.1:").split()[0].strip(","))

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(20) == 0
            self.process = None


@contextmanager
def _running(folder: Path, *options: str) -> Iterator[Service]:
    service = Service(folder)
    service.start(*options)
    try:
        yield service
    finally:
        service.stop()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with _running(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def announced_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with _running(tmp_path_factory.mktemp("announced"), "--zeroconf") as running:
        yield running


@pytest.fixture(autouse=True)
async def _integrations(enable_custom_integrations: None, socket_enabled: None, hass: HomeAssistant) -> None:
    """Let Home Assistant load the integration from this tree, and open sockets."""
    assert await async_setup_component(hass, "homeassistant", {})


Add = Callable[..., Awaitable[ConfigEntry]]


@pytest.fixture
async def add(hass: HomeAssistant) -> Add:
    """Add this integration, or another one, for a service that runs."""

    async def _add(service: Service, domain: str = "trust_steps") -> ConfigEntry:
        address = {CONF_HOST: "127.0.0.1", CONF_PORT: service.port}
        entry = MockConfigEntry(domain=domain, title="Trust Steps", data=address)
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        return entry

    return _add


@dataclass
class Satellite:
    """A satellite, as far as a conversation agent knows it."""

    hass: HomeAssistant
    name: str
    language: str = "en"
    conversation_id: str | None = None

    async def hears(self, sentence: str) -> conversation.ConversationResult:
        result = await conversation.async_converse(
            self.hass,
            sentence,
            self.conversation_id,
            Context(),
            language=self.language,
            agent_id=AGENT,
            device_id=f"device of the {self.name}",
        )
        self.conversation_id = result.conversation_id
        return result


@pytest.fixture
async def kitchen(hass: HomeAssistant) -> Satellite:
    return Satellite(hass, "kitchen")


@pytest.fixture
async def bedroom(hass: HomeAssistant) -> Satellite:
    return Satellite(hass, "bedroom")
