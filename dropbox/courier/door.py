"""The courier's door of the site, request by request (§10.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from dropbox.carriage import JSON, AnswerError, Carriage, RefusalError
from dropbox.protocol.canonical import write_canonical
from dropbox.protocol.errors import EncodingError, ShapeError
from dropbox.protocol.shape import check_fields, check_hex, check_integer, check_list
from dropbox.protocol.sizes import (
    BULLETIN_HEADER_LEN,
    BULLETIN_JSON_MAX_LEN,
    PICKUP_HEADER_LEN,
    PICKUP_MAX_LEN,
)

READ_MAX_LEN = 8 << 20
BULLETIN_MAX_LEN = BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN
_LIST_MAX_LEN = 1 << 20
_PICKUPS_MAX = 4_096
_U32_MAX = (1 << 32) - 1


@dataclass(frozen=True)
class PickupEntry:
    """One pickup as the site lists it: epoch, day of closing, length in bytes, id (32 bytes)."""

    epoch: int
    closed_day: int
    file_len: int
    id: bytes


def close_epoch(carriage: Carriage) -> list[PickupEntry]:
    """Close the open epoch and return all pickups that wait, oldest first; raises CarriageError."""
    return _read_list(carriage.post("/epochs/close", b"", _LIST_MAX_LEN))


def list_pickups(carriage: Carriage) -> list[PickupEntry]:
    """Return all pickups that wait, oldest first; raises CarriageError."""
    return _read_list(carriage.get("/pickups", _LIST_MAX_LEN))


def read_pickup(carriage: Carriage, entry: PickupEntry, offset: int) -> Iterator[bytes]:
    """Yield at most 8 MiB of a pickup from `offset`, as they arrive; raises CarriageError."""
    length = min(READ_MAX_LEN, entry.file_len - offset)
    wanted = write_canonical({"epoch": entry.epoch, "offset": offset, "len": length})
    return carriage.stream("POST", "/pickups/read", length, wanted, JSON)


def get_bulletin(carriage: Carriage) -> bytes | None:
    """Return the bulletin that the site shows, or None before the first; raises CarriageError."""
    try:
        return carriage.get("/bulletin", BULLETIN_MAX_LEN)
    except RefusalError as error:
        if error.status == 404 and error.code == "no_bulletin":
            return None
        raise


def post_delivery(carriage: Carriage, delivery: bytes) -> None:
    """Hand a delivery to the site.

    Raises RefusalError, with the name of the protocol's error as `code`, and CarriageError.
    """
    carriage.post("/deliveries", delivery)


def _read_list(raw: bytes) -> list[PickupEntry]:
    try:
        fields = check_fields(json.loads(raw), ("pickups", "open"))
        check_integer(fields["open"], 1, _U32_MAX)
        return check_list(fields["pickups"], 0, _PICKUPS_MAX, _read_entry)
    except (ValueError, RecursionError, ShapeError, EncodingError):
        raise AnswerError(
            "Daftar ambilan dari situs tidak terbaca. Versi situs dan kurir mungkin berbeda.",
            "The site's list of pickups cannot be read. Site and courier may be of different "
            "versions.",
        ) from None


def _read_entry(value: object) -> PickupEntry:
    fields = check_fields(value, ("epoch", "closed", "len", "id"))
    return PickupEntry(
        check_integer(fields["epoch"], 1, _U32_MAX),
        check_integer(fields["closed"], 0, _U32_MAX),
        check_integer(fields["len"], PICKUP_HEADER_LEN, PICKUP_MAX_LEN),
        check_hex(fields["id"], 32),
    )
