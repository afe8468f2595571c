"""A real site that is killed and started again, and what is found in it (tests only)."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from dropbox.site.slots import EPOCH_LEN
from dropbox.site.store import FILE_NAME
from tests.builders import Drop
from tests.durability.crowd import Crowd, circuit, courier_asks, site_settings
from tests.durability.disk import Disk
from tests.durability.ledger import Ledger, everything, name_of
from tests.site.process import Process, request

CLIENTS = 16
WATCHER = 99


def check_site(site: Process, ledger: Ledger) -> None:
    """Fail unless a running site holds what it promised, asked by every way there is."""
    board = site.ask(request("GET", "/board"), circuit(WATCHER))
    kept = everything(courier_asks(site), ledger.desk, board.body)
    ledger.check(kept)
    for found, (epoch, records) in kept.pickups.items():
        ledger.fetched(found, epoch, records)
    carried = Counter(name_of(record) for _, found in kept.pickups.values() for record in found)
    in_rows = check_database(site.folder / "data")
    # The rows of epochs that are being overwritten are there besides.
    assert not carried - in_rows, "a pickup holds what is in no row"


def check_database(folder: Path) -> Counter[bytes]:
    """Return how often each record stands in the rows; fail where SQLite finds any damage."""
    rows: Counter[bytes] = Counter()
    address = f"{(folder / FILE_NAME).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("letters", "chunks"):
            every = f"SELECT entry, record FROM {table}"  # noqa: S608 - constants
            for entry, record in database.execute(every):
                if any(entry[:EPOCH_LEN]):
                    rows[name_of(record)] += 1
                    assert name_of(record).startswith(entry[EPOCH_LEN:]), "entry and record differ"
    return rows


def kill_and_return(site: Process, ledger: Ledger, chance: random.Random) -> float:
    """Kill the running site amid its clients, start it, check it.

    Return the seconds from its start to its first answer.
    """
    crowd = Crowd(site, ledger, CLIENTS, chance.getrandbits(64))
    time.sleep(chance.uniform(0.02, 0.8))
    site.kill()
    crowd.stop()
    if chance.random() < 0.25:
        # Killed again while it comes back.
        site.launch()
        time.sleep(chance.uniform(0.0, 0.9))
        site.kill()
    began = time.monotonic()
    site.start()
    assert site.ask(request("GET", "/site.json"), circuit(WATCHER)).status == 200
    back_s = time.monotonic() - began
    check_site(site, ledger)
    return back_s


def start_site(folder: Path, desk: Drop, disk: Disk | None = None, **changes: object) -> Process:
    """Return a site that is not started yet, on a disk that may be watched."""
    environment = disk.environment if disk else {}
    return Process(folder, desk, site_settings(**changes), environment)
