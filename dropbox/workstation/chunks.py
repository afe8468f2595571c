"""Chunk records on the workstation.

Kept as they came, matched to letters by opening them (§5.3, §5.4). Whoever has seen a cid on its
way, the site before all, could send other bytes under it. So a piece counts as received when a
record has opened, and up to four records under one cid are kept until then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dropbox.protocol.canonical import from_base64url
from dropbox.protocol.chunk import CID_LEN, chunk_id, open_chunk
from dropbox.protocol.errors import ChunkError
from dropbox.protocol.labels import digest
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.vault import Vault

VARIANTS_MAX = 4
ORPHAN_DAYS = 60


@dataclass(frozen=True)
class Claim:
    """A letter's word that a cid is its piece so and so: it opens with fk, or it is none."""

    fk: bytes = field(repr=False)
    piece: int
    pieces: int


@dataclass(frozen=True)
class Shelved:
    """A record that is on the disk: its hash, its cid, and the claims that it was opened for."""

    hashed: bytes
    cid: bytes
    opened: frozenset[Claim]
    refused: frozenset[Claim]


class ChunkShelf:
    """The chunk records of all pickups.

    Files named by their hash, rows that say which cid they claim.
    """

    def __init__(self, vault: Vault, folder: CiphertextFolder, did: bytes) -> None:
        self._vault = vault
        self._folder = folder
        self._did = did
        self._claims: dict[bytes, list[Claim]] = {}
        self._announced: dict[int, tuple[bytes, int]] = {}
        self._tried: dict[bytes, Shelved] = {}

    def announce(self, fk: bytes, pieces: int) -> None:
        """Expect the pieces of a letter of this pickup, which is not in the vault yet."""
        for piece in range(pieces):
            self._claims.setdefault(chunk_id(fk, piece), []).append(Claim(fk, piece, pieces))

    def keep(self, record: bytes) -> Callable[[], Shelved | None]:
        """Return what puts a record on the disk, in any thread.

        That returns None where the record is not wanted; it raises OSError. What a letter claims is
        opened on the way, so that it need not be read again.
        """
        cid = record[:CID_LEN]
        known = {
            bytes(row[0]) for row in self._vault.rows("SELECT hash FROM chunks WHERE cid = ?", cid)
        }
        claims = list(self._claims.get(cid, ()))
        rows = self._vault.rows("SELECT letter_id, piece, chunk FROM expected WHERE cid = ?", cid)
        claims += [
            Claim(*self._of(letter_id, piece)) for letter_id, piece, chunk in rows if not chunk
        ]
        full = len(known) >= VARIANTS_MAX or any(chunk for _, _, chunk in rows)

        def shelve() -> Shelved | None:
            hashed = digest(record)
            if full and hashed not in known:
                return None
            opened = frozenset(claim for claim in claims if self._opens(record, claim))
            self._folder.put(hashed, record)
            return Shelved(hashed, cid, opened, frozenset(claims) - opened)

        return shelve

    def enter(self, kept: Iterable[Shelved], today: int) -> int:
        """Write down records that are on the disk; returns how many are new."""
        new = 0
        for one in kept:
            self._tried[one.hashed] = one
            new += self._vault.change_count(
                "INSERT OR IGNORE INTO chunks VALUES (?, ?, ?)", one.hashed, one.cid, today
            )
        return new

    def match(self, letter_ids: set[int], cids: set[bytes]) -> None:
        """Open what these letters expect and what came under these cids, and count the pieces."""
        vault = self._vault
        affected = set(letter_ids)
        for cid in cids:
            rows = vault.rows("SELECT letter_id FROM expected WHERE cid = ? AND chunk IS NULL", cid)
            affected.update(row[0] for row in rows)
        for letter_id in sorted(affected):
            self._match_letter(letter_id)

    def unclaimed(self, cids: set[bytes]) -> int:
        """Return how many of these cids no letter names."""
        return sum(
            self._vault.row("SELECT 1 FROM expected WHERE cid = ?", cid) is None for cid in cids
        )

    def sync(self) -> None:
        """Flush to the disk what was kept. Raises OSError."""
        self._folder.sync()

    def drop_unneeded(self, today: int) -> None:
        """Remove records that no letter named in 60 days, and those beside one that opened."""
        rows = self._vault.rows(
            "SELECT hash FROM chunks WHERE hash NOT IN (SELECT chunk FROM expected WHERE chunk "
            "NOT NULL)"
            " AND (imported_day + ? <= ? AND cid NOT IN (SELECT cid FROM expected)"
            " OR cid IN (SELECT cid FROM expected)"
            " AND cid NOT IN (SELECT cid FROM expected WHERE chunk IS NULL))",
            ORPHAN_DAYS,
            today,
        )
        if not rows:
            return
        # The rows first: a file without a row is found by `verify`; a row without a file would be
        # missed.
        with self._vault.transaction():
            self._vault.change_many("DELETE FROM chunks WHERE hash = ?", iter(rows))
        for (hashed,) in rows:
            self._folder.remove(hashed)

    def _match_letter(self, letter_id: int) -> None:
        vault = self._vault
        candidates = vault.rows(
            "SELECT piece, hash FROM expected JOIN chunks USING (cid)"
            " WHERE letter_id = ? AND chunk IS NULL ORDER BY piece",
            letter_id,
        )
        found = [
            (hashed, letter_id, piece)
            for piece, hashed in candidates
            if self._is_opened(hashed, Claim(*self._of(letter_id, piece)))
        ]
        vault.change_many(
            "UPDATE expected SET chunk = ? WHERE letter_id = ? AND piece = ?", iter(found)
        )
        vault.change(
            "UPDATE letters SET pieces_received ="
            " (SELECT count(*) FROM expected WHERE letter_id = ?1 AND chunk NOT NULL) WHERE id = "
            "?1",
            letter_id,
        )

    def _is_opened(self, hashed: bytes, claim: Claim) -> bool:
        tried = self._tried.get(hashed)
        if tried is not None and claim in tried.opened | tried.refused:
            return claim in tried.opened
        record = self._folder.get(hashed)
        return record is not None and self._opens(record, claim)

    def _opens(self, record: bytes, claim: Claim) -> bool:
        try:
            open_chunk(record, claim.fk, claim.piece, claim.pieces, self._did)
        except ChunkError:
            return False
        return True

    def _of(self, letter_id: int, piece: int) -> tuple[bytes, int, int]:
        if letter_id not in self._announced:
            (body,) = self._vault.need_row("SELECT body FROM letters WHERE id = ?", letter_id)
            files = json.loads(body)["attachments"]
            self._announced[letter_id] = from_base64url(files["fk"], 32), files["pieces"]
        fk, pieces = self._announced[letter_id]
        return fk, piece, pieces
