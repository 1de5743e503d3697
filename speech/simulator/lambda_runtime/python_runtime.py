"""Runs a skill's Python handler as AWS Lambda does: a line of JSON in for each request, a line out for each answer.

It runs with the interpreter of the skill's project, so it needs Python 3.8 and the standard library only.
usage: python_runtime.py FOLDER MODULE_OR_FILE NAME,...
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import logging
import operator
import os
import sys
import time
import traceback
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[[Any, Any], Any]


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    """The second argument of a handler.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    client_context = None
    identity = CognitoIdentity()

    def __init__(self, request_id: str, arn: str, seconds: float) -> None:
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._end = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._end - time.monotonic()) * 1000))


def load(place: str, names: str) -> Handler:
    """Import the module or the file, and return the first of the names that it has."""
    if place.endswith(".py"):
        spec = importlib.util.spec_from_file_location(os.path.basename(place)[:-3], place)  # noqa: PTH119
        if spec is None or spec.loader is None:
            raise ImportError(place)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(place)
    for name in names.split(","):
        if hasattr(module, name.partition(".")[0]):
            handler: Handler = operator.attrgetter(name)(module)
            return handler
    raise AttributeError(f"{place} has no {names.replace(',', ' and no ')}")


def failure(error: BaseException) -> dict[str, Any]:
    own_frame = error.__traceback__.tb_next if error.__traceback__ else None
    trace = "".join(traceback.format_exception(type(error), error, own_frame))
    return {"error": {"type": type(error).__name__, "message": str(error), "trace": trace}}


def answer(handler: Handler, call: dict[str, Any]) -> str:
    try:
        result = handler(call["event"], LambdaContext(call["requestId"], call["arn"], call["seconds"]))
        return json.dumps({"result": result}, default=_number)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the handler raises is reported
        return json.dumps(failure(error))


def _number(value: object) -> float:
    if isinstance(value, Decimal):  # as DynamoDB returns numbers
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def main(folder: str, place: str, names: str) -> int:
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what the handler prints goes to standard error
    logging.basicConfig(format="[%(levelname)s] %(message)s")
    sys.path[0] = folder
    try:
        handler = load(place, names)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the import raises is reported
        print(json.dumps(failure(error)), file=answers, flush=True)
        return 1
    print("{}", file=answers, flush=True)
    for line in requests:
        print(answer(handler, json.loads(line)), file=answers, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
