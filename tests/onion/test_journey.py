"""A report with an attachment travels through Tor, and its answer comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dropbox.workstation.days import utc_today
from tests.e2e.browser import Browser
from tests.e2e.reporter import (
    arrive,
    come_back,
    confirm_and_send,
    screen,
    to_passphrase,
    write_report,
)
from tests.e2e.test_attachments import choose, save_all
from tests.onion.house import OnionHouse, firefox_through
from tests.onion.onions import Onions

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]


def test_report_with_attachment_and_answer(
    onions: Onions, house: OnionHouse, tmp_path: Path
) -> None:
    evidence = tmp_path / "bukti.bin"
    evidence.write_bytes(bytes(range(256)) * 2_000)
    prefs = firefox_through(onions.visitors_socks[0])
    with Browser("firefox", tmp_path / "profile", safer=True, prefs=prefs) as browser:
        arrive(browser, house.url + house.fragment)
        write_report(browser, {"what": "Lewat Tor", "account": "Uraian lewat Tor"})
        choose(browser, evidence)
        words = to_passphrase(browser)
        confirm_and_send(browser, words)
        screen(browser, "delivered", 120)

        (result,) = house.carry_in()
        assert (result.letters, result.opened_cases) == (1, 1)
        number, (letter,) = house.only_case_letters()
        assert letter.fields["what"] == "Lewat Tor"
        assert [saved.raw for saved in save_all(house)] == [evidence.read_bytes()]
        with house.desk() as desk:
            desk.reply(number, "Jawaban lewat Tor", utc_today())
        house.deliver()

        arrive(browser, house.url + house.fragment)
        come_back(browser, " ".join(words))
        screen(browser, "thread", 120)
        assert "Jawaban lewat Tor" in browser.text("main")
