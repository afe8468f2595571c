"""What the page makes of a site that lies to it, in real browsers (issue C, point 6).

The attacker serves the genuine page, because the threat here is what it is fed. Each case asks
whether the page finds it, says so, seals nothing to a key that is not proved, keeps what was
written, and comes to an end.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from dropbox.protocol.cell import seal_cells
from dropbox.protocol.passphrase import check_passphrase, make_passphrase
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.reply import sign_reply, write_reply_body
from dropbox.protocol.sizes import CELL_LEN, LETTER_LEN, SHEET_LEN
from dropbox.protocol.thread import ThreadKeys, thread_keys
from tests.carriers.inspectorate import Inspectorate, today
from tests.e2e.browser import Browser
from tests.e2e.conftest import open_browser
from tests.e2e.reporter import (
    come_back,
    confirm_and_send,
    screen,
    to_passphrase,
    write_report,
)
from tests.hostile.bulletins import (
    LONG,
    MARKUP,
    compromised,
    fresh_desk,
    issued_ago,
    odd_root,
    random_intake_pk,
    refused,
    week_keys,
)
from tests.hostile.site import (
    Answer,
    HostileSite,
    body,
    bomb,
    cut,
    drip,
    endless,
    endless_headers,
    garbage,
    huge,
    nothing,
    redirect,
    refusal,
    stored,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

GIGANTIC_LEN = 100 << 20
DRIPPED_MOST = 2_000
# A minute of the page's patience in three seconds; an honest answer on this machine takes far less.
HASTE = 20
PATHS = ("/", "/style.css", "/app.js", "/bulletin", "/onward.js", "/cleaning.js", "/board")
# Firefox takes what is no HTTP for an answer of 1991, without status; Chromium for a broken line.
OR = " or "
TEXT = {"what": "Honor fiktif", "account": "Daftar hadir ditandatangani satu orang."}
DESK = fresh_desk()
REFUSED = refused(DESK)
# Elements by which a text would have become markup, and what a script would have left behind.
ALIVE = """
[...document.querySelectorAll("body :is(script, img, svg, iframe, style, base, meta, object, embed,"
  + "form[action])")].map((one) => one.outerHTML).concat("pwned" in globalThis ? ["ran"] : [])
"""
LINKS = """
[...document.querySelectorAll("a")].map((link) => ({
  href: link.href, rel: link.rel, policy: link.referrerPolicy, target: link.target,
  clicks: link.onclick === null }))
"""
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def one_of(attribute: str, values: str) -> str:
    """Return the selector of elements whose attribute has one of the values."""
    return ", ".join(f'[{attribute}="{value}"]' for value in values.split(OR))


@dataclass
class Visitor:
    """A browser that visits the attacker's site."""

    kind: str
    browser: Browser
    site: HostileSite

    def visit(self, fragment: str = DESK.fragment) -> None:
        self.site.forget()
        self.browser.goto("about:blank")
        self.browser.goto(self.site.url + "/" + fragment)

    def stopped(self, reason: str, name: str = "") -> None:
        """Wait for the stop, and find that it is plain and final."""
        browser = self.browser
        screen(browser, "stop", 40)
        assert browser.is_visible(one_of("data-stop", reason)), (name, browser.text("main"))
        assert len(browser.text("main p")) > 60
        assert not browser.is_visible("#door-report")
        assert not browser.is_visible("#door-open")
        assert self.site.posts == [], name
        again = browser.is_visible('[data-stop="Offline"], [data-stop="Empty"]')
        assert browser.is_visible("#retry") == again

    def failed_reading(self, failure: str) -> None:
        self.browser.wait_visible(one_of("data-failure", failure), 60)
        assert len(self.browser.text("[data-failure]")) > 60

    def retry(self) -> None:
        # A full site is waited for without being asked to; this asks at once.
        self.browser.click("#retry, #send-now")


@pytest.fixture(scope="module")
def site() -> Iterator[HostileSite]:
    with HostileSite() as site:
        yield site


@pytest.fixture(scope="module", params=("chromium", "firefox"))
def visitor(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    site: HostileSite,
) -> Iterator[Visitor]:
    profile = tmp_path_factory.mktemp("profile")
    with open_browser(request.param, profile, size=(360, 740)) as browser:
        browser.hasten(HASTE)
        yield Visitor(request.param, browser, site)
        said = browser.console()
        assert said["errors"] == []


def test_control_the_genuine_bulletin_opens_the_door(visitor: Visitor) -> None:
    visitor.site.show(DESK.last, DESK.board)
    visitor.visit()
    screen(visitor.browser, "home")
    assert visitor.browser.is_visible("#door-report")
    assert visitor.browser.is_visible('#key-line[data-trust="link"]')
    assert sorted(visitor.site.asked) == sorted(("GET", path) for path in PATHS)


# In Firefox only where the engine itself judges: keys, signatures, UTF-8, JSON, HTTP.
OF_THE_ENGINE = (
    "another root key for the same site",
    "a signing key that the root never certified",
    "a changed word",
    "empty",
    "JSON with a doubled key",
    "JSON as deep as it is long",
    "objects as deep as they are long",
    "JSON that is none",
    "a link that runs",
    "a hundred megabytes",
    "a stream without end",
    "little that unpacks into much",
    "a redirect within",
    "no content",
    "not HTTP",
    "a byte now and then",
    "a cell is invented",
    "unpacks into much",
)


def of_the_engine(visitor: Visitor, names: Iterable[str]) -> list[str]:
    """Return the cases that this browser is given."""
    return [name for name in names if visitor.kind != "firefox" or name in OF_THE_ENGINE]


def test_a_bulletin_that_is_not_the_desks_own(visitor: Visitor) -> None:
    for name in of_the_engine(visitor, REFUSED):
        raw, stop = REFUSED[name]
        visitor.site.show(raw, DESK.board)
        visitor.visit()
        visitor.stopped(stop, name)


def test_another_root_key_is_seen_in_the_digits_where_there_is_no_link(visitor: Visitor) -> None:
    browser, other = visitor.browser, Inspectorate(sid=DESK.sid, number=2, prev="11" * 32)
    shown = []
    for desk in (DESK, other):
        visitor.site.show(desk.bulletin(), desk.board)
        visitor.visit("")
        screen(browser, "home")
        browser.click("#door-report")
        screen(browser, "route")
        browser.click("#route-here")
        screen(browser, "compare")
        shown.append(browser.texts("#digits li"))
    assert all(len(digits) == 8 for digits in shown)
    assert shown[0] != shown[1]
    browser.click("#compare-other")
    visitor.stopped("Foreign")


def test_a_root_key_that_is_no_key(visitor: Visitor) -> None:
    visitor.site.show(odd_root(DESK))
    visitor.visit("")
    visitor.stopped("Broken")


def huge_error(site: HostileSite, near: Any) -> None:  # noqa: ANN401 - a socket
    """Refuse, and explain it for ever."""
    near.sendall(b"HTTP/1.1 403 No\r\nContent-Type: application/json\r\n\r\n")
    site.pour(near, b'{"error":"refused","id":"' * 1_000, 10_000)


BULLETIN_ANSWERS: dict[str, tuple[Answer, str]] = {
    "a hundred megabytes": (huge(GIGANTIC_LEN), "Broken"),
    "a stream without end": (endless, "Broken"),
    "little that unpacks into much": (bomb(GIGANTIC_LEN), "Broken"),
    "a redirect within": (redirect("/elsewhere"), "Broken"),
    "a redirect away": (redirect("http://127.0.0.1:9/bulletin", 307), "Broken"),
    "a login page": (body(b"<!doctype html><p>Masuk", "text/html"), "Broken"),
    "no content": (stored, "Broken"),
    "a part": (body(DESK.last, status=206), "Broken"),
    "an error": (body(b"<h1>Oops</h1>", "text/html", 500), "Offline"),
    "an error without end": (huge_error, "Offline"),
    "not HTTP": (garbage, f"Offline{OR}Broken"),
    "half of it": (cut(DESK.last), "Offline"),
    "nothing": (nothing, "Offline"),
    "headers without end": (endless_headers, "Offline"),
    "a byte now and then": (drip(DESK.last, 0.02), "Offline"),
    "no bulletin yet": (refusal(404, "no_bulletin"), "Empty"),
}


def test_another_answer_than_a_bulletin(visitor: Visitor) -> None:
    for name in of_the_engine(visitor, BULLETIN_ANSWERS):
        answer, stop = BULLETIN_ANSWERS[name]
        visitor.site.show(DESK.last, DESK.board)
        visitor.site.answers["/bulletin"] = answer
        visitor.visit()
        visitor.stopped(stop, name)
        assert ("GET", "/elsewhere") not in visitor.site.asked
        # What the machine's own buffers took, and not what was offered.
        assert visitor.site.poured < GIGANTIC_LEN // 2, name


def test_a_wrong_type_changes_nothing(visitor: Visitor) -> None:
    visitor.site.show(DESK.last, DESK.board)
    visitor.site.answers["/bulletin"] = body(DESK.last, "text/html")
    visitor.visit()
    screen(visitor.browser, "home")
    assert visitor.browser.evaluate(ALIVE) == []


def test_a_site_that_comes_back_is_tried_again_with_the_same_link(visitor: Visitor) -> None:
    visitor.site.show(DESK.last, DESK.board)
    visitor.site.answers["/bulletin"] = refusal(429, "too_many")
    visitor.visit()
    visitor.stopped("Offline")
    visitor.site.show(Inspectorate(number=1).bulletin())
    visitor.retry()
    visitor.stopped("Foreign")


def test_old_bulletins_warn_and_then_close(visitor: Visitor) -> None:
    browser = visitor.browser
    visitor.site.show(issued_ago(DESK, 10), DESK.board)
    visitor.visit()
    screen(browser, "home")
    assert not browser.is_visible("#stale")

    visitor.site.show(issued_ago(DESK, 11), DESK.board)
    visitor.visit()
    screen(browser, "clock")
    browser.click("#clock-yes")
    screen(browser, "home")
    assert browser.is_visible("#stale")
    assert browser.is_visible("#door-report")

    visitor.site.show(issued_ago(DESK, 35), DESK.board)
    visitor.visit()
    screen(browser, "clock")
    browser.click("#clock-yes")
    screen(browser, "home")
    assert browser.is_visible('#closed[data-sealing="closed"]')
    assert not browser.is_visible("#door-report")
    # What is on the board can still be read.
    assert browser.is_visible("#door-open")


def test_a_bulletin_from_the_future_asks_for_the_date(visitor: Visitor) -> None:
    visitor.site.show(issued_ago(DESK, -2), DESK.board)
    visitor.visit()
    screen(visitor.browser, "home")
    visitor.site.show(issued_ago(DESK, -3), DESK.board)
    visitor.visit()
    screen(visitor.browser, "clock")
    assert visitor.browser.is_visible("#clock-date")


def test_keys_of_other_weeks_are_not_sealed_to(visitor: Visitor) -> None:
    for first in (today() + 1, today() - 7):
        visitor.site.show(DESK.bulletin(keys=week_keys(first, DESK.intake, 1)), DESK.board)
        visitor.visit()
        screen(visitor.browser, "home")
        assert visitor.browser.is_visible('#closed[data-sealing="noKey"]')
        assert not visitor.browser.is_visible("#door-report")


def test_an_intake_key_that_is_none_is_not_sealed_to(visitor: Visitor) -> None:
    browser = visitor.browser
    visitor.site.show(random_intake_pk(DESK), DESK.board)
    visitor.visit()
    screen(browser, "home")
    write_report(browser, TEXT)
    confirm_and_send(browser, to_passphrase(browser))
    browser.wait_visible('#failure[data-failure="closed"]', 60)
    browser.click("#failed-text summary")
    assert TEXT["account"] in browser.text("#failed-text")
    assert visitor.site.posts == []


def test_texts_of_a_compromised_desk_stay_texts(visitor: Visitor) -> None:
    browser = visitor.browser
    visitor.site.show(compromised(DESK), DESK.board)
    visitor.visit()
    for language in ("id", "en"):
        screen(browser, "home")
        browser.click(f"#language-{language}")
        assert browser.evaluate(ALIVE) == []
        shown = browser.text("#notices")
        assert MARKUP[:60] in shown
        assert "⟦U+202E⟧⟦U+0007⟧⟦U+0000⟧" in shown
        assert "\u202e" not in browser.text("main") + browser.text("#desk")
        assert browser.evaluate(WIDTH) == 0
        browser.click("#door-report")
        screen(browser, "route")
        browser.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true })"
        )
        assert browser.evaluate(ALIVE) == []
        assert browser.evaluate(WIDTH) == 0
        links = browser.evaluate(LINKS)
        assert len(links) == 2
        for link in links:
            assert link["href"].startswith(("https://lain.example/", "http://aaaa"))
            assert set(link["rel"].split()) >= {"noreferrer", "noopener"}
            assert link["policy"] == "no-referrer"
            assert link["target"] == "_blank"
            assert link["clicks"]
        browser.click("#route-here")
        screen(browser, "report")
        assert browser.evaluate(ALIVE) == []
        assert browser.evaluate(WIDTH) == 0
        assert MARKUP[:77] in browser.text("#report-form")
        visitor.visit()
    assert browser.url() == visitor.site.url + "/"
    assert {path for _, path in visitor.site.asked} <= set(PATHS)


@pytest.mark.parametrize("url", ["https://a.example:99999/", "https://../", "https://xn--a/"])
def test_a_link_that_leads_nowhere_stops_nobody(visitor: Visitor, url: str) -> None:
    link = {"code": "lain", "id": "Pintu lain", "en": "Another door", "url": url}
    visitor.site.show(DESK.bulletin(links=[link]), DESK.board)
    visitor.visit()
    screen(visitor.browser, "home")
    visitor.browser.click("#door-report")
    screen(visitor.browser, "route")
    assert "Pintu lain" in visitor.browser.text("#links")


def test_scripts_that_never_come_hold_nothing_up_for_long(visitor: Visitor, thread: Thread) -> None:
    browser, site = visitor.browser, visitor.site
    site.show(thread.desk.last, thread.desk.board)
    site.answers |= {"/onward.js": nothing, "/cleaning.js": nothing}
    visitor.visit(thread.desk.fragment)
    screen(browser, "home")
    browser.click("#door-open")
    browser.wait_visible("#hint")
    wait_for_text(browser, "#hint", "belum dapat diambil")
    assert browser.is_visible("#door-open")
    # Asked for again, it comes; and so does the board, which had waited for its turn.
    come_back(browser, " ".join(thread.words))
    browser.wait_visible("#no-reply, #thread", 60)


def test_two_visitors_can_see_two_bulletins_and_tell_by_number_and_day(visitor: Visitor) -> None:
    # Both are the inspectorate's own, so no page can refuse either; comparing is what finds it.
    lines = []
    for number, days in ((7, 0), (6, 7)):
        day = today() - days
        raw = DESK.bulletin(
            number=number, prev="11" * 32, issued=day, keys=week_keys(day, DESK.intake)
        )
        visitor.site.show(raw, DESK.board)
        visitor.visit()
        screen(visitor.browser, "home")
        lines.append(visitor.browser.text("#bulletin-line"))
    assert "7" in lines[0]
    assert "6" in lines[1]
    assert lines[0] != lines[1]


def wait_for_text(browser: Browser, selector: str, words: str) -> None:
    """Wait until the element says it."""
    found = f"document.querySelector({selector!r}).textContent.includes({words!r})"
    for _ in range(600):
        if browser.evaluate(found):
            return
        time.sleep(0.05)
    raise AssertionError(browser.text(selector))


# -- sending -----------------------------------------------------------------------

LETTER_ANSWERS: list[tuple[str, Answer, str]] = [
    ("a redirect", redirect("/elsewhere", 308), "foreign"),
    ("a login page", body(b"<!doctype html><p>Masuk", "text/html"), "foreign"),
    ("a kind word", body(b""), "foreign"),
    ("created", body(b"", status=201), "foreign"),
    ("a stream without end", endless, "foreign"),
    ("a refusal that is garbage", body(b'{"error":{"a":"<b>"}}', status=403), "refused"),
    ("a refusal with markup", refusal(400, "<img src=x onerror=pwned=1>"), "refused"),
    ("not HTTP", garbage, f"network{OR}foreign"),
]


def test_a_letter_is_kept_until_the_site_says_that_it_is_stored(visitor: Visitor) -> None:
    browser, site = visitor.browser, visitor.site
    site.show(DESK.last, DESK.board)
    site.answers["/letters"] = LETTER_ANSWERS[0][1]
    visitor.visit()
    screen(browser, "home")
    write_report(browser, TEXT)
    words = to_passphrase(browser)
    confirm_and_send(browser, words)
    for place, (name, _, failure) in enumerate(LETTER_ANSWERS):
        browser.wait_visible(one_of("data-failure", failure), 60)
        assert len(browser.text("#failure")) > 60, name
        if not browser.is_visible("#failed-text[open]"):
            browser.click("#failed-text summary")
        assert TEXT["account"] in browser.text("#failed-text"), name
        assert browser.evaluate(ALIVE) == [], name
        further = LETTER_ANSWERS[place + 1 :]
        # The next failure may be of the same kind: its attempt is known by its request.
        count = len(site.posts)
        site.answers["/letters"] = further[0][1] if further else stored
        visitor.retry()
        browser.wait_visible("#failure, #delivered", 60)
        while len(site.posts) == count:
            browser.wait_visible("#failure, #delivered", 60)
    screen(browser, "delivered")
    assert {path for _, path in site.posts} == {"/letters"}
    assert {len(letter) for letter in site.letters} == {LETTER_LEN}
    assert len(set(site.letters)) == 1

    # Stored, it was said, and thrown away: the reporter knows the day, and learns what it may mean.
    assert browser.text("#return-day")
    browser.click("#home")
    come_back(browser, " ".join(words))
    screen(browser, "thread", 60)
    assert browser.is_visible("#no-reply")
    assert "ditahan di situs" in browser.text("#empty-reasons")
    nothing_told(site, words)


def nothing_told(site: HostileSite, words: list[str]) -> None:
    """Find no passphrase, fragment, cookie or referrer in what the site was told."""
    assert len(site.heads) > len(LETTER_ANSWERS)
    for head in site.heads:
        assert not any(f"{name}:" in head for name in ("cookie", "referer", "authorization"))
        assert "k=" not in head.split("\r\n")[0]
        # Four letters name a word; two words in a row are no accident.
        for first, second in pairwise(words):
            assert not re.search(f"{first[:4]}[a-z]*[^a-z]+{second[:4]}", head)


# -- reading -----------------------------------------------------------------------


@dataclass
class Thread:
    """A reporter's thread, and boards of an inspectorate of its own."""

    desk: Inspectorate
    words: list[str]
    keys: ThreadKeys

    def message(self, seq: int, text: str, seed: bytes | None = None) -> list[bytes]:
        """Return the cells of a reply, signed by another key where `seed` is given."""
        fields = write_reply_body({"kind": "message", "day": today(), "text": text})
        key = self.keys.thread_key
        joined = sign_reply(seed or self.desk.signing_seed, self.desk.did, key, seq, fields)
        return seal_cells(joined, seq, key, self.desk.did)

    def status(self, seq: int, status: str, reason: str) -> list[bytes]:
        fields = {"kind": "status", "day": 2**32 - 1, "status": status, "reason": reason}
        return self.desk.reply_cells(self.keys.thread_key, seq, fields)


@pytest.fixture(scope="module")
def thread() -> Thread:
    desk, words = fresh_desk(), make_passphrase()
    keys = thread_keys(check_passphrase(" ".join(words)), desk.sid, desk.did)
    return Thread(desk, words, keys)


def hostile_cells(thread: Thread) -> tuple[bytes, ...]:
    """Return cells of whoever has the thread key, or the signing key, or both."""
    stranger = ThreadKeys(random_bytes(32), random_bytes(32))
    missing = thread.message(300, "Bagian yang hilang. " * 120)
    assert len(missing) == 3
    return (
        *thread.message(256, "Kami sudah membaca laporan Anda. " * 60),
        *thread.message(257, MARKUP + "\u202emalaf\u0000 " + LONG),
        *thread.message(299, "Datanglah ke kantor, sendirian.", random_bytes(32)),
        *missing[:1],
        *missing[2:],
        *thread.message(301, "Kasus ditutup."),
        *thread.message(301, "Kasus diteruskan."),
        *thread.status(302, "tidak_dikenal", MARKUP[:300]),
        *Thread(thread.desk, [], stranger).message(303, "Untuk orang lain."),
        seal_cells(random_bytes(40), 304, thread.keys.thread_key, thread.desk.did)[0],
    )


def test_a_board_that_is_not_the_signed_one_is_never_read(visitor: Visitor, thread: Thread) -> None:
    browser, site, desk = visitor.browser, visitor.site, thread.desk
    old_bulletin, old_board = desk.last, desk.board
    desk.deliver(cells=hostile_cells(thread))
    new, board = desk.last, desk.board
    sheets = [board[at : at + SHEET_LEN] for at in range(0, len(board), SHEET_LEN)]
    invented = sheets[-1][:CELL_LEN] + random_bytes(CELL_LEN) + sheets[-1][2 * CELL_LEN :]
    turned = board[SHEET_LEN:] + board[:SHEET_LEN]
    boards: list[tuple[str, Answer, str]] = [
        ("a sheet is withheld", body(old_board), "BadBoard"),
        ("all are", body(b""), "BadBoard"),
        ("an old sheet comes again", body(sheets[0] * len(sheets)), "BadBoard"),
        ("a cell is invented", body(b"".join([*sheets[:-1], invented])), "BadBoard"),
        ("a cell is withheld", body(board[:-CELL_LEN]), "BadBoard"),
        ("the sheets are turned", body(turned), "BadBoard"),
        ("a sheet more", body(board + random_bytes(SHEET_LEN)), "BadBoard"),
        ("a hundred megabytes", huge(GIGANTIC_LEN), "BadBoard"),
        ("a stream without end", endless, "BadBoard"),
        ("unpacks into much", bomb(GIGANTIC_LEN), "BadBoard"),
        ("a redirect", redirect("/elsewhere"), "BadBoard"),
        ("an error", refusal(503, "busy"), "NoBoard"),
        ("not HTTP", garbage, f"NoBoard{OR}BadBoard"),
        ("a byte now and then", drip(board, 0.01), "NoBoard"),
    ]
    asked = of_the_engine(visitor, [name for name, _, _ in boards])
    boards = [board_case for board_case in boards if board_case[0] in asked]
    forked = desk.bulletin(notices=[{"day": today(), "id": "Lain", "en": "Another"}])
    bulletins: list[tuple[str, bytes, bytes]] = [
        ("rolled back", old_bulletin, old_board),
        ("another with this number", forked, board),
        ("another desk's", Inspectorate(number=9, prev="11" * 32).bulletin(), board),
        ("one that does not follow", desk.bulletin(number=desk.number + 1, prev="22" * 32), board),
    ]

    site.show(new, board)
    site.answers["/board"] = boards[0][1]
    visitor.visit(desk.fragment)
    screen(browser, "home", 60)
    come_back(browser, " ".join(thread.words))
    for place, (name, _, failure) in enumerate(boards):
        visitor.failed_reading(failure)
        assert not browser.is_visible("#thread"), name
        assert site.poured < GIGANTIC_LEN // 2, name
        further = boards[place + 1 :]
        if further:
            site.answers["/board"] = further[0][1]
            site.forget()
            visitor.retry()
            settle(visitor, "/board")
    # The last came a hundred bytes a second at most: ended by its pace, and not when all its time
    # was over, which is fifteen times as long.
    assert site.poured < DRIPPED_MOST

    # Whatever the page has seen, it does not go back behind it.
    for name, raw, its_board in bulletins:
        site.show(raw, its_board)
        site.forget()
        visitor.retry()
        settle(visitor, "/bulletin")
        visitor.failed_reading("BadBulletin")
        assert not browser.is_visible("#thread"), name

    site.show(new, board)
    visitor.retry()
    screen(browser, "thread", 60)
    read_hostile_thread(browser)
    assert site.posts == []

    # And forward it goes: a delivery that came out meanwhile is no foul play.
    browser.click("#home")
    desk.deliver(cells=tuple(thread.message(600, "Balasan yang baru.")))
    site.show(new, desk.board)
    visitor.visit(desk.fragment)
    screen(browser, "home", 60)
    come_back(browser, " ".join(thread.words))
    visitor.failed_reading("BadBoard")
    site.show(desk.last, desk.board)
    visitor.retry()
    screen(browser, "thread", 60)
    assert "Balasan yang baru." in browser.text("#replies")


def settle(visitor: Visitor, path: str) -> None:
    """Wait until the page has asked again, and then until it has come to an end with it."""
    visitor.browser.wait_hidden('[data-phase="keys"], [data-phase="board"]', 60)
    assert ("GET", path) in visitor.site.asked


def read_hostile_thread(browser: Browser) -> None:
    """Look at what the page shows of the hostile cells, and what it says of the others."""
    shown = browser.text("#replies")
    assert "Kami sudah membaca laporan Anda." in shown
    # A reply under a key that the bulletin does not name is said, and not shown.
    assert "Datanglah" not in browser.text("main")
    assert browser.is_visible('[data-refused="ReplySignatureError"]')
    assert "Bagian yang hilang" not in browser.text("main")
    assert browser.is_visible('[data-refused="MissingPartsError"]')
    assert browser.is_visible('[data-refused="ReplyFormError"]')
    # Two under one number are both shown, each with a warning.
    assert len(browser.texts('#replies [data-seq="301"] .note')) == 2
    assert "Untuk orang lain" not in browser.text("main")
    assert browser.text("#latest-status strong") == "tidak_dikenal"
    assert MARKUP[:60] in shown
    assert "⟦U+202E⟧malaf⟦U+0000⟧" in shown
    assert browser.evaluate(ALIVE) == []
    assert browser.evaluate(LINKS) == []
    assert browser.evaluate(WIDTH) == 0
