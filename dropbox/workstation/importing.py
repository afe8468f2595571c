"""Imports a pickup: verified whole, opened letter by letter, kept in one transaction (§8.2).

Letters are opened and chunk records put on the disk first, as the ciphertext they are; then one
transaction joins letters and chunks to cases. Whatever cuts it off, importing the same file again
comes to the same result, and after that has no effect.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from dropbox.protocol.body import DECOY
from dropbox.protocol.errors import AuthorError, LetterError, NotForThisKeyError, PickupFormError
from dropbox.protocol.labels import digest
from dropbox.protocol.pickup import VerifiedPickup, read_records, verify_pickup
from dropbox.protocol.sizes import LETTER_LEN, PICKUP_HEADER_LEN
from dropbox.stick import open_plain
from dropbox.workstation import audit, joining
from dropbox.workstation.ceremony import read_identity
from dropbox.workstation.chunks import ChunkShelf, Shelved
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.crowds import find_crowds
from dropbox.workstation.errors import StickError
from dropbox.workstation.joining import Joiner
from dropbox.workstation.opening_letters import LetterOpener, Opened
from dropbox.workstation.progress import Progress, Watched
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.taking_over import TakenOver
from dropbox.workstation.vault import Vault
from dropbox.workstation.writers import Writers

UNOPENED_DAYS = 60
# Of what was opened, so many bytes are kept until they are joined; the rest is opened again.
KEPT_LEN_MAX = 96 << 20
# So many pieces are looked for on account of one pickup. Ten thousand letters could announce
# twenty million, which would fill the vault.
EXPECTED_MAX = 1 << 18


@dataclass
class ImportResult:
    """What became of the records of one pickup.

    `repeated` where it was imported before and nothing was done. `letters` = `opened_cases` +
    `joined` + `decoys` + `resent` + `unopened` + `broken` + `quarantined`. `chunks_unclaimed`
    counts those that no letter names yet. `case_numbers` are those with news: the threads that were
    known before come first.
    """

    pickup_id: str
    epoch: int
    closed_day: int
    letters: int
    chunks: int
    repeated: bool = False
    opened_cases: int = 0
    joined: int = 0
    decoys: int = 0
    resent: int = 0
    unopened: int = 0
    broken: int = 0
    quarantined: int = 0
    chunks_new: int = 0
    chunks_unclaimed: int = 0
    case_numbers: list[str] = field(default_factory=list)
    taken_over: TakenOver | None = None


_COUNTED = {
    joining.OPENED_CASE: "opened_cases",
    joining.JOINED: "joined",
    joining.RESENT: "resent",
    joining.UNOPENED: "unopened",
    joining.BROKEN: "broken",
    joining.QUARANTINED: "quarantined",
}


@dataclass(frozen=True, order=True)
class _Genuine:
    """A letter that passed all of §4.3, in the order in which those of one pickup are joined.

    §4.5 orders the letters of a thread; threads that are known already go before new ones.
    """

    new: bool
    letter_type: int
    message_id: bytes
    place: int
    tid: bytes = field(compare=False)
    author_pk: bytes = field(compare=False)
    pieces: int = field(compare=False)
    opened: Opened | None = field(compare=False)


@dataclass
class _Arrived:
    """What a pickup held: hashes of all letters, genuine ones, refused ones by place, chunks."""

    hashes: list[bytes] = field(default_factory=list)
    genuine: list[_Genuine] = field(default_factory=list)
    refused: dict[int, Opened] = field(default_factory=dict)
    decoys: int = 0
    shelved: list[Shelved] = field(default_factory=list)


class PickupImport:
    """One import of one file."""

    def __init__(
        self,
        vault: Vault,
        seeds: SeedStore,
        chunks: ChunkShelf,
        set_aside: CiphertextFolder,
        who: str,
        progress: Progress,
    ) -> None:
        self._vault = vault
        self._seeds = seeds
        self._chunks = chunks
        self._set_aside = set_aside
        self._who = who
        self._progress = progress
        self._identity = read_identity(vault)

    def run(self, path: Path, today: int) -> ImportResult:
        """Return what the pickup at `path` held.

        `progress` is told a stage (`verify`, `letters`, `chunks`, `join`), how much is done and how
        much there is. Raises StickError, SeedsError, PickupFormError, PickupForeignError,
        PickupLengthError, PickupOrderError; then nothing was imported.
        """
        # Without the seeds every letter would look like junk.
        self._seeds.check()
        try:
            file = open_plain(path)
        except OSError as error:
            raise _unreadable(path, error) from None
        with file:
            try:
                pickup = verify_pickup(Watched(file, "verify", self._progress), self._identity.sid)
            except OSError as error:
                raise _unreadable(path, error) from None
            return self._take_pickup(file, pickup, today)

    def _take_pickup(self, file: BinaryIO, pickup: VerifiedPickup, today: int) -> ImportResult:
        header = pickup.header
        result = ImportResult(
            pickup.id.hex(), header.epoch, header.closed_day, header.letters, header.chunks
        )
        if self._vault.row("SELECT 1 FROM pickups WHERE id = ?", pickup.id):
            result.repeated = True
            return result
        opener = LetterOpener(self._seeds.live_seeds(), self._identity.did, header.letters)
        with opener:
            arrived = self._read(file, pickup, opener)
            with self._vault.transaction():
                self._vault.change(
                    "INSERT INTO pickups VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
                    pickup.id,
                    header.epoch,
                    header.closed_day,
                    today,
                    header.letters,
                    header.chunks,
                )
                joiner = Joiner(self._vault, pickup.id, today, self._who)
                self._take_letters(file, arrived, opener, joiner, result)
                self._take_chunks(arrived.shelved, joiner, today, result)
                self._vault.change(
                    "UPDATE pickups SET decoys = ?, resent = ? WHERE id = ?",
                    result.decoys,
                    result.resent,
                    pickup.id,
                )
                if joiner.opened:
                    find_crowds(self._vault)
                result.case_numbers = [*joiner.known, *joiner.opened]
                # Nothing that depends on a file may be kept before the file is.
                self._chunks.sync()
                self._set_aside.sync()
                joiner.end()
                audit.record(self._vault, today, self._who, "pickup_imported", result.pickup_id)
        self._chunks.drop_unneeded(today)
        self._drop_unopened(today)
        return result

    # -- before the transaction -----------------------------------------------------

    def _read(self, file: BinaryIO, pickup: VerifiedPickup, opener: LetterOpener) -> _Arrived:
        # The stick may have changed since it was verified, so what is read now must give the same
        # id.
        file.seek(0)
        hasher = hashlib.sha256(file.read(PICKUP_HEADER_LEN))
        file.seek(0)
        arrived, header = _Arrived(), pickup.header
        records = read_records(file, self._identity.sid)

        def letters() -> Iterator[bytes]:
            for _ in range(header.letters):
                _, sealed = next(records)
                hasher.update(sealed)
                arrived.hashes.append(digest(sealed))
                yield sealed

        room = KEPT_LEN_MAX
        self._progress("letters", 0, header.letters)
        for place, found in enumerate(opener.open_all(letters())):
            room -= self._note(arrived, place, found, room)
            self._progress("letters", place + 1, header.letters)
        if header.chunks:
            self._announce(arrived)
        self._progress("chunks", 0, header.chunks)
        with Writers[Shelved | None]() as writers:
            for done, (_, record) in enumerate(records, 1):
                hasher.update(record)
                writers.give(self._chunks.keep(record))
                self._progress("chunks", done, header.chunks)
            arrived.shelved = [one for one in writers.results() if one is not None]
        if hasher.digest() != pickup.id:
            raise PickupFormError
        return arrived

    def _note(self, arrived: _Arrived, place: int, found: Opened, room: int) -> int:
        """Note what a letter was; returns how many bytes of it are kept."""
        letter = found.letter
        if found.fault is not None or letter is None:
            # What there is no room for is known by its file alone, which is kept in any case.
            fits = letter is not None and len(letter.body) <= room
            arrived.refused[place] = found if fits else Opened(None, found.fault)
            return len(letter.body) if letter and fits else 0
        if letter.letter_type == DECOY:
            arrived.decoys += 1
            return 0
        kept = found if len(letter.body) <= room else None
        known = self._vault.row("SELECT 1 FROM cases WHERE tid = ?", found.tid)
        arrived.genuine.append(
            _Genuine(
                known is None,
                letter.letter_type,
                letter.message_id,
                place,
                found.tid,
                letter.author_pk,
                found.pieces,
                kept,
            )
        )
        return len(letter.body) if kept else 0

    def _announce(self, arrived: _Arrived) -> None:
        looked_for = _looked_for(arrived.genuine)
        for entry in arrived.genuine:
            if entry.opened is not None and entry.place in looked_for:
                self._chunks.announce(entry.opened.fk, entry.opened.pieces)

    # -- inside the transaction -----------------------------------------------------

    def _take_letters(
        self,
        file: BinaryIO,
        arrived: _Arrived,
        opener: LetterOpener,
        joiner: Joiner,
        result: ImportResult,
    ) -> None:
        result.decoys = arrived.decoys
        genuine, looked_for = sorted(arrived.genuine), _looked_for(arrived.genuine)
        contested = _contested(genuine)
        hashes = arrived.hashes
        again = opener.open_all(
            _letter_at(file, entry.place, hashes[entry.place])
            for entry in genuine
            if entry.opened is None
        )
        refused: list[tuple[int, str, Opened]] = [
            (place, found.fault or "", found) for place, found in arrived.refused.items()
        ]
        self._progress("join", 0, len(hashes))
        for done, entry in enumerate(genuine, 1):
            found = entry.opened or next(again)
            try:
                if entry.tid in contested:
                    raise AuthorError
                outcome = joiner.join(found, look_for_files=entry.place in looked_for)
            except LetterError as fault:
                refused.append((entry.place, type(fault).__name__, found))
            else:
                _count(result, outcome)
            self._progress("join", done, len(hashes))
        with Writers[bool]() as writers:
            for done, (place, name, found) in enumerate(refused, len(genuine) + 1):
                _count(result, joining.KIND_OF_FAULT[name])
                if joiner.set_aside(hashes[place], name, found.letter):
                    sealed = _letter_at(file, place, hashes[place])
                    writers.give(partial(self._set_aside.put, hashes[place], sealed))
                self._progress("join", done, len(hashes))
            list(writers.results())

    def _take_chunks(
        self, shelved: list[Shelved], joiner: Joiner, today: int, result: ImportResult
    ) -> None:
        cids = {one.cid for one in shelved}
        result.chunks_new = self._chunks.enter(shelved, today)
        self._chunks.match(joiner.fresh, cids)
        result.chunks_unclaimed = self._chunks.unclaimed(cids)

    def _drop_unopened(self, today: int) -> None:
        # §4.3: most likely sealed to a key that was destroyed, or junk; nobody can tell any more.
        rows = self._vault.rows(
            "SELECT id, hash FROM set_aside WHERE fault = ? AND day + ? <= ?",
            NotForThisKeyError.__name__,
            UNOPENED_DAYS,
            today,
        )
        if not rows:
            return
        with self._vault.transaction():
            self._vault.change_many(
                "DELETE FROM set_aside WHERE id = ?", ((letter_id,) for letter_id, _ in rows)
            )
            audit.record(self._vault, today, self._who, "unopened_dropped", str(len(rows)))
        for _, hashed in rows:
            self._set_aside.remove(hashed)


def _contested(genuine: list[_Genuine]) -> set[bytes]:
    # §4.5, step 1: an unknown thread with two author keys in one pickup. Which is the reporter's
    # cannot be told.
    authors: dict[bytes, set[bytes]] = {}
    for entry in genuine:
        if entry.new:
            authors.setdefault(entry.tid, set()).add(entry.author_pk)
    return {tid for tid, pks in authors.items() if len(pks) > 1}


def _looked_for(genuine: list[_Genuine]) -> set[int]:
    # Threads that are known first, then those that announce least: a flood that wants to crowd
    # others out must itself stay small. An inspector can have the rest looked for, too.
    room, looked_for = EXPECTED_MAX, set()
    for entry in sorted(genuine, key=lambda one: (one.new, one.pieces, one.message_id)):
        room -= entry.pieces
        if room >= 0:
            looked_for.add(entry.place)
    return looked_for


def _count(result: ImportResult, outcome: str) -> None:
    name = _COUNTED[outcome]
    setattr(result, name, getattr(result, name) + 1)


def _letter_at(file: BinaryIO, place: int, hashed: bytes) -> bytes:
    file.seek(PICKUP_HEADER_LEN + place * LETTER_LEN)
    sealed = file.read(LETTER_LEN)
    if digest(sealed) != hashed:
        raise PickupFormError
    return sealed


def _unreadable(path: Path, error: OSError) -> StickError:
    return StickError(
        f"{path}: tidak terbaca ({error.strerror}). Cabut stik, pasang kembali, ulangi.",
        f"{path}: cannot be read ({error.strerror}). Take the stick out and in, then try again.",
    )
