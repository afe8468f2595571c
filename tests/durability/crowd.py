"""Clients of a running site who do everything at once (tests only)."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from http.client import HTTPException

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from tests.builders import Drop
from tests.durability.ledger import CID_LEN, Ledger, TurnedAwayError, fetch_pickup, list_pickups
from tests.site.opened import OCTETS
from tests.site.process import Answer, Line, Process, request

JSON = "application/json"
# The board grows by a sheet with each delivery; a house that runs for long drops old ones.
_SHEETS_MAX = 4
_REFUSALS = {429, 503, 507}


def site_settings(**changes: object) -> dict[str, object]:
    """Return settings under which a crowd on one machine is not held for a flood."""
    return {
        "public_proxy_line": True,
        "letters_max": 1_024,
        "chunks_max": 256,
        "chunks_extent": 64,
        **{f"{kind}_limit": "1000000/minute" for kind in ("letters", "chunks", "reads")},
    } | changes


def circuit(number: int) -> bytes:
    """Return Tor's line for the circuit of this number."""
    groups = f"{number >> 16:x}:{number & 0xFFFF:x}"
    return f"PROXY TCP6 fc00:dead:beef:4dad::{groups} ::1 9 80\r\n".encode()


def courier_asks(site: Process) -> Callable[[str, str, bytes], tuple[int, bytes]]:
    """Return the courier's way to a running site."""

    def ask(method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        kind = OCTETS if path == "/deliveries" else JSON
        answer = site.ask_courier(method, path, body, kind)
        return answer.status, answer.body

    return ask


class Crowd:
    """Clients in threads; `stop` waits for them. What fails one of them fails the test."""

    def __init__(
        self, site: Process, ledger: Ledger, clients: int, seed: int, *, pause_s: float = 0.0
    ) -> None:
        self.site, self.ledger = site, ledger
        self.failures: list[BaseException] = []
        self.done = 0
        self._pause_s = pause_s
        self._seed = seed
        self._stopping = threading.Event()
        self._courier = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(number,)) for number in range(clients)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all clients; raises what failed one of them."""
        self._stopping.set()
        self.join()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
        for failure in self.failures:
            raise failure

    def _run(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")  # noqa: S311 - to be repeated
        client = _Client(self, number, chance)
        try:
            while not self._stopping.is_set():
                client.act()
                self.done += 1
                time.sleep(self._pause_s)
        except (OSError, HTTPException):
            # The site was killed: this client's last request stays without an answer.
            pass
        except BaseException as failure:  # noqa: BLE001 - raised again by `join`
            self.failures.append(failure)
            self._stopping.set()
        finally:
            client.close()

    def visit_of_courier(self, chance: random.Random) -> bool:
        """Fetch everything, and deliver now and then; False where another courier is there."""
        if not self._courier.acquire(blocking=False):
            return False
        try:
            self._fetch(chance)
            if chance.random() < 0.6:
                self._deliver(self.ledger.desk)
        except TurnedAwayError:
            self.ledger.refused[503] += 1
        finally:
            self._courier.release()
        return True

    def _fetch(self, chance: random.Random) -> None:
        ask = courier_asks(self.site)
        listed, open_epoch = list_pickups(ask, close=chance.random() < 0.7)
        self.ledger.listed(open_epoch)
        for pickup in listed:
            found = bytes.fromhex(str(pickup["id"]))
            if self.ledger.knows(found) and chance.random() < 0.9:
                continue
            records = fetch_pickup(ask, pickup, self.ledger.desk)
            if records is not None:
                self.ledger.fetched(found, int(str(pickup["epoch"])), records)

    def _deliver(self, desk: Drop) -> None:
        del desk.sheets[:-_SHEETS_MAX]
        ids = self.ledger.to_name()
        delivery = desk.deliver(sorted(ids))
        self.ledger.delivering(ids)
        answer = self.site.ask_courier("POST", "/deliveries", delivery)
        if answer.status == 204:
            self.ledger.delivered(desk.number, ids)
        else:
            check_refusal(answer)
            self.ledger.refused[answer.status] += 1


class _Client:
    """One visitor on a circuit of his own."""

    def __init__(self, crowd: Crowd, number: int, chance: random.Random) -> None:
        self._crowd, self._chance = crowd, chance
        self._circuit = circuit(number)
        self._line: Line | None = None
        self._mine: list[bytes] = []

    def act(self) -> None:
        what = self._chance.random()
        if what < 0.12 and self._crowd.visit_of_courier(self._chance):
            return
        if what < 0.6 or not self._mine:
            self._send(self._chance.randbytes(LETTER_LEN))
        elif what < 0.8:
            self._send(self._chance.randbytes(CHUNK_RECORD_LEN))
        elif what < 0.9:
            self._send(self._chance.choice(self._mine))
        else:
            self._rival()

    def _rival(self) -> None:
        """Send another chunk under a cid that is in use: the first one stays (§5.4)."""
        chunks = [record for record in self._mine if len(record) == CHUNK_RECORD_LEN]
        cid = self._chance.choice(chunks)[:CID_LEN] if chunks else self._chance.randbytes(CID_LEN)
        self._send(cid + self._chance.randbytes(CHUNK_RECORD_LEN - CID_LEN))

    def _send(self, record: bytes) -> None:
        ledger = self._crowd.ledger
        path = "/letters" if len(record) == LETTER_LEN else "/chunks"
        status: int | None = None
        ledger.sending(record)
        try:
            if self._line is None:
                self._line = Line(self._crowd.site.public, self._circuit)
            answer = self._line.ask(request("POST", path, record))
            status = answer.status
            if status != 204:
                check_refusal(answer)
                self.close()
        finally:
            ledger.answer(record, status)
        self._mine = [*self._mine[-7:], record]

    def close(self) -> None:
        if self._line is not None:
            self._line.socket.close()
            self._line = None


def check_refusal(answer: Answer) -> None:
    """Fail unless a refusal is one of §10.3 that says what to do."""
    assert answer.status in _REFUSALS, answer
    said = json.loads(answer.body)
    assert set(said) == {"error", "id", "en"}, said
    if answer.status != 507:
        assert int(answer.header("retry-after")[0]) > 0
