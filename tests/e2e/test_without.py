"""Browsers without JavaScript, or too old: they get a whole page, and no broken form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.browser import PHONE
from tests.e2e.conftest import KINDS, open_browser
from tests.e2e.house import House
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

PAGE = {("GET", "/"), ("GET", "/style.css"), ("GET", "/app.js")}
REFUSED = "Promise.reject(new DOMException('', 'NotSupportedError'))"
REMOVED = {
    # What browsers lacked, youngest first: Chrome before 137, 111, 97, 93, and some of long ago.
    "Ed25519": f"""if (globalThis.SubtleCrypto) {{
        const whole = SubtleCrypto.prototype.importKey;
        SubtleCrypto.prototype.importKey = function (form, key, algorithm, ...rest) {{
            return (algorithm.name ?? algorithm) === "Ed25519"
                ? {REFUSED} : whole.call(this, form, key, algorithm, ...rest);
        }};
    }}""",
    "WellFormed": "delete String.prototype.toWellFormed",
    "findLast": "delete Array.prototype.findLast",
    "hasOwn": "delete Object.hasOwn",
    "streams": "delete Response.prototype.body",
    "AbortController": "delete globalThis.AbortController",
}


def readable(text: str) -> None:
    """Check that the page says what to do, in both languages, and promises no form."""
    for said in (
        "Belum ada yang dikirim",
        "Nothing has been sent",
        "Safer",
        "titip reporter send",
        "Bawaslu",
        "posko",
        "complaints desk",
    ):
        assert said in text, said


@pytest.mark.parametrize("kind", KINDS[:2])
def test_without_javascript_the_page_says_what_to_do(
    kind: str, tmp_path: Path, wire: Wire, house: House
) -> None:
    with open_browser(kind, tmp_path / "profile", javascript=False, size=PHONE) as browser:
        browser.goto(wire.url + house.fragment)
        # Firefox's driver cannot wait for anything where no script runs, but it can look.
        assert browser.is_visible("#without")
        readable(str(browser.evaluate("document.getElementById('without').innerText")))
        assert not browser.is_visible("#loading")
        assert not browser.is_visible("#leave")
    assert set(wire.paths()) <= PAGE


@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_browser_that_lacks_something_is_told_before_anything_is_typed(
    kind: str, tmp_path: Path, wire: Wire, house: House
) -> None:
    with open_browser(kind, tmp_path / "profile", size=PHONE) as browser:
        # The oldest first: what is taken away stays away, and the page names the newest.
        for missing, script in reversed(REMOVED.items()):
            wire.clear()
            browser.prepare(script)
            browser.goto("about:blank")
            browser.goto(wire.url + house.fragment)
            browser.wait_visible(f'#static[data-missing="{missing}"] #without', 10)
            readable(browser.text("#without"))
            assert not browser.is_visible("#loading")
            assert browser.evaluate("document.querySelectorAll('input, textarea').length") == 0
            # The link is taken out of the address bar here too, and nothing more is fetched.
            assert "#" not in browser.url()
            assert set(wire.paths()) == PAGE
        assert browser.console()["errors"] == []


def test_while_the_page_is_coming_nobody_is_told_that_it_cannot_be_used(
    tmp_path: Path, wire: Wire, house: House
) -> None:
    wire.held = {"/app.js"}
    with open_browser("chromium", tmp_path / "profile", size=PHONE) as browser:
        # The page has not loaded yet, so its driver would wait for it.
        browser.evaluate(f"void setTimeout(() => location.assign({wire.url + house.fragment!r}))")
        wire.wait_for("/app.js")
        browser.wait_visible("#loading")
        assert not browser.is_visible("#without")
        # Twenty seconds later, and not before: here they pass at once.
        style = "getComputedStyle(document.getElementById('without'))"
        assert browser.evaluate(f"{style}.animationDelay") == "20s"
        browser.evaluate("document.getAnimations().forEach((one) => one.finish())")
        browser.wait_visible("#without")
        readable(browser.text("#without"))
        wire.held = set()
        browser.wait_visible('main[data-screen="home"]')
        assert not browser.is_visible("#static")
