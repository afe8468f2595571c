"""Imports a pickup: verified whole, opened letter by letter, kept in one transaction (§8.2).

Chunk records go to the disk first, as the ciphertext they are; then one transaction joins letters
and chunks to cases. Whatever cuts it off, importing the same file again comes to the same result,
and after that has no effect.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from dropbox.protocol.body import DECOY, read_letter_body
from dropbox.protocol.errors import AuthorError, LetterError, NotForThisKeyError, PickupFormError
from dropbox.protocol.labels import digest
from dropbox.protocol.letter import Letter, open_with_any
from dropbox.protocol.pickup import VerifiedPickup, read_records, verify_pickup
from dropbox.protocol.sizes import LETTER_LEN, PICKUP_HEADER_LEN
from dropbox.workstation import audit, joining
from dropbox.workstation.ceremony import read_identity
from dropbox.workstation.chunks import ChunkShelf
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.errors import StickError
from dropbox.workstation.joining import Joiner
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.taking_over import TakenOver
from dropbox.workstation.vault import Vault

UNOPENED_DAYS = 60
Progress = Callable[[str, int, int], None]


@dataclass
class ImportResult:
    """What became of the records of one pickup.

    `repeated` where it was imported before and nothing was done. `letters` = `opened_cases` +
    `joined` + `decoys` + `resent` + `unopened` + `broken` + `quarantined`. `chunks_unclaimed`
    counts those that no letter names yet.
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
    """A letter that passed all of §4.3, in the order in which §4.5 joins those of one pickup."""

    letter_type: int
    message_id: bytes
    place: int
    tid: bytes = field(compare=False)
    author_pk: bytes = field(compare=False)


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

        `progress` is told a stage (`verify`, `chunks`, `letters`), how many records are done and
        how many there are. Raises StickError, SeedsError, PickupFormError, PickupForeignError,
        PickupLengthError, PickupOrderError; then nothing was imported.
        """
        # Without the seeds every letter would look like junk.
        self._seeds.check()
        try:
            file = path.open("rb")
        except OSError as error:
            raise _unreadable(path, error) from None
        with file:
            self._progress("verify", 0, 1)
            try:
                pickup = verify_pickup(file, self._identity.sid)
            except OSError as error:
                raise _unreadable(path, error) from None
            self._progress("verify", 1, 1)
            return self._take_pickup(file, pickup, today)

    def _take_pickup(self, file: BinaryIO, pickup: VerifiedPickup, today: int) -> ImportResult:
        header = pickup.header
        result = ImportResult(
            pickup.id.hex(), header.epoch, header.closed_day, header.letters, header.chunks
        )
        if self._vault.row("SELECT 1 FROM pickups WHERE id = ?", pickup.id):
            result.repeated = True
            return result
        letter_hashes, kept = self._shelve_chunks(file, pickup)
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
            self._take_letters(file, letter_hashes, joiner, result)
            cids = {cid for _, cid in kept}
            result.chunks_new = self._chunks.enter(kept, today)
            self._chunks.match(joiner.fresh, cids)
            result.chunks_unclaimed = self._chunks.unclaimed(cids)
            self._vault.change(
                "UPDATE pickups SET decoys = ?, resent = ? WHERE id = ?",
                result.decoys,
                result.resent,
                pickup.id,
            )
            result.case_numbers = self._numbers(joiner.fresh)
            # Nothing that depends on a file may be kept before the file is.
            self._chunks.sync()
            self._set_aside.sync()
            audit.record(self._vault, today, self._who, "pickup_imported", result.pickup_id)
        self._chunks.drop_unneeded(today)
        self._drop_unopened(today)
        return result

    def _shelve_chunks(
        self, file: BinaryIO, pickup: VerifiedPickup
    ) -> tuple[list[bytes], list[tuple[bytes, bytes]]]:
        # The stick may have changed since it was verified, so what is read now must give the same
        # id.
        file.seek(0)
        hasher = hashlib.sha256(file.read(PICKUP_HEADER_LEN))
        file.seek(0)
        letter_hashes, kept, done = [], [], 0
        self._progress("chunks", 0, pickup.header.chunks)
        for kind, entry in read_records(file, self._identity.sid):
            hasher.update(entry)
            if kind == "letter":
                letter_hashes.append(digest(entry))
                continue
            wanted = self._chunks.keep(entry)
            if wanted is not None:
                kept.append(wanted)
            done += 1
            self._progress("chunks", done, pickup.header.chunks)
        if hasher.digest() != pickup.id:
            raise PickupFormError
        return letter_hashes, kept

    def _take_letters(
        self, file: BinaryIO, letter_hashes: list[bytes], joiner: Joiner, result: ImportResult
    ) -> None:
        keys, did = self._seeds.live_keys(), self._identity.did
        genuine: list[_Genuine] = []
        self._progress("letters", 0, len(letter_hashes))
        for place, hashed in enumerate(letter_hashes):
            sealed = _letter_at(file, place, hashed)
            letter: Letter | None = None
            try:
                letter = open_with_any(sealed, keys, did)
                if letter.letter_type == DECOY:
                    result.decoys += 1
                else:
                    read_letter_body(letter.letter_type, letter.body)
                    found = (letter.letter_type, letter.message_id, place)
                    genuine.append(_Genuine(*found, letter.tid, letter.author_pk))
            except (LetterError, NotForThisKeyError) as fault:
                self._put_aside(sealed, hashed, fault, letter, joiner, result)
            self._progress("letters", place + 1, len(letter_hashes))
        # Opened again in the order of §4.5 rather than kept: a flood of letters must not fill the
        # memory.
        contested = self._contested(genuine)
        for entry in sorted(genuine):
            hashed = letter_hashes[entry.place]
            sealed = _letter_at(file, entry.place, hashed)
            letter = open_with_any(sealed, keys, did)
            try:
                if entry.tid in contested:
                    raise AuthorError
                outcome = joiner.join(letter)
            except LetterError as fault:
                self._put_aside(sealed, hashed, fault, letter, joiner, result)
            else:
                _count(result, outcome)

    def _contested(self, genuine: list[_Genuine]) -> set[bytes]:
        # §4.5, step 1: an unknown thread with two author keys in one pickup. Which is the
        # reporter's cannot be told.
        authors: dict[bytes, set[bytes]] = {}
        for entry in genuine:
            authors.setdefault(entry.tid, set()).add(entry.author_pk)
        return {
            tid
            for tid, pks in authors.items()
            if len(pks) > 1 and self._vault.row("SELECT 1 FROM cases WHERE tid = ?", tid) is None
        }

    def _put_aside(
        self,
        sealed: bytes,
        hashed: bytes,
        fault: LetterError | NotForThisKeyError,
        letter: Letter | None,
        joiner: Joiner,
        result: ImportResult,
    ) -> None:
        _count(result, joining.KIND_OF_FAULT[type(fault).__name__])
        if joiner.set_aside(hashed, fault, letter):
            self._set_aside.put(hashed, sealed)

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
            for letter_id, _ in rows:
                self._vault.change("DELETE FROM set_aside WHERE id = ?", letter_id)
            audit.record(self._vault, today, self._who, "unopened_dropped", str(len(rows)))
        for _, hashed in rows:
            self._set_aside.remove(hashed)

    def _numbers(self, letter_ids: set[int]) -> list[str]:
        numbers = {
            self._vault.need_row(
                "SELECT number FROM cases JOIN letters ON case_id = cases.id WHERE letters.id = ?",
                letter_id,
            )[0]
            for letter_id in letter_ids
        }
        return sorted(numbers)


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
