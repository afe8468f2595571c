"""After a session, and one that was killed, the browser's profile on disk holds nothing typed.

A stock Chromium and a stock Firefox with an ordinary profile; what they pack is unpacked
(profiles.py). The control plants one secret in each place where browsers keep things, in the same
kind of profile, and finds every one of them.
"""

from __future__ import annotations

import http.server
import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.browser import Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import House
from tests.e2e.leaks import files_below, find_secrets
from tests.e2e.profiles import contents
from tests.e2e.reporter import (
    arrive,
    come_back,
    confirm_and_send,
    screen,
    to_passphrase,
    wait_until_left,
    write_report,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

KINDS = ("chromium", "firefox")
FIELDS = {
    "what": "Bendahararangkap memotong honorpetugas",
    "account": "Kuitansipalsu disimpan Wiryosentono di lemaribesi ruang arsipbasah",
    "who": "Kepalaseksi Hargodumilah",
    "how_known": "terdengar sewaktu rapattertutup",
}
FOLLOW_UP = "Daftarhadir aslinya dibawa Prawirodirjo"
UNSENT = "Belumterkirim: buktitransfer dikirim lewat Sastrowardoyo"
PHOTO, PAPER = "fotogudang-rusakparah.png", "notulen-rahasiabesar.txt"
# What Firefox writes to disk while a page is open, as often as it can be made to.
PREFS = {
    "browser.sessionstore.interval": 1_000,
    "browser.sessionstore.privacy_level": 0,
    "browser.sessionstore.resume_from_crash": True,
    "browser.formfill.enable": True,
    "browser.cache.disk.enable": True,
    "places.history.enabled": True,
    "signon.rememberSignons": True,
}
PLANTED = {
    place: f"{place}-tertanamdisini-{number}"
    for number, place in enumerate(
        ("title", "address", "local", "indexed", "cookie", "cached", "field")
    )
}
# Long and repetitive values are packed before they are stored.
PAGE = f"""<!doctype html><title>{PLANTED["title"]}</title><textarea id="field"></textarea><script>
const long = (text) => text + " dan seterusnya".repeat(200);
localStorage.setItem("x", long("{PLANTED["local"]}"));
document.cookie = "x={PLANTED["cookie"]}; max-age=3600";
history.pushState(null, "", "/{PLANTED["address"]}");
const kept = new Promise((done) => {{
  const opening = indexedDB.open("x");
  opening.onupgradeneeded = () => opening.result.createObjectStore("x");
  opening.onsuccess = () => {{
    const change = opening.result.transaction("x", "readwrite");
    change.objectStore("x").put(long("{PLANTED["indexed"]}"), 1);
    change.oncomplete = () => done(true);
  }};
}}).then(() => fetch("/cached")).then((answer) => answer.text()).then(() => true);
</script>""".encode()
# A browser writes its session some seconds after something has changed.
SETTLE_S = 4


def ordinary(kind: str, profile: Path) -> Browser:
    return open_browser(kind, profile, prefs=PREFS)


def typed_secrets(words: list[str]) -> list[str]:
    texts = [*FIELDS.values(), FOLLOW_UP, UNSENT]
    typed = {word.strip(".,:") for text in texts for word in text.split() if len(word) > 8}
    # A word of the list alone may stand anywhere; two in a row only in a passphrase.
    pairs = [f"{left} {right}" for left, right in itertools.pairwise(words)]
    run = "".join(words)
    return [*sorted(typed), *pairs, run[:24], run[-24:], PHOTO, PAPER]


def found_in(profile: Path, secrets: list[str], scratch: Path) -> dict[str, set[str]]:
    """Return which secrets stand in which files of the profile, packed or not."""
    found: dict[str, set[str]] = {}
    for path in files_below(profile):
        # Firefox's own scripts, compiled: half of its profile, and the same for everybody.
        if path.name.startswith("scriptCache"):
            continue
        for piece in contents(path, scratch):
            for secret, _ in find_secrets(piece, secrets):
                found.setdefault(secret, set()).add(str(path.relative_to(profile)))
    return found


def write_everything(browser: Browser, folder: Path) -> list[str]:
    """Write and send a report with files, partly key by key; returns its words."""
    photo, paper = folder / PHOTO, folder / PAPER
    Image.new("RGB", (64, 48), "navy").save(photo)
    paper.write_text("Isinya tidak penting.")
    write_report(browser, {})
    for name, text in FIELDS.items():
        (browser.type_keys if name == "what" else browser.paste)(f"#field-{name}", text)
    browser.upload("#field-files", photo, paper)
    browser.wait_visible("#attached li:nth-child(2)")
    browser.wait_hidden('#attached li[data-state="looking"]')
    words = to_passphrase(browser)
    confirm_and_send(browser, words)
    screen(browser, "delivered", 120)
    return words


def type_passphrase(browser: Browser, words: list[str]) -> None:
    browser.click("#door-open")
    screen(browser, "open")
    browser.type_keys("#field-passphrase", " ".join(words))


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_leaves_nothing_typed_in_the_profile(
    kind: str, house: House, tmp_path: Path
) -> None:
    profile, scratch = tmp_path / "profile", tmp_path / "scratch"
    url = f"http://127.0.0.1:{house.port}/"
    with ordinary(kind, profile) as browser:
        arrive(browser, url + house.fragment)
        words = write_everything(browser, tmp_path)
        house.carry_in()
        house.deliver()
        browser.reload()
        screen(browser, "home")
        # After reloading, the fragment is gone and the key is compared by eye.
        browser.click("#door-open")
        screen(browser, "compare")
        browser.click("#compare-same")
        screen(browser, "open")
        browser.type_keys("#field-passphrase", " ".join(words))
        browser.click("#open")
        screen(browser, "thread", 120)
        browser.click("#to-follow-up")
        screen(browser, "followUp")
        browser.type_keys("#field-text", FOLLOW_UP)
        browser.click("#send")
        screen(browser, "delivered", 120)
        time.sleep(SETTLE_S)
        browser.press("Escape")
        browser.press("Escape")
        wait_until_left(browser)
    # The same profile again; this time the browser is killed while everything is on the screen.
    browser = ordinary(kind, profile)
    arrive(browser, url + house.fragment)
    come_back(browser, " ".join(words))
    screen(browser, "thread", 120)
    browser.click("#to-follow-up")
    screen(browser, "followUp")
    browser.type_keys("#field-text", UNSENT)
    browser.upload("#field-files", tmp_path / PAPER)
    time.sleep(SETTLE_S)
    browser.kill()
    assert sum(path.stat().st_size for path in files_below(profile)) > 1_000_000
    assert found_in(profile, typed_secrets(words), scratch) == {}
    # Not protected, and said on the page: the browser's history, and lists made of it, have the
    # poster's address with its fragment, as it was opened. It says which drop was visited,
    # as the address itself does.
    drop = [house.fragment[3:], house.did.hex(), "".join(house.digits), " ".join(house.digits)]
    assert set(found_in(profile, drop, scratch)) <= {house.fragment[3:]}


def test_a_private_window_keeps_not_even_the_address(house: House, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    prefs = {**PREFS, "browser.privatebrowsing.autostart": True}
    browser = open_browser("firefox", profile, prefs=prefs)
    arrive(browser, f"http://127.0.0.1:{house.port}/{house.fragment}")
    time.sleep(SETTLE_S)
    browser.kill()
    drop = [house.fragment[3:], f"127.0.0.1:{house.port}"]
    assert found_in(profile, drop, tmp_path / "scratch") == {}


class Forgetful(http.server.BaseHTTPRequestHandler):
    """A page that keeps what it is told in every place that a browser offers."""

    def do_GET(self) -> None:
        body = PAGE if self.path == "/" else b"<p>" + PLANTED["cached"].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as http.server has it
        """Say nothing."""


@pytest.fixture
def forgetful() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forgetful)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("kind", KINDS)
def test_the_control_finds_what_was_planted(kind: str, forgetful: str, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    if kind == "chromium":
        # Opened a second time, what was a log of LevelDB becomes a table, packed with Snappy.
        with ordinary(kind, profile) as browser:
            browser.goto(forgetful)
            browser.evaluate("kept")
    browser = ordinary(kind, profile)
    browser.goto(forgetful)
    browser.evaluate("kept")
    browser.type_keys("#field", PLANTED["field"])
    time.sleep(SETTLE_S)
    browser.kill()
    found = found_in(profile, [*PLANTED.values()], tmp_path / "scratch")
    missed = {place for place, secret in PLANTED.items() if secret not in found}
    assert missed == set(), (missed, found)
