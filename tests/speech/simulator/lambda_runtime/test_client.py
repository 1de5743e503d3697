"""If these fail, a developer's handler is called otherwise than Lambda calls it, or its error is not shown."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from speech.simulator.lambda_runtime.client import LambdaClient
from speech.simulator.lambda_runtime.source_watch import SourceWatch
from speech.simulator.response import ResponseError
from speech.simulator.skill_client import NoResponseError
from speech.skills.handler import find_handler

PYTHON = """
import os, sys, time, decimal
print("loaded")
calls = 0

def handler(event, context):
    global calls
    calls += 1
    kind = event["kind"]
    if kind == "raise":
        raise KeyError("size")
    if kind == "exit":
        sys.exit(3)
    if kind == "die":
        os._exit(7)
    if kind == "hang":
        time.sleep(60)
    if kind == "unserializable":
        return {"x": object()}
    if kind == "huge":
        return "x" * 7_000_000
    if kind == "context":
        names = ("aws_request_id", "function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb",
                 "log_group_name", "log_stream_name", "client_context", "identity")
        text = f"{all(hasattr(context, name) for name in names)} {0 < context.get_remaining_time_in_millis() <= 8000}"
    else:
        is_at_root = os.getcwd() == os.environ["LAMBDA_TASK_ROOT"]
        text = f"{kind} {calls} {os.environ['AWS_LAMBDA_FUNCTION_NAME']} {is_at_root}"
    print("a line of the handler")
    return {"version": "1.0", "sessionAttributes": {"n": decimal.Decimal(2)}, "response": {
        "outputSpeech": {"type": "PlainText", "text": text}}}
"""
NODE = """
console.log("loaded");
let calls = 0;
const answer = (text) => ({
  version: "1.0",
  sessionAttributes: { n: 2 },
  response: { outputSpeech: { type: "PlainText", text } },
});

exports.handler = async (event, context) => {
  calls += 1;
  const kind = event.kind;
  if (kind === "raise") throw new TypeError("size");
  if (kind === "exit" || kind === "die") process.exit(kind === "die" ? 7 : 3);
  if (kind === "hang") await new Promise(() => setTimeout(() => {}, 60000));
  if (kind === "unserializable") return { x: 1n };
  if (kind === "huge") return "x".repeat(7000000);
  if (kind === "context") {
    const names = ["awsRequestId", "functionName", "functionVersion", "invokedFunctionArn", "memoryLimitInMB",
      "logGroupName", "logStreamName"];
    const left = context.getRemainingTimeInMillis();
    const title = (value) => (value ? "True" : "False");
    return answer(`${title(names.every((name) => context[name]))} ${title(left > 0 && left <= 8000)}`);
  }
  console.log("a line of the handler");
  const isAtRoot = process.cwd() === process.env.LAMBDA_TASK_ROOT;
  return answer(`${kind} ${calls} ${process.env.AWS_LAMBDA_FUNCTION_NAME} ${isAtRoot ? "True" : "False"}`);
};
"""
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="Node is not installed, so its handlers are untested"
)
RUNTIMES = [pytest.param("lambda_function.py", id="Python"), pytest.param("index.js", id="Node", marks=needs_node)]


def _write(folder: Path, name: str, source: str) -> Path:
    file = folder / name
    file.write_text(source)
    return file


def _client(folder: Path, name: str, **options: Any) -> LambdaClient:
    return LambdaClient(find_handler(name, [folder]), **options)


@pytest.fixture(params=RUNTIMES)
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LambdaClient]:
    _write(tmp_path, request.param, PYTHON if request.param.endswith(".py") else NODE)
    with _client(tmp_path, request.param) as client:
        yield client


def test_the_handler_gets_the_event_and_keeps_its_state(client: LambdaClient, tmp_path: Path) -> None:
    answers = [client.send({"kind": "hello"}) for _ in range(2)]

    texts = [answer.envelope["response"]["outputSpeech"]["text"] for answer in answers]
    assert texts == [f"hello {number} {tmp_path.name} True" for number in (1, 2)]
    assert answers[0].attributes == {"n": 2}


def test_the_context_has_the_fields_that_handlers_use(client: LambdaClient) -> None:
    answer = client.send({"kind": "context"})

    assert answer.envelope["response"]["outputSpeech"]["text"] == "True True"


def test_what_the_handler_prints_goes_to_standard_error(
    client: LambdaClient, capfd: pytest.CaptureFixture[str]
) -> None:
    client.notify({"kind": "hello"})

    assert capfd.readouterr() == ("", "loaded\na line of the handler\n")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("raise", ["raised ", "Error: ", "size", "in handler", "line of the error"]),
        ("unserializable", ["raised TypeError: ", "serializ"]),
        ("huge", ["more than 6 MB, the limit of Lambda"]),
    ],
)
def test_an_error_of_the_handler_is_shown_with_its_traceback(
    kind: str, expected: list[str], client: LambdaClient
) -> None:
    with pytest.raises(ResponseError) as error:
        client.send({"kind": kind})

    text = str(error.value).replace("at exports.handler", "in handler")
    for line in ('.py", line 11', ".js:13:"):
        text = text.replace(line, "line of the error")
    assert [part for part in expected if part not in text] == []
    assert client.send({"kind": "hello"}).speech


@pytest.mark.parametrize("kind", ["exit", "die"])
def test_a_handler_that_ends_its_process_is_an_error_and_starts_again(kind: str, client: LambdaClient) -> None:
    with pytest.raises(ResponseError, match=r"status (3|7)|raised SystemExit: 3"):
        client.send({"kind": kind})

    assert client.send({"kind": "hello"}).speech


@pytest.mark.parametrize("name", RUNTIMES)
def test_a_handler_that_hangs_is_stopped(name: str, tmp_path: Path) -> None:
    _write(tmp_path, name, PYTHON if name.endswith(".py") else NODE)

    with _client(tmp_path, name, timeout=0.3) as client, pytest.raises(NoResponseError, match=r"within 0\.3 seconds"):
        client.send({"kind": "hang"})


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("lambda_function.py", "import none_such", ["ModuleNotFoundError: No module named 'none_such'", "install it"]),
        ("lambda_function.py", "def handler(:", ["raised SyntaxError", "def handler(:"]),
        ("lambda_function.py", "x = 1", ["has no handler and no lambda_handler"]),
        pytest.param("index.js", "require('none-such')", ["Cannot find module", "npm install"], marks=needs_node),
        pytest.param("index.mjs", "import 'none-such'", ["Cannot find package", "npm install"], marks=needs_node),
        pytest.param("index.js", "exports.x = 1", ["exports no function handler"], marks=needs_node),
    ],
)
def test_a_handler_that_cannot_be_loaded_is_an_error_with_the_cause(
    name: str, source: str, expected: list[str], tmp_path: Path
) -> None:
    _write(tmp_path, name, source)

    with _client(tmp_path, name) as client, pytest.raises(ResponseError) as error:
        client.send({})

    assert [part for part in expected if part not in str(error.value)] == []


SPEAK = '{ response: { outputSpeech: { type: "PlainText", text: "Hi." } } }'


@needs_node
@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("index.js", f"exports.handler = (event, context, callback) => callback(null, {SPEAK});"),
        ("index.js", f"exports.handler = (event, context) => context.succeed({SPEAK});"),
        ("index.js", f"module.exports = {{ handler: async () => ({SPEAK}) }};"),
        ("index.js", f"module.exports = {{ ['hand' + 'ler']: async () => ({SPEAK}) }};"),
        ("index.mjs", f"export const handler = async () => ({SPEAK});"),
        ("index.cjs", f"exports.handler = (event, context, callback) => setTimeout(() => callback(null, {SPEAK}), 1);"),
    ],
)
def test_each_way_to_write_a_handler_for_node_is_called(name: str, source: str, tmp_path: Path) -> None:
    _write(tmp_path, name, source)

    with _client(tmp_path, name) as client:
        assert client.send({}).speech == "<speak>Hi.</speak>"


@needs_node
def test_an_error_that_node_raises_later_fails_the_call_at_once(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "index.js",
        "exports.handler = (e, c, done) => { setTimeout(() => { throw new Error('late'); }, 1); };",
    )

    with _client(tmp_path, "index.js") as client, pytest.raises(ResponseError, match="raised Error: late"):
        client.send({})


@pytest.mark.parametrize("name", RUNTIMES)
def test_a_changed_source_is_loaded_before_the_next_request(name: str, tmp_path: Path) -> None:
    source = PYTHON if name.endswith(".py") else NODE
    _write(tmp_path, name, source)
    messages: list[str] = []

    with _client(tmp_path, name, watch=SourceWatch(tmp_path), on_reload=messages.append) as client:
        client.send({"kind": "hello"})
        _write(tmp_path, name, source.replace("calls = 0", "calls = 40"))
        reloaded, unchanged = client.send({"kind": "hello"}), client.send({"kind": "hello"})

    assert [" 41 " in reloaded.speech, " 42 " in unchanged.speech] == [True, True]
    assert messages == [f"Loaded {find_handler(name, [tmp_path]).name} again: {name} changed."]


def test_a_runtime_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "index.js", NODE)
    monkeypatch.setenv("PATH", str(tmp_path))

    with _client(tmp_path, "index.js") as client, pytest.raises(NoResponseError, match=r"node: .* must be installed"):
        client.send({})


def test_folders_of_packages_are_not_watched(tmp_path: Path) -> None:
    (tmp_path / "node_modules" / "x").mkdir(parents=True)
    watch = SourceWatch(tmp_path)
    _write(tmp_path / "node_modules" / "x", "index.js", "1")
    _write(tmp_path, "notes.bin", "1")

    before = watch.changed()
    _write(tmp_path, "index.js", "1")

    assert (before, watch.changed(), watch.changed()) == ([], [tmp_path / "index.js"], [])
