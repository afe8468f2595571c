"""Which slots are free, which are taken and by what: in memory, loaded from the slots' entries.

Nothing here knows an order of arrival: a slot is drawn at random from all that are free.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EPOCH_LEN = 4
FREE = 0


@dataclass(frozen=True)
class SlotKind:
    """A table of slots: its name, lengths of a record and a tag in bytes, how many slots at most.

    The tag recognises a record that is sent twice: for a letter the first 16 bytes of its hash, for
    a chunk record its cid. `extent` slots are added at a time.
    """

    table: str
    record_len: int
    tag_len: int
    slots_max: int
    extent: int

    def wanted(self, total: int, free: int) -> int:
        """Return how many slots there should be, given how many there are and how many are free.

        Growing starts at half an extent of free slots, so that the choice stays wide.
        """
        if total % self.extent:
            total += self.extent - total % self.extent
        elif free < self.extent / 2:
            total += self.extent
        return min(total, self.slots_max)


class SlotPool:
    """The slots of one table."""

    def __init__(self, kind: SlotKind, entries: Iterable[tuple[int, bytes]] = ()) -> None:
        self.kind = kind
        self.total = 0
        self._free: list[int] = []
        self._slot_of: dict[bytes, int] = {}
        self._tag_of: dict[int, bytes] = {}
        self._epochs: dict[int, set[int]] = {}
        for slot, entry in entries:
            self.total += 1
            epoch = int.from_bytes(entry[:EPOCH_LEN], "big")
            if epoch == FREE:
                self._free.append(slot)
            else:
                self._take(slot, epoch, entry[EPOCH_LEN:])

    @property
    def free(self) -> int:
        """How many slots can be written now."""
        return len(self._free)

    @property
    def room(self) -> int:
        """How many more records fit, counting slots that are not made yet."""
        return self.free + self.kind.slots_max - self.total

    def __contains__(self, tag: object) -> bool:
        return tag in self._slot_of

    def count(self, epoch: int) -> int:
        """Return how many records the epoch has."""
        return len(self._epochs.get(epoch, ()))

    def of_epoch(self, epoch: int) -> Iterator[tuple[bytes, int]]:
        """Yield tag and slot of each record of the epoch, in no order."""
        for slot in self._epochs.get(epoch, ()):
            yield self._tag_of[slot], slot

    def draw(self, epoch: int, tag: bytes) -> int:
        """Take a free slot, chosen at random, for the record with this tag; there must be one."""
        at = secrets.randbelow(len(self._free))
        self._free[at], self._free[-1] = self._free[-1], self._free[at]
        slot = self._free.pop()
        self._take(slot, epoch, tag)
        return slot

    def release(self, slot: int, epoch: int) -> None:
        """Count a slot as free again, after its record was overwritten."""
        self._epochs[epoch].discard(slot)
        del self._slot_of[self._tag_of.pop(slot)]
        self._free.append(slot)

    def grow(self, slots: Iterable[int]) -> None:
        """Count new slots as free."""
        before = len(self._free)
        self._free.extend(slots)
        self.total += len(self._free) - before

    def _take(self, slot: int, epoch: int, tag: bytes) -> None:
        self._slot_of[tag] = slot
        self._tag_of[slot] = tag
        self._epochs.setdefault(epoch, set()).add(slot)
