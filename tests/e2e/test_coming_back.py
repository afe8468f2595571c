"""Coming back: what stands of the case, what is late, what cannot be read, and how it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.cell import seal_cells
from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.reply import sign_reply, write_reply_body
from dropbox.workstation import delivering
from dropbox.workstation.deadlines import add_working_days
from dropbox.workstation.delivering import Composer
from dropbox.workstation.replies import SealedReply, seal_replies
from tests.e2e.browser import PHONE, Browser
from tests.e2e.house import House
from tests.e2e.reporter import REPORT, arrive, come_back, screen, send_report

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

LONG = "Keterangan yang tidak muat dalam satu sel. " * 40


def keep(browser: Browser, name: str) -> None:
    folder = os.environ.get("TITIP_STATES")
    if folder:
        browser.screenshot(Path(folder).resolve() / f"{name}.png")


def read_on(browser: Browser, house: House, words: list[str]) -> None:
    arrive(browser, f"http://127.0.0.1:{house.port}/{house.fragment}")
    come_back(browser, " ".join(words))
    screen(browser, "thread", 120)


def reported(browser: Browser, house: House) -> tuple[list[str], str]:
    """Send a report and take it in; returns its words and the number of its case."""
    arrive(browser, f"http://127.0.0.1:{house.port}/{house.fragment}")
    words = send_report(browser, REPORT)
    house.carry_in()
    number, _ = house.only_case_letters()
    return words, number


def spoil(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the workstation put on its board what no sound one would.

    Of the replies: the first as it should be; the second without one of its cells; the third signed
    by a stranger; the fourth twice under one seq; and beside them a cell of no form.
    """
    did = house.did

    def sealed(*arguments: Any) -> list[SealedReply]:  # noqa: ANN401 - passed on
        receipt, whole, holed, forged, doubled = seal_replies(*arguments)
        key = forged.due.thread_key
        lie = sign_reply(os.urandom(32), did, key, forged.seq, forged.due.body)
        other = write_reply_body({"kind": "message", "day": 1, "text": "Lain sama sekali."})
        twin = sign_reply(arguments[3], did, key, doubled.seq, other)
        assert len(holed.cells) > 1
        holed.cells.pop()
        forged.cells[:] = seal_cells(lie, forged.seq, key, did)
        doubled.cells.extend(seal_cells(twin, doubled.seq, key, did))
        return [receipt, whole, holed, forged, doubled]

    def verified(_: Composer, raw: bytes, *_rest: object) -> Delivery:
        return verify_delivery(raw, did)

    monkeypatch.setattr(delivering, "seal_replies", sealed)
    monkeypatch.setattr(Composer, "_verify", verified)


def test_what_cannot_be_read_is_said_in_its_place(
    chromium: Browser, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, number = reported(chromium, house)
    with house.desk() as desk:
        for text in ("Utuh.", LONG, "Palsu.", "Ganda."):
            desk.reply(number, text, house.today())
    spoil(house, monkeypatch)
    house.deliver()
    chromium.resize(PHONE)
    read_on(chromium, house, words)
    order = chromium.evaluate(
        "[...document.querySelectorAll('#replies > li')].map(item =>"
        " item.dataset.kind ?? item.dataset.refused)"
    )
    assert order == [
        *("receipt", "message", "MissingPartsError", "ReplySignatureError", "message", "message")
    ]
    missing, forged = chromium.texts("#replies [data-refused]")
    bulletin = "2"
    for text, place in ((missing, "3"), (forged, "4")):
        assert f"ke-{place}" in text
        assert bulletin in text
    # What to do: the next day of replies, and what to write.
    assert "Hari balasan" in missing or "hari balasan" in missing
    assert "surat susulan" in missing
    assert "tidak ditandatangani" in forged
    assert chromium.evaluate("document.querySelectorAll('#replies [data-conflict]').length") == 2
    texts = chromium.texts("#replies [data-text]")
    assert sorted(texts) == ["Ganda.", "Lain sama sekali.", "Utuh."]
    assert "Palsu" not in chromium.text("main")
    keep(chromium, "thread-refused")


@pytest.mark.parametrize(
    ("due_days", "delivered_behind", "expected"),
    [(1, 5, "passed"), (4, 7, "perhaps")],
)
def test_a_deadline_that_passed_shows_the_next_door(
    chromium: Browser, tmp_path: Path, due_days: int, delivered_behind: int, expected: str
) -> None:
    settings = f"verify_working_days = {due_days}"
    with House(tmp_path / "late", days_behind=9, workstation=settings) as house:
        due = add_working_days(house.today(), due_days)
        words, _ = reported(chromium, house)
        house.days_behind = delivered_behind
        # Weekends and holidays move the day: the case must be what it says.
        now = house.today() + delivered_behind
        real = "passed" if due < house.today() else "perhaps" if due < now else "ahead"
        house.deliver()
        read_on(chromium, house, words)
        assert chromium.evaluate("document.querySelector('#due').dataset.lateness") == real
        doors = chromium.evaluate(
            "[...document.querySelectorAll('#next-doors a')].map(a => a.dataset.link)"
        )
        assert doors == ([] if real == "ahead" else ["kws"])
        if real != "ahead":
            assert "surat susulan" in chromium.text("#next-doors")
        point = chromium.is_visible('#timeline [data-point="due"]')
        assert point == (real == "ahead")
        keep(chromium, f"thread-{expected}")


def test_the_end_of_a_case_its_survey_and_a_withdrawal(chromium: Browser, house: House) -> None:
    words, number = reported(chromium, house)
    with house.desk() as desk:
        desk.set_status(number, "perlu_keterangan", None, house.today())
    house.deliver()
    read_on(chromium, house, words)
    # Each status in plain words, with what comes next; no survey before the end.
    about = chromium.text("#status-about")
    assert "surat susulan" in about
    assert not chromium.is_visible("#to-survey")
    with house.desk() as desk:
        desk.set_status(number, "selesai_terbukti", "Sudah ditindak.", house.today())
    house.deliver()
    read_on(chromium, house, words)
    assert chromium.text("#status-about") != about
    points = chromium.evaluate(
        "[...document.querySelectorAll('#timeline li')].map(item => item.dataset.point)"
    )
    assert points == ["receipt", "status", "status"]
    keep(chromium, "thread-ended")
    chromium.click("#to-survey")
    screen(chromium, "survey")
    chromium.click("#send")
    chromium.wait_visible("#problems")
    chromium.click("#survey-safety-4")
    chromium.click("#survey-handling-2")
    keep(chromium, "survey")
    chromium.click("#send")
    screen(chromium, "delivered", 60)
    assert chromium.text("#delivered") == "Jawaban Anda sudah di situs"
    chromium.click("#to-thread")
    screen(chromium, "thread")
    assert "Terima kasih" in chromium.text("#survey-offer")
    chromium.click("#to-withdraw")
    screen(chromium, "withdraw")
    chromium.click("#send")
    chromium.wait_visible("#problems")
    chromium.click("#withdraw-sure")
    chromium.click("#send")
    screen(chromium, "delivered", 60)
    house.carry_in()
    _, letters = house.only_case_letters()
    assert [letter.letter_type for letter in letters] == ["report", "follow_up", "withdrawal"]
    assert letters[1].fields["survey"] == {"safety": 4, "handling": 2}
    with house.desk() as desk:
        assert desk.summary(house.today()).surveys.cases == 1
    house.deliver()
    read_on(chromium, house, words)
    assert chromium.is_visible("#withdrawn")
    assert not chromium.is_visible("#to-withdraw")
    assert chromium.console()["errors"] == []
