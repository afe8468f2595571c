"""Everything at once against a running site: nobody waits for ever, and nothing is lost."""

from __future__ import annotations

import io
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dropbox.protocol.pickup import read_records, verify_pickup
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.visitors import Visitor
from tests.builders import Drop
from tests.memory import memory_folder
from tests.site.opened import OpenSite, a_chunk, a_letter, small_settings
from tests.site.process import Process, request

LETTER_SENDERS, CHUNK_SENDERS = 3, 2
LETTERS, CHUNKS = 120, 60
JSON = "application/json"
READ_LEN = 1 << 20


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder


class Load:
    """What eight threads do to one site. A socket that stays silent for 20 s fails its thread."""

    def __init__(self, process: Process, desk: Drop) -> None:
        self.process, self.desk = process, desk
        self.sent: set[bytes] = set()
        self.read: dict[bytes, set[bytes]] = {}
        self.failures: list[BaseException] = []
        self.closed = self.delivered = self.busy = 0
        self.sending = threading.Event()
        self.sending.set()
        self._lock = threading.Lock()

    def send(self, path: str, length: int, count: int) -> None:
        for _ in range(count):
            record = os.urandom(length)
            while (status := self.process.ask(request("POST", path, record)).status) == 503:
                self.busy += 1
                time.sleep(0.05)
            assert status == 204, status
            with self._lock:
                self.sent.add(record)

    def listed(self, method: str = "GET", path: str = "/pickups") -> list[dict[str, object]]:
        answer = self.process.ask_courier(method, path)
        assert answer.status == 200, answer
        return list(json.loads(answer.body)["pickups"])

    def close(self) -> None:
        while self.sending.is_set():
            self.listed("POST", "/epochs/close")
            self.closed += 1
            time.sleep(0.02)

    def fetch(self) -> None:
        while self.sending.is_set():
            self.fetch_all()

    def fetch_all(self) -> None:
        for entry in self.listed():
            found = bytes.fromhex(str(entry["id"]))
            if found in self.read:
                continue
            raw, wanted_len = b"", int(str(entry["len"]))
            while len(raw) < wanted_len:
                wanted = {"epoch": entry["epoch"], "offset": len(raw), "len": READ_LEN}
                body = json.dumps(wanted).encode()
                answer = self.process.ask_courier("POST", "/pickups/read", body, JSON)
                assert answer.status == 200, answer
                raw += answer.body
            assert verify_pickup(io.BytesIO(raw), self.desk.sid).id == found
            records = {record for _, record in read_records(io.BytesIO(raw), self.desk.sid)}
            with self._lock:
                self.read[found] = records

    def deliver(self) -> None:
        while self.sending.is_set():
            with self._lock:
                named = sorted(self.read)
            # Only what was read whole is named, as a workstation names what it imported.
            answer = self.process.ask_courier(
                "POST", "/deliveries", self.desk.deliver(named[-512:])
            )
            assert answer.status == 204, answer
            self.delivered += 1
            time.sleep(0.05)

    def run(self) -> None:
        senders = [
            self._thread(self.send, "/letters", LETTER_LEN, LETTERS) for _ in range(LETTER_SENDERS)
        ]
        senders += [
            self._thread(self.send, "/chunks", CHUNK_RECORD_LEN, CHUNKS)
            for _ in range(CHUNK_SENDERS)
        ]
        others = [self._thread(work) for work in (self.close, self.fetch, self.deliver)]
        for sender in senders:
            sender.join()
        self.sending.clear()
        for other in others:
            other.join()

    def _thread(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        def guarded() -> None:
            try:
                work(*arguments)
            except BaseException as failure:  # noqa: BLE001 - shown by the test
                self.failures.append(failure)

        thread = threading.Thread(target=guarded)
        thread.start()
        return thread


@pytest.mark.slow
def test_letters_chunks_closes_reads_and_deliveries_side_by_side(
    tmp_path: Path, desk: Drop
) -> None:
    changes: dict[str, object] = {"letters_max": 1_024, "chunks_max": 512, "chunks_extent": 32}
    changes |= {f"{kind}_limit": "100000/minute" for kind in ("letters", "chunks", "reads")}
    with Process(tmp_path, desk, changes) as process:
        load = Load(process, desk)
        load.run()
        assert load.failures == []
        load.listed("POST", "/epochs/close")
        load.fetch_all()
        assert len(load.sent) == LETTER_SENDERS * LETTERS + CHUNK_SENDERS * CHUNKS
        carried = [record for records in load.read.values() for record in records]
        assert len(carried) == len(set(carried))
        assert set(carried) == load.sent
        assert min(load.closed, load.delivered) > 1
        log = process.log
    assert b"transaction" not in log
    assert b"Traceback" not in log


def test_room_that_is_being_made_is_told_as_busy_and_comes(tmp_path: Path, desk: Drop) -> None:
    settings = small_settings(tmp_path)
    with OpenSite(tmp_path, desk, settings) as site:
        answers: list[int] = []
        while answers.count(204) < settings.chunks_max:
            answer = site.post("/chunks", a_chunk())
            answers.append(answer.status_code)
            assert answer.status_code in {204, 503}
        # Sixteen slots in two extents; the second is made only when the first is half used.
        assert site.post("/chunks", a_chunk()).status_code == 507


def test_a_writer_without_growth_between_jobs_refuses_for_now_only(
    tmp_path: Path, desk: Drop
) -> None:
    with OpenSite(tmp_path, desk, small_settings(tmp_path)) as site:
        custody = site.custody
        statuses: list[str] = []

        def fill() -> None:
            # Inside one job no chore can run: what a burst of senders in one transaction does.
            from dropbox.site.writer import FullError

            for _ in range(9):
                record = a_chunk()
                try:
                    custody._put(custody._chunks, record[:32], record, Visitor("one"))
                    statuses.append("kept")
                except FullError as refused:
                    statuses.append(type(refused).__name__)

        custody._writer.do(fill)
        assert statuses == ["kept"] * 8 + ["GrowingError"]


def test_a_disk_that_also_fails_to_be_read_again_leaves_nobody_waiting(
    tmp_path: Path, desk: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OpenSite(tmp_path, desk, small_settings(tmp_path)) as site:
        kept = site.give_letter()
        database = site.custody._database
        with monkeypatch.context() as broken:

            def fail(*_: object) -> None:
                raise OSError(5, "Input/output error")

            broken.setattr(database, "commit", fail)
            broken.setattr(database, "epochs", fail)
            # The second meets what the first left behind.
            for _ in range(2):
                assert site.post("/letters", a_letter()).status_code == 503
        second = site.give_letter()
        [listed] = site.close_epoch()
        assert site.records(site.fetch(listed["epoch"])) == sorted([kept, second])
