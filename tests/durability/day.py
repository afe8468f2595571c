"""A short day of a site, step by step, while its disk fails at a chosen change (tests only)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPException

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.store import FILE_NAME
from tests.builders import Drop
from tests.durability.crowd import JSON, check_refusal, circuit
from tests.durability.disk import Action, Disk
from tests.durability.ledger import Ledger, fetch_pickup, list_pickups
from tests.durability.running import start_site
from tests.memory import memory_folder
from tests.site.opened import OCTETS, wait_until
from tests.site.process import Answer, Process, request

# The writer rests for 0.2 s before it cuts the journal, and spares a failed disk for 1 s.
REST_S = 0.3
ROOM: dict[str, object] = {"letters_max": 512, "chunks_max": 128, "chunks_extent": 128}


class _RefusedError(Exception):
    """A step was refused as §10.3 says."""


class Day:
    """A letter, a chunk, a closing, a pickup and a delivery."""

    def __init__(self, site: Process, disk: Disk, ledger: Ledger) -> None:
        self.site, self.disk, self.ledger = site, disk, ledger
        self.refusals = 0
        self._works = True

    def pass_by(self, *, works: bool) -> None:
        """Do every step once. Where the disk does not work each may be refused, else none."""
        self._works = works
        for step in (
            partial(self._send, "/letters", os.urandom(LETTER_LEN)),
            partial(self._send, "/chunks", os.urandom(CHUNK_RECORD_LEN)),
            self._rest,
            self._fetch,
            self._deliver,
            self._rest,
        ):
            try:
                step()
            except _RefusedError:
                self.refusals += 1

    def kill_at(self, after: int, action: Action) -> None:
        """Let the site be killed after so many changes, or at the end, and start it again."""
        with self.disk.struck(after, action=action), suppress(OSError, HTTPException):
            self.pass_by(works=True)
        self.site.kill()
        self.site.start()

    def _seen(self, answer: Answer) -> Answer:
        if answer.status not in {200, 204}:
            assert not self._works, f"refused although the disk works: {answer}"
            check_refusal(answer)
            raise _RefusedError
        return answer

    def _send(self, path: str, record: bytes) -> None:
        self.ledger.sending(record)
        status: int | None = None
        try:
            answer = self.site.ask(request("POST", path, record), circuit(1))
            status = answer.status
        finally:
            self.ledger.answer(record, status)
        self._seen(answer)

    def _rest(self) -> None:
        journal = self.site.folder / "data" / f"{FILE_NAME}-wal"
        if not self._works:
            time.sleep(REST_S)
            return
        wait_until(lambda: self.site.ended or not journal.stat().st_size)
        if self.site.ended:
            raise ConnectionResetError

    def _ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        kind = OCTETS if path == "/deliveries" else JSON
        answer = self.site.ask_courier(method, path, body, kind)
        if answer.status != 404:
            self._seen(answer)
        return answer.status, answer.body

    def _fetch(self) -> None:
        listed, open_epoch = list_pickups(self._ask, close=True)
        self.ledger.listed(open_epoch)
        for pickup in listed:
            records = fetch_pickup(self._ask, pickup, self.ledger.desk)
            assert records is not None
            found = bytes.fromhex(str(pickup["id"]))
            self.ledger.fetched(found, int(str(pickup["epoch"])), records)

    def _deliver(self) -> None:
        desk = self.ledger.desk
        del desk.sheets[:-2]
        ids = self.ledger.to_name()
        delivery = desk.deliver(sorted(ids))
        self.ledger.delivering(ids)
        self._ask("POST", "/deliveries", delivery)
        self.ledger.delivered(desk.number, ids)


@contextmanager
def watched_day() -> Iterator[Day]:
    """Give a day of a running site whose disk can be struck."""
    desk = Drop()
    with (
        memory_folder() as folder,
        memory_folder() as beside,
        Disk(folder / "data", beside, logs=False) as disk,
        start_site(folder, desk, disk, **ROOM) as site,
    ):
        yield Day(site, disk, Ledger(desk))
