"""`titip reporter` against a site that runs: what is sent opens, and every slip has its words."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.body import FOLLOW_UP, REPORT, WITHDRAWAL, read_letter_body
from dropbox.protocol.drop import drop_id_digits
from dropbox.protocol.errors import CheckError
from dropbox.protocol.letter import Letter, open_letter
from dropbox.protocol.passphrase import check_passphrase
from dropbox.protocol.pickup import read_records
from dropbox.protocol.thread import thread_keys
from dropbox.protocol.words import WORDS
from dropbox.reporter.commands import EXIT_FAILED, EXIT_MISTYPED, EXIT_NOTHING_YET, EXIT_WRONG
from tests.carriers.inspectorate import Inspectorate, today
from tests.carriers.line import Line
from tests.carriers.running import TITIP, Site, courier, free_port, titip
from tests.carriers.socks import ONION, SocksProxy

REPORT_TOML = """
language = "id"
category = "anggaran"
what = "Dana hibah dibagi dua 🗳️"
account = '''
Baris satu.
\u202bسطر من اليمين\u202c
'''
who = ""
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "laporan.toml"
    path.write_text(REPORT_TOML, encoding="utf-8")
    return path


@pytest.fixture
def shown(site: Site, desk: Inspectorate) -> Site:
    """A site that shows the first bulletin."""
    site.deliver(desk.deliver())
    return site


@pytest.fixture
def link(shown: Site, desk: Inspectorate) -> str:
    return f"{shown.url}/{desk.fragment}"


@pytest.fixture
def opened(stick: Path, config: Path, desk: Inspectorate) -> Iterator[Any]:
    """Carry everything that waits, and open what is new."""
    seen: set[bytes] = set()

    def carry() -> list[Letter]:
        courier("pickup", "--config", config, "--to", stick)
        letters = []
        for path in sorted(stick.glob("*.pickup")):
            with path.open("rb") as file:
                records = [record for _, record in read_records(file, desk.sid)]
            path.unlink()
            new = [record for record in records if record not in seen]
            seen.update(new)
            letters += [open_letter(record, desk.intake, desk.did) for record in new]
        return letters

    return carry  # type: ignore[return-value]


def _send(link: str, *arguments: object, answers: str = "", expect: int = 0) -> dict[str, Any]:
    done = titip(
        "reporter", "send", "--link", link, "--json", *arguments, answers=answers, expect=expect
    )
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def _read(link: str, words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    return titip("reporter", "read", "--link", link, "--json", answers=f"{words}\n", expect=expect)


def test_a_report_arrives_byte_for_byte_in_the_passphrases_thread(
    link: str,
    report: Path,
    desk: Inspectorate,
    opened: Any,  # noqa: ANN401
) -> None:
    outcome = _send(link, "--report", report)
    assert outcome["state"] == "sent"
    assert outcome["next"] == today() + 7
    (letter,) = opened()
    keys = thread_keys(check_passphrase(" ".join(outcome["passphrase"])), desk.sid, desk.did)
    assert (letter.thread_key, letter.author_pk) == (keys.thread_key, keys.author_pk)
    body = read_letter_body(REPORT, letter.body)
    assert body == {
        "language": "id",
        "category": "anggaran",
        "what": "Dana hibah dibagi dua 🗳️",
        "account": "Baris satu.\n\u202bسطر من اليمين\u202c\n",
    }


def test_follow_up_and_withdrawal_join_the_thread_once_a_reply_opened(
    shown: Site,
    link: str,
    report: Path,
    desk: Inspectorate,
    tmp_path: Path,
    opened: Any,  # noqa: ANN401
) -> None:
    words = " ".join(_send(link, "--report", report)["passphrase"])
    (first,) = opened()
    more = tmp_path / "more.json"
    more.write_text(json.dumps({"text": "Tambahan", "language": "en"}))
    # Nothing has opened yet, and the reporter is not sure: nothing is sent.
    refused = _send(
        link, "--follow-up", "--report", more, answers=f"{words}\ntidak\n", expect=EXIT_FAILED
    )
    assert refused["state"] == "not_sure"
    assert opened() == []
    due = {"step": "verify", "day": today() + 9}
    body = {"kind": "message", "day": today(), "text": "Terima kasih", "due": due}
    shown.deliver(desk.deliver(cells=tuple(desk.reply_cells(first.thread_key, 512, body))))
    read = titip("reporter", "read", "--link", link, answers=f"{words}\n")
    assert "Verifikasi: paling lambat" in read.stdout
    _send(link, "--follow-up", "--report", more, answers=f"{words}\n")
    survey = tmp_path / "survey.toml"
    survey.write_text("[survey]\nsafety = 5\n")
    refused = _send(
        link, "--follow-up", "--report", survey, answers=f"{words}\n", expect=EXIT_FAILED
    )
    assert refused["state"] == "fields"
    _send(link, "--withdraw", "--report", "-", "--sure", expect=EXIT_FAILED)
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    _send(link, "--withdraw", "--report", empty, answers=f"{words}\n")
    letters = {letter.letter_type: letter for letter in opened()}
    assert set(letters) == {FOLLOW_UP, WITHDRAWAL}
    assert {letter.thread_key for letter in letters.values()} == {first.thread_key}
    assert {letter.author_pk for letter in letters.values()} == {first.author_pk}
    assert read_letter_body(FOLLOW_UP, letters[FOLLOW_UP].body)["text"] == "Tambahan"


def test_mistyped_wrong_and_no_reply_yet_are_three_messages(link: str, report: Path) -> None:
    words = _send(link, "--report", report)["passphrase"]
    mistyped = _read(link, " ".join([words[0] + "x", *words[1:]]), EXIT_MISTYPED)
    assert json.loads(mistyped.stdout)["state"] == "unknown_word"
    assert words[0] in mistyped.stderr
    assert "kata ke-1" in mistyped.stderr
    few = _read(link, " ".join(words[:7]), EXIT_MISTYPED)
    assert json.loads(few.stdout)["state"] == "word_count"
    assert "mengetik 7" in few.stderr
    wrong = _read(link, " ".join(_failing_check(words)), EXIT_WRONG)
    assert json.loads(wrong.stdout)["state"] == "check"
    none = _read(link, " ".join(words), EXIT_NOTHING_YET)
    assert json.loads(none.stdout)["state"] == "nothing_yet"
    plain = titip(
        "reporter", "read", "--link", link, answers=" ".join(words) + "\n", expect=EXIT_NOTHING_YET
    )
    texts = {mistyped.stderr, few.stderr, wrong.stderr, plain.stderr}
    assert len(texts) == 4
    assert "Belum ada balasan" in plain.stderr


def _failing_check(words: list[str]) -> list[str]:
    for other in WORDS:
        changed = [*words[:7], other]
        try:
            check_passphrase(" ".join(changed))
        except CheckError:
            return changed
    raise AssertionError


def test_replies_of_every_kind_are_read(
    shown: Site, link: str, report: Path, desk: Inspectorate
) -> None:
    words = " ".join(_send(link, "--report", report)["passphrase"])
    key = thread_keys(check_passphrase(words), desk.sid, desk.did).thread_key
    receipt = {
        "kind": "receipt",
        "day": today(),
        "letter": "00" * 16,
        "letter_type": 1,
        "ordinal": 1,
        "pieces": 0,
        "pieces_received": 0,
    }
    long = {"kind": "message", "day": today(), "text": "\x1b[2JPanjang " * 300}
    status = {"kind": "status", "day": today(), "status": "telaah", "reason": "Sebab"}
    cells = [
        cell
        for seq, body in ((512, receipt), (513, long), (514, status))
        for cell in desk.reply_cells(key, seq, body)
    ]
    # A reply of which one cell is missing hides no other.
    cells += desk.reply_cells(key, 515, long)[:-1]
    shown.deliver(desk.deliver(cells=tuple(cells)))
    read = json.loads(_read(link, words).stdout)
    assert [reply["seq"] for reply in read["replies"]] == [512, 513, 514]
    assert read["replies"][1]["text"] == long["text"]
    assert read["refused"] == [{"seq": 515, "error": "MissingPartsError"}]
    plain = titip("reporter", "read", "--link", link, answers=words.upper() + "\n")
    assert "Laporan telah diterima" in plain.stdout
    assert "Telaah / Review" in plain.stdout
    assert "Panjang" in plain.stdout
    assert "\x1b" not in plain.stdout
    assert "MissingPartsError" in plain.stderr


def test_the_passphrase_is_shown_and_asked_for(
    link: str,
    report: Path,
    opened: Any,  # noqa: ANN401
) -> None:
    process = subprocess.Popen(
        [*TITIP, "reporter", "send", "--link", link, "--report", str(report)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        words: list[str] = []
        for line in process.stdout:
            words = line.split()
            if len(words) == 8 and set(words) <= set(WORDS):
                break
        print(file=process.stdin)
        # First both wrong: the words come again. Then as asked.
        print("salah\nsalah\n", file=process.stdin)
        for _ in range(2):
            place = _asked_place(process)
            del place
        places = []
        for _ in range(2):
            places.append(_asked_place(process))
            print(words[places[-1]], file=process.stdin)
        assert process.wait() == 0
        assert places == sorted(set(places))
    assert len(opened()) == 1


def _asked_place(process: subprocess.Popen[str]) -> int:
    assert process.stderr
    text = ""
    while "/ word " not in text or not text.endswith(": "):
        text += process.stderr.read(1)
    return int(text.rsplit("/ word ", 1)[1].rstrip(": ")) - 1


def test_without_a_fragment_the_digits_are_compared(
    shown: Site,
    report: Path,
    desk: Inspectorate,
    opened: Any,  # noqa: ANN401
) -> None:
    done = titip(
        "reporter",
        "send",
        "--link",
        shown.url,
        "--report",
        report,
        "--json",
        answers="tidak\n",
        expect=EXIT_FAILED,
    )
    assert all(group in done.stderr for group in drop_id_digits(desk.did))
    assert json.loads(done.stdout)["state"] == "foreign_drop"
    assert opened() == []
    _send(shown.url, "--report", report, answers="ya\n")
    assert len(opened()) == 1


def test_another_drop_is_refused(shown: Site, report: Path, opened: Any) -> None:  # noqa: ANN401
    stranger = f"{shown.url}/{Inspectorate().fragment}"
    done = titip("reporter", "send", "--link", stranger, "--report", report, expect=EXIT_FAILED)
    assert "ForeignDropError" in done.stderr
    assert opened() == []


def test_a_changed_board_is_refused(shown: Site, desk: Inspectorate) -> None:
    with Line(shown.public_port) as line:
        line.flip_at = 20_000
        done = titip(
            "reporter",
            "read",
            "--link",
            f"{line.url}/{desk.fragment}",
            answers="a\n",
            expect=EXIT_FAILED,
        )
    assert "Papan balasan tidak sama" in done.stderr


def test_a_site_without_a_bulletin(site: Site, desk: Inspectorate) -> None:
    done = titip("reporter", "read", "--link", f"{site.url}/{desk.fragment}", expect=EXIT_FAILED)
    assert "belum dibuka" in done.stderr


def test_sealed_offline_and_sent_later(
    shown: Site,
    link: str,
    report: Path,
    desk: Inspectorate,
    tmp_path: Path,
    opened: Any,  # noqa: ANN401
) -> None:
    bulletin, out = tmp_path / "bulletin", tmp_path / "surat"
    bulletin.write_bytes(desk.last)
    seal = ["reporter", "seal", "--link", link, "--bulletin", bulletin, "--out", out, "--json"]
    outcome = json.loads(titip(*seal, "--report", report).stdout)
    assert outcome["state"] == "sealed"
    assert out.stat().st_size == 32_768
    again = titip(*seal, "--report", report, expect=EXIT_FAILED)
    assert "cannot be written" in again.stderr
    for _ in range(2):
        _send(link, "--letter", out)
    assert len(opened()) == 1
    (tmp_path / "short").write_bytes(b"x")
    assert _send(link, "--letter", tmp_path / "short", expect=EXIT_FAILED)["state"] == "file"
    assert shown.url in link


def test_the_last_byte_fits_and_one_more_is_refused_before_a_passphrase_is_made(
    link: str,
    report: Path,
    opened: Any,  # noqa: ANN401
) -> None:
    def write(length: int) -> None:
        body = {"category": "anggaran", "what": "x", "account": "a" * length}
        report.write_text(json.dumps(body))

    frame = len('{"account":"","category":"anggaran","language":"id","what":"x"}')
    write(31_484 - frame)
    _send(link, "--report", report)
    (letter,) = opened()
    assert len(letter.body) == 31_484
    write(31_484 - frame + 1)
    outcome = _send(link, "--report", report, expect=EXIT_FAILED)
    assert outcome["state"] == "too_long"
    assert "1 bytes" in outcome["text"]
    assert "passphrase" not in outcome


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ("category = 'anggaran'\nwhat = 'x'", "fields"),
        ("category = 'lain'\nwhat = 'x'\naccount = 'y'", "category"),
        ("kategori = 'anggaran'", "fields"),
        ("what = 3", "fields"),
        ("what = ", "file"),
        ("{", "file"),
        ("category = 'anggaran'\nwhat = 'x'\naccount = 'y'\nlanguage = 'jv'", "fields"),
    ],
)
def test_a_slip_in_the_file_is_named_and_nothing_is_sent(
    link: str, report: Path, content: str, state: str
) -> None:
    report.write_text(content)
    assert _send(link, "--report", report, expect=EXIT_FAILED)["state"] == state


def test_a_closed_drop_takes_nothing_and_a_wrong_date_can_be_put_right(
    link: str, report: Path
) -> None:
    outcome = _send(link, "--report", report, "--today", "2099-01-01", expect=EXIT_FAILED)
    assert outcome["state"] == "closed"
    assert _send(link, "--report", report, "--today", "2001-01-01")["state"] == "sent"
    assert _send(link, "--report", report, "--today", "x", expect=EXIT_FAILED)["state"] == "date"


def test_without_tor_a_distant_site_is_not_called_unless_the_reporter_says_so(
    report: Path,
) -> None:
    far = "https://titip.invalid/"
    assert _send(far, "--report", report, expect=EXIT_FAILED)["state"] == "socks"
    assert _send(f"http://{ONION}", expect=EXIT_FAILED)["state"] == "carriage"


def test_through_socks_to_an_onion(
    shown: Site,
    desk: Inspectorate,
    report: Path,
    opened: Any,  # noqa: ANN401
) -> None:
    with SocksProxy(shown.public_port) as proxy:
        _send(f"http://{ONION}/{desk.fragment}", "--report", report, "--socks", proxy.address)
    assert {host for host, _ in proxy.asked} == {ONION}
    assert len(opened()) == 1


def test_nobody_there(desk: Inspectorate, report: Path) -> None:
    link = f"http://127.0.0.1:{free_port()}/{desk.fragment}"
    done = titip(
        "reporter",
        "send",
        "--link",
        link,
        "--report",
        report,
        "--socks",
        f"127.0.0.1:{free_port()}",
        expect=EXIT_FAILED,
    )
    assert "Jalankan Tor" in done.stderr


def test_at_a_terminal_the_typed_passphrase_is_not_shown(link: str, report: Path) -> None:
    words = _send(link, "--report", report)["passphrase"]
    near, far = pty.openpty()
    process = subprocess.Popen(
        [*TITIP, "reporter", "read", "--link", link],
        stdin=far,
        stdout=far,
        stderr=far,
        start_new_session=True,
    )
    os.close(far)
    seen = b""
    while b"(8 words): " not in seen:
        seen += os.read(near, 1_024)
    os.write(near, (" ".join([words[0] + "q", *words[1:]]) + "\n").encode())
    while b"[ya/tidak] " not in seen:
        seen += os.read(near, 1_024)
    before_offer = seen.split(b"Maksud Anda")[0]
    assert words[1].encode() not in before_offer
    assert b"1: " + words[0].encode() in seen
    os.write(near, b"ya\n")
    while b"Belum ada balasan" not in seen:
        seen += os.read(near, 1_024)
    assert process.wait() == EXIT_NOTHING_YET
    os.close(near)
