"""Run the commands in the project of another skill. If these fail, its developer gets the wrong skill, or none."""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from threading import Timer
from xml.etree import ElementTree as ET

import pytest

from speech import pytest_plugin
from speech.__main__ import call
from speech.cli.arguments import parse
from speech.conversations.file_format import Exchange, read
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from speech.web.registry import Registry
from tests.support.process import ROOT, environment

TEA_ROOM = Path(__file__).parent / "tea_room"
ENGLISH = "conversations/en-US/order.conversation"
GERMAN = "conversations/de-DE/bestellen.conversation"
PYTHON = ("--handler", "lambda_function.lambda_handler")

needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="Node is not installed, so its handlers are untested"
)
RUNTIMES = [pytest.param([], id="Node", marks=needs_node), pytest.param(list(PYTHON), id="Python")]

Run = Callable[..., int | str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project, in which the command runs."""
    folder = tmp_path / "tea_room"
    shutil.copytree(TEA_ROOM, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def trust_steps(project: Path, tmp_path: Path) -> Run:
    return lambda *arguments: call(arguments, {"TRUST_STEPS_DATA": str(tmp_path / "data")})


@pytest.mark.parametrize("handler", RUNTIMES)
def test_its_conversation_files_are_played_each_in_the_locale_of_its_folder(
    handler: list[str], trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    status = trust_steps("rehearse", *handler, ENGLISH, GERMAN)

    assert capfd.readouterr().out == f"{ENGLISH}: ok\n{GERMAN}: ok\n2 conversations: 2 ok\n"
    assert status == 0


@pytest.mark.parametrize(
    ("arguments", "intent", "said"),
    [
        (["a cup of assam please"], "OrderIntent", "Skill: Tea Room (en-US), "),
        (["bestelle grünen tee", "--locale", "de-DE"], "OrderIntent", "Skill: Tea Room (de-DE), "),
        (["is it seven"], "AMAZON.FallbackIntent", "Skill: Tea Room (en-US), "),
    ],
)
def test_understand_takes_its_model_and_says_so(
    arguments: list[str], intent: str, said: str, trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    trust_steps("understand", *arguments)

    out, err = capfd.readouterr()
    assert json.loads(out)["intent"] == intent
    assert err.startswith(said)


def test_what_was_read_otherwise_than_it_is_written_is_noted(
    trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    trust_steps("understand", "stop")

    assert capfd.readouterr().err.splitlines()[1:] == [
        "In its model, types[0].values[0].id: a number is read as text, and 1 more like it.",
        "In its model, types[0].values[0].name.synonyms[1]: an empty synonym is left out.",
    ]


@pytest.mark.parametrize("handler", RUNTIMES)
def test_an_error_of_its_handler_is_shown_with_the_traceback_and_the_other_answers_are_heard(
    handler: list[str], trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wav = tmp_path / "out.wav"

    status = trust_steps("say", *handler, "open tea room", "break the pot", "ask tea room for help", "--wav", str(wav))

    out, err = capfd.readouterr()
    assert status == 1
    assert "tea room. What would you like?" in out
    assert "> ask tea room for help\n" in out
    assert "Error: the pot is broken" in err
    assert "in respond" in err or "at respond" in err
    assert wav.stat().st_size > 100_000


def test_a_report_and_a_summary_say_what_differs_and_what_fails(
    trust_steps: Run, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = project / ENGLISH
    file.write_text(file.read_text().replace("card title: Your order", "card title: Order").replace("One black", "Two"))

    status = trust_steps("rehearse", *PYTHON, ENGLISH, GERMAN, "none.conversation", "--junit", "report.xml")

    out = capfd.readouterr().out
    suite = ET.parse(project / "report.xml").getroot()[0]
    assert status == 1
    assert "\n-@ card title: Order\n+@ card title: Your order\n" in out
    assert out.endswith("\n3 conversations: 1 ok, 1 differs, 1 failed\n")
    assert {name: suite.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    assert [[part.tag for part in case] for case in suite] == [["failure"], [], ["error"]]
    assert "+@ card title: Your order" in str(suite[0][0].text)


def test_accept_writes_what_happens_and_keeps_what_holds(trust_steps: Run, project: Path) -> None:
    file = project / ENGLISH
    written = file.read_text()
    file.write_text(written.replace("attribute orders: 2", "attribute orders: 7").replace("Goodbye.", "So long."))

    status = trust_steps("rehearse", *PYTHON, "--accept", ENGLISH)

    assert status == 0
    assert file.read_text() == written


def test_a_project_without_a_handler_is_understood_but_cannot_be_called(trust_steps: Run, project: Path) -> None:
    shutil.rmtree(project / "lambda")

    assert trust_steps("understand", "stop") == 0
    assert trust_steps("talk") == (
        f"trust-steps: {project} has no handler in Python or for Node; add --handler FILE or --endpoint URL"
    )


def test_doctor_checks_its_model_and_its_handler(trust_steps: Run, capfd: pytest.CaptureFixture[str]) -> None:
    status = trust_steps("doctor", *PYTHON)

    out = capfd.readouterr().out
    assert status == 0, out
    assert "ok   handler: answers a launch and accepts the end of the session" in out


def test_the_plugin_of_pytest_collects_its_conversation_files(project: Path) -> None:
    (project / "pytest.ini").write_text(f"[pytest]\nconversation_options = {' '.join(PYTHON)}\n")
    german = project / GERMAN
    german.write_text(german.read_text().replace("Goodbye.", "Tschüss."))
    (project / "broken.conversation").write_text("@ itent: X\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "speech.pytest_plugin", "-p", "no:cacheprovider"]

    env = environment(project) | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        command,
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "\n-Tschüss.\n+Goodbye.\n" in done.stdout
    assert "broken.conversation: failed\n" in done.stdout
    assert "line 1: an expectation without an utterance" in done.stdout
    assert "Traceback" not in done.stdout
    assert "2 failed, 1 passed" in done.stdout


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    entry_points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]

    assert entry_points["pytest11"] == {"trust_steps_conversations": pytest_plugin.__name__}


def test_talk_reads_a_changed_model_and_handler_in_the_same_session(project: Path, tmp_path: Path) -> None:
    model = project / "skill-package" / "interactionModels" / "custom" / "en-US.json"
    handler = project / "lambda" / "lambda_function.py"
    command = [sys.executable, "-m", "speech", "talk", "--watch", *PYTHON]
    env = environment(tmp_path) | {"PYTHONPATH": str(ROOT)}

    with subprocess.Popen(command, cwd=project, env=env, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as talk:
        assert talk.stdin
        assert talk.stdout
        talk.stdin.write("open tea room\norder black tea\n")
        talk.stdin.flush()
        assert any("Order number" in line for line in talk.stdout)
        model.write_text(model.read_text().replace("order {tea}", "get me {tea}"))
        handler.write_text(handler.read_text().replace("One {tea}", "More {tea}"))
        out, err = talk.communicate("get me black tea\n/what\n/bye\n", timeout=60)

    assert "More black tea." in out
    assert '"orders": 2' in out
    assert f"Read {model} again." in err
    assert "Loaded lambda/lambda_function.py:lambda_handler again: lambda_function.py changed." in err


def test_the_page_talks_with_it_and_loads_a_changed_handler(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handler = project / "lambda" / "lambda_function.py"
    selection = SkillSelection(TrustSteps({}), parse(["run", "--watch", *PYTHON]))
    with Registry(selection.skill, selection.locale) as registry:
        conversation = registry.find(registry.open("en-US"))
        conversation.say("open tea room", conversation.speaker(""))
        handler.write_text(handler.read_text().replace("One {tea}", "More {tea}"))
        turns = conversation.say("order black tea", conversation.speaker(""))
        recording = conversation.recording()

    assert registry.locales == ["en-US", "de-DE"]
    assert turns[0].result.words.startswith("More black tea.")
    assert "lambda_function.py changed." in capfd.readouterr().err
    assert read(recording)[-1] == Exchange("order black tea", turns[0].result.words)


def test_rehearse_with_watch_rehearses_again_after_a_change(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "speech", "rehearse", "--watch", *PYTHON, GERMAN]
    env = environment(tmp_path) | {"PYTHONPATH": str(ROOT)}
    file = project / GERMAN

    with subprocess.Popen(command, cwd=project, env=env, stdout=PIPE, stderr=PIPE, text=True) as watching:
        assert watching.stdout
        limit = Timer(30, watching.kill)
        limit.start()
        first = [watching.stdout.readline(), watching.stdout.readline()]
        file.write_text(file.read_text().replace("Goodbye.", "Tschüss."))
        second = watching.stdout.readline()
        limit.cancel()
        watching.kill()

    assert first == [f"{GERMAN}: ok\n", "1 conversation: 1 ok\n"]
    assert second == f"{GERMAN}: differs\n"
