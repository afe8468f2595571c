"""The delivery: the bulletin with the whole board, and which pickups arrived (§9)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from dropbox.protocol.bulletin import Bulletin, verify_bulletin
from dropbox.protocol.errors import DeliveryFormError, DeliverySignatureError
from dropbox.protocol.labels import digest, label, u32
from dropbox.protocol.sheet import board_sheets
from dropbox.protocol.signing import sign, verify
from dropbox.protocol.sizes import (
    BULLETIN_HEADER_LEN,
    BULLETIN_JSON_MAX_LEN,
    DELIVERY_HEADER_LEN,
    DELIVERY_PICKUPS_MAX,
    SHEET_LEN,
    SHEETS_MAX,
)

MAGIC = b"titip/1d"
DELIVERY_MAX_LEN = (
    DELIVERY_HEADER_LEN
    + 32 * DELIVERY_PICKUPS_MAX
    + BULLETIN_HEADER_LEN
    + BULLETIN_JSON_MAX_LEN
    + SHEETS_MAX * SHEET_LEN
)


@dataclass(frozen=True)
class Delivery:
    """A verified delivery: bulletin, joined sheets, ids of the pickups that arrived (32 bytes)."""

    bulletin: Bulletin
    board: bytes = field(repr=False)
    pickup_ids: list[bytes]


def make_delivery(
    signing_seed: bytes, did: bytes, bulletin: bytes, board: bytes, pickup_ids: Iterable[bytes]
) -> bytes:
    """Return the file of a delivery (§9.1).

    Raises DeliveryFormError for more than 1,024 pickup ids.
    """
    ids = sorted(set(pickup_ids))
    if len(ids) > DELIVERY_PICKUPS_MAX:
        raise DeliveryFormError
    counts = len(ids).to_bytes(2, "big") + (len(board) // SHEET_LEN).to_bytes(2, "big")
    signature = sign(signing_seed, *_signed(did, bulletin, ids))
    return b"".join((MAGIC, counts, u32(len(bulletin)), signature, *ids, bulletin, board))


def verify_delivery(raw: bytes, did: bytes) -> Delivery:
    """Return the delivery if it is the drop's own and whole (§9.2).

    Raises DeliveryFormError, what verify_bulletin raises, DeliverySignatureError, what board_sheets
    raises. Succession is the site's to check (§7.5).
    """
    if len(raw) < DELIVERY_HEADER_LEN or raw[:8] != MAGIC:
        raise DeliveryFormError
    pickups, sheets = int.from_bytes(raw[8:10], "big"), int.from_bytes(raw[10:12], "big")
    bulletin_at = DELIVERY_HEADER_LEN + 32 * pickups
    board_at = bulletin_at + int.from_bytes(raw[12:16], "big")
    if pickups > DELIVERY_PICKUPS_MAX or len(raw) != board_at + sheets * SHEET_LEN:
        raise DeliveryFormError
    ids = [raw[at : at + 32] for at in range(DELIVERY_HEADER_LEN, bulletin_at, 32)]
    if any(left >= right for left, right in itertools.pairwise(ids)):
        raise DeliveryFormError
    bulletin = verify_bulletin(raw[bulletin_at:board_at], did)
    signed = _signed(did, bulletin.raw, ids)
    verify(bulletin.certificate.signing_pk, raw[16:80], DeliverySignatureError, *signed)
    board = raw[board_at:]
    board_sheets(board, bulletin.sheet_hashes)
    return Delivery(bulletin, board, ids)


def _signed(did: bytes, bulletin: bytes, ids: list[bytes]) -> tuple[bytes, ...]:
    return label("delivery"), did, digest(bulletin), *ids
