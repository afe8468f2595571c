"""What somebody on the line, or the site itself, can count (§10.1)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.browser import Browser
from tests.e2e.conftest import KINDS, open_browser
from tests.e2e.house import House
from tests.e2e.reporter import (
    arrive,
    come_back,
    screen,
    send_follow_up,
    send_report,
    wait_until,
    write_report,
)
from tests.e2e.wire import Wire
from tests.test_build import BROWSER, build

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

VISIT = [
    ("GET", "/"),
    ("GET", "/app.js"),
    ("GET", "/style.css"),
    ("GET", "/bulletin"),
    ("GET", "/onward.js"),
    ("GET", "/cleaning.js"),
    ("GET", "/board"),
]
# What the browser itself says of each request; the same for everybody with this browser.
IGNORED_HEADERS = {"connection", "host", "pragma", "priority"}


def heads(wire: Wire) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    found = [
        (
            request.method,
            request.path,
            tuple(
                (name, value)
                for name, value in sorted(request.headers.items())
                if name not in IGNORED_HEADERS
            ),
        )
        for request in wire.requests
    ]
    # Style and script are asked for at once, on two connections: which is seen first is chance.
    return found[:1] + sorted(found[1:3]) + found[3:]


def visit(
    kind: str, profile: Path, wire: Wire, house: House, purpose: str, words: str
) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    wire.clear()
    with open_browser(kind, profile) as browser:
        arrive(browser, wire.url + house.fragment)
        if purpose == "write":
            write_report(browser, {"what": "Hal", "account": "Uraian"})
            browser.click("#to-review")
            screen(browser, "review")
            browser.click("#to-passphrase")
            screen(browser, "passphrase")
        elif purpose == "read":
            come_back(browser, words)
            screen(browser, "thread", 120)
        wire.wait_for("/board")
        return heads(wire)


@pytest.mark.parametrize("kind", KINDS)
def test_looking_writing_and_reading_ask_for_the_same(
    kind: str, tmp_path: Path, wire: Wire, house: House
) -> None:
    with open_browser(kind, tmp_path / "first") as browser:
        arrive(browser, wire.url + house.fragment)
        words = " ".join(send_report(browser, {"what": "Hal", "account": "Uraian"}))
    house.carry_in()
    house.deliver()
    visits = {
        purpose: visit(kind, tmp_path / purpose, wire, house, purpose, words)
        for purpose in ("look", "write", "read")
    }
    assert visits["look"] == visits["write"] == visits["read"]
    assert [head[:2] for head in visits["look"]] == VISIT


def test_every_letter_has_one_length(chromium: Browser, wire: Wire, house: House) -> None:
    arrive(chromium, wire.url + house.fragment)
    words = " ".join(send_report(chromium, {"what": "H", "account": "U"}))
    house.carry_in()
    house.deliver()
    arrive(chromium, wire.url + house.fragment)
    come_back(chromium, words)
    screen(chromium, "thread", 120)
    send_follow_up(chromium, "Panjang " * 2000)
    chromium.click("#to-thread")
    chromium.click("#to-withdraw")
    screen(chromium, "withdraw")
    chromium.click("#withdraw-sure")
    chromium.click("#send")
    screen(chromium, "delivered", 120)
    posts = [request for request in wire.requests if request.method == "POST"]
    assert [(post.path, post.body_len) for post in posts] == [("/letters", 32_768)] * 3
    # Nothing about a letter but its bytes: the heads of all three are alike.
    alike = {tuple(sorted((name, value) for name, value in post.headers.items())) for post in posts}
    assert len(alike) == 1
    (result,) = [one for one in house.carry_in() if not one.repeated]
    assert result.joined == 2


@pytest.mark.parametrize("kind", KINDS[:2])
def test_the_form_is_usable_after_few_requests_and_little_traffic(
    kind: str, tmp_path: Path, wire: Wire, house: House
) -> None:
    # As over an onion address, where browsers take gzip and no brotli.
    wire.codings = "gzip, deflate"
    wire.held = {"/onward.js"}
    with open_browser(kind, tmp_path / "profile") as browser:
        arrive(browser, wire.url + house.fragment)
        write_report(browser, {"what": "Hal", "account": "Uraian"})
        browser.click("#to-review")
        screen(browser, "review")
        wire.wait_for("/onward.js")
        assert [head[:2] for head in heads(wire)] == VISIT[:5]
        asked = [request for request in wire.requests if request.path not in wire.held]
        assert len(asked) <= 5
        assert wire.asked_bytes + wire.answered_bytes <= 65_536
        # What comes next is waited for, and nothing that was written is lost meanwhile.
        browser.click("#to-passphrase")
        browser.wait_visible("#hint")
        wire.held = set()
        screen(browser, "passphrase")
        assert len(browser.texts("#words [data-word]")) == 8


def test_the_second_script_is_asked_for_again_when_the_line_is_back(
    chromium: Browser, wire: Wire, house: House
) -> None:
    wire.held = {"/onward.js"}
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, {"what": "Hal", "account": "Uraian"})
    wire.wait_for("/onward.js")
    wire.sever()
    wire.held = set()
    chromium.click("#to-review")
    screen(chromium, "review")
    wire.mend()
    chromium.click("#to-passphrase")
    screen(chromium, "passphrase")
    assert ("GET", "/onward.js?1") in wire.paths()
    wire.wait_for("/board")


def test_a_site_that_is_updated_in_mid_visit_is_said_and_loses_nothing(
    chromium: Browser, wire: Wire, house: House, tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(BROWSER, sources, ignore=shutil.ignore_patterns("node_modules"))
    days = sources / "pages" / "days.js"
    days.write_text(days.read_text() + "\n// the next release\n")
    (tmp_path / "next").mkdir()
    build(tmp_path / "next", 0o022, {}, sources)
    wire.held = {"/onward.js"}
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, {"what": "Hal", "account": "Uraian"})
    house.stop_site()
    static = f'[site]\nstatic = "{tmp_path}/next/static"\n'
    house.config.write_text(house.config.read_text().replace("[site]\n", static))
    house.start_site()
    wire.held = set()
    chromium.click("#to-review")
    screen(chromium, "review")
    chromium.click("#to-passphrase")
    wire.wait_for("/onward.js?1")
    # Scripts of two releases do not run together; what was written is still there to be noted.
    failed = "document.getElementById('hint').textContent.includes('muat ulang halaman')"
    wait_until(lambda: bool(chromium.evaluate(failed)))
    assert chromium.is_visible("#hint")
    assert chromium.text('[data-field="account"]') == "Uraian"
    assert not [path for method, path in wire.paths() if method == "POST"]


def test_nothing_from_elsewhere(chromium: Browser, wire: Wire, house: House) -> None:
    arrive(chromium, wire.url + house.fragment)
    wire.wait_for("/board")
    urls = chromium.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert all(url.startswith(wire.url) for url in urls)
    assert [head[:2] for head in heads(wire)] == VISIT
