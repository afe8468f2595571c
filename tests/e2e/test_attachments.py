"""Files travel from real browsers to the workstation's disk, byte for byte, past a killed site."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from PIL import Image

from dropbox.protocol.pieces import padded_pieces
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, PIECE_LEN
from dropbox.workstation.days import utc_today
from tests.cleaning.pictures import PICTURES, SECRETS, TRAILER, pixels
from tests.e2e.browser import Browser
from tests.e2e.conftest import open_browser
from tests.e2e.files import choose, save_all
from tests.e2e.house import House
from tests.e2e.reporter import (
    arrive,
    come_back,
    confirm_and_send,
    screen,
    send_report,
    to_passphrase,
    wait_until_left,
    write_report,
)
from tests.e2e.test_wire import IGNORED_HEADERS
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

REPORT = {"what": "Kuitansi ganda", "account": "Lihat foto dan rekapnya."}
# Writing from right to left, an emoji, a mark that would turn the direction, a letter of two marks.
NAME = "كشف الحساب 💸 \u202efdp.ringkasan é.pdf"


def photograph(folder: Path) -> Path:
    path = folder / "IMG_20261103_140731.jpg"
    PICTURES["baseline.jpg"][0](path)
    return path


def document(folder: Path) -> Path:
    path = folder / NAME
    path.write_bytes(b"%PDF-1.7\n1 0 obj<</Author(Siti)>>endobj\n" + os.urandom(70_001))
    return path


def sent_pieces(browser: Browser) -> int:
    found = browser.evaluate("Number(document.querySelector('#pieces-count')?.dataset.sent ?? -1)")
    return int(found)


def wait_for_pieces(browser: Browser, least: int, seconds: int = 120) -> None:
    """Wait until so many pieces have arrived."""
    browser.evaluate(
        "new Promise((done, failed) => { const began = Date.now(); const look = () => {"
        "const count = Number(document.querySelector('#pieces-count')?.dataset.sent ?? -1);"
        f"if (count >= {least}) done(count);"
        f"else if (Date.now() - began > {seconds * 1000}) "
        "failed(new Error(count + ' ' + document.querySelector('main').innerText));"
        "else setTimeout(look, 20); }; look(); })"
    )


# Bytes of the file that makes sending last.
LARGE_LEN = 50_000_000


def test_large_file_picture_and_document_survive_a_killed_site(
    browser: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    folder = tmp_path / "device"
    folder.mkdir()
    large = folder / "rekaman.bin"
    large.write_bytes(os.urandom(LARGE_LEN))
    photo, paper = photograph(folder), document(folder)
    arrive(browser, wire.url + house.fragment)
    write_report(browser, REPORT)
    choose(browser, large, photo, paper)
    assert "Lampiran dapat mengungkap identitas Anda." in browser.text("#attach-warning")
    assert browser.texts("#attached [data-name]") == [
        "lampiran-1.bin",
        "lampiran-2.jpg",
        "lampiran-3.pdf",
    ]
    found = browser.evaluate("document.querySelectorAll('#attached > li')[1].dataset.found")
    assert {"position", "serial", "author", "thumbnail", "appended"} <= set(found.split())
    browser.click("#own-name-2")
    words = to_passphrase(browser)
    before = wire.paths()
    assert not [path for method, path in before if method == "POST"]
    # So slow that sending lasts until it has been disturbed.
    wire.drag_s = 0.01
    confirm_and_send(browser, words)

    # Words first: the letter is there before any piece, and the page says so.
    screen(browser, "pieces", 120)
    assert "Tulisan Anda sudah tersimpan" in browser.text("h1")
    wait_for_pieces(browser, 12)
    house.stop_site(kill=True)
    browser.wait_visible('#pieces[data-phase="wait"]', 60)
    held = sent_pieces(browser)
    house.start_site()
    wait_for_pieces(browser, held + 1)
    # A cut line costs the pieces that were on their way, no more.
    wire.sever()
    browser.wait_visible('#pieces[data-phase="wait"]', 60)
    wire.mend()
    browser.click("#send-now")
    wait_for_pieces(browser, held + 4)
    # Pause and go on.
    browser.click("#pause")
    browser.wait_visible('#pieces[data-phase="paused"]')
    wire.drag_s = 0
    browser.click("#resume")
    screen(browser, "delivered", 400)
    assert browser.evaluate("document.querySelector('#handed-in').dataset.missing") == "0"

    look_at_posts(wire, sum(path.stat().st_size for path in (large, photo, paper)))
    look_at_files(house, large, photo, paper)
    assert browser.console()["errors"] == []


def look_at_posts(wire: Wire, total_len: int) -> None:
    pieces = padded_pieces(total_len)
    posts = [request for request in wire.requests if request.method == "POST"]
    assert [post.path for post in posts].index("/chunks") == 1
    chunks = [post for post in posts if post.path == "/chunks"]
    assert len(chunks) == len(posts) - 1
    assert {post.body_len for post in chunks} == {CHUNK_RECORD_LEN}
    # Each piece once, but for the few that were under way when something broke.
    assert pieces <= len(chunks) <= pieces + 12
    # Nothing but the bytes tells one from another.
    heads = {
        tuple(sorted(pair for pair in post.headers.items() if pair[0] not in IGNORED_HEADERS))
        for post in chunks
    }
    assert len(heads) == 1, [set(head) ^ set(next(iter(heads))) for head in heads]


def look_at_files(house: House, large: Path, photo: Path, paper: Path) -> None:
    house.carry_in()
    _, (letter,) = house.only_case_letters()
    assert letter.fields["account"] == REPORT["account"]
    back = save_all(house)
    assert [(file.name, file.treatment) for file in back] == [
        ("lampiran-1.bin", "untreated"),
        ("lampiran-2.jpg", "cleaned"),
        (NAME, "untreated"),
    ]
    assert back[0].raw == large.read_bytes()
    assert back[2].raw == paper.read_bytes()
    original = photo.read_bytes()
    assert pixels(back[1].raw) == pixels(original)
    for secret in [*(one.encode() for one in SECRETS), TRAILER]:
        assert secret in original
        assert secret not in back[1].raw


def test_kept_whole_named_and_in_a_follow_up(
    chromium: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    folder = tmp_path / "device"
    folder.mkdir()
    photo, paper = photograph(folder), document(folder)
    film, empty = folder / "gambar rusak.jpg", folder / "kosong.txt"
    film.write_bytes(photo.read_bytes()[:900])
    empty.write_bytes(b"")
    arrive(chromium, wire.url + house.fragment)
    words = send_report(chromium, REPORT)
    house.carry_in()
    house.deliver()
    arrive(chromium, wire.url + house.fragment)
    come_back(chromium, " ".join(words))
    screen(chromium, "thread", 120)
    chromium.click("#to-follow-up")
    screen(chromium, "followUp")
    chromium.paste("#field-text", "Foto aslinya.")
    choose(chromium, photo, paper)
    choose(chromium, film, empty)
    item = '#attached > li:nth-child({})[data-treatment="{}"]'
    for place, treatment in ((1, "cleaned"), (2, "untreated"), (3, "untreated")):
        assert chromium.is_visible(item.format(place, treatment))
    # Removed and chosen once more, it stands last.
    chromium.click("#remove-1")
    choose(chromium, paper)
    chromium.click("#keep-0")
    assert chromium.is_visible(item.format(1, "kept"))
    assert "akan terlihat oleh inspektorat" in chromium.text("#attached")
    chromium.click("#own-name-0")
    chromium.click("#own-name-3")
    chromium.click("#send")
    screen(chromium, "delivered", 120)
    house.carry_in()
    back = save_all(house, 1)
    assert [(file.name, file.treatment, file.raw) for file in back] == [
        (photo.name, "kept", photo.read_bytes()),
        ("lampiran-2.jpg", "untreated", film.read_bytes()),
        ("lampiran-3.txt", "untreated", b""),
        (NAME, "untreated", paper.read_bytes()),
    ]
    saved = {path.name for path in (house.folder / "saved").iterdir()}
    assert any(name.startswith("004-كشف الحساب 💸") and name.endswith(".pdf") for name in saved)


def test_more_than_the_limit_is_refused_before_anything_is_sent(
    chromium: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    # Sparse: it takes no room on the disk, and the page does not read it.
    large = tmp_path / "rekaman.mp4"
    with large.open("wb") as file:
        file.truncate(500_000_001)
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, REPORT)
    choose(chromium, large)
    chromium.click("#to-review")
    chromium.wait_visible("#problems")
    said = chromium.text("#problems")
    assert "Batas satu surat 500 MB" in said
    assert "surat susulan" in said
    assert chromium.value("#field-account") == REPORT["account"]
    chromium.click("#remove-0")
    chromium.click("#to-review")
    screen(chromium, "review")
    assert not [path for method, path in wire.paths() if method == "POST"]


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_file_that_changes_costs_only_what_shares_a_piece_with_it(
    kind: str, tmp_path: Path, wire: Wire, house: House
) -> None:
    folder = tmp_path / "device"
    folder.mkdir()
    lengths = {"a": 3 * PIECE_LEN, "b": 3 * PIECE_LEN - 100, "c": PIECE_LEN, "d": 500_000}
    paths = [folder / f"{name}.bin" for name in lengths]
    for path, length in zip(paths, lengths.values(), strict=True):
        path.write_bytes(os.urandom(length))
    with open_browser(kind, tmp_path / "profile") as browser:
        arrive(browser, wire.url + house.fragment)
        write_report(browser, REPORT)
        choose(browser, *paths)
        words = to_passphrase(browser)
        paths[1].write_bytes(os.urandom(1_000))
        confirm_and_send(browser, words)
        screen(browser, "delivered", 120)
        assert browser.texts("#handed-in li") == ["lampiran-2.bin", "lampiran-3.bin"]
        assert "Tulisan Anda sudah sampai" in browser.text("#handed-in")
    house.carry_in()
    _, (letter,) = house.only_case_letters()
    with house.desk() as desk:
        files = desk.attachments(letter.id)
        assert [file.complete for file in files] == [True, False, False, True]
        for place in (0, 3):
            saved = desk.save_attachment(letter.id, place, house.folder / "saved", utc_today())
            assert saved.read_bytes() == paths[place].read_bytes()


def test_visits_with_and_without_files_ask_for_the_same_until_sending(
    chromium: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    photo = photograph(tmp_path)
    seen = []
    for files in ((), (photo,)):
        wire.clear()
        arrive(chromium, wire.url + house.fragment)
        write_report(chromium, REPORT)
        choose(chromium, *files)
        to_passphrase(chromium)
        paths = wire.paths()
        seen.append(paths[:1] + sorted(paths[1:3]) + paths[3:])
    assert seen[0] == seen[1]
    assert all(method == "GET" for method, _ in seen[0])


def test_looking_into_a_picture_outlives_a_change_of_language(
    chromium: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    # Large enough that the form is drawn anew before the cleaner is done.
    picture = tmp_path / "besar.png"
    Image.frombytes("RGB", (3_000, 2_000), os.urandom(18_000_000)).save(picture, compress_level=0)
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, REPORT)
    chromium.upload("#field-files", picture)
    chromium.click("#language-en")
    chromium.wait_visible('#attached > li[data-state="ready"][data-treatment="cleaned"]', 60)
    assert "Nothing hidden was found." in chromium.text("#attached")
    assert chromium.texts("#attached [data-name]") == ["attachment-1.png"]


def test_the_rest_can_be_given_up_and_is_seen_to_be_missing(
    chromium: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    large, small = tmp_path / "rekaman.bin", tmp_path / "kosong.txt"
    large.write_bytes(os.urandom(8_000_000))
    small.write_bytes(b"")
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, REPORT)
    choose(chromium, large, small)
    words = to_passphrase(chromium)
    wire.drag_s = 0.02
    confirm_and_send(chromium, words)
    screen(chromium, "pieces", 120)
    wait_for_pieces(chromium, 2)
    chromium.click("#pause")
    chromium.wait_visible("#pieces-end")
    chromium.click("#pieces-end")
    screen(chromium, "delivered", 120)
    assert chromium.texts("#handed-in li") == ["lampiran-1.bin"]
    assert "dari 32 potongan" in chromium.text("#handed-in")
    # What was on its way when the rest was given up may still have arrived.
    wire.drag_s = 0
    house.carry_in()
    house.deliver()
    arrive(chromium, wire.url + house.fragment)
    come_back(chromium, " ".join(words))
    screen(chromium, "thread", 120)
    receipt = chromium.text('#replies [data-kind="receipt"]')
    arrived = re.search(r"\b(\d+) dari 32 potongan", receipt)
    assert arrived is not None
    assert 2 <= int(arrived[1]) < 32


def test_leaving_ends_the_sending(
    chromium: Browser, tmp_path: Path, wire: Wire, house: House
) -> None:
    large = tmp_path / "rekaman.bin"
    large.write_bytes(os.urandom(10_000_000))
    arrive(chromium, wire.url + house.fragment)
    write_report(chromium, REPORT)
    choose(chromium, large)
    words = to_passphrase(chromium)
    wire.drag_s = 0.02
    confirm_and_send(chromium, words)
    screen(chromium, "pieces", 120)
    wait_for_pieces(chromium, 3)
    chromium.click("#leave")
    wait_until_left(chromium)
    wire.drag_s = 0
    # What was on its way may arrive; nothing new begins.
    under_way = len(wire.paths())
    (result,) = house.carry_in()
    assert len(wire.paths()) == under_way
    assert result.letters == 1
    _, (letter,) = house.only_case_letters()
    assert letter.fields["account"] == REPORT["account"]
    assert 3 <= letter.pieces_received < letter.pieces == padded_pieces(10_000_000)
