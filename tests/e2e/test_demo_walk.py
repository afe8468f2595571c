"""The demo of the README, walked as a newcomer does: report, open, answer, read the answer.

With TITIP_SCREENSHOTS set to a folder, the pictures of the README are kept there.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browser import DESK, PHONE, Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import free_port
from tests.e2e.reporter import (
    arrive,
    come_back,
    confirm_and_send,
    screen,
    to_passphrase,
    write_report,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

REPORT = {
    "what": "Kuitansi hotel fiktif untuk rapat koordinasi",
    "account": (
        "Pada bulan Maret bendahara membuat sendiri kuitansi hotel untuk rapat koordinasi yang"
        " tidak pernah diadakan. Nilainya tiga kali lipat dari tarif yang berlaku.\n\n"
        "Kuitansi yang sama dipakai lagi pada bulan Mei."
    ),
    "when": "Maret dan Mei tahun ini",
    "unit": "Sekretariat provinsi",
}
ANSWER = (
    "Terima kasih. Laporan Anda kami periksa. Apakah ada daftar hadir rapat itu, dan siapa yang"
    " menyimpannya? Jangan mengambil dokumen yang tidak berhak Anda akses."
)
START_S = 90


@pytest.fixture
def links(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Start `titip demo`; yield the reporter's link and the workstation's one-time link."""
    log = tmp_path / "demo.log"
    ports = [str(free_port()) for _ in range(3)]
    with log.open("wb") as output:
        demo = subprocess.Popen(
            [
                *(sys.executable, "-m", "dropbox.cli", "demo", "--dir", str(tmp_path / "demo")),
                *("--port", ports[0], "--courier-port", ports[1], "--ui-port", ports[2]),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        deadline = time.monotonic() + START_S
        found: list[str] = []
        while len(found) < 2 and time.monotonic() < deadline and demo.poll() is None:
            time.sleep(0.2)
            found = re.findall(r"http://127\.0\.0\.1:\d+/(?:#k=|\?once=)\S+", log.read_text())
        assert len(found) == 2, log.read_text()
        yield found[0], found[1]
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=60) == 0


def keep(browser: Browser, name: str, *, full: bool = False) -> None:
    folder = os.environ.get("TITIP_SCREENSHOTS")
    if folder:
        browser.screenshot(Path(folder).resolve() / f"{name}.png", full=full)


def test_report_open_answer_read(links: tuple[str, str], tmp_path: Path) -> None:
    reporter_link, workstation_link = links
    with (
        open_browser("chromium", tmp_path / "reporter", size=PHONE) as phone,
        open_browser("chromium", tmp_path / "inspector", size=DESK) as desk,
    ):
        arrive(phone, reporter_link)
        assert "DEMO" in phone.text("#demo")
        keep(phone, "home-phone")
        write_report(phone, REPORT)
        words = to_passphrase(phone)
        keep(phone, "passphrase-phone")
        confirm_and_send(phone, words)
        screen(phone, "delivered", 120)

        desk.goto(workstation_link)
        desk.wait_visible("#lock-form")
        assert "DEMO" in desk.text("#demo")
        base = workstation_link.split("/?")[0] + "/meja/"
        desk.goto(base + "impor")
        assert "DEMO" in desk.text("#demo")
        desk.click("#fetch-button")
        desk.wait_visible("#imported-cases a", 60)
        desk.click("#imported-cases a")
        desk.wait_visible("#conversation")
        assert desk.text("[data-field=account]").split() == REPORT["account"].split()
        assert "DEMO" in desk.text("#demo")
        keep(desk, "workstation-case")
        desk.type_keys("#reply", ANSWER)
        desk.click("#reply-button")
        desk.wait_visible("[data-reply=message]")
        desk.goto(base + "antaran")
        desk.wait_visible("#delivery-button")
        desk.click("#delivery-button")
        desk.wait_visible("#publish-button", 60)
        desk.click("#publish-button")
        desk.wait_visible("#notice", 60)

        phone.resize(DESK)
        arrive(phone, reporter_link)
        come_back(phone, " ".join(words))
        screen(phone, "thread", 120)
        assert phone.texts("#replies [data-text]") == [ANSWER]
        assert phone.is_visible('#replies [data-kind="receipt"]')
        assert "Diterima" in phone.text("#latest-status")
        keep(phone, "reply-desk")
