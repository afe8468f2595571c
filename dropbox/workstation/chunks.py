"""Chunk records on the workstation.

Kept as they came, matched to letters by opening them (§5.3, §5.4). Whoever has seen a cid on its
way, the site before all, could send other bytes under it. So a piece counts as received when a
record has opened, and up to four records under one cid are kept until then.
"""

from __future__ import annotations

import json

from dropbox.protocol.canonical import from_base64url
from dropbox.protocol.chunk import CID_LEN, open_chunk
from dropbox.protocol.errors import ChunkError
from dropbox.protocol.labels import digest
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.vault import Vault

VARIANTS_MAX = 4
ORPHAN_DAYS = 60


class ChunkShelf:
    """The chunk records of all pickups.

    Files named by their hash, rows that say which cid they claim.
    """

    def __init__(self, vault: Vault, folder: CiphertextFolder, did: bytes) -> None:
        self._vault = vault
        self._folder = folder
        self._did = did

    def keep(self, record: bytes) -> tuple[bytes, bytes] | None:
        """Put a record on the disk; returns its hash and cid, None where it is not wanted.

        Raises OSError.
        """
        cid, hashed = record[:CID_LEN], digest(record)
        known = {
            bytes(row[0]) for row in self._vault.rows("SELECT hash FROM chunks WHERE cid = ?", cid)
        }
        if hashed not in known:
            opened = self._vault.row(
                "SELECT 1 FROM expected WHERE cid = ? AND chunk IS NOT NULL", cid
            )
            if opened or len(known) >= VARIANTS_MAX:
                return None
        self._folder.put(hashed, record)
        return hashed, cid

    def enter(self, kept: list[tuple[bytes, bytes]], today: int) -> int:
        """Write down records that are on the disk; returns how many are new."""
        return sum(
            self._vault.change_count(
                "INSERT OR IGNORE INTO chunks VALUES (?, ?, ?)", hashed, cid, today
            )
            for hashed, cid in kept
        )

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
        for (hashed,) in rows:
            # The row first: a file without a row is found by `verify`; a row without a file would
            # be missed.
            self._vault.change("DELETE FROM chunks WHERE hash = ?", hashed)
            self._folder.remove(hashed)

    def _match_letter(self, letter_id: int) -> None:
        vault = self._vault
        body = vault.need_row("SELECT body FROM letters WHERE id = ?", letter_id)[0]
        attachments = json.loads(body).get("attachments")
        if attachments is None:
            return
        fk, pieces = from_base64url(attachments["fk"], 32), attachments["pieces"]
        candidates = vault.rows(
            "SELECT piece, hash FROM expected JOIN chunks USING (cid)"
            " WHERE letter_id = ? AND chunk IS NULL ORDER BY piece",
            letter_id,
        )
        for piece, hashed in candidates:
            record = self._folder.get(hashed)
            if record is None:
                continue
            try:
                open_chunk(record, fk, piece, pieces, self._did)
            except ChunkError:
                continue
            vault.change(
                "UPDATE expected SET chunk = ? WHERE letter_id = ? AND piece = ?",
                hashed,
                letter_id,
                piece,
            )
        vault.change(
            "UPDATE letters SET pieces_received ="
            " (SELECT count(*) FROM expected WHERE letter_id = ?1 AND chunk NOT NULL) WHERE id = "
            "?1",
            letter_id,
        )
