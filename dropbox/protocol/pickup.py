"""The pickup: flat records that travel from the site to the workstation (§8).

Written and read as streams, because a pickup may be nearly 2 GiB. Streams are handed in; this
module opens no file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from dropbox.protocol.drop import SID_LEN
from dropbox.protocol.errors import (
    PickupForeignError,
    PickupFormError,
    PickupLengthError,
    PickupOrderError,
)
from dropbox.protocol.labels import u32
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PICKUP_HEADER_LEN, PICKUP_MAX_LEN

MAGIC = b"titip/1p"
_CID_LEN = 32


class Reader(Protocol):
    """The part of a binary stream that reading a pickup needs."""

    def read(self, length: int, /) -> bytes:
        """Return up to `length` bytes, none at the end."""


@dataclass(frozen=True)
class PickupHeader:
    """What stands before the records: the epoch, the day it was closed, and how many follow."""

    sid: bytes
    epoch: int
    closed_day: int
    letters: int
    chunks: int

    @property
    def file_len(self) -> int:
        """The exact length of the file in bytes (§8.1)."""
        return PICKUP_HEADER_LEN + self.letters * LETTER_LEN + self.chunks * CHUNK_RECORD_LEN


def write_pickup_header(header: PickupHeader) -> bytes:
    """Return the first 40 bytes of a pickup; raises PickupLengthError for 2 GiB and more (§8.1)."""
    if header.file_len > PICKUP_MAX_LEN:
        raise PickupLengthError
    numbers = (header.epoch, header.closed_day, header.letters, header.chunks)
    return MAGIC + header.sid + b"".join(map(u32, numbers))


def make_pickup(
    sid: bytes, epoch: int, closed_day: int, letters: list[bytes], chunks: list[bytes]
) -> bytes:
    """Return a whole pickup of few records, sorted (§8.1).

    For many, write the header and stream sorted records.
    """
    header = PickupHeader(sid, epoch, closed_day, len(letters), len(chunks))
    records = sorted(letters), sorted(chunks)
    return write_pickup_header(header) + b"".join(records[0]) + b"".join(records[1])


def read_pickup_header(raw: bytes, sid: bytes) -> PickupHeader:
    """Return the header in the first 40 bytes (§8.2).

    Raises PickupFormError, PickupForeignError, PickupLengthError.
    """
    if len(raw) < PICKUP_HEADER_LEN or raw[:8] != MAGIC:
        raise PickupFormError
    if raw[8 : 8 + SID_LEN] != sid:
        raise PickupForeignError
    numbers = [int.from_bytes(raw[at : at + 4], "big") for at in range(24, PICKUP_HEADER_LEN, 4)]
    header = PickupHeader(sid, *numbers)
    if header.file_len > PICKUP_MAX_LEN:
        raise PickupLengthError
    return header


@dataclass(frozen=True)
class VerifiedPickup:
    """A pickup that was read to its end: its header and its id, 32 bytes."""

    header: PickupHeader
    id: bytes


def verify_pickup(stream: Reader, sid: bytes) -> VerifiedPickup:
    """Read a whole pickup and return its header and id (§8.2).

    Raises PickupFormError, PickupForeignError, PickupLengthError, PickupOrderError. Holds one
    record at a time.
    """
    hasher = hashlib.sha256()
    raw = _read_exactly(stream, PICKUP_HEADER_LEN, PickupFormError)
    hasher.update(raw)
    header = read_pickup_header(raw, sid)
    for _, record in _records(stream, header):
        hasher.update(record)
    return VerifiedPickup(header, hasher.digest())


def read_records(stream: Reader, sid: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield ("letter", 32,768 bytes), then ("chunk", 262,176 bytes), record by record (§8.1).

    Checks again what verify_pickup checked, and raises the same, because the stick may have been
    changed in between.
    """
    header = read_pickup_header(_read_exactly(stream, PICKUP_HEADER_LEN, PickupFormError), sid)
    yield from _records(stream, header)


def _records(stream: Reader, header: PickupHeader) -> Iterator[tuple[str, bytes]]:
    for kind, count, record_len, order_len in (
        ("letter", header.letters, LETTER_LEN, LETTER_LEN),
        ("chunk", header.chunks, CHUNK_RECORD_LEN, _CID_LEN),
    ):
        before = b""
        for _ in range(count):
            record = _read_exactly(stream, record_len, PickupLengthError)
            if record[:order_len] <= before:
                raise PickupOrderError
            before = record[:order_len]
            yield kind, record
    if stream.read(1):
        raise PickupLengthError


def _read_exactly(
    stream: Reader, length: int, error: type[PickupFormError | PickupLengthError]
) -> bytes:
    pieces = []
    while length:
        piece = stream.read(length)
        if not piece:
            raise error
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
