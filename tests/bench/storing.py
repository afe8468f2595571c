"""The parts below HTTP: the slot store, SQLite alone, and a file that is appended to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from dropbox.site.slots import SlotKind, SlotPool
from dropbox.site.store import Database
from dropbox.site.writer import COMMITS_MAX

EPOCH = 1
SLOTS_PER_TRANSACTION = 16


class SlotStore:
    """The site's own database and slots, without the writer's thread and without HTTP.

    Like the writer, it cuts the journal after COMMITS_MAX transactions.
    """

    def __init__(self, folder: Path, kind: SlotKind) -> None:
        folder.mkdir(parents=True)
        self._kind = kind
        # The store makes both of the site's tables; the other one stays empty here.
        other = "chunks" if kind.table == "letters" else "letters"
        beside = SlotKind(other, 1, 1, 0, 1)
        self._database = Database(folder, (kind, beside), today=20_000)
        for start in range(1, kind.slots_max + 1, SLOTS_PER_TRANSACTION):
            end = min(start + SLOTS_PER_TRANSACTION, kind.slots_max + 1)
            self._database.begin()
            self._database.add_slots(kind, range(start, end))
            self._database.commit()
        self._database.checkpoint()
        self._pool = SlotPool(kind, self._database.entries(kind))
        self._commits = 0

    def store(self, records: Sequence[bytes], group: int) -> None:
        """Store the records, `group` in one transaction."""
        for start in range(0, len(records), group):
            self._database.begin()
            for record in records[start : start + group]:
                self._put(record)
            self._database.commit()
            self._commits += 1
            if self._commits >= COMMITS_MAX:
                self._database.checkpoint()
                self._commits = 0

    def _put(self, record: bytes) -> None:
        tag = record[: self._kind.tag_len]
        slot = self._pool.draw(EPOCH, tag)
        self._database.write_slot(self._kind, slot, EPOCH, tag, record)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        self._database.close()


class PlainTable:
    """SQLite alone: WAL, synchronous=FULL, one insert of a row, one transaction each."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("page_size = 16384", "journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._connection.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, body BLOB)")

    def store(self, records: Sequence[bytes]) -> None:
        """Store each record in a transaction of its own."""
        for record in records:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT INTO records (body) VALUES (?)", (record,))
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


class Appended:
    """A file: every record is appended and flushed to the disk by itself."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def store(self, records: Sequence[bytes]) -> None:
        """Append each record, and wait for the disk each time."""
        for record in records:
            os.write(self._file, record)
            os.fsync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
