"""What the site keeps: letters and chunks by epoch, the bulletin, the board (§8.3, §9.2)."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from dropbox.protocol.bulletin import (
    Bulletin,
    check_issue_day,
    check_succession,
    verify_bulletin,
)
from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.pickup import PickupHeader
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PICKUP_MAX_LEN
from dropbox.site.pickups import PickupPlan, sort_letters
from dropbox.site.settings import SiteIdentity, SiteSettings
from dropbox.site.slots import SlotKind, SlotPool
from dropbox.site.store import Database, Epoch, Reading
from dropbox.site.turns import Turns
from dropbox.site.visitors import CLEAR_DOOR, PUBLIC_DOOR, Visitor
from dropbox.site.writer import FullError, GrowingError, NotYetError, Writer

TAG_LEN = 16
CID_LEN = 32
EPOCH_DAYS = 7
KEPT_DAYS = 60
# What one chore writes at most: a few MiB, so that no letter waits long behind it.
LETTERS_PER_CHORE = 64
CHUNKS_PER_CHORE = 24
# At the first start nobody waits, and fewer waits for the disk make it shorter.
CHORES_AT_START = 8


def today() -> int:
    """Return the site's day; it reads no finer time than this."""
    return int(time.time() // 86_400)


def slot_kinds(settings: SiteSettings) -> tuple[SlotKind, SlotKind]:
    """Return the two tables of slots: letters, chunks."""
    letters_extent = min(settings.letters_extent, settings.letters_max)
    chunks_extent = min(settings.chunks_extent, settings.chunks_max)
    return (
        SlotKind("letters", LETTER_LEN, TAG_LEN, settings.letters_max, letters_extent),
        SlotKind("chunks", CHUNK_RECORD_LEN, CID_LEN, settings.chunks_max, chunks_extent),
    )


@dataclass(frozen=True)
class Shown:
    """What every visitor gets: the bulletin, verified, and the board's bytes."""

    bulletin: Bulletin
    board: bytes

    @cached_property
    def packed_bulletin(self) -> bytes:
        """The bulletin's bytes under gzip; made once, and without a time inside."""
        return gzip.compress(self.bulletin.raw, 9, mtime=0)


@dataclass(frozen=True)
class Pickup:
    """A closed epoch as the courier sees it (§10.2)."""

    epoch: int
    closed: int
    len: int
    id: bytes


class UnknownPickupError(Exception):
    """There is no pickup of that number, or its slots are already overwritten."""


class Custody:
    """Everything that is kept; safe to call from any thread.

    Methods that change something return when the change is durable. They raise StoreError where
    the disk fails.
    """

    def __init__(
        self,
        settings: SiteSettings,
        folder: Path,
        identity: SiteIdentity,
        *,
        day: Callable[[], int] = today,
        pickup_max_len: int = PICKUP_MAX_LEN,
        progress: Callable[[int, int], None] = lambda _made, _wanted: None,
    ) -> None:
        self._identity = identity
        self._folder = folder
        self._day = day
        self._pickup_max_len = pickup_max_len
        self._kinds = slot_kinds(settings)
        # A flood at one door, where circuits are cheap, does not lengthen the line at the other.
        doors = (PUBLIC_DOOR, CLEAR_DOOR) if settings.clear else (PUBLIC_DOOR,)
        self._turns = {
            (kind.table, door): Turns(
                kind.slots_max * settings.reserve_percent // 100, 1 / len(doors)
            )
            for kind in self._kinds
            for door in doors
        }
        self._database = Database(folder, self._kinds, day())
        self._plans: dict[int, PickupPlan] = {}
        self._plans_lock = threading.Lock()
        self.shown: Shown | None = None
        self.reload()
        self._writer = Writer(self._database, self)
        self._make_first_slots(progress)
        self._writer.start()

    def _make_first_slots(self, progress: Callable[[int, int], None]) -> None:
        wanted = [pool.kind.wanted(pool.total, pool.free) for pool in self._pools]
        whole = sum(
            (slots - pool.total) * pool.kind.record_len
            for pool, slots in zip(self._pools, wanted, strict=True)
        )
        made = 0
        for pool in self._pools:
            while growth := self._growth(pool, CHORES_AT_START):
                self._database.begin()
                made += growth() * pool.kind.record_len
                self._database.commit()
                self._database.checkpoint()
                progress(made, whole)

    def reload(self) -> None:
        """Take the state from the database; called by the writer's thread."""
        self._letters, self._chunks = self._pools = (
            SlotPool(self._kinds[0], self._database.entries(self._kinds[0])),
            SlotPool(self._kinds[1], self._database.entries(self._kinds[1])),
        )
        self._new_slots: dict[str, list[int]] = {kind.table: [] for kind in self._kinds}
        self._epochs = {epoch.number: epoch for epoch in self._database.epochs()}
        self._patrolled = -1
        stored = self._database.shown()
        self._to_show = stored and Shown(verify_bulletin(stored[0], self._identity.did), stored[1])
        self.settle()

    def settle(self) -> None:
        """Show what is durable now; called by the writer's thread after each commit."""
        self.shown = self._to_show

    def close(self) -> None:
        """Finish what was begun and close the database."""
        self._writer.stop()
        self._database.close()

    # -- what visitors hand in (§10.1)

    def put_letter(self, letter: bytes, visitor: Visitor) -> None:
        """Keep a letter of 32,768 bytes; the same letter is kept once.

        Raises FullError, and NotYetError where room is short and others were there before.
        """
        tag = hashlib.sha256(letter).digest()[:TAG_LEN]
        self._writer.do(lambda: self._put(self._letters, tag, letter, visitor))

    def put_chunk(self, record: bytes, visitor: Visitor) -> None:
        """Keep a chunk record of 262,176 bytes; the first one with a cid stays (§5.4).

        Raises as `put_letter` does.
        """
        self._writer.do(lambda: self._put(self._chunks, record[:CID_LEN], record, visitor))

    def _put(self, pool: SlotPool, tag: bytes, record: bytes, visitor: Visitor) -> None:
        if tag in pool:
            return
        if not pool.free:
            raise GrowingError if pool.room else FullError
        turns = self._turns[pool.kind.table, visitor.door]
        if wait_s := turns.wait_s(visitor.name, pool.room):
            raise NotYetError(wait_s)
        if self._pickup_len(self._open) + pool.kind.record_len > self._pickup_max_len:
            self._close_epoch()
        slot = pool.draw(self._open, tag)
        self._database.write_slot(pool.kind, slot, self._open, tag, record)

    # -- epochs and pickups (§8.3, §10.2)

    @property
    def _open(self) -> int:
        return max(self._epochs)

    def _header(self, epoch: Epoch) -> PickupHeader:
        counts = self._letters.count(epoch.number), self._chunks.count(epoch.number)
        return PickupHeader(self._identity.sid, epoch.number, epoch.closed, *counts)

    def _pickup_len(self, number: int) -> int:
        return self._header(self._epochs[number]).file_len

    def _save(self, epoch: Epoch) -> None:
        self._epochs[epoch.number] = epoch
        self._database.save_epoch(epoch)

    def _close_epoch(self) -> None:
        epoch = self._epochs[self._open]
        # The workstation counts on days that never fall while epochs rise (§8.4).
        day = max(self._day(), epoch.opened)
        header = self._header(epoch)
        empty = not header.letters and not header.chunks
        if empty and epoch.after_empty == day:
            return
        self._save(replace(epoch, closed=day))
        self._save(Epoch(epoch.number + 1, day, after_empty=day if empty else 0))

    def close_epoch(self) -> None:
        """Close the open epoch (§8.3).

        An empty one stays open where another empty one was closed today.
        """
        self._writer.do(self._close_epoch)

    def pickups(self) -> tuple[list[Pickup], int]:
        """Return the pickups that no delivery has named, oldest first, and the open epoch."""
        with self._plans_lock:
            for number in self._writer.do(self._without_id):
                with Reading(self._folder) as reading:
                    found = self._plan(number, reading).digest(reading)
                self._writer.do(partial(self._name, number, found))
            listed, open_epoch = self._writer.do(self._list)
            waiting = {pickup.epoch for pickup in listed}
            self._plans = {epoch: plan for epoch, plan in self._plans.items() if epoch in waiting}
        return listed, open_epoch

    def _without_id(self) -> list[int]:
        return [epoch.number for epoch in self._waiting() if not epoch.id]

    def _waiting(self) -> Iterator[Epoch]:
        return (epoch for epoch in self._epochs.values() if epoch.closed and not epoch.freeing)

    def _name(self, number: int, found: bytes) -> None:
        if number in self._epochs:
            self._save(replace(self._epochs[number], id=found))

    def _list(self) -> tuple[list[Pickup], int]:
        listed = [
            Pickup(epoch.number, epoch.closed, self._pickup_len(epoch.number), epoch.id)
            for epoch in self._waiting()
            if epoch.id
        ]
        return sorted(listed, key=lambda pickup: pickup.epoch), self._open

    def read_pickup(self, number: int, offset: int, length: int) -> bytes:
        """Return `length` bytes of a pickup from `offset`, fewer at its end.

        Raises UnknownPickupError.
        """
        with Reading(self._folder) as reading:
            with self._plans_lock:
                plan = self._plan(number, reading)
            return b"".join(plan.read(reading, offset, length))

    def _plan(self, number: int, reading: Reading) -> PickupPlan:
        # Asked every time, because a delivery may have freed the slots since the plan was made.
        frozen = self._writer.do(lambda: self._frozen(number))
        if frozen is None:
            self._plans.pop(number, None)
            raise UnknownPickupError
        if number not in self._plans:
            header, letters, chunks = frozen
            ordered = sort_letters(reading, self._kinds[0], letters)
            self._plans[number] = PickupPlan(
                header, (self._kinds[0], ordered), (self._kinds[1], chunks)
            )
        return self._plans[number]

    def _frozen(self, number: int) -> tuple[PickupHeader, list[int], list[int]] | None:
        epoch = self._epochs.get(number)
        if epoch is None or not epoch.closed or epoch.freeing:
            return None
        if number in self._plans:
            return self._plans[number].header, [], []
        letters = [slot for _, slot in self._letters.of_epoch(number)]
        chunks = [slot for _, slot in sorted(self._chunks.of_epoch(number))]
        return self._header(epoch), letters, chunks

    # -- deliveries (§9.2)

    def deliver(self, raw: bytes) -> None:
        """Show what a delivery brings and free the pickups that it names.

        Raises errors of §9.2 and §7.5.
        """
        delivery = verify_delivery(raw, self._identity.did)
        self._writer.do(lambda: self._apply(delivery))

    def _apply(self, delivery: Delivery) -> None:
        before = self._to_show.bulletin if self._to_show else None
        bulletin = check_succession(before, delivery.bulletin)
        if before is None or before.raw != bulletin.raw:
            check_issue_day(bulletin, self._day())
            self._database.show(bulletin.raw, delivery.board)
            self._to_show = Shown(bulletin, delivery.board)
        named = set(delivery.pickup_ids)
        for epoch in [epoch for epoch in self._waiting() if epoch.id in named]:
            self._save(replace(epoch, freeing=True))

    # -- what the writer does between jobs

    def next_chore(self) -> Callable[[], object] | None:
        """Return the next short piece of work: the day's patrol, overwriting, adding slots."""
        if self._patrolled != self._day():
            return self._patrol
        if any(epoch.freeing for epoch in self._epochs.values()):
            return self._free_some
        return next(filter(None, map(self._growth, self._pools)), None)

    def _patrol(self) -> None:
        day = self._patrolled = self._day()
        if self._epochs[self._open].opened + EPOCH_DAYS <= day:
            self._close_epoch()
        for epoch in [epoch for epoch in self._waiting() if epoch.closed + KEPT_DAYS <= day]:
            self._save(replace(epoch, freeing=True))

    def _free_some(self) -> None:
        number = next(epoch.number for epoch in self._epochs.values() if epoch.freeing)
        done = True
        for pool, most in ((self._letters, LETTERS_PER_CHORE), (self._chunks, CHUNKS_PER_CHORE)):
            slots = [slot for _, slot in pool.of_epoch(number)]
            for slot in slots[:most]:
                self._database.erase_slot(pool.kind, slot)
                pool.release(slot, number)
            done = done and len(slots) <= most
        if done:
            self._database.forget_epoch(number)
            del self._epochs[number]

    def _growth(self, pool: SlotPool, chores: int = 1) -> Callable[[], int] | None:
        made = self._new_slots[pool.kind.table]
        total = pool.total + len(made)
        wanted = pool.kind.wanted(pool.total, pool.free)
        if total >= wanted:
            return None
        most = chores * (LETTERS_PER_CHORE if pool is self._letters else CHUNKS_PER_CHORE)

        def grow() -> int:
            slots = range(total + 1, min(total + most, wanted) + 1)
            self._database.add_slots(pool.kind, slots)
            made.extend(slots)
            # Given out only when the extent is whole: a slot says no more than its extent.
            if made[-1] == wanted:
                pool.grow(made)
                made.clear()
            return len(slots)

        return grow
