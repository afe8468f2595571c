"""The log of who did what on which day, chained by hashes.

Its head goes into every bulletin (§7.2). Each entry's hash covers the entry, 16 random bytes and
the hash before. So a published head fixes everything up to it, and the random bytes keep outsiders
from testing guesses against it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dropbox.protocol.canonical import write_canonical
from dropbox.protocol.randomness import random_bytes
from dropbox.workstation.vault import Vault

SALT_LEN = 16
FIRST_HEAD = bytes(32)
_PREFIX = b"titip/1 log\0\0\0\0\0"


@dataclass(frozen=True)
class AuditEntry:
    """One line of the log; `day` in days since 1970."""

    number: int
    day: int
    who: str
    action: str
    subject: str


def record(vault: Vault, day: int, who: str, action: str, subject: str = "") -> None:
    """Add an entry.

    Called inside the transaction of what it tells, so that neither is kept without the other.
    """
    with vault.transaction():
        salt = random_bytes(SALT_LEN)
        hashed = _hash(head(vault), salt, day, who, action, subject)
        vault.change(
            "INSERT INTO audit (day, who, action, subject, salt, hash) VALUES (?, ?, ?, ?, ?, ?)",
            day,
            who,
            action,
            subject,
            salt,
            hashed,
        )


def head(vault: Vault) -> bytes:
    """Return the hash of the last entry, 32 bytes; zeros before the first."""
    row = vault.row("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")
    return bytes(row[0]) if row else FIRST_HEAD


def entries(vault: Vault, limit: int = 200) -> list[AuditEntry]:
    """Return the last `limit` entries, the newest first."""
    rows = vault.rows(
        "SELECT id, day, who, action, subject FROM audit ORDER BY id DESC LIMIT ?", limit
    )
    return [AuditEntry(*row) for row in rows]


def broken_entry(vault: Vault) -> int | None:
    """Return the number of the first entry that does not follow from the one before, or None."""
    before = FIRST_HEAD
    rows = vault.rows("SELECT id, day, who, action, subject, salt, hash FROM audit ORDER BY id")
    for place, (number, day, who, action, subject, salt, hashed) in enumerate(rows, 1):
        if number != place or _hash(before, salt, day, who, action, subject) != hashed:
            return int(number)
        before = hashed
    return None


def heads(vault: Vault) -> set[bytes]:
    """Return every head that the log ever had, to compare with those in the bulletins."""
    return {FIRST_HEAD, *(bytes(row[0]) for row in vault.rows("SELECT hash FROM audit"))}


def _hash(before: bytes, salt: bytes, day: int, who: str, action: str, subject: str) -> bytes:
    entry = write_canonical({"action": action, "day": day, "subject": subject, "who": who})
    return hashlib.sha256(_PREFIX + before + salt + entry).digest()
