"""The site's database: the only module that speaks SQL.

Two tables hold prefilled random slots of one length. Storing and erasing write into the slot's own
bytes through SQLite's incremental blob, which can change neither length nor place, so that the
place of a record says nothing about when it came. The first column of a slot says which epoch it
belongs to and can be read without the record. No row has a time, and no index exists.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlite_utils

from dropbox.site.slots import EPOCH_LEN, FREE, SlotKind

FILE_NAME = "site.db"
LOCK_NAME = "site.lock"
# SQLite's index of the journal, a file that all connections map, and where its first block stands
# behind its header (sqlite.org/walformat.html §2).
JOURNAL_INDEX_NAME = f"{FILE_NAME}-shm"
_JOURNAL_INDEX_HEADER_LEN = 136
# Measured as the fastest for records of these lengths (decision 0005).
PAGE_LEN = 8_192
SCHEMA_VERSION = 1
# Cutting the journal waits so long for readers: enough for a courier's, who reads record by record.
# `titip site check` reads for minutes and must not hold up those who hand in.
READERS_S = 0.1
# What comes from below where the disk fails or is full.
DISK_ERRORS = (sqlite3.Error, OSError)


class StoreError(Exception):
    """The database could not do what was asked; nothing was changed."""


class StoreInUseError(StoreError):
    """Another process serves from this folder."""


@dataclass(frozen=True)
class Epoch:
    """One stretch of arrivals (§8.3); days, 0 for never.

    `after_empty` is the day on which the epoch before it was closed without a record; `id` is the
    pickup's, 32 bytes, empty until it was computed; `freeing` once its slots are to be overwritten.
    """

    number: int
    opened: int
    closed: int = 0
    after_empty: int = 0
    id: bytes = b""
    freeing: bool = False


class Database:
    """The one connection that writes; used by one thread. Raises StoreInUseError, StoreError."""

    def __init__(self, folder: Path, kinds: tuple[SlotKind, ...], today: int) -> None:
        # Free slots are known in memory alone: a second process would give out the same ones.
        self._lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise StoreInUseError(f"Another titip site already serves from {folder}.") from None
        path = folder / FILE_NAME
        path.touch(mode=0o600)
        # Opened here, used by the writer's thread: never by two at once.
        self._connection = sqlite3.connect(
            path, timeout=READERS_S, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            f"page_size = {PAGE_LEN}",
            "auto_vacuum = NONE",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "cell_size_check = ON",
            "mmap_size = 0",
            "trusted_schema = OFF",
            # The writer truncates the journal itself, so that it keeps no order for long.
            "wal_autocheckpoint = 0",
        ):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._migrate(kinds, today)
        # Open as long as the connection: closing it would let go of SQLite's locks on the file.
        self._journal_index = os.open(folder / JOURNAL_INDEX_NAME, os.O_RDWR | os.O_CLOEXEC)

    def _migrate(self, kinds: tuple[SlotKind, ...], today: int) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StoreError("The database was made by a newer release of titip.")
        if version == SCHEMA_VERSION:
            return
        self.begin()
        tables = sqlite_utils.Database(self._connection)
        for kind in kinds:
            columns = {"slot": int, "entry": bytes, "record": bytes}
            tables.table(kind.table).create(columns, pk="slot", not_null={"entry", "record"})
        days = {"opened": int, "closed": int, "after_empty": int}
        tables.table("epochs").create(
            {"number": int, **days, "id": bytes, "freeing": int}, pk="number"
        )
        tables.table("shown").create({"one": int, "bulletin": bytes, "board": bytes}, pk="one")
        self.save_epoch(Epoch(1, today))
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self.commit()

    def close(self) -> None:
        """Bring the journal into the database and let go of the folder."""
        # Where the disk fails, the journal stays and the next start reads it.
        with contextlib.suppress(*DISK_ERRORS):
            self.checkpoint()
        self._connection.close()
        os.close(self._journal_index)
        os.close(self._lock)

    def begin(self) -> None:
        """Begin a transaction."""
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Return once the transaction is on disk."""
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def checkpoint(self) -> bool:
        """Bring the journal into the database, cut it to nothing and forget its order.

        Tell whether no reader was in the way.
        """
        answer = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if answer[0] != 0:
            return False
        self._forget_order()
        return True

    def _forget_order(self) -> None:
        # The index lists the pages of the journal in the order in which they were written, and
        # keeps that list when the journal is cut: whoever took the disk would read the order of the
        # last arrivals from it. Nobody looks at the list while the journal is empty, nobody but
        # this connection writes, and SQLite itself zeroes each block before it uses it again.
        index_len = os.fstat(self._journal_index).st_size
        zeros = bytes(index_len - _JOURNAL_INDEX_HEADER_LEN)
        os.pwrite(self._journal_index, zeros, _JOURNAL_INDEX_HEADER_LEN)

    def entries(self, kind: SlotKind) -> Iterator[tuple[int, bytes]]:
        """Yield each slot with its entry: epoch, 4 bytes, and tag."""
        yield from self._connection.execute(f"SELECT slot, entry FROM {kind.table}")  # noqa: S608 - a constant

    def add_slots(self, kind: SlotKind, slots: range) -> None:
        """Add slots of random bytes."""
        insert = f"INSERT INTO {kind.table} (slot, entry, record) VALUES (?, ?, ?)"  # noqa: S608 - a constant
        for slot in slots:
            entry = _entry(FREE, secrets.token_bytes(kind.tag_len))
            self._connection.execute(insert, (slot, entry, secrets.token_bytes(kind.record_len)))

    def write_slot(self, kind: SlotKind, slot: int, epoch: int, tag: bytes, record: bytes) -> None:
        """Write a record of exactly the kind's length over what the slot holds."""
        for column, raw in (("record", record), ("entry", _entry(epoch, tag))):
            with self._connection.blobopen(kind.table, column, slot) as blob:
                blob.write(raw)

    def erase_slot(self, kind: SlotKind, slot: int) -> None:
        """Write random bytes over the slot, and make it a free one."""
        tag, record = secrets.token_bytes(kind.tag_len), secrets.token_bytes(kind.record_len)
        self.write_slot(kind, slot, FREE, tag, record)

    def epochs(self) -> list[Epoch]:
        """Return all epochs that still have something to say, oldest first.

        The last one is open.
        """
        return _read_epochs(self._connection)

    def save_epoch(self, epoch: Epoch) -> None:
        """Write the row of an epoch."""
        self._connection.execute(
            "INSERT OR REPLACE INTO epochs (number, opened, closed, after_empty, id, freeing)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(epoch.number, epoch.opened, epoch.closed),
                epoch.after_empty,
                epoch.id,
                epoch.freeing,
            ),
        )

    def forget_epoch(self, number: int) -> None:
        """Delete the row of an epoch whose slots are all overwritten."""
        self._connection.execute("DELETE FROM epochs WHERE number = ?", (number,))

    def show(self, bulletin: bytes, board: bytes) -> None:
        """Replace what is shown, both at once."""
        row = (1, bulletin, board)
        self._connection.execute(
            "INSERT OR REPLACE INTO shown (one, bulletin, board) VALUES (?, ?, ?)", row
        )

    def shown(self) -> tuple[bytes, bytes] | None:
        """Return the bulletin and the board, or None before the first delivery."""
        row = self._connection.execute("SELECT bulletin, board FROM shown").fetchone()
        return None if row is None else (row[0], row[1])


class Reading:
    """A connection of its own that only reads; for one thread.

    Raises StoreError where there is no database.
    """

    def __init__(self, folder: Path) -> None:
        path = (folder / FILE_NAME).absolute()
        try:
            self._connection = sqlite3.connect(
                f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None
            )
            self._connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error:
            raise StoreError(f"{path} cannot be read. Start titip site serve once.") from None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._connection.close()

    def read(self, kind: SlotKind, slot: int, start: int, length: int) -> bytes:
        """Return `length` bytes of a slot from `start`."""
        with self._connection.blobopen(kind.table, "record", slot, readonly=True) as blob:
            blob.seek(start)
            return blob.read(length)

    def count(self, kind: SlotKind) -> tuple[int, int]:
        """Return how many slots there are, and how many of them hold a record."""
        free = f"substr(entry, 1, {EPOCH_LEN}) = zeroblob({EPOCH_LEN})"
        total, taken = self._connection.execute(
            f"SELECT count(*), count(*) - coalesce(sum({free}), 0) FROM {kind.table}"  # noqa: S608 - constants
        ).fetchone()
        return total, taken

    def epochs(self) -> list[Epoch]:
        """Return as Database.epochs does."""
        return _read_epochs(self._connection)

    def bulletin(self) -> bytes | None:
        """Return the bulletin that is shown, or None."""
        row = self._connection.execute("SELECT bulletin FROM shown").fetchone()
        return None if row is None else bytes(row[0])

    def is_sound(self) -> bool:
        """Tell whether SQLite finds the file whole; reads all of it."""
        try:
            return bool(self._connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
        except sqlite3.Error:
            return False


def _entry(epoch: int, tag: bytes) -> bytes:
    return epoch.to_bytes(EPOCH_LEN, "big") + tag


def _read_epochs(connection: sqlite3.Connection) -> list[Epoch]:
    rows = connection.execute(
        "SELECT number, opened, closed, after_empty, id, freeing FROM epochs ORDER BY number"
    )
    return [
        Epoch(number, opened, closed, after_empty, bytes(found), bool(freeing))
        for number, opened, closed, after_empty, found, freeing in rows
    ]
