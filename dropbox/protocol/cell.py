"""The cell: 1,024 bytes that carry a slice of a reply, or nothing (§6.2, §6.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dropbox.protocol.errors import (
    CellFormError,
    CellLengthError,
    NotForThisThreadError,
    ReplyTooLongError,
)
from dropbox.protocol.labels import label, u32
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import CELL_LEN, CELL_PLAIN_LEN, REPLY_PARTS_MAX, SLICE_LEN
from dropbox.protocol.thread import cell_key, thread_id

NONCE_LEN = 12
_HEADER_LEN = 8


@dataclass(frozen=True)
class Part:
    """What an opened cell holds: slice `part` of `parts` of the reply `seq`."""

    seq: int
    part: int
    parts: int
    slice: bytes = field(repr=False)


def decoy_cell() -> bytes:
    """Return 1,024 random bytes, which is what a cell looks like to everybody else (§6.2)."""
    return random_bytes(CELL_LEN)


def seal_cells(joined: bytes, seq: int, thread_key: bytes, did: bytes) -> list[bytes]:
    """Return the cells, 1,024 bytes each, of a reply's joined bytes (§6.2).

    Raises ReplyTooLongError.
    """
    return [
        seal_cell_with(plain, thread_key, did, random_bytes(NONCE_LEN))
        for plain in cell_plains(joined, seq)
    ]


def cell_plains(joined: bytes, seq: int) -> list[bytes]:
    """Return the plaintexts, 996 bytes each, of a reply's joined bytes (§6.2).

    Raises ReplyTooLongError.
    """
    slices = [joined[at : at + SLICE_LEN] for at in range(0, len(joined), SLICE_LEN)]
    if len(slices) > REPLY_PARTS_MAX:
        raise ReplyTooLongError(len(joined) - REPLY_PARTS_MAX * SLICE_LEN)
    return [
        (u32(seq) + bytes([part, len(slices)]) + len(piece).to_bytes(2, "big") + piece).ljust(
            CELL_PLAIN_LEN, b"\0"
        )
        for part, piece in enumerate(slices)
    ]


def seal_cell_with(plain: bytes, thread_key: bytes, did: bytes, nonce: bytes) -> bytes:
    """Return the cell of one plaintext of 996 bytes under a nonce of 12 bytes (§6.2)."""
    bound = label("cell") + did + thread_id(thread_key)
    return nonce + AESGCM(cell_key(thread_key)).encrypt(nonce, plain, bound)


class CellOpener:
    """Tries cells with the keys of one thread, derived once for hundreds of cells (§6.3)."""

    def __init__(self, thread_key: bytes, did: bytes) -> None:
        """Derive cell key and tid from the thread key, 32 bytes."""
        self._aead = AESGCM(cell_key(thread_key))
        self._bound = label("cell") + did + thread_id(thread_key)

    def open_cell(self, cell: bytes) -> Part:
        """Return what the cell holds (§6.3).

        Raises CellLengthError, NotForThisThreadError, CellFormError.
        """
        if len(cell) != CELL_LEN:
            raise CellLengthError
        try:
            plain = self._aead.decrypt(cell[:NONCE_LEN], cell[NONCE_LEN:], self._bound)
        except InvalidTag:
            raise NotForThisThreadError from None
        return _read_plain(plain)


def open_cell(cell: bytes, thread_key: bytes, did: bytes) -> Part:
    """Return what one cell holds for a thread; raises as CellOpener.open_cell (§6.3)."""
    return CellOpener(thread_key, did).open_cell(cell)


def _read_plain(plain: bytes) -> Part:
    part, parts, slice_len = plain[4], plain[5], int.from_bytes(plain[6:8], "big")
    if not 0 < parts <= REPLY_PARTS_MAX or part >= parts or not 0 < slice_len <= SLICE_LEN:
        raise CellFormError
    end = _HEADER_LEN + slice_len
    if (part < parts - 1 and slice_len < SLICE_LEN) or plain[end:].strip(b"\0"):
        raise CellFormError
    return Part(int.from_bytes(plain[:4], "big"), part, parts, plain[_HEADER_LEN:end])
