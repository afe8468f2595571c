import os
from pathlib import Path

import pytest

from dropbox.protocol.canonical import from_base64url
from dropbox.protocol.chunk import chunk_id, seal_chunk
from dropbox.protocol.errors import AttachmentsPaddingError
from dropbox.protocol.sizes import PIECE_LEN
from dropbox.workstation.attachments import safe_name
from dropbox.workstation.cases import LetterItem
from dropbox.workstation.errors import AttachmentError
from tests.workstation.builders import Office, new_thread


def letter_id(office: Office) -> int:
    (case,) = office.desk.cases()
    letters = [i for i in office.desk.conversation(case.number) if isinstance(i, LetterItem)]
    return letters[0].id


def saved(office: Office, folder: Path) -> list[bytes]:
    files = office.desk.attachments(letter_id(office))
    return [
        office.desk.save_attachment(letter_id(office), file.place, folder, office.day).read_bytes()
        for file in files
    ]


def test_files_come_back_byte_for_byte(office: Office, tmp_path: Path) -> None:
    files = {
        "foto.jpg": os.urandom(PIECE_LEN + 5),
        "kosong.txt": b"",
        "tepat": os.urandom(PIECE_LEN - 5),
        "kecil.pdf": b"%PDF",
    }
    attachments, chunks = office.attach(files)
    office.take([office.report(new_thread(), attachments=attachments)], chunks)
    (case,) = office.desk.cases()
    assert (case.pieces, case.pieces_received) == (3, 3)
    assert saved(office, tmp_path / "keluar") == list(files.values())
    names = sorted(path.name for path in (tmp_path / "keluar").iterdir())
    assert names == ["001-foto.jpg", "002-kosong.txt", "003-tepat", "004-kecil.pdf"]
    assert office.desk.read_attachment(letter_id(office), 3) == b"%PDF"


def test_an_existing_file_is_never_replaced(office: Office, tmp_path: Path) -> None:
    attachments, chunks = office.attach({"a.txt": b"satu"})
    office.take([office.report(new_thread(), attachments=attachments)], chunks)
    saved(office, tmp_path)
    saved(office, tmp_path)
    names = sorted(path.name for path in tmp_path.glob("*.txt"))
    assert names == ["001-a.txt", "2-001-a.txt"]


def test_pieces_arrive_in_any_order_and_the_receipt_follows(office: Office, tmp_path: Path) -> None:
    thread = new_thread()
    content = {"a": os.urandom(PIECE_LEN), "b": os.urandom(PIECE_LEN * 2)}
    attachments, chunks = office.attach(content)
    # The chunks' first piece comes before the letter that names it.
    before = office.take([], [chunks[2]])
    assert before.chunks_unclaimed == 1
    office.take([office.report(thread, attachments=attachments)], [chunks[0]])
    office.deliver()
    receipts = office.bodies(thread, "receipt")
    assert [(r["pieces_received"], r["pieces"]) for r in receipts] == [(2, 3)]
    files = office.desk.attachments(letter_id(office))
    assert [file.complete for file in files] == [True, False]
    with pytest.raises(AttachmentError, match="2 dari 3"):
        office.desk.save_attachment(letter_id(office), 1, tmp_path, office.day)
    assert list(tmp_path.glob("0*")) == []
    office.day += 7
    assert office.deliver().receipts == 0
    office.take([], [chunks[1]])
    assert office.deliver().receipts == 1
    receipts = office.bodies(thread, "receipt")
    assert [(r["pieces_received"], r["ordinal"]) for r in receipts] == [(2, 1), (3, 1)]
    assert saved(office, tmp_path) == list(content.values())


def test_chunks_that_no_letter_names_are_kept_sixty_days(office: Office, tmp_path: Path) -> None:
    attachments, chunks = office.attach({"a": os.urandom(2 * PIECE_LEN)})
    folder = office.settings.vault_dir / "chunks"
    office.take([], [chunks[0]])
    office.day += 59
    office.take()
    assert len(list(folder.glob("*/*"))) == 1
    office.day += 1
    office.take()
    assert list(folder.glob("*/*")) == []
    office.deliver()
    office.take([office.report(new_thread(), attachments=attachments)], chunks)
    office.day += 60
    office.take()
    assert saved(office, tmp_path) == [office.desk.read_attachment(letter_id(office), 0)]
    assert office.desk.verify() == []


def test_false_chunks_under_a_cid_do_not_keep_the_true_one_out(
    office: Office, tmp_path: Path
) -> None:
    attachments, (true,) = office.attach({"a": b"asli"})
    cid = true[:32]
    for _ in range(3):
        office.take([], [cid + os.urandom(262_144)])
    office.take([office.report(new_thread(), attachments=attachments)])
    (case,) = office.desk.cases()
    # What does not open was not received, and no receipt says so.
    assert case.pieces_received == 0
    office.take([], [true])
    assert office.desk.cases()[0].pieces_received == 1
    assert saved(office, tmp_path) == [b"asli"]
    # Once one opened, the others are gone and more are not taken.
    office.take([], [cid + os.urandom(262_144)])
    assert len(list((office.settings.vault_dir / "chunks").glob("*/*"))) == 1
    assert office.desk.verify() == []


def test_no_more_than_four_records_wait_under_one_cid(office: Office) -> None:
    cid = os.urandom(32)
    for _ in range(6):
        office.take([], [cid + os.urandom(262_144)])
    assert len(list((office.settings.vault_dir / "chunks").glob("*/*"))) == 4


def test_something_hidden_behind_the_last_file_is_refused(office: Office, tmp_path: Path) -> None:
    attachments, _ = office.attach({"a": b"pendek"})
    fk = from_base64url(attachments["fk"], 32)
    hidden = seal_chunk(fk, 0, 1, b"pendek" + b"\0" * 100 + b"tersembunyi", office.did)
    assert hidden[:32] == chunk_id(fk, 0)
    office.take([office.report(new_thread(), attachments=attachments)], [hidden])
    with pytest.raises(AttachmentsPaddingError):
        office.desk.save_attachment(letter_id(office), 0, tmp_path, office.day)
    assert list(tmp_path.glob("0*")) == []


def test_more_than_any_bulletin_allowed_is_shown_and_not_looked_for(office: Office) -> None:
    attachments, chunks = office.attach({"a": b"x"})
    attachments["files"][0]["len"] = 500_000_001
    attachments["pieces"] = 2_048
    office.take([office.report(new_thread(), "Besar", attachments=attachments)], chunks)
    (case,) = office.desk.cases()
    (letter,) = [i for i in office.desk.conversation(case.number) if isinstance(i, LetterItem)]
    assert letter.over_limit
    assert letter.fields["what"] == "Besar"
    assert office.desk._vault.number("SELECT count(*) FROM expected") == 0
    office.desk.accept_attachments(letter.id, office.day)
    assert office.desk._vault.number("SELECT count(*) FROM expected") == 2_048


def test_the_key_of_the_files_is_not_shown(office: Office) -> None:
    attachments, chunks = office.attach({"a": b"x"})
    office.take([office.report(new_thread(), attachments=attachments)], chunks)
    (case,) = office.desk.cases()
    (letter,) = [i for i in office.desk.conversation(case.number) if isinstance(i, LetterItem)]
    assert set(letter.fields["attachments"]) == {"files", "pieces"}


def test_a_changed_file_of_ciphertext_is_found(office: Office) -> None:
    attachments, chunks = office.attach({"a": b"x"})
    office.take([office.report(new_thread(), attachments=attachments)], chunks)
    (path,) = (office.settings.vault_dir / "chunks").glob("*/*")
    raw = bytearray(path.read_bytes())
    raw[500] ^= 1
    path.write_bytes(raw)
    assert any("missing or changed" in fault for fault in office.desk.verify())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("laporan.pdf", "001-laporan.pdf"),
        ("..hidden", "001-hidden"),
        ("tagihan\u202efdp.exe", "001-tagihan_fdp.exe"),
        ("a\u200bb.txt", "001-a_b.txt"),
        ("CON", "001-CON"),
        ("-rf", "001--rf"),
        ("a:b?c*.txt", "001-a_b_c_.txt"),
        (" . ", "001-tanpa-nama"),
        ("é.txt", "001-é.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, 0) == safe


def test_a_long_name_keeps_its_ending() -> None:
    safe = safe_name("é" * 126 + ".pdf", 41)
    assert safe.startswith("042-é")
    assert safe.endswith("é.pdf")
    assert len(safe.encode()) <= 240
