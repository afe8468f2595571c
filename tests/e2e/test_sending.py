"""Sending outlives a sleeping phone and a busy or full site; nothing that was written is lost."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import time
from pathlib import Path

import pytest

from dropbox.protocol.pieces import padded_pieces
from dropbox.protocol.sizes import LETTER_LEN
from tests.e2e.browser import Browser
from tests.e2e.conftest import open_browser
from tests.e2e.files import choose
from tests.e2e.house import House
from tests.e2e.reporter import (
    REPORT,
    arrive,
    confirm_and_send,
    screen,
    send_report,
    to_passphrase,
    wait_until,
    write_report,
)
from tests.e2e.test_attachments import sent_pieces, wait_for_pieces
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

SLEEP_S = 4
LARGE_LEN = 6_000_000


def configure(house: House, line: str) -> None:
    """Start the site anew with one more setting."""
    house.stop_site()
    name = line.partition(" ")[0]
    text = re.sub(rf"(?m)^{name} = .*\n", "", house.config.read_text())
    house.config.write_text(text.replace("[site]\n", f"[site]\n{line}\n"))
    house.start_site()


def would_warn(browser: Browser) -> bool:
    """Tell whether the page asks before it is closed."""
    return not browser.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))")


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_sleeping_phone_costs_what_was_on_its_way(
    kind: str, tmp_path: Path, wire: Wire, house: House
) -> None:
    large = tmp_path / "rekaman.bin"
    large.write_bytes(os.urandom(LARGE_LEN))
    with open_browser(kind, tmp_path / "profile") as browser:
        arrive(browser, wire.url + house.fragment)
        assert not would_warn(browser)
        write_report(browser, REPORT)
        assert would_warn(browser)
        choose(browser, large)
        words = to_passphrase(browser)
        wire.drag_s = 0.02
        confirm_and_send(browser, words)
        screen(browser, "pieces", 120)
        wait_for_pieces(browser, 3)
        assert would_warn(browser)
        browser.fall_asleep()
        # The circuit does not outlive the sleep.
        time.sleep(SLEEP_S / 2)
        wire.sever()
        time.sleep(SLEEP_S / 2)
        asleep = len(wire.paths())
        wire.mend()
        time.sleep(SLEEP_S / 2)
        assert len(wire.paths()) == asleep
        wire.drag_s = 0
        browser.wake()
        # Not by waiting for what is painted: a tab that was frozen counts as hidden still.
        shown = "document.querySelector('main').dataset.screen"
        wait_until(lambda: browser.evaluate(shown) == "delivered", 120)
        assert browser.evaluate("document.querySelector('#handed-in').dataset.missing") == "0"
        assert not would_warn(browser)
    chunks = [path for method, path in wire.paths() if path == "/chunks"]
    # Each piece once, but for the three that were under way.
    assert padded_pieces(LARGE_LEN) <= len(chunks) <= padded_pieces(LARGE_LEN) + 6
    house.carry_in()
    _, (letter,) = house.only_case_letters()
    assert letter.pieces_received == letter.pieces == padded_pieces(LARGE_LEN)


def test_what_is_changed_at_the_last_moment_is_what_is_sent(
    chromium: Browser, wire: Wire, house: House
) -> None:
    """The report is sealed while the words are asked for; whoever goes back seals it anew."""
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, REPORT)
    words = to_passphrase(chromium)
    chromium.click("#words-next")
    screen(chromium, "confirm")
    asked = [place for place in range(1, 9) if chromium.is_visible(f"#confirm-{place}")]
    chromium.type_keys(f"#confirm-{asked[0]}", words[asked[0] - 1])
    # Another language: the letter says so, and what was typed is still there.
    chromium.click("#language-en")
    assert chromium.value(f"#confirm-{asked[0]}") == words[asked[0] - 1]
    chromium.click("#show-words")
    screen(chromium, "passphrase")
    chromium.click("#back")
    screen(chromium, "review")
    chromium.click("#change")
    screen(chromium, "report")
    chromium.paste("#field-account", "Bukan yang tadi.")
    assert to_passphrase(chromium) == words
    confirm_and_send(chromium, words)
    screen(chromium, "delivered", 120)
    (result,) = house.carry_in()
    assert (result.letters, result.opened_cases) == (1, 1)
    _, (letter,) = house.only_case_letters()
    assert letter.fields["account"] == "Bukan yang tadi."
    assert letter.fields["language"] == "en"


def test_a_busy_site_is_waited_for(chromium: Browser, wire: Wire, house: House) -> None:
    configure(house, 'letters_limit = "1/12 seconds"')
    arrive(chromium, wire.url + house.fragment)
    send_report(chromium, {"what": "Hal pertama", "account": "Uraian pertama"})
    chromium.click("#home")
    write_report(chromium, REPORT)
    confirm_and_send(chromium, to_passphrase(chromium))
    chromium.wait_visible('#progress[data-phase="wait"]', 60)
    assert "Situs sedang sibuk." in chromium.text("#progress")
    assert would_warn(chromium)
    # The text can be noted down meanwhile, and the wait is counted down.
    chromium.click("#failed-text summary")
    assert REPORT["account"] in chromium.text("#failed-text")
    seconds = re.compile(r"dalam (\d+) detik")
    (first,) = seconds.findall(chromium.text("#progress .going"))
    time.sleep(1.5)
    (second,) = seconds.findall(chromium.text("#progress .going"))
    assert int(second) < int(first) <= 12
    # Nobody presses anything.
    screen(chromium, "delivered", 60)
    assert not would_warn(chromium)
    (result,) = house.carry_in()
    assert (result.letters, result.opened_cases) == (2, 2)


def fill_letters(house: House) -> int:
    """Hand in what nobody can open until the site is full; returns how many there were room for."""
    for count in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
        with contextlib.closing(connection):
            headers = {"Content-Type": "application/octet-stream"}
            connection.request("POST", "/letters", os.urandom(LETTER_LEN), headers)
            if connection.getresponse().status == http.HTTPStatus.INSUFFICIENT_STORAGE:
                return count
    raise AssertionError("the site was never full")


def test_a_full_site_is_waited_for(chromium: Browser, wire: Wire, house: House) -> None:
    house.stop_site()
    shutil.rmtree(house.site_dir)
    configure(house, "letters_max = 16")
    house.deliver()
    assert fill_letters(house) == 16
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, REPORT)
    confirm_and_send(chromium, to_passphrase(chromium))
    chromium.wait_visible('#progress[data-phase="wait"]', 60)
    said = chromium.text("#progress")
    assert "Kotak di situs ini sedang penuh." in said
    assert "5 menit" in said
    assert "pengiriman berjalan sendiri" in said
    # What the courier fetched is named by the next delivery, and its slots are free.
    house.carry_in()
    house.deliver()
    chromium.click("#send-now")
    screen(chromium, "delivered", 60)
    results = house.carry_in()
    assert sum(result.opened_cases for result in results) == 1
    _, (letter,) = house.only_case_letters()
    assert letter.fields["account"] == REPORT["account"]
    assert sent_pieces(chromium) == -1
