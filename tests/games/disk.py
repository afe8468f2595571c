"""The disk of the site as an examiner takes it: every file of the data folder, read apart by hand.

The database is taken to pieces below SQL, because what SQL shows is not all that a file holds: on
which pages a record lies, and what SQLite's journal and its index still say.
"""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path

PAGE_LEN = 8_192
PROBE_LEN = 12
# sqlite.org/walformat.html: 136 bytes of header, then blocks of 32,768 bytes; in each the page
# numbers in order of writing, 4,062 in the first, 4,096 in the others.
INDEX_HEADER_LEN, INDEX_BLOCK_LEN = 136, 32_768
JOURNAL_HEADER_LEN, FRAME_HEADER_LEN = 32, 24
NOWHERE = -1.0


@dataclass(frozen=True)
class Found:
    """One record with everything that the disk says about it.

    `pages` in the file in the order of the record's bytes; `row` the place of its row in a scan of
    the table; `journal` the first place of one of its pages in the journal, and `index` in the
    journal's index, NOWHERE if none.
    """

    record: bytes
    entry: bytes
    slot: int
    row: int
    pages: tuple[int, ...]
    journal: float
    index: float


class Disk:
    """An image of a data folder: names and bytes of all its files."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        database = self.files["site.db"]
        self._pages: dict[bytes, int] = {}
        for number, at in enumerate(range(0, len(database), PAGE_LEN), start=1):
            # A page that continues a record: four bytes that name the next one, then the record.
            self._pages[database[at + 4 : at + 4 + PROBE_LEN]] = number
        self._journal = _first_places(_journal_pages(self.files.get("site.db-wal", b"")))
        self._index = _first_places(_index_pages(self.files.get("site.db-shm", b"")))

    def records(self, table: str) -> dict[bytes, Found]:
        """Return all records of a table by their bytes, free slots included."""
        connection = sqlite3.connect(":memory:")
        raw = bytearray(self.files["site.db"])
        # A database in memory has no journal; the image is at rest, so nothing is missing.
        raw[18:20] = b"\x01\x01"
        connection.deserialize(bytes(raw))
        rows = connection.execute(
            f"SELECT slot, entry, record FROM {table}"  # noqa: S608 - one of two constants
        ).fetchall()
        connection.close()
        if not rows:
            return {}
        # A run of zeros would look like many pages.
        cuts = self._cuts(min((row[2] for row in rows), key=lambda record: record.count(0)))
        return {
            record: self._found(record, entry, slot, row, cuts)
            for row, (slot, entry, record) in enumerate(rows)
        }

    def _cuts(self, record: bytes) -> list[int]:
        """Return where in a record its pages begin: the same for all of one table."""
        return [
            at
            for at in range(len(record) - PROBE_LEN)
            if record[at : at + PROBE_LEN] in self._pages
        ]

    def _found(self, record: bytes, entry: bytes, slot: int, row: int, cuts: list[int]) -> Found:
        probes = (record[at : at + PROBE_LEN] for at in cuts)
        pages = tuple(self._pages[probe] for probe in probes if probe in self._pages)
        return Found(
            record,
            entry,
            slot,
            row,
            pages,
            min((self._journal.get(page, NOWHERE) for page in pages), default=NOWHERE),
            min((self._index.get(page, NOWHERE) for page in pages), default=NOWHERE),
        )


def _first_places(pages: list[int]) -> dict[int, float]:
    places: dict[int, float] = {}
    for place, page in enumerate(pages):
        places.setdefault(page, float(place))
    return places


def _journal_pages(raw: bytes) -> list[int]:
    frames = range(JOURNAL_HEADER_LEN, len(raw), FRAME_HEADER_LEN + PAGE_LEN)
    return [int.from_bytes(raw[at : at + 4], "big") for at in frames]


def _index_pages(raw: bytes) -> list[int]:
    pages: list[int] = []
    for block in range(0, len(raw), INDEX_BLOCK_LEN):
        start = block + (INDEX_HEADER_LEN if block == 0 else 0)
        count = 4_062 if block == 0 else 4_096
        pages += struct.unpack(f"={count}I", raw[start : start + 4 * count])
    return [page for page in pages if page]
