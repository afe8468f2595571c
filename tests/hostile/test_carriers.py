"""Courier and reporter at the command line before a site that lies (issue C, point 6)."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dropbox.carriage import AnswerError, Carriage, CarriageError, Patience, UnreachableError
from dropbox.protocol.cell import decoy_cell
from dropbox.protocol.pickup import make_pickup
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sheet import make_sheet
from dropbox.protocol.sizes import BULLETIN_HEADER_LEN, BULLETIN_JSON_MAX_LEN, SHEET_CELLS
from tests.carriers.inspectorate import Inspectorate
from tests.carriers.running import Site, courier, titip, write_courier_config
from tests.hostile.bulletins import fresh_desk, refused
from tests.hostile.site import (
    Answer,
    HostileSite,
    body,
    bomb,
    drip,
    endless,
    endless_headers,
    garbage,
    huge,
    redirect,
    stored,
)

GIGANTIC_LEN = 100 << 20
BULLETIN_MAX_LEN = BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN
# One try, and a second for all of it: what must end, ends in these tests as it would in minutes.
SHORT = Patience(tries=1, silence_s=0.5, total_s=1.0)
# More than SHORT allows by far, less than anybody waits for a test.
SOON_S = 20
REPORT = (
    'language = "id"\ncategory = "anggaran"\nwhat = "Honor fiktif"\naccount = "Daftar hadir."\n'
)


@pytest.fixture
def hostile() -> Iterator[HostileSite]:
    with HostileSite() as site:
        yield site


@pytest.fixture(scope="module")
def owner() -> Inspectorate:
    return fresh_desk()


def in_single_bytes(head: bytes) -> Answer:
    """Begin an answer without a length, and go on with it for ever."""

    def answer(site: HostileSite, near: socket.socket) -> None:
        near.sendall(head + b"\r\n\r\n")
        site.pour(near, b"x", 10_000, 0.05)

    return answer


TOO_SLOW: dict[str, Answer] = {
    "headers without end": endless_headers,
    "a byte now and then": drip(bytes(BULLETIN_MAX_LEN), 0.05),
    "without a length": in_single_bytes(b"HTTP/1.1 200 OK"),
    "a refusal": in_single_bytes(b"HTTP/1.1 503 Busy"),
}


@pytest.mark.parametrize("name", TOO_SLOW)
def test_who_keeps_a_request_alive_is_ended_all_the_same(hostile: HostileSite, name: str) -> None:
    hostile.answers["/bulletin"] = TOO_SLOW[name]
    began = time.monotonic()
    with (
        Carriage(hostile.url, patience=SHORT) as carriage,
        pytest.raises(CarriageError) as told,
    ):
        carriage.get("/bulletin", BULLETIN_MAX_LEN)
    assert told.value.passing
    assert time.monotonic() - began < SOON_S


def test_the_next_request_after_one_that_was_ended_gets_through(hostile: HostileSite) -> None:
    hostile.answers |= {"/bulletin": endless_headers, "/board": body(b"papan")}
    with Carriage(hostile.url, patience=SHORT) as carriage:
        with pytest.raises(UnreachableError):
            carriage.get("/bulletin", BULLETIN_MAX_LEN)
        assert carriage.get("/board", 100) == b"papan"


FOREIGN: dict[str, Answer] = {
    "a hundred megabytes": huge(GIGANTIC_LEN),
    "a stream without end": endless,
    "packed": bomb(GIGANTIC_LEN),
    "a redirect": redirect("/elsewhere"),
    "no content": stored,
    "a part": body(b"isi", status=206),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_answer_is_refused_at_once(hostile: HostileSite, name: str) -> None:
    hostile.answers["/bulletin"] = FOREIGN[name]
    with Carriage(hostile.url, patience=SHORT) as carriage, pytest.raises(AnswerError):
        carriage.get("/bulletin", BULLETIN_MAX_LEN)
    assert hostile.asked == [("GET", "/bulletin")]
    assert hostile.poured < GIGANTIC_LEN // 2


@pytest.mark.parametrize(
    "answer",
    [body(b""), body(b"", status=201), body(b"<p>Masuk", "text/html"), redirect("/elsewhere", 308)],
)
def test_a_kind_word_is_not_taken_for_stored(hostile: HostileSite, answer: Answer) -> None:
    hostile.answers["/letters"] = answer
    with Carriage(hostile.url, patience=SHORT) as carriage:
        with pytest.raises(AnswerError):
            carriage.post("/letters", b"surat")
        hostile.answers["/letters"] = stored
        assert carriage.post("/letters", b"surat") == b""


def test_not_http_is_said(hostile: HostileSite) -> None:
    hostile.answers["/bulletin"] = garbage
    with Carriage(hostile.url, patience=SHORT) as carriage, pytest.raises(CarriageError):
        carriage.get("/bulletin", BULLETIN_MAX_LEN)


# -- the reporter's command ---------------------------------------------------------


def send(hostile: HostileSite, fragment: str, folder: Path) -> str:
    """Try to send a report; return what was said when it failed."""
    report = folder / "laporan.toml"
    report.write_text(REPORT)
    link = f"{hostile.url}/{fragment}"
    done = titip("reporter", "send", "--link", link, "--no-confirm", "--report", report, expect=1)
    return done.stderr


def test_the_reporter_seals_to_nothing_that_is_not_proved(
    hostile: HostileSite, owner: Inspectorate, tmp_path: Path
) -> None:
    bad = refused(owner)
    for name in (
        "another root key for the same site",
        "a signing key that the root never certified",
        "an expired certificate",
        "a byte more",
    ):
        hostile.show(bad[name][0], owner.board)
        said = send(hostile, owner.fragment, tmp_path)
        assert "Jangan kirim apa pun" in said, name
    # Whatever it is shown, it asks for the same, and hands nothing in.
    assert hostile.asked == [("GET", "/bulletin"), ("GET", "/board")] * 4


def test_the_reporter_keeps_the_letter_that_a_redirect_would_lead_away(
    hostile: HostileSite, owner: Inspectorate, tmp_path: Path
) -> None:
    hostile.show(owner.last, owner.board)
    hostile.answers["/letters"] = redirect(f"{hostile.url}/elsewhere", 308)
    said = send(hostile, owner.fragment, tmp_path)
    assert "bukan dari situs Titip" in said
    assert hostile.posts == [("POST", "/letters")]


# -- the courier's command ----------------------------------------------------------


@pytest.fixture
def desk() -> Inspectorate:
    return Inspectorate()


@pytest.fixture
def site(tmp_path: Path, desk: Inspectorate) -> Iterator[Site]:
    with Site(tmp_path / "site", desk) as running:
        yield running


def listing(*entries: tuple[int, int, bytes]) -> bytes:
    """Return a list of pickups as the courier's door gives it: epoch, length, id."""
    listed = ",".join(
        f'{{"closed":1,"epoch":{epoch},"id":"{pickup_id.hex()}","len":{length}}}'
        for epoch, length, pickup_id in entries
    )
    return f'{{"open":99,"pickups":[{listed}]}}'.encode()


def test_the_courier_brings_nothing_that_a_lying_site_gives(
    tmp_path: Path, hostile: HostileSite, desk: Inspectorate
) -> None:
    desk.deliver()
    folder, stick = tmp_path / "courier", tmp_path / "stick"
    folder.mkdir()
    stick.mkdir()
    hostile.show(desk.last, desk.board)
    site = Site(tmp_path / "unused", desk)
    config = write_courier_config(
        folder, site, desk, public_url=hostile.url, courier_url=hostile.url
    )
    genuine = make_pickup(desk.sid, 1, 1, [random_bytes(32_768)], [])
    foreign = make_pickup(random_bytes(16), 1, 1, [random_bytes(32_768)], [])
    cases: list[tuple[bytes, Answer, str]] = [
        (listing((1, len(genuine), random_bytes(32))), body(genuine), "berubah di jalan"),
        (listing((1, len(foreign), random_bytes(32))), body(foreign), "situs lain"),
        (listing((1, len(genuine), random_bytes(32))), redirect("/elsewhere", 307), "bukan dari"),
        (listing((1, len(genuine), random_bytes(32))), endless, "bukan dari"),
        (b"[" * 100_000, stored, "tidak terbaca"),
        (b'{"open":1,"pickups":[{"epoch":"../../etc","closed":1,"id":"","len":1}]}', stored, "tid"),
        (b" " * (2 << 20), stored, "bukan dari"),
    ]
    for listed, answer, words in cases:
        hostile.answers["/epochs/close"] = body(listed, "application/json")
        hostile.answers["/pickups/read"] = answer
        done = courier("pickup", "--config", config, "--to", stick, expect=1)
        assert words in done.stderr, (listed[:80], done.stderr)
        assert not list(stick.glob("*.pickup"))
    assert ("POST", "/elsewhere") not in hostile.asked


def test_the_courier_delivers_to_no_site_that_went_back_and_tells_what_it_shows(
    tmp_path: Path, site: Site, hostile: HostileSite, desk: Inspectorate
) -> None:
    folder = tmp_path / "courier"
    folder.mkdir()
    first = desk.deliver()
    old_bulletin, old_board = desk.last, desk.board
    site.deliver(first)
    path = tmp_path / "antaran"
    path.write_bytes(desk.deliver())
    # The door takes the delivery, and the public is shown the one before: a split view.
    hostile.show(old_bulletin, old_board)
    config = write_courier_config(folder, site, desk, public_url=hostile.url)
    said = courier("deliver", path, "--config", config, expect=1).stderr
    assert "menampilkan hal lain kepada umum" in said
    # The right bulletin with one cell changed is something else, too.
    invented = old_board + make_sheet([decoy_cell() for _ in range(SHEET_CELLS)])
    hostile.show(desk.last, invented)
    said = courier("deliver", path, "--config", config, expect=1).stderr
    assert "menampilkan hal lain kepada umum" in said
    # And a door of another desk gets nothing at all.
    other = fresh_desk()
    hostile.show(other.last, other.board)
    config = write_courier_config(folder, site, desk, courier_url=hostile.url)
    hostile.forget()
    said = courier("deliver", path, "--config", config, expect=1).stderr
    assert "bukan dari inspektorat Anda" in said
    assert hostile.posts == []
