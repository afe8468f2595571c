"""The pickup as the site gives it out: read from the slots in order (§8.1), never copied."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import groupby

from dropbox.protocol.pickup import PickupHeader, write_pickup_header
from dropbox.protocol.sizes import LETTER_LEN, PICKUP_HEADER_LEN
from dropbox.site.slots import SlotKind
from dropbox.site.store import Reading

_PREFIX_LEN = 32


@dataclass(frozen=True)
class PickupPlan:
    """The header of a pickup, and the slots of its records in their order in the file."""

    header: PickupHeader
    letters: tuple[SlotKind, list[int]]
    chunks: tuple[SlotKind, list[int]]

    def read(self, reading: Reading, offset: int, length: int) -> Iterator[bytes]:
        """Yield the bytes of the file from `offset`, `length` of them or as many as there are."""
        end = min(offset + length, self.header.file_len)
        raw_header = write_pickup_header(self.header)
        if offset < min(end, PICKUP_HEADER_LEN):
            yield raw_header[offset:end]
        start = PICKUP_HEADER_LEN
        for kind, slots in (self.letters, self.chunks):
            first = max(offset - start, 0) // kind.record_len
            for number in range(first, len(slots)):
                record_at = start + number * kind.record_len
                if record_at >= end:
                    return
                skip = max(offset - record_at, 0)
                wanted = min(kind.record_len, end - record_at) - skip
                yield reading.read(kind, slots[number], skip, wanted)
            start += len(slots) * kind.record_len

    def digest(self, reading: Reading) -> bytes:
        """Return the id, 32 bytes: the hash of the whole file (§8.1)."""
        hasher = hashlib.sha256()
        for piece in self.read(reading, 0, self.header.file_len):
            hasher.update(piece)
        return hasher.digest()


def sort_letters(reading: Reading, kind: SlotKind, slots: Iterable[int]) -> list[int]:
    """Return the slots in the order of their letters' bytes.

    Only the beginnings are held in memory. Letters that begin alike, which only somebody hostile
    makes, are compared whole, two at a time.
    """

    def compare(left: int, right: int) -> int:
        ours, theirs = (reading.read(kind, slot, 0, LETTER_LEN) for slot in (left, right))
        return (ours > theirs) - (ours < theirs)

    keyed = sorted((reading.read(kind, slot, 0, _PREFIX_LEN), slot) for slot in slots)
    ordered: list[int] = []
    for _, alike in groupby(keyed, key=lambda pair: pair[0]):
        ordered.extend(sorted((slot for _, slot in alike), key=cmp_to_key(compare)))
    return ordered
