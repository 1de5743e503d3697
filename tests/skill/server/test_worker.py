import json
import os
import signal
import socket
import struct
from contextlib import ExitStack
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from skill.server.leader_followers import THREADS
from skill.server.request_parser import MAX_BODY
from tests.skill.server.conftest import Server, read_all, serving
from tests.support.redis_server import wait_until
from tests.support.wsgi_app import BIG, SECRET

POST = b"POST /x HTTP/1.1\r\nHost: x\r\n"
SLOW = {
    "half a head": b"POST /x HTTP/1.1\r\nHost: x\r\nX-Slow",
    "an unfinished body": POST + b"Content-Length: 500\r\n\r\n{",
    "an unfinished chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n100\r\nabc",
    "silence": b"",
    "a response that is not read": b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n" * 2,
}
MORE_THAN_THREADS = 3 * THREADS


def _body(response: bytes) -> dict[str, Any]:
    head, _, body = response.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n"), head
    shown: dict[str, Any] = json.loads(body)
    return shown


@pytest.mark.parametrize("kind", SLOW)
def test_people_are_answered_while_clients_hold(server: Server, kind: str) -> None:
    """Otherwise a few sockets would stop the service for everybody."""
    with ExitStack() as stack:
        for _ in range(MORE_THAN_THREADS):
            client = stack.enter_context(server.connect())
            client.sendall(SLOW[kind])

        answers = [server.get() for _ in range(MORE_THAN_THREADS)]

    assert [_body(answer)["body"] for answer in answers] == [""] * MORE_THAN_THREADS


def test_requests_that_take_too_long_are_ended_with_a_408_and_silent_connections_closed(server: Server) -> None:
    """Otherwise slow clients would take all connections in the end."""
    with ExitStack() as stack:
        clients = {kind: stack.enter_context(server.connect()) for kind in SLOW if "response" not in kind}
        for kind, client in clients.items():
            client.sendall(SLOW[kind])

        ends = {kind: read_all(client)[:12] for kind, client in clients.items()}

    assert ends.pop("silence") == b""
    assert set(ends.values()) == {b"HTTP/1.1 408"}


def test_a_client_that_does_not_read_its_response_is_cut_off(server: Server) -> None:
    with server.connect() as client:
        client.sendall(SLOW["a response that is not read"])
        wait_until(lambda: _is_closed(server, client), "the connection stays open")


def _is_closed(server: Server, client: socket.socket) -> bool:
    """The kernel lists the server's side of the connection, which the client cannot see before it reads."""
    port = f":{client.getsockname()[1]:04X}"
    sockets = Path(f"/proc/{server.workers[0]}/net/tcp").read_text().splitlines()[1:]
    return not any(line.split()[2].endswith(port) and line.split()[3] == "01" for line in sockets)


def test_a_slow_reader_gets_the_whole_response(server: Server) -> None:
    with server.connect() as client:
        client.sendall(SLOW["a response that is not read"] + b"GET /next HTTP/1.0\r\n\r\n")
        sleep(0.1)
        received = read_all(client)

    assert received.count(b"x" * BIG) == 2
    assert received.endswith(b"}")
    assert b'"/next"' in received


@pytest.mark.parametrize(
    "head",
    [f"Content-Length: {MAX_BODY + 50_000}".encode(), b"Transfer-Encoding: chunked"],
    ids=["declared", "chunked"],
)
def test_a_client_can_read_why_its_large_body_is_refused(server: Server, head: bytes) -> None:
    """The app refuses and counts it, so it learns the size. A reset would destroy the answer on its way."""
    body = b"x" * (MAX_BODY + 50_000)
    if b"chunked" in head:
        body = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"

    environ = _body(server.exchange(POST + head + b"\r\n\r\n" + body))["environ"]

    assert int(environ["CONTENT_LENGTH"]) > MAX_BODY


def test_a_chunked_body_arrives_with_its_length(server: Server) -> None:
    request = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

    shown = _body(server.exchange(request))

    assert (shown["body"], shown["environ"]["CONTENT_LENGTH"]) == ("abcde", "5")


def test_a_client_that_asks_first_gets_the_permission_to_send_the_body(server: Server) -> None:
    with server.connect() as client:
        client.sendall(POST + b"Connection: close\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        interim = client.recv(25)
        client.sendall(b"ok")
        answer = read_all(client)

    assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert _body(answer)["body"] == "ok"


def test_requests_on_one_connection_are_answered_in_their_order(server: Server) -> None:
    requests = [f"GET /{number} HTTP/1.1\r\nHost: x\r\n\r\n" for number in range(19)]

    received = server.exchange("".join([*requests, "GET /19 HTTP/1.0\r\n\r\n"]).encode())

    bodies = [response.partition(b"\r\n\r\n")[2] for response in received.split(b"HTTP/1.1 200")[1:]]
    assert [json.loads(body)["environ"]["PATH_INFO"] for body in bodies] == [f"/{number}" for number in range(20)]


def test_a_client_that_sends_no_more_is_still_answered(server: Server) -> None:
    with server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        answer = read_all(client)

    assert _body(answer)["environ"]["PATH_INFO"] == "/"


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/a%20b?c=%20d", "/a b", "c=%20d"),
        (b"//evil/x", "//evil/x", ""),
        (b"http://other/alexa?x", "/alexa", "x"),
        (b"http://other", "/", ""),
        (b"*", "*", ""),
    ],
)
def test_an_app_gets_the_path_and_the_query_as_wsgi_wants_them(
    server: Server, target: bytes, path: str, query: str
) -> None:
    response = server.exchange(b"OPTIONS " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    environ = _body(response)["environ"]
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == (path, query)


def test_old_clients_get_one_response_and_the_end_of_the_connection(server: Server) -> None:
    response = server.exchange(b"GET / HTTP/1.0\r\n\r\n")

    assert b"\r\nConnection: close\r\n" in response
    assert _body(response)["environ"]["PATH_INFO"] == "/"


def test_the_response_to_a_head_request_has_the_length_but_no_body(server: Server) -> None:
    response = server.exchange(b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert b"\r\nContent-Length: " in response
    assert response.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (f"POST /fail HTTP/1.1\r\nHost: x\r\nContent-Length: {len(SECRET)}\r\n\r\n{SECRET}", b"500"),
        (f"POST /{SECRET} HTTP/1.1\r\n{SECRET}\r\n\r\n", b"400"),
        (f"{SECRET}\r\n\r\n", b"400"),
        (f"GET http://[{SECRET} HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (f"GET / HTTP/1.1\r\nX: {SECRET * 1000}\r\n\r\n", b"431"),
    ],
    ids=["the app fails", "bad header", "no HTTP", "no URL", "large head"],
)
def test_what_a_sender_wrote_is_not_in_the_log(server: Server, request_bytes: str, status: bytes) -> None:
    response = server.exchange(request_bytes.encode())

    log = server.log.read_text()
    assert response.startswith(b"HTTP/1.1 " + status)
    assert SECRET not in log
    assert "127.0.0.1" not in log.replace(f"127.0.0.1:{server.port}", "")


def test_clients_that_disappear_do_no_harm(server: Server) -> None:
    for data in (b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n", POST, b""):
        client = server.connect()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(data)
        client.close()  # with a reset

    assert _body(server.get())
    assert "Traceback" not in server.log.read_text()


def test_people_are_answered_while_answers_are_held_up(server: Server) -> None:
    """Otherwise one slow call to Amazon would stop the service for everybody."""
    with ExitStack() as stack:
        held = [stack.enter_context(server.connect()) for _ in range(THREADS - 1)]
        for client in held:
            client.sendall(b"GET /hold HTTP/1.0\r\n\r\n")

        others = [server.get() for _ in range(THREADS)]
        server.get("/unhold")
        answers = [read_all(client) for client in held]

    assert [_body(each)["environ"]["PATH_INFO"] for each in others] == ["/"] * THREADS
    assert [_body(each)["environ"]["PATH_INFO"] for each in answers] == ["/hold"] * (THREADS - 1)


@pytest.mark.slow
def test_a_worker_whose_answers_are_all_held_up_can_be_stopped(tmp_path: Path) -> None:
    """Otherwise it would keep the port, and a host would wait for it."""
    with serving(tmp_path) as server, ExitStack() as stack:
        for _ in range(THREADS):
            stack.enter_context(server.connect()).sendall(b"GET /hold HTTP/1.0\r\n\r\n")
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(60) == 0


def test_an_app_that_wants_to_exit_does_not_end_a_thread(server: Server) -> None:
    """Otherwise eight such requests would end the worker."""
    for _ in range(THREADS + 1):
        assert server.exchange(b"GET /exit HTTP/1.0\r\n\r\n") == b""

    assert _body(server.get())


def test_a_client_that_sends_no_more_gets_the_whole_of_a_large_response(server: Server) -> None:
    with server.connect() as client:
        client.sendall(b"GET /big HTTP/1.0\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        sleep(0.1)

        assert len(read_all(client)) > BIG


def test_requests_that_wait_for_a_result_hold_no_thread(server: Server) -> None:
    """Otherwise made-up certificate addresses would stop the turns of people whose key is known."""
    with ExitStack() as stack:
        waiting = [stack.enter_context(server.connect()) for _ in range(MORE_THAN_THREADS)]
        for client in waiting:
            client.sendall(b"GET /defer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

        others = [server.get() for _ in range(MORE_THAN_THREADS)]
        server.get("/release")
        answers = [read_all(client) for client in waiting]

    assert all(map(_body, others))
    assert {_body(answer)["environ"]["PATH_INFO"] for answer in answers} == {"/defer"}


def test_more_connections_than_there_is_room_for_do_not_keep_anybody_out(tmp_path: Path) -> None:
    """The connections that have waited longest are closed instead, which are never those of people."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with serving(tmp_path) as server, ExitStack() as stack:
        resource.prlimit(server.workers[0], resource.RLIMIT_NOFILE, (64, hard))
        for _ in range(200):
            stack.enter_context(server.connect()).sendall(SLOW["half a head"])

        answers = [server.get() for _ in range(5)]

    assert all(map(_body, answers))
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGHUP])
def test_a_worker_that_stops_answers_the_request_that_it_is_reading(tmp_path: Path, stop: signal.Signals) -> None:
    with serving(tmp_path, workers=2) as server, server.connect() as client:
        client.sendall(POST + b"Content-Length: 2\r\n\r\n")
        sleep(0.2)  # until a worker has it
        before = set(server.workers)
        server.process.send_signal(stop)
        sleep(0.5)
        client.sendall(b"ok")

        response = client.recv(65_536)

    assert b"\r\nConnection: close\r\n" in response
    assert _body(response)["body"] == "ok"
    assert before


def test_the_end_of_gunicorns_master_ends_the_workers(tmp_path: Path) -> None:
    """Otherwise they would keep the port, and the next start would fail."""
    with serving(tmp_path) as server:
        (worker,) = server.workers
        server.process.kill()

        wait_until(lambda: not _is_running(worker), "the worker goes on")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
