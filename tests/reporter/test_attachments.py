"""Files that go with letters from the command line: sent, carried, written back byte for byte."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PIECE_LEN
from dropbox.reporter.commands import EXIT_FAILED, EXIT_PARTLY
from dropbox.workstation.attachments import Attachment
from dropbox.workstation.cases import LetterItem
from dropbox.workstation.days import utc_today
from tests.carriers.breaking import BreakingLine
from tests.carriers.running import TITIP, titip
from tests.e2e.house import House
from tests.memory import memory_folder

REPORT = {"category": "lainnya", "what": "Kuitansi palsu", "account": "Terlampir."}
FILES = {
    "kosong.txt": b"",
    "satu.bin": b"\x00",
    "tepat.bin": os.urandom(PIECE_LEN),
    "lebih satu.pdf": b"%PDF" + os.urandom(PIECE_LEN - 3),
    "ማስረጃ – доказательство – 証拠.jpeg": os.urandom(5_000),
    "رسالة.": b"\r\n\x00" * 7,
}


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where there is one: site and vault wait for their disk at every step."""
    with memory_folder() as folder:
        yield folder


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(tmp_path / "house")
    built.start_site()
    built.deliver()
    yield built
    built.stop_site()


@pytest.fixture
def evidence(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "bukti"
    folder.mkdir()
    for name, raw in FILES.items():
        (folder / name).write_bytes(raw)
    return [folder / name for name in FILES]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "laporan.json"
    path.write_text(json.dumps(REPORT))
    return path


def link(house: House, port: int | None = None) -> str:
    return f"http://127.0.0.1:{port or house.port}/{house.fragment}"


def received(house: House, tmp_path: Path) -> list[list[tuple[Attachment, bytes]]]:
    """Carry what waits to the workstation; return the files of each letter, as written back."""
    house.carry_in()
    letters = []
    with house.desk() as desk:
        for case in desk.cases():
            for item in desk.conversation(case.number):
                if not isinstance(item, LetterItem):
                    continue
                files = desk.attachments(item.id)
                folder = tmp_path / f"out-{item.id}"
                paths = [
                    desk.save_attachment(item.id, file.place, folder, utc_today())
                    for file in files
                    if file.complete
                ]
                assert len(paths) == len(files)
                read = [path.read_bytes() for path in paths]
                letters.append(list(zip(files, read, strict=True)))
    return letters


def save_bulletin(house: House, folder: Path) -> Path:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", house.port)) as connection:
        connection.request("GET", "/bulletin")
        (folder / "maklumat").write_bytes(connection.getresponse().read())
    return folder / "maklumat"


def command(*arguments: object) -> list[str]:
    name, *rest = map(str, arguments)
    return [*TITIP, "reporter", name, "--json", *rest]


def one_letter(house: House, tmp_path: Path) -> list[tuple[Attachment, bytes]]:
    (letter,) = received(house, tmp_path)
    return letter


def send(*arguments: object, answers: str = "", expect: int = 0) -> tuple[dict[str, Any], str]:
    done = titip("reporter", "send", "--json", *arguments, answers=answers, expect=expect)
    return json.loads(done.stdout), done.stderr


def test_files_of_every_length_come_back_byte_for_byte(
    house: House, report: Path, evidence: list[Path], tmp_path: Path
) -> None:
    outcome, said = send(
        "--link", link(house), "--report", report, "--keep-names", "--attach", *evidence
    )
    # 0 + 1 + 1 piece + (1 piece and 1 byte) + … make three pieces, which is a padded number.
    assert (outcome["pieces"], outcome["pieces_sent"]) == (3, 3)
    for word in ("mat2", "exiftool", "TIDAK dihapus", "NOT removed", "3/3"):
        assert word in said
    words = " ".join(outcome["passphrase"])
    more = tmp_path / "tambahan.json"
    more.write_text(json.dumps({"text": "Ini juga."}))
    send(
        *("--link", link(house), "--report", more, "--follow-up", "--sure", "--attach"),
        *evidence[2:],
        answers=f"{words}\n",
    )
    first, second = received(house, tmp_path)
    assert [(file.name, raw) for file, raw in first] == list(FILES.items())
    assert [raw for _, raw in second] == list(FILES.values())[2:]
    # What a file is called may say whose it is; what kind it is, the inspectorate needs.
    names = ["lampiran-1.bin", "lampiran-2.pdf", "lampiran-3.jpeg", "lampiran-4"]
    assert [file.name for file, _ in second] == names
    assert {file.treatment for file, _ in first + second} == {"untreated"}


def test_a_line_that_breaks_costs_a_piece_and_no_file(
    house: House, report: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rekaman.ogg"
    path.write_bytes(os.urandom(PIECE_LEN * 11 + 5))
    # Two reads of the page, the letter, then pieces: cut in the letter, cut and deaf in pieces.
    with BreakingLine(house.port, frozenset({2, 6, 9}), frozenset({3, 7, 12})) as line:
        outcome, said = send("--link", link(house, line.port), "--report", report, "--attach", path)
        paths = line.paths
    assert (outcome["pieces"], outcome["pieces_sent"]) == (12, 12)
    assert "Dicoba lagi" in said
    assert (paths.count("/letters"), paths.count("/chunks")) == (3, 12 + 4)
    # Words first.
    assert "/chunks" not in paths[: paths.index("/letters") + 3]
    ((_, raw),) = one_letter(house, tmp_path)
    assert raw == path.read_bytes()


@pytest.mark.slow
def test_a_site_that_is_killed_and_restarted_in_the_middle_loses_nothing(
    house: House, report: Path, tmp_path: Path
) -> None:
    path = tmp_path / "besar.zip"
    path.write_bytes(os.urandom(PIECE_LEN * 47))
    halfway, count = threading.Event(), [0]

    def kill(asked: str) -> None:
        count[0] += asked == "/chunks"
        if count[0] == 20 and not halfway.is_set():
            house.stop_site(kill=True)
            halfway.set()

    with BreakingLine(house.port, before=kill) as line:
        process = subprocess.Popen(
            command("send", "--link", link(house, line.port), "--report", report, "--attach", path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert halfway.wait(60)
        house.start_site()
        out, said = process.communicate()
    assert process.returncode == 0, said
    assert json.loads(out)["pieces_sent"] == 48
    assert b"Dicoba lagi" in said
    ((_, raw),) = one_letter(house, tmp_path)
    assert hashlib.sha256(raw).digest() == hashlib.sha256(path.read_bytes()).digest()


def test_a_file_that_changes_meanwhile_stops_the_sending_and_says_how_far_it_came(
    house: House, report: Path, tmp_path: Path
) -> None:
    path = tmp_path / "berubah.csv"
    path.write_bytes(os.urandom(PIECE_LEN * 12))

    def change(asked: str) -> None:
        if asked == "/chunks":
            with path.open("ab") as file:
                file.write(b"satu baris lagi")

    with BreakingLine(house.port, before=change) as line:
        arguments = ("--link", link(house, line.port), "--report", report, "--attach", path)
        outcome, said = send(*arguments, expect=EXIT_PARTLY)
    assert (outcome["state"], outcome["error"]) == ("partly_sent", "file_changed")
    # The letter is there, so its passphrase must not be lost.
    assert len(outcome["passphrase"]) == 8
    assert 0 < outcome["pieces_sent"] < outcome["pieces"] == 12
    assert "berubah selagi dikirim" in said
    assert f"{outcome['pieces_sent']} dari 12" in said


def test_a_letter_that_was_refused_leaves_the_passphrase_with_the_program(
    house: House, report: Path
) -> None:
    with BreakingLine(house.port, full=frozenset({2})) as line:
        outcome, said = send(
            "--link", link(house, line.port), "--report", report, expect=EXIT_FAILED
        )
    assert (outcome["state"], outcome["error"]) == ("not_sent", "full")
    # It may be refused by what stands before the site, and have arrived all the same.
    assert len(outcome["passphrase"]) == 8
    assert "Penuh" in said


def test_what_cannot_be_attached_is_refused_before_anything_is_sent(
    house: House, report: Path, tmp_path: Path
) -> None:
    def refused(*arguments: object, kind: str = "--report", body: Path = report) -> str:
        given = ("--link", link(house), kind, body, *arguments)
        return str(send(*given, expect=EXIT_FAILED)[0]["state"])

    big, fifo, named = tmp_path / "big", tmp_path / "fifo", tmp_path / "a\tb"
    with big.open("wb") as file:
        # Sparse. 500,000,000 is what the bulletin says.
        file.truncate(499_999_999)
    os.mkfifo(fifo)
    named.write_bytes(b"")
    two = tmp_path / "dua"
    two.write_bytes(b"12")
    assert refused("--attach", big, two) == "attachments_too_large"
    assert refused("--attach", fifo) == "file"
    assert refused("--attach", tmp_path) == "file"
    assert refused("--attach", tmp_path / "none") == "file"
    assert refused("--attach", named, "--keep-names") == "file"
    assert refused("--attach", *[two] * 201) == "attachments"
    empty = tmp_path / "kosong.toml"
    empty.write_text("")
    assert refused("--withdraw", "--attach", two, body=empty) == "attachments"
    names = [tmp_path / f"{place}{'n' * 200}" for place in range(190)]
    for path in names:
        path.write_bytes(b"")
    assert refused("--keep-names", "--attach", *names) == "too_long"
    assert house.carry_in()[0].letters == 0


def test_sealed_without_a_network_and_sent_twice(
    house: House, report: Path, evidence: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "tersegel"
    given = (
        "--link",
        link(house),
        "--report",
        report,
        "--bulletin",
        save_bulletin(house, tmp_path),
    )
    titip("reporter", "seal", "--json", *given, "--out", folder, "--attach", *evidence)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    chunks = sorted(folder.glob("*.chunk"))
    assert [path.stat().st_size for path in chunks] == [CHUNK_RECORD_LEN] * 3
    assert [path.read_bytes()[:32].hex() for path in chunks] == [path.stem for path in chunks]
    (letter,) = set(folder.iterdir()) - set(chunks)
    assert (letter.name, letter.stat().st_size) == ("surat-3.letter", LETTER_LEN)
    # Nothing is written over.
    again = ("seal", "--json", *given, "--out", folder, "--attach", *evidence)
    done = titip("reporter", *again, expect=EXIT_FAILED)
    assert "tidak dapat ditulis" in done.stderr
    away = chunks[1].rename(tmp_path / "hilang")
    outcome, _ = send("--link", link(house), "--letter", folder, expect=EXIT_FAILED)
    assert outcome["state"] == "incomplete"
    away.rename(chunks[1])
    for _ in range(2):
        outcome, _ = send("--link", link(house), "--letter", folder)
        assert (outcome["state"], outcome["pieces_sent"]) == ("sent", 3)
    assert [raw for _, raw in one_letter(house, tmp_path)] == list(FILES.values())
    chunks[0].write_bytes(bytes(CHUNK_RECORD_LEN))
    outcome, _ = send("--link", link(house), "--letter", folder, expect=EXIT_PARTLY)
    assert outcome["error"] == "file"


def test_a_full_disk_leaves_no_part_of_a_sealed_folder(
    house: House, report: Path, evidence: list[Path], tmp_path: Path
) -> None:
    import resource
    import signal

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    folder = tmp_path / "tersegel"
    given = [
        "--link",
        link(house),
        "--report",
        report,
        "--bulletin",
        save_bulletin(house, tmp_path),
    ]
    done = subprocess.run(
        command("seal", *given, "--out", folder, "--attach", *evidence),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert done.returncode == EXIT_FAILED
    assert "tidak dapat ditulis" in done.stderr
    assert not folder.exists()


def test_the_reporters_machine_keeps_nothing(
    house: House, report: Path, evidence: list[Path], tmp_path: Path
) -> None:
    places = {name: tmp_path / name for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "cwd")}
    for place in places.values():
        place.mkdir()
    before = 1_000_000_000
    for path in evidence:
        os.utime(path, (before, before))
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}}
    done = subprocess.run(
        command("send", "--link", link(house), "--report", report, "--attach", *evidence),
        env=environment,
        cwd=places["cwd"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [list(place.rglob("*")) for place in places.values()] == [[]] * len(places)
    assert {path.stat().st_atime_ns for path in evidence} == {before * 10**9}
