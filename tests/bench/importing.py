"""The workstation under a flood: opening letters, importing a pickup, its lists."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dropbox.protocol.body import REPORT, write_letter_body
from dropbox.protocol.canonical import from_base64url
from dropbox.protocol.chunk import CID_LEN, NONCE_LEN, chunk_id, chunk_key
from dropbox.protocol.intake import SUITE, IntakeKey, letter_info
from dropbox.protocol.labels import label, u32
from dropbox.protocol.letter import seal_letter
from dropbox.protocol.pickup import read_records
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, PIECE_LEN
from dropbox.workstation.case_list import Wanted
from dropbox.workstation.opening_letters import LetterOpener
from dropbox.workstation.triage import Choice
from tests.bench.figure import Figure, Plan, compare, per_second
from tests.workstation.builders import Office, new_thread, open_office
from tests.workstation.floods import HONEST, junk_letters

LETTERS, QUICK_LETTERS = 2_000, 300
PIECES, QUICK_PIECES = 512, 48
FLOOD, QUICK_FLOOD = 10_000, 600
LIVE_KEYS = 6
CORES = len(os.sched_getaffinity(0))
MIB = 1 << 20
# What a person takes for at once, in milliseconds.
AT_ONCE_MS = 200.0


def measure(plan: Plan) -> list[Figure]:
    """Return letters opened and imported a second, MiB of chunks a second, lists in ms."""
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name:
        folder = Path(name)
        (folder / "flood").mkdir()
        office = open_office(folder)
        try:
            return _lists(plan, folder) + _letters(plan, office) + _chunks(plan, office, folder)
        finally:
            office.desk.close()


def _letters(plan: Plan, office: Office) -> list[Figure]:
    many = QUICK_LETTERS if plan.quick else LETTERS
    seeds = [os.urandom(32) for _ in range(LIVE_KEYS)]
    pk = IntakeKey(seeds[0]).pk
    fields = {"language": "id", "category": "suap", "what": "Hal", "account": "Uraian " * 300}
    body = write_letter_body(REPORT, fields)
    sealed = [seal_letter(REPORT, new_thread(), body, office.did, pk) for _ in range(many)]
    context = multiprocessing.get_context("spawn")
    with (
        LetterOpener(seeds, office.did, many) as opener,
        ProcessPoolExecutor(CORES, context) as alone,
    ):

        def opened() -> float:
            def work() -> None:
                assert not [found for found in opener.open_all(sealed) if found.fault]

            return per_second(many, work)

        def imported() -> float:
            path = office.pickup([office.report(new_thread(), "Hal " * 20) for _ in range(many)])
            rate = per_second(many, lambda: _take(office, path, many))
            path.unlink()
            return rate

        def bare(keys: list[bytes]) -> Callable[[], float]:
            def rate() -> float:
                parts = [sealed[core::CORES] for core in range(CORES)]
                futures = [alone.submit(decrypt_all, keys, office.did, part) for part in parts]
                return many / max(future.result() for future in futures)

            return rate

        # Both pools are started and warm before the clock runs.
        opened()
        one, each = "HPKE decryption alone, both cores", "HPKE with all live keys, both cores"
        names = {"opened": opened, "import": imported, one: bare(seeds[:1]), each: bare(seeds)}
        found = plan.interleave(names, share=0.6)
    name = "letters imported, each a case of its own"
    return [
        _faster(plan, "letters opened", found["opened"], (one, found[one])),
        _faster(plan, "letters opened", found["opened"], (each, found[each]), 0.8),
        _faster(plan, name, found["import"], (one, found[one])),
        _faster(plan, name, found["import"], (each, found[each])),
    ]


def _faster(
    plan: Plan,
    name: str,
    rounds: list[float],
    limit: tuple[str, list[float]],
    wanted: float | None = None,
) -> Figure:
    return compare(plan.family, name, "letters/s", "higher", rounds, limit, wanted)


def decrypt_all(seeds: list[bytes], did: bytes, sealed: list[bytes]) -> float:
    """Decrypt letters with every key, in a process of its own; returns the seconds it took."""
    keys = [(key.private, letter_info(did, key.pk)) for key in map(IntakeKey, seeds)]
    began = time.perf_counter()
    for letter in sealed:
        for private, info in keys:
            with suppress(InvalidTag):
                SUITE.decrypt(letter, private, info=info)
    return time.perf_counter() - began


def _take(office: Office, path: Path, many: int) -> None:
    result = office.desk.import_pickup(path, office.day)
    assert result.opened_cases == many, result


def _milliseconds(work: Callable[[], object]) -> Callable[[], float]:
    return lambda: 1000 / per_second(1, work)


def _lists(plan: Plan, folder: Path) -> list[Figure]:
    many = QUICK_FLOOD if plan.quick else FLOOD
    if not plan.has_time(f"lists of {many} cases", many / 250):
        return []
    office = open_office(folder / "flood")
    desk = office.desk
    try:
        honest = [office.report(new_thread(), what, account=text) for what, text in HONEST.items()]
        path = office.pickup([*honest, *junk_letters(office, many)])
        began = time.perf_counter()
        desk.import_pickup(path, office.day)
        plan.say(f"{many} letters imported in {time.perf_counter() - began:.1f} s")
        triage = desk.triage()
        looks: dict[str, Callable[[], object]] = {
            "first page of": lambda: desk.case_page(Wanted(open_only=True), 0, 100),
            "a word in": lambda: desk.case_page(Wanted(search="kuitansi"), 0, 100),
            "a common word in": lambda: desk.case_page(Wanted(search="uang"), 0, 100),
            "summary of": lambda: desk.summary(office.day),
            "what a delivery would carry of": lambda: desk.preview_delivery(office.day),
            "groups of": triage.groups,
            "looking over": lambda: triage.look(Choice()),
        }
        timed = {name: _milliseconds(work) for name, work in looks.items()}
        found = plan.interleave(timed, share=0.3)
        limit = "what seems at once"
        figures = [
            compare(
                plan.family,
                f"{name} {many:,} cases",
                "ms",
                "lower",
                rounds,
                (limit, [AT_ONCE_MS] * len(rounds)),
                1.0,
            )
            for name, rounds in found.items()
        ]
    finally:
        desk.close()
    return figures


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
