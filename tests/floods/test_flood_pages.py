"""A reporter with a real browser at a site under flood: waits, and is told so."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dropbox.site.settings import SiteSettings
from tests.e2e.browser import Browser
from tests.e2e.conftest import open_browser
from tests.e2e.files import choose
from tests.e2e.reporter import confirm_and_send, screen, to_passphrase, write_report
from tests.floods.besieged import Besieged, Front
from tests.floods.junk import Flood
from tests.memory import memory_folder

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

REPORT = {"what": "Honor ganda", "account": "Dibayar dua kali, lihat lampiran."}


def write(browser: Browser, site: Besieged, front: Front, attached: Path) -> list[str]:
    """Write a report with an attachment up to the words; the page is opened anew."""
    browser.goto(site.link(front))
    screen(browser, "home")
    write_report(browser, REPORT)
    choose(browser, attached)
    return to_passphrase(browser)


def test_a_page_waits_for_its_turn_and_a_round_of_the_courier_ends_the_wait(
    tmp_path: Path,
) -> None:
    attached = tmp_path / "rekap.bin"
    attached.write_bytes(os.urandom(600_000))
    room: dict[str, object] = {
        "static": str(SiteSettings.static),
        "letters_max": 1_200,
        "letters_extent": 1_200,
        "chunks_max": 256,
        "chunks_extent": 256,
    }
    with (
        memory_folder() as folder,
        Besieged(folder, room) as site,
        Front(site.address, 7) as front,
        open_browser("chromium", tmp_path / "profile") as browser,
    ):
        # While there is room, a flood costs a moment.
        words = write(browser, site, front, attached)
        with Flood(site.address, "/letters", 100, 400, a_second=100) as flood:
            confirm_and_send(browser, words)
            screen(browser, "delivered", 120)
            assert set(flood.statuses) == {204}

        # Then it has used up what is given out at once.
        words = write(browser, site, front, attached)
        with Flood(site.address, "/letters", 100, 1_000_000) as flood:
            while flood.statuses[503] < 300:
                time.sleep(0.02)
            confirm_and_send(browser, words)
            browser.wait_visible('#progress[data-phase="wait"]', 60)
        assert "giliran Anda akan tiba" in browser.text("#progress")
        browser.screenshot(tmp_path / "waiting.png")
        names, bodies = site.empty()
        assert [body["account"] for body in bodies] == [REPORT["account"]]
        assert sum(names.values()) > 800

        browser.click("#send-now")
        screen(browser, "delivered", 120)
        _, bodies = site.empty()
        assert [body["account"] for body in bodies] == [REPORT["account"]]
        assert browser.console()["errors"] == []
