"""What the site has promised, and whether it keeps it (tests only).

Every event has a *moment*: a number that never falls, so that one can ask what had been promised
before any moment. In a test with SIGKILL it is a count of events, in one with power cuts the number
of changes that the disk has seen.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dropbox.protocol.bulletin import verify_bulletin
from dropbox.protocol.pickup import read_records, verify_pickup
from dropbox.protocol.sheet import sheet_hash
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, SHEET_LEN
from tests.builders import Drop

READ_LEN = 1 << 20
CID_LEN = 32
EVER = 1 << 62
NEVER = EVER + 1
Ask = Callable[[str, str, bytes], tuple[int, bytes]]


class TurnedAwayError(Exception):
    """The courier was told to come again."""


def name_of(record: bytes) -> bytes:
    """Return what the site knows a record again by: a chunk's cid, else the letter's hash."""
    return record[:CID_LEN] if len(record) == CHUNK_RECORD_LEN else _hash(record)


def _hash(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


@dataclass
class _Sent:
    """One name: the hashes of what was sent under it, and the moment of its first 2xx."""

    hashes: set[bytes] = field(default_factory=set)
    promised: int = NEVER
    on_the_way: int = 0
    # Sent when a delivery had let the site forget it: it may be there a second time, rightly.
    again: bool = False


@dataclass(frozen=True)
class _Fetched:
    """A pickup that was listed; `names` of its records, and the moment of its listing."""

    epoch: int
    listed: int
    names: tuple[bytes, ...]


@dataclass
class Kept:
    """Everything that a site gives out, taken through the courier's door."""

    pickups: dict[bytes, tuple[int, list[bytes]]]
    open_epoch: int
    bulletin: bytes | None
    board: bytes


class Ledger:
    """Written by many clients at once."""

    def __init__(self, desk: Drop, moment: Callable[[], int] | None = None) -> None:
        self.desk = desk
        self.refused: Counter[int] = Counter()
        self.answered: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._events = 0
        self._moment = moment or self._next
        self._sent: dict[bytes, _Sent] = {}
        self._fetched: dict[bytes, _Fetched] = {}
        self._named: dict[bytes, tuple[int, int]] = {}
        self._shown: list[tuple[int, int]] = []
        self._epochs: list[tuple[int, int]] = [(0, 1)]

    def _next(self) -> int:
        self._events += 1
        return self._events

    # -- what clients write

    def sending(self, record: bytes) -> None:
        with self._lock:
            sent = self._sent.setdefault(name_of(record), _Sent())
            sent.hashes.add(_hash(record))
            sent.on_the_way += 1
            sent.again = sent.again or self._may_be_freed(name_of(record))

    def answer(self, record: bytes, status: int | None) -> None:
        """`status` is None where the connection broke."""
        with self._lock:
            sent = self._sent[name_of(record)]
            sent.on_the_way -= 1
            if status == 204:
                sent.promised = min(sent.promised, self._moment())
                self.answered["chunks" if len(record) == CHUNK_RECORD_LEN else "letters"] += 1
            elif status is not None:
                self.refused[status] += 1

    def listed(self, open_epoch: int) -> None:
        with self._lock:
            self._epochs.append((self._moment(), open_epoch))

    def knows(self, found: bytes) -> bool:
        """Tell whether the courier has this pickup already."""
        return found in self._fetched

    def fetched(self, found: bytes, epoch: int, records: Iterable[bytes]) -> None:
        with self._lock:
            names = tuple(map(name_of, records))
            assert set(names) <= set(self._sent), "a record that nobody sent"
            self._fetched.setdefault(found, _Fetched(epoch, self._moment(), names))
            self.answered["pickups"] += 1

    def to_name(self) -> list[bytes]:
        """Return the ids of fetched pickups, as a workstation that imported them names them."""
        with self._lock:
            return sorted(self._fetched, key=lambda found: self._fetched[found].listed)[-64:]

    def delivering(self, ids: Iterable[bytes]) -> None:
        with self._lock:
            for found in ids:
                self._named.setdefault(found, (self._moment(), NEVER))
                for name in self._fetched[found].names:
                    self._sent[name].again |= self._sent[name].on_the_way > 0

    def delivered(self, number: int, ids: Iterable[bytes]) -> None:
        with self._lock:
            self.answered["deliveries"] += 1
            moment = self._moment()
            self._shown.append((moment, number))
            for found in ids:
                begun, ended = self._named[found]
                self._named[found] = (begun, min(ended, moment))

    def _may_be_freed(self, name: bytes) -> bool:
        return any(name in self._fetched[found].names for found in self._named)

    # -- what was promised

    @property
    def promised(self) -> int:
        """How many letters and chunks had a 2xx so far."""
        return sum(sent.promised < NEVER for sent in self._sent.values())

    def check(self, kept: Kept, moment: int = EVER) -> None:
        """Fail unless `kept` holds all that was promised before the moment, whole and once."""
        records = [record for _, found in kept.pickups.values() for record in found]
        times = Counter(map(name_of, records))
        for record in records:
            sent = self._sent.get(name_of(record))
            assert sent is not None, "a record that nobody sent"
            assert _hash(record) in sent.hashes, "a record that is not whole"
            assert times[name_of(record)] == 1 or sent.again, "a record twice"
        named = {found for found, (begun, _) in self._named.items() if begun < moment}
        gone = {name for found in named for name in self._fetched[found].names}
        wanted = {n for n, sent in self._sent.items() if sent.promised <= moment}
        lost = wanted - gone - set(times)
        assert not lost, f"{len(lost)} of {len(wanted)} records lost"
        for found, fetched in self._fetched.items():
            if fetched.listed <= moment and found not in named:
                assert found in kept.pickups, f"pickup {fetched.epoch} is gone or another"
                assert kept.pickups[found][0] == fetched.epoch
        for found, (_, ended) in self._named.items():
            assert ended > moment or found not in kept.pickups, "a freed pickup is back"
        assert kept.open_epoch >= max(epoch for at, epoch in self._epochs if at <= moment)
        self._check_board(kept, moment)

    def _check_board(self, kept: Kept, moment: int) -> None:
        least = max((number for at, number in self._shown if at <= moment), default=0)
        if kept.bulletin is None:
            assert not least, "the bulletin is gone"
            return
        bulletin = verify_bulletin(kept.bulletin, self.desk.did)
        assert bulletin.number >= least, "an older bulletin is back"
        sheets = [kept.board[at : at + SHEET_LEN] for at in range(0, len(kept.board), SHEET_LEN)]
        hashes = [sheet["hash"] for sheet in bulletin.content["sheets"]]
        assert [sheet_hash(sheet).hex() for sheet in sheets] == hashes


# -- the courier's way


def list_pickups(ask: Ask, *, close: bool) -> tuple[list[dict[str, object]], int]:
    """Return the pickups and the number of the open epoch."""
    method, path = ("POST", "/epochs/close") if close else ("GET", "/pickups")
    status, raw = ask(method, path, b"")
    _heard(status, raw)
    answer = json.loads(raw)
    return list(answer["pickups"]), int(answer["open"])


def _heard(status: int, raw: bytes) -> None:
    if status == 503:
        raise TurnedAwayError(raw)
    assert status == 200, raw


def fetch_pickup(ask: Ask, listed: dict[str, object], desk: Drop) -> list[bytes] | None:
    """Return the records of a pickup, or None where a delivery freed it meanwhile."""
    raw = b""
    while len(raw) < int(str(listed["len"])):
        wanted = {"epoch": listed["epoch"], "offset": len(raw), "len": READ_LEN}
        status, piece = ask("POST", "/pickups/read", json.dumps(wanted).encode())
        if status == 404:
            return None
        _heard(status, piece)
        raw += piece
    if _hash(raw).hex() != listed["id"]:
        # Freed while it was read; then it is not listed any more.
        again, _ = list_pickups(ask, close=False)
        assert listed["id"] not in [pickup["id"] for pickup in again], "not the bytes of its id"
        return None
    verify_pickup(io.BytesIO(raw), desk.sid)
    return [record for _, record in read_records(io.BytesIO(raw), desk.sid)]


def everything(ask: Ask, desk: Drop, board: bytes) -> Kept:
    """Close the epoch and take all that the site has."""
    listed, open_epoch = list_pickups(ask, close=True)
    pickups: dict[bytes, tuple[int, list[bytes]]] = {}
    for pickup in listed:
        records = fetch_pickup(ask, pickup, desk)
        assert records is not None
        pickups[bytes.fromhex(str(pickup["id"]))] = (int(str(pickup["epoch"])), records)
    status, bulletin = ask("GET", "/bulletin", b"")
    assert status in {200, 404}
    return Kept(pickups, open_epoch, bulletin if status == 200 else None, board)
