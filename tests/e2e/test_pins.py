"""The pins that script/setup and the image install from."""

import re

import pytest

from tests.support.process import ROOT

ORDERED = ("requirements.txt", "requirements-dev.txt", "requirements-speech.txt", "requirements-wyoming.txt")
FILES = sorted(path.name for path in ROOT.glob("requirements*.txt"))


def _pins(file: str) -> list[str]:
    text = re.sub(r"^ *#.*\n", "", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("file", FILES)
def test_every_pin_names_one_version_and_carries_hashes_and_no_address(file: str) -> None:
    shape = re.compile(r"[a-z0-9.-]+(\[[a-z,]+\])?==[\w.+!]+( ; [^\\#@]+?)?( +--hash=sha256:[0-9a-f]{64})+")

    assert [pin for pin in _pins(file) if not shape.fullmatch(pin)] == []
    assert "://" not in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("file", FILES)
def test_no_pin_asks_for_the_kernel_whose_name_pip_may_not_be_able_to_compare(file: str) -> None:
    assert [pin for pin in _pins(file) if "platform_release" in pin or "platform_version" in pin] == []


def test_there_are_pins_for_the_service_the_tests_speech_and_the_satellites() -> None:
    service, everything, speech, satellites = (set(map(_name, _pins(file))) for file in ORDERED)

    assert sorted(ORDERED) == FILES
    assert service < satellites < everything
    assert service < speech


def _name(pin: str) -> str:
    return re.split(r"[;\s]", pin)[0]
