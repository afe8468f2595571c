"""A report travels the whole way and an answer comes back, in real browsers."""

from __future__ import annotations

import pytest

from dropbox.protocol.canonical import write_canonical
from dropbox.protocol.errors import CheckError
from dropbox.protocol.passphrase import check_passphrase
from dropbox.protocol.sizes import CELL_LEN, LETTER_BODY_MAX_LEN
from dropbox.workstation.days import utc_today
from tests.e2e.browser import Browser
from tests.e2e.house import House
from tests.e2e.reporter import (
    arrive,
    come_back,
    confirm_and_send,
    screen,
    send_follow_up,
    send_report,
    to_passphrase,
    write_report,
)
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

# Joined emoji, right-to-left text, combining marks, controls that JSON escapes.
START = 'Dugaan: anggaran 💸👩🏽‍⚖️ "dipotong"\t30 %\nمخالفة في الميزانية – שחיתות\\ e\u0301 \u2028'
WHAT = "Perjalanan dinas fiktif 🧾"
FOLLOW_UP = "Saksi lain: bagian keuangan. \u202e"


def filling_account() -> str:
    """Return an account with which the body has exactly its greatest length."""
    fields = {"account": START, "category": "anggaran", "language": "id", "what": WHAT}
    return START + "x" * (LETTER_BODY_MAX_LEN - len(write_canonical(fields)))


def test_report_answer_follow_up(browser: Browser, wire: Wire, house: House) -> None:
    account = filling_account()
    arrive(browser, wire.url + house.fragment)
    assert "#" not in browser.url()
    assert "DEMO" in browser.text("#demo")

    # One byte more is refused before anything is sent, and the text is kept.
    write_report(browser, {"what": WHAT, "account": account + "y"})
    browser.click("#to-review")
    browser.wait_visible("#problems")
    assert "1" in browser.text("#problems")
    assert browser.value("#field-account") == account + "y"
    assert not [path for method, path in wire.paths() if method == "POST"]

    browser.paste("#field-account", account)
    words = to_passphrase(browser)
    assert len(words) == 8
    wire.wait_for("/board")
    before = len(wire.paths())
    confirm_and_send(browser, words)
    screen(browser, "delivered", 120)
    # One request and no other: what "send" costs is a connection and one round trip.
    assert wire.paths()[before:] == [("POST", "/letters")]
    posts = [request for request in wire.requests if request.method == "POST"]
    assert [(post.path, post.body_len) for post in posts] == [("/letters", 32_768)]

    # Opened and compared byte for byte.
    (result,) = house.carry_in()
    assert (result.letters, result.opened_cases) == (1, 1)
    number, (letter,) = house.only_case_letters()
    assert letter.fields["account"] == account
    assert letter.fields["what"] == WHAT

    # Answered with more than one cell holds.
    answer = "Terima kasih. Kami mulai memeriksa. 🕊️ " + "Keterangan berikutnya menyusul. " * 60
    assert len(answer.encode()) > CELL_LEN
    with house.desk() as desk:
        desk.reply(number, answer, utc_today())
        desk.set_status(number, "verifikasi", None, utc_today())
    house.deliver()

    browser.click("#home")
    arrive(browser, wire.url + house.fragment)
    come_back(browser, "  " + " ".join(words).upper() + " ")
    screen(browser, "thread", 120)
    assert browser.evaluate("document.querySelector('#replies [data-text]').textContent") == answer
    assert browser.is_visible('#replies [data-kind="receipt"]')
    assert "Verifikasi" in browser.text("#latest-status")

    # A second letter lands in the same case.
    send_follow_up(browser, FOLLOW_UP)
    house.carry_in()
    number_again, letters = house.only_case_letters()
    assert number_again == number
    assert [one.fields.get("text") for one in letters] == [None, FOLLOW_UP]
    said = browser.console()
    assert said["errors"] == []
    # A browser may say something of its own about headers; nothing of it may quote the reporter.
    for secret in [WHAT, answer, *words]:
        assert not any(secret in line for line in said["lines"])


def test_three_ways_of_finding_nothing(chromium: Browser, wire: Wire, house: House) -> None:
    arrive(chromium, wire.url + house.fragment)
    words = send_report(chromium, {"what": "Hal", "account": "Uraian"})

    # No reply yet.
    arrive(chromium, wire.url + house.fragment)
    come_back(chromium, " ".join(words))
    screen(chromium, "thread", 120)
    chromium.wait_visible("#no-reply")
    no_reply = chromium.text("main")
    # A follow-up then wants to be confirmed.
    chromium.click("#to-follow-up")
    chromium.wait_visible("#problems")
    assert chromium.is_visible("#no-reply")

    # A mistyped word is named, and the right one proposed.
    arrive(chromium, wire.url + house.fragment)
    slipped = [words[0][0] + words[0][2:], *words[1:]]
    come_back(chromium, " ".join(slipped))
    chromium.wait_visible('#problems[data-kind="unknown"]')
    mistyped = chromium.text("#problems")
    assert slipped[0] in mistyped
    assert words[0] in mistyped

    # Words of the list that do not belong together: two that stand in the wrong order fail the
    # check fifteen times in sixteen; an order that fails is found.
    wrong = ""
    for at in range(7):
        swapped = list(words)
        swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
        try:
            check_passphrase(" ".join(swapped))
        except CheckError:
            wrong = " ".join(swapped)
            break
    assert wrong
    chromium.paste("#field-passphrase", wrong)
    chromium.click("#open")
    chromium.wait_visible('#problems[data-kind="check"]')
    not_together = chromium.text("#problems")
    # Neighbours that stand in the wrong order are the first thing that is proposed.
    place = next(at for at in range(8) if wrong.split()[at] != words[at])
    assert chromium.is_visible(f'#problems [data-mistake="{place + 1} {place + 2}"]')
    assert len({no_reply, mistyped, not_together}) == 3

    # The proposal, taken with one click, opens.
    chromium.paste("#field-passphrase", " ".join(slipped))
    chromium.click("#open")
    chromium.wait_visible("#problems .mend")
    chromium.click("#problems .mend")
    assert chromium.value("#field-passphrase") == " ".join(words)


def test_nothing_typed_is_lost_where_sending_fails(
    chromium: Browser, wire: Wire, house: House
) -> None:
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, {"what": "Hal penting", "account": "Uraian yang panjang"})
    words = to_passphrase(chromium)
    house.stop_site(kill=True)
    wire.sever()
    confirm_and_send(chromium, words)
    chromium.wait_visible('#progress[data-phase="wait"]', 120)
    wire.mend()
    house.start_site()
    screen(chromium, "delivered", 180)
    (result,) = house.carry_in()
    assert (result.letters, result.opened_cases) == (1, 1)
    _, (letter,) = house.only_case_letters()
    assert letter.fields["account"] == "Uraian yang panjang"
