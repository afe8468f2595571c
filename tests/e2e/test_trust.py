"""What the page's policy forbids, in a real browser: code from elsewhere, markup from text."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.e2e.browser import Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import House
from tests.e2e.reporter import arrive

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

# What each attempt comes to: "done", or the name of the error.
ATTEMPT = """(async () => {
  try { ACT; return "done"; } catch (error) { return error.name; }
})()"""


def attempt(browser: Browser, act: str) -> str:
    return str(browser.evaluate(ATTEMPT.replace("ACT", act)))


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another site, which would gladly answer; it notes what it was asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as http.server has it
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_nothing_from_elsewhere_runs_or_is_asked(
    kind: str, house: House, elsewhere: str, tmp_path: Path
) -> None:
    picture = (
        "await new Promise((done) => { const one = new Image();"
        f" one.onload = one.onerror = done; one.src = '{elsewhere}picture'; }})"
    )
    with open_browser(kind, tmp_path / "profile") as browser:
        # From a page without a policy the same requests are made.
        browser.goto(elsewhere)
        assert attempt(browser, f"await fetch('{elsewhere}fetched')") == "done"
        assert attempt(browser, picture) == "done"
        assert {"/fetched", "/picture"} <= set(Elsewhere.asked)
        arrive(browser, f"http://127.0.0.1:{house.port}/{house.fragment}")
        Elsewhere.asked.clear()
        assert attempt(browser, "await fetch('/bulletin')") == "done"
        assert attempt(browser, f"await fetch('{elsewhere}fetched')") == "TypeError"
        attempt(browser, picture)
        attempt(
            browser,
            "await new Promise((done) => { const one = document.createElement('iframe');"
            f" one.src = '{elsewhere}framed'; one.onload = done; document.body.append(one);"
            " setTimeout(done, 500); })",
        )
        # Written into the page, a script does not run.
        attempt(
            browser,
            "const one = document.createElement('script'); one.append('globalThis.ran = 1');"
            " document.head.append(one)",
        )
        assert browser.evaluate("'ran' in globalThis") is False
        assert Elsewhere.asked == []
        assert browser.evaluate("document.cookie") == ""
        assert browser.evaluate("localStorage.length + sessionStorage.length") == 0


def test_text_never_becomes_markup_or_code(browser: Browser, house: House) -> None:
    arrive(browser, f"http://127.0.0.1:{house.port}/{house.fragment}")
    for act in (
        "document.createElement('p').innerHTML = '<b>x</b>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
        "document.createElement('script').src = '/app.js'",
        "trustedTypes.createPolicy('own', { createHTML: (text) => text })",
        "trustedTypes.createPolicy('default', { createHTML: (text) => text })",
    ):
        assert attempt(browser, act) == "TypeError", act
    # The same without sinks works: it is the policy that refuses.
    assert attempt(browser, "document.createElement('p').textContent = '<b>x</b>'") == "done"
