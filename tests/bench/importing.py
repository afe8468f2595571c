"""Importing a pickup on the workstation, beside the work that no import can leave out."""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dropbox.protocol.body import REPORT, write_letter_body
from dropbox.protocol.canonical import from_base64url
from dropbox.protocol.chunk import CID_LEN, NONCE_LEN, chunk_id, chunk_key
from dropbox.protocol.intake import SUITE, IntakeKey, letter_info
from dropbox.protocol.labels import label, u32
from dropbox.protocol.letter import seal_letter
from dropbox.protocol.pickup import read_records
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, PIECE_LEN
from tests.bench.figure import Figure, Plan, compare, per_second
from tests.workstation.builders import Office, new_thread, open_office

LETTERS = 200
PIECES = 128
QUICK_PIECES = 48
MIB = 1 << 20


def measure(plan: Plan) -> list[Figure]:
    """Return letters a second, and MiB of chunks a second."""
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name:
        folder = Path(name)
        office = open_office(folder)
        try:
            return _letters(plan, office) + _chunks(plan, office, folder)
        finally:
            office.desk.close()


def _letters(plan: Plan, office: Office) -> list[Figure]:
    many = LETTERS // 2 if plan.quick else LETTERS
    key = IntakeKey(os.urandom(32))
    info = letter_info(office.did, key.pk)
    fields = {"language": "id", "category": "suap", "what": "Hal", "account": "Uraian " * 300}
    body = write_letter_body(REPORT, fields)
    sealed = [seal_letter(REPORT, new_thread(), body, office.did, key.pk) for _ in range(many)]

    def imported() -> float:
        path = office.pickup([office.report(new_thread(), "Hal " * 20) for _ in range(many)])
        return per_second(many, lambda: _take(office, path, many))

    def opened() -> float:
        return per_second(
            many, lambda: [SUITE.decrypt(one, key.private, info=info) for one in sealed]
        )

    alone = "HPKE decryption alone, one core"
    found = plan.interleave({"import": imported, alone: opened}, share=0.4)
    return [
        compare(
            plan.family,
            "letters imported, each a case of its own",
            "letters/s",
            "higher",
            found["import"],
            (alone, found[alone]),
        )
    ]


def _take(office: Office, path: Path, many: int) -> None:
    result = office.desk.import_pickup(path, office.day)
    assert result.opened_cases == many, result


def _chunks(plan: Plan, office: Office, folder: Path) -> list[Figure]:
    pieces = QUICK_PIECES if plan.quick else PIECES
    mib = pieces * PIECE_LEN / MIB
    numbers = count()
    fks: list[bytes] = []

    def pickup() -> Path:
        attachments, records = office.attach({"bukti.bin": os.urandom(pieces * PIECE_LEN)})
        assert isinstance(attachments["fk"], str)
        fks.append(from_base64url(attachments["fk"], 32))
        return office.pickup([office.report(new_thread(), attachments=attachments)], records)

    def imported() -> float:
        path = pickup()

        def work() -> None:
            result = office.desk.import_pickup(path, office.day)
            assert result.chunks_new == pieces, result
            assert result.chunks_unclaimed == 0, result

        rate = per_second(mib, work)
        path.unlink()
        return rate

    def alone() -> float:
        path = pickup()
        out = folder / f"alone-{next(numbers)}"
        rate = per_second(mib, lambda: _read_decrypt_write(office, path, out, (fks[-1], pieces)))
        path.unlink()
        out.unlink()
        return rate

    limit = "reading, decrypting and writing alone, one fsync"
    found = plan.interleave({"import": imported, limit: alone})
    return [
        compare(
            plan.family,
            f"attachments imported, {pieces} chunks",
            "MiB/s",
            "higher",
            found["import"],
            (limit, found[limit]),
            0.6,
        )
    ]


def _read_decrypt_write(office: Office, path: Path, out: Path, what: tuple[bytes, int]) -> None:
    fk, pieces = what
    aead = AESGCM(chunk_key(fk))
    opened = 0
    places = _places(fk, pieces)
    with path.open("rb") as file, out.open("wb") as written:
        for kind, record in read_records(file, office.sid):
            if kind == "letter":
                continue
            cid = record[:CID_LEN]
            bound = label("chunk") + office.did + cid + u32(places[cid]) + u32(pieces)
            assert len(record) == CHUNK_RECORD_LEN
            nonce = record[CID_LEN : CID_LEN + NONCE_LEN]
            written.write(aead.decrypt(nonce, record[CID_LEN + NONCE_LEN :], bound))
            opened += 1
        written.flush()
        os.fsync(written.fileno())
    assert opened == pieces


def _places(fk: bytes, pieces: int) -> dict[bytes, int]:
    return {chunk_id(fk, index): index for index in range(pieces)}
