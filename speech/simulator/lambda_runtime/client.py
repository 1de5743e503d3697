"""Sends Alexa's requests to a Lambda handler in a child process."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import RLock, Thread
from types import TracebackType
from typing import IO, Any, Final, Self
from uuid import uuid4

from speech.json_reader import read_json
from speech.simulator.lambda_runtime.source_watch import SourceWatch
from speech.simulator.response import ResponseError, SkillResponse, read_response
from speech.simulator.skill_client import NoResponseError

TIMEOUT: Final = 8.0
"""Seconds, as long as Alexa waits."""

START_TIMEOUT: Final = 60.0
"""Seconds for the imports of the handler."""

MAX_BYTES: Final = 6 * 1024 * 1024
"""The limit of Lambda for an answer."""

PATIENCE: Final = 2.0
"""Seconds for a process to end by itself."""

_REGION: Final = "us-east-1"
_ACCOUNT: Final = "000000000000"


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that Lambda would call."""

    name: str
    """As messages name it."""

    command: tuple[str, ...]
    """Starts its runtime."""

    folder: Path
    """Where it runs, with its sources."""

    hint: str
    """What to do if a module is missing."""


class LambdaClient:
    """A skill client. Its process starts at the first request, and again after it ended or after a change."""

    def __init__(
        self,
        handler: Handler,
        *,
        timeout: float = TIMEOUT,
        watch: SourceWatch | None = None,
        on_reload: Callable[[str], None] = lambda message: None,
    ) -> None:
        """With a watch, the handler is loaded again before a request if its sources have changed."""
        self._handler = handler
        self._timeout = timeout
        self._watch = watch
        self._on_reload = on_reload
        self._process: _Process | None = None
        self._lock = RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        """Raises NoResponseError, ResponseError."""
        return read_response(self._call(envelope), self._handler.name)

    def notify(self, envelope: Mapping[str, Any]) -> None:
        """Send a request and ignore the answer. Raises NoResponseError, ResponseError."""
        self._call(envelope)

    def stop(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            if process:
                process.stop()

    def _call(self, event: Mapping[str, Any]) -> object:
        with self._lock:
            self._reload_if_changed()
            process = self._process = self._process or self._start()
            arn = f"arn:aws:lambda:{_REGION}:{_ACCOUNT}:function:{_function_name(self._handler)}"
            call = {"event": event, "requestId": str(uuid4()), "arn": arn, "seconds": self._timeout}
            return self._exchange(process, call).get("result")

    def _start(self) -> "_Process":
        try:
            process = _Process(self._handler)
        except OSError as error:
            program = self._handler.command[0]
            raise NoResponseError(f"{program}: {error.strerror}; it must be installed to run handlers") from error
        self._exchange(process, None, START_TIMEOUT)
        return process

    def _exchange(self, process: "_Process", call: object, timeout: float | None = None) -> Mapping[str, Any]:
        """Return the next answer. After any failure but the handler's own, the process is stopped."""
        name, timeout = self._handler.name, timeout or self._timeout
        try:
            answer = process.exchange(call, timeout)
        except TimeoutError as error:
            self._discard(process, patience=0)
            raise NoResponseError(f"{name} did not answer within {timeout:g} seconds") from error
        except EOFError as error:
            status = self._discard(process)
            raise ResponseError(f"{name} ended its process with status {status}; see its output") from error
        except ValueError as error:
            self._discard(process)
            raise ResponseError(f"{name} answered with something other than JSON ({error})") from error
        if "error" in answer:
            if call is None:
                self._discard(process)
            raise ResponseError(_message(self._handler, answer["error"]))
        return answer

    def _discard(self, process: "_Process", patience: float = PATIENCE) -> int | None:
        self._process = None
        return process.stop(patience)

    def _reload_if_changed(self) -> None:
        if self._watch and (changed := self._watch.changed()):
            self.stop()
            self._on_reload(f"Loaded {self._handler.name} again: {', '.join(path.name for path in changed)} changed.")


class _Process:
    def __init__(self, handler: Handler) -> None:
        """Raises OSError."""
        self._child = subprocess.Popen(  # noqa: S603 - what the developer named
            handler.command,
            cwd=handler.folder,
            env=_environment(handler),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the simulator
        )
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        self._reader = Thread(target=self._read, args=[self._child.stdout], daemon=True)
        self._reader.start()

    def exchange(self, call: object, timeout: float) -> Mapping[str, Any]:
        """Send the call, if there is one, and return the next answer. Raises TimeoutError, EOFError, ValueError."""
        if call is not None and self._child.stdin:
            with suppress(OSError):  # the end of its output says more
                self._child.stdin.write(json.dumps(call).encode() + b"\n")
                self._child.stdin.flush()
        try:
            line = self._lines.get(timeout=timeout)
        except Empty:
            raise TimeoutError from None
        if not line:
            raise EOFError
        if len(line) >= MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES // 1024 // 1024} MB, the limit of Lambda")
        answer = read_json(line)
        if not isinstance(answer, dict):
            raise ValueError("not an object")  # noqa: TRY004 - it is what the other process wrote
        return answer

    def stop(self, patience: float = PATIENCE) -> int | None:
        """Return the exit status; None if the process had to be killed after `patience` seconds."""
        if self._child.stdin:
            with suppress(OSError):
                self._child.stdin.close()
        try:
            status: int | None = self._child.wait(patience)
        except subprocess.TimeoutExpired:
            status = None
            self._child.kill()
            self._child.wait()
        self._reader.join(PATIENCE)
        if self._child.stdout and not self._reader.is_alive():
            self._child.stdout.close()
        return status

    def _read(self, output: IO[bytes]) -> None:
        while line := output.readline(MAX_BYTES):
            self._lines.put(line)
        self._lines.put(b"")


def _message(handler: Handler, error: Mapping[str, str]) -> str:
    kind, text, trace = (str(error.get(key, "")) for key in ("type", "message", "trace"))
    is_missing = kind == "ModuleNotFoundError" or "ERR_MODULE_NOT_FOUND" in trace or text.startswith("Cannot find")
    hint = f"; {handler.hint}" if is_missing else ""
    return f"{handler.name} raised {kind}: {text.splitlines()[0] if text else ''}{hint}\n{trace}".rstrip()


def _function_name(handler: Handler) -> str:
    return handler.folder.name or "skill"


def _environment(handler: Handler) -> dict[str, str]:
    """Return the variables that Lambda sets beside those of this process.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    name = _function_name(handler)
    return {
        "AWS_REGION": _REGION,
        "AWS_DEFAULT_REGION": _REGION,
        **os.environ,
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "simulator",
        "LAMBDA_TASK_ROOT": str(handler.folder),
        "TZ": "UTC",
        "_HANDLER": handler.name,
    }
