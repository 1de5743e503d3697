"""What a web page from elsewhere can do to a desk that runs on its visitor's machine: nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser

from speech.simulator.loopback import serving
from speech.web.security import guard
from tests.e2e.browser.conftest import Start

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TRIES = {
    "reads the page": "fetch(desk + '/')",
    "reads it without asking": "fetch(desk + '/', { mode: 'no-cors' })",
    "begins a talk": "fetch(desk + '/simulator/conversations', { method: 'POST', body: '{}', headers: JSON_TYPE })",
    "begins a talk with plain text": "fetch(desk + '/simulator/conversations', { method: 'POST', body: '{}', mode: 'no-cors' })",
    "sends a request": "fetch(desk + '/simulator/request', { method: 'POST', body: LAUNCH, mode: 'no-cors' })",
    "rehearses": "fetch(desk + '/simulator/rehearsal', { method: 'POST', body: '{}', headers: JSON_TYPE })",
    "loads a script": "loaded('script', desk + '/simulator/assets/main.js')",
    "loads a picture": "loaded('img', desk + '/simulator/assets/icon.svg')",
}
PAGE = b"""<!doctype html><title>elsewhere</title><script>
const JSON_TYPE = { "Content-Type": "application/json" };
const LAUNCH = JSON.stringify({ request: { type: "LaunchRequest" } });
const loaded = (tag, src) => new Promise((tell, fail) => {
  const element = document.createElement(tag);
  Object.assign(element, { src, onload: () => tell("loaded"), onerror: () => fail(Error("refused")) });
  document.body.append(element);
});
</script><body></body>"""


def _elsewhere(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [PAGE]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with serving(_elsewhere) as url:
        yield url


@dataclass
class Guarded:
    """Stands behind the desk's guard, and counts who is let in and who is not."""

    url: str = ""
    let_in: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    app, counts = Flask(__name__, static_folder=None), Guarded()
    guard(app)

    @app.after_request
    def count(response: Response) -> Response:
        (counts.refused if response.status_code == 403 else counts.let_in).append(request.path)
        return response

    with serving(app) as url:
        counts.url = url
        yield counts


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_from_elsewhere_gets_nothing(host: str, browser: Browser, guarded: Guarded, elsewhere: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere.replace("127.0.0.1", host))

    for attempt in TRIES.values():
        page.evaluate(f"(desk) => ({attempt}).catch(() => {{}})", guarded.url)
    context.close()

    assert guarded.let_in == []
    assert len(guarded.refused) == len(TRIES)


def test_it_cannot_be_put_into_another_page(browser: Browser, desk: str, elsewhere: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere)

    with page.expect_request(lambda request: request.url.startswith(desk)):
        page.evaluate("(desk) => { document.body.innerHTML = `<iframe src='${desk}'></iframe>` }", desk)
    page.wait_for_timeout(500)
    framed = [frame.url for frame in page.frames if frame.url.startswith(desk)]
    context.close()

    assert framed == []


def test_a_name_that_leads_here_opens_nothing(chromium: Start, desk: str) -> None:
    port = desk.rpartition(":")[2]
    with chromium("--host-resolver-rules=MAP rebound.example 127.0.0.1") as browser:
        response = browser.new_page().goto(f"http://rebound.example:{port}/")
        assert response is not None
        status = response.status

    assert status == 403


def test_the_page_runs_no_script_but_its_own(browser: Browser, desk: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk)

    refused = page.evaluate("""() => new Promise((tell) => {
      document.addEventListener("securitypolicyviolation", (event) => tell(event.violatedDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    })""")

    has_run = page.evaluate("window.ran")
    context.close()

    assert refused == "script-src-elem"
    assert has_run is None
