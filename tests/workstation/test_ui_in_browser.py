"""The local interface in a real Chromium: what its scripts do, and whether everybody can use it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation.ui.server import Interface
from tests.e2e.browser import DESK, Browser
from tests.workstation.builders import PASSPHRASE, Office, new_thread

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = (360, 740)

pytestmark = pytest.mark.e2e


@dataclass
class Desk:
    """A browser at a running interface, entered and unlocked."""

    browser: Browser
    base: str
    case: str

    def open(self, path: str) -> None:
        self.browser.goto(self.base + path)

    def axe(self) -> list[str]:
        """Return what axe-core finds wrong with the screen."""
        self.browser.evaluate(AXE.read_text(encoding="utf-8") + ";true")
        found: dict[str, Any] = self.browser.evaluate(f"axe.run({{runOnly: {WCAG}}})")
        return [f"{entry['id']}: {entry['nodes'][0]['html']}" for entry in found["violations"]]


@pytest.fixture
def prepared(office: Office) -> Office:
    """A vault with two cases: one with everything on its screen, one short."""
    thread = new_thread()
    forger = ThreadKeys(thread.thread_key, new_thread().author_seed)
    attachments, records = office.attach({"bukti.txt": b"isi"})
    office.take(
        [
            office.report(
                thread,
                "Kuitansi fiktif",
                account="x" * 20_000,
                how_known="Saya melihatnya",
                attachments=attachments,
            ),
            office.report(new_thread(), "Perkara kedua"),
            office.withdrawal(thread),
        ],
        records,
    )
    office.take([office.follow_up(forger, "Bukan pelapor")])
    desk = office.desk
    number = desk.cases(search="kuitansi")[0].number
    desk.reply(number, "Terima kasih.", office.day)
    desk.set_status(number, "telaah", "Alasan", office.day)
    desk.add_note(number, "Catatan", office.day)
    return office


def serve(office: Office, tmp_path: Path, idle_s: float, prefs: dict[str, Any]) -> Iterator[Desk]:
    number = office.desk.cases(search="kuitansi")[0].number
    office.desk.close()
    interface = Interface(
        office.settings,
        port=0,
        passphrase=PASSPHRASE,
        who="Rina",
        today=lambda: office.day,
        sticks=(office.folder,),
        idle_s=idle_s,
    )
    thread = threading.Thread(target=interface.serve)
    thread.start()
    try:
        with Browser("chrome", tmp_path / "profile", prefs=prefs) as browser:
            browser.goto(interface.link)
            browser.wait_visible("#todo-list")
            base = interface.link.split("/?")[0]
            yield Desk(browser, base, f"/meja/perkara/{number}")
    finally:
        interface.stop()
        thread.join()


@pytest.fixture
def desk(prepared: Office, tmp_path: Path) -> Iterator[Desk]:
    yield from serve(prepared, tmp_path, 600, {})


@pytest.fixture
def drowsy_desk(prepared: Office, tmp_path: Path) -> Iterator[Desk]:
    """A desk that locks after a few seconds."""
    yield from serve(prepared, tmp_path, 4, {})


def test_what_is_typed_is_kept_without_a_button(desk: Desk) -> None:
    desk.open(desk.case)
    browser = desk.browser
    browser.type_keys("#reply", "Balasan\nsetengah jadi")
    wait_for_text(browser, "#draft-state", "Draf tersimpan.")
    browser.reload()
    assert browser.value("#reply") == "Balasan\nsetengah jadi"
    assert "1 dari 24 sel" in browser.text("#reply-room")
    browser.paste("#reply", "a" * 24_000)
    assert "Terlalu panjang" in browser.text("#reply-room")
    wait_for_text(browser, "#draft-state", "Draf tersimpan.")
    assert not browser.console()["errors"]


def test_the_room_that_is_shown_is_the_room_there_is(desk: Desk) -> None:
    desk.open(desk.case)
    browser = desk.browser
    most = int(browser.evaluate("document.querySelector('#reply').dataset.cells")) * 988
    most -= int(browser.evaluate("document.querySelector('#reply').dataset.overhead"))
    # Quotes and line breaks take two bytes in JSON, é two in UTF-8.
    text = '"é\n' * 100
    browser.paste("#reply", text + "a" * (most - 600))
    assert "muat sekitar 0 huruf. Memakai 24 dari 24" in browser.text("#reply-room")
    browser.click("#reply-button")
    browser.wait_visible("#notice")
    browser.paste("#reply", text + "a" * (most - 599))
    assert "Terlalu panjang" in browser.text("#reply-room")
    browser.click("#reply-button")
    browser.wait_visible("#problem")
    assert browser.value("#reply") == text + "a" * (most - 599)


def test_sending_one_form_keeps_the_others(desk: Desk) -> None:
    desk.open(desk.case)
    browser = desk.browser
    browser.type_keys("#note", "belum disimpan")
    browser.choose("#status", "investigasi")
    browser.click("#status-button")
    browser.wait_visible("#notice")
    assert browser.text("#case-status") == "Investigasi"
    assert browser.value("#note") == "belum disimpan"
    desk.open(desk.case)
    assert browser.value("#note") == "belum disimpan"
    browser.click("#note-button")
    browser.wait_visible("#notice")
    assert browser.value("#note") == ""
    assert "belum disimpan" in browser.text("#notes")


def test_an_idle_desk_locks_and_gives_everything_back(drowsy_desk: Desk) -> None:
    drowsy_desk.open(drowsy_desk.case)
    browser = drowsy_desk.browser
    browser.type_keys("#note", "catatan yang tertinggal")
    browser.type_keys("#reply", "balasan yang tertinggal")
    browser.wait_visible("#unlock-form")
    browser.type_keys("#passphrase", PASSPHRASE)
    browser.press("Enter")
    browser.wait_visible("#reply")
    assert browser.url().endswith(drowsy_desk.case)
    assert browser.value("#note") == "catatan yang tertinggal"
    assert browser.value("#reply") == "balasan yang tertinggal"


@pytest.mark.parametrize("size", [DESK, NARROW])
def test_every_screen_is_accessible_and_fits(desk: Desk, size: tuple[int, int]) -> None:
    desk.browser.resize(size)
    for path in (
        "/meja/",
        "/meja/perkara",
        desk.case,
        "/meja/impor",
        "/meja/antaran",
        "/meja/disisihkan",
        "/meja/jejak",
        "/meja/pilah",
        "/meja/sampah",
    ):
        desk.open(path)
        desk.browser.evaluate(
            "document.querySelectorAll('details').forEach(d => { d.open = true })"
        )
        assert desk.axe() == [], path
        wide = desk.browser.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
    desk.browser.click("#lock-form button")
    desk.browser.wait_visible("#unlock-form")
    assert desk.axe() == []
    assert not desk.browser.console()["lines"]


def wait_for_text(browser: Browser, selector: str, text: str) -> None:
    browser.evaluate(
        "new Promise((done, fail) => { const end = Date.now() + 20000; const look = () => {"
        f" if (document.querySelector({selector!r}).innerText.includes({text!r})) done(true);"
        " else if (Date.now() > end) fail(new Error('the text never came'));"
        " else setTimeout(look, 50); }; look(); })"
    )
