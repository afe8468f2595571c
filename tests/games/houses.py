"""Where letters and chunks are put: the site's own store, and an ordinary one as the control."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

from dropbox.protocol.sizes import LETTER_LEN
from dropbox.site import writer
from dropbox.site.custody import Custody
from dropbox.site.settings import SiteIdentity, open_folder
from dropbox.site.store import FILE_NAME
from dropbox.site.visitors import Visitor
from tests.builders import Drop
from tests.games.disk import Disk, Found
from tests.memory import memory_folder
from tests.site.opened import small_settings, wait_until

DESK = Drop()
# The same rest as ever, only shorter: thousands of them would be waited for.
REST_S = 0.05

# Records in order of arrival go in; what the disk says about each comes out, in the same order.
House = Callable[[Sequence[bytes]], list[Found]]


def titip(records: Sequence[bytes]) -> list[Found]:
    """Give the records to the real store, wait until it rests, and take the disk as it runs.

    More slots than records, so that also the last one has a choice.
    """
    letters = sum(len(record) == LETTER_LEN for record in records)
    with memory_folder() as folder, patch.object(writer, "REST_S", REST_S):
        settings = small_settings(folder)
        slots = {"letters_max": letters + 24, "chunks_max": len(records) - letters + 8}
        slots |= {"chunks_extent": slots["chunks_max"]}
        settings = type(settings)(**(vars(settings) | slots))
        custody = Custody(
            settings, open_folder(settings.data), SiteIdentity(DESK.sid, DESK.root_pk)
        )
        try:
            for record in records:
                put = custody.put_letter if len(record) == LETTER_LEN else custody.put_chunk
                put(record, Visitor("visitor"))
            wait_until(lambda: custody._writer._commits == 0)
            return _find(settings.data, records)
        finally:
            custody.close()


def ordinary(records: Sequence[bytes]) -> list[Found]:
    """Append the records to ordinary tables, each in a transaction of its own."""
    with memory_folder() as folder:
        connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
        connection.execute("PRAGMA page_size = 8192")
        for table in ("letters", "chunks"):
            connection.execute(
                f"CREATE TABLE {table} (slot INTEGER PRIMARY KEY, entry BLOB, record BLOB)"
            )
        for record in records:
            table = "letters" if len(record) == LETTER_LEN else "chunks"
            tag = hashlib.sha256(record).digest()[:16] if table == "letters" else record[:32]
            entry = (1).to_bytes(4, "big") + tag
            connection.execute(
                f"INSERT INTO {table} (entry, record) VALUES (?, ?)",  # noqa: S608 - a constant
                (entry, record),
            )
        connection.close()
        return _find(folder, records)


def _find(folder: Path, records: Sequence[bytes]) -> list[Found]:
    disk = Disk(folder)
    found = disk.records("letters") | disk.records("chunks")
    assert set(records) <= set(found)
    return [found[record] for record in records]
