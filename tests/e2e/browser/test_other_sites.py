"""A web page of another site cannot use the simulator that runs on its visitor's machine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser

from speech.simulator.loopback import serving
from speech.web.security import guard
from tests.e2e.browser.conftest import Start

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ATTEMPTS = {
    "reads the page": "fetch(url + '/')",
    "reads the page without CORS": "fetch(url + '/', { mode: 'no-cors' })",
    "starts a conversation": "fetch(url + CONVERSATIONS, { method: 'POST', body: '{}', headers: JSON_TYPE })",
    "starts a conversation without CORS": "fetch(url + CONVERSATIONS, { method: 'POST', body: '{}', mode: 'no-cors' })",
    "sends a request": "fetch(url + '/simulator/request', { method: 'POST', body: LAUNCH, mode: 'no-cors' })",
    "rehearses": "fetch(url + '/simulator/rehearsal', { method: 'POST', body: '{}', headers: JSON_TYPE })",
    "loads a script": "loaded('script', url + '/simulator/assets/main.js')",
    "loads an image": "loaded('img', url + '/simulator/assets/icon.svg')",
}
PAGE = b"""<!doctype html><title>another site</title><script>
const JSON_TYPE = { "Content-Type": "application/json" };
const CONVERSATIONS = "/simulator/conversations";
const LAUNCH = JSON.stringify({ request: { type: "LaunchRequest" } });
const loaded = (tag, src) => new Promise((resolve, reject) => {
  const element = document.createElement(tag);
  Object.assign(element, { src, onload: () => resolve("loaded"), onerror: () => reject(Error("refused")) });
  document.body.append(element);
});
</script><body></body>"""


def _other_site(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [PAGE]


@pytest.fixture(scope="module")
def other_site() -> Iterator[str]:
    with serving(_other_site) as url:
        yield url


@dataclass
class Guarded:
    """A guarded app that counts which requests are allowed and which are refused."""

    url: str = ""
    allowed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    app, counts = Flask(__name__, static_folder=None), Guarded()
    guard(app)

    @app.after_request
    def count(response: Response) -> Response:
        (counts.refused if response.status_code == 403 else counts.allowed).append(request.path)
        return response

    with serving(app) as url:
        counts.url = url
        yield counts


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_another_sites_page_gets_no_answer(host: str, browser: Browser, guarded: Guarded, other_site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(other_site.replace("127.0.0.1", host))

    for attempt in ATTEMPTS.values():
        page.evaluate(f"(url) => ({attempt}).catch(() => {{}})", guarded.url)
    context.close()

    assert guarded.allowed == []
    assert len(guarded.refused) == len(ATTEMPTS)


def test_the_page_cannot_be_framed_by_another_site(browser: Browser, simulator_url: str, other_site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(other_site)

    with page.expect_request(lambda request: request.url.startswith(simulator_url)):
        page.evaluate("(url) => { document.body.innerHTML = `<iframe src='${url}'></iframe>` }", simulator_url)
    page.wait_for_timeout(500)
    framed = [frame.url for frame in page.frames if frame.url.startswith(simulator_url)]
    context.close()

    assert framed == []


def test_another_name_for_this_machine_is_refused(chromium: Start, simulator_url: str) -> None:
    port = simulator_url.rpartition(":")[2]
    with chromium("--host-resolver-rules=MAP rebound.example 127.0.0.1") as browser:
        response = browser.new_page().goto(f"http://rebound.example:{port}/")
        assert response is not None
        status = response.status

    assert status == 403


def test_the_page_runs_no_inline_script(browser: Browser, simulator_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(simulator_url)

    refused = page.evaluate("""() => new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    })""")

    has_run = page.evaluate("window.ran")
    context.close()

    assert refused == "script-src-elem"
    assert has_run is None
