"""The chunk: 262,144 bytes that carry one piece of the files of a letter (§5.2, §5.3)."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dropbox.protocol.errors import (
    AttachmentsPaddingError,
    ChunkIdError,
    ChunkLengthError,
    ChunkOpenError,
    ChunkRangeError,
)
from dropbox.protocol.labels import derive, label, u32
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, PIECE_LEN, PIECES_MAX

CID_LEN = 32
NONCE_LEN = 12


def chunk_key(fk: bytes) -> bytes:
    """Return the chunk key, 32 bytes, of fk (32 bytes) (§5.3)."""
    return derive(fk, label("ckey"))


def chunk_id(fk: bytes, index: int) -> bytes:
    """Return cid_i, 32 bytes (§5.3)."""
    return derive(fk, label("cid"), u32(index))


class ChunkSealer:
    """Seals the pieces of one letter with a key that is derived once: there may be thousands."""

    def __init__(self, fk: bytes, pieces: int, did: bytes) -> None:
        """Derive the chunk key from fk, 32 bytes, for a letter of N `pieces`."""
        self._fk, self._pieces, self._did = fk, pieces, did
        self._aead = AESGCM(chunk_key(fk))

    def seal(self, index: int, piece: bytes) -> bytes:
        """Return the chunk record, 262,176 bytes, of a piece of at most 262,116 bytes (§5.3).

        Raises ChunkRangeError, ChunkLengthError.
        """
        return self.seal_with(index, piece, random_bytes(NONCE_LEN))

    def seal_with(self, index: int, piece: bytes, nonce: bytes) -> bytes:
        """Do as seal, with the nonce of 12 bytes given: for the vectors, which fix it."""
        _check_range(index, self._pieces)
        if len(piece) > PIECE_LEN:
            raise ChunkLengthError
        cid = chunk_id(self._fk, index)
        bound = _bound(self._did, cid, index, self._pieces)
        return cid + nonce + self._aead.encrypt(nonce, piece.ljust(PIECE_LEN, b"\0"), bound)


def seal_chunk(fk: bytes, index: int, pieces: int, piece: bytes, did: bytes) -> bytes:
    """Return the chunk record, 262,176 bytes, of a piece of at most 262,116 bytes (§5.3).

    Raises ChunkRangeError, ChunkLengthError.
    """
    return ChunkSealer(fk, pieces, did).seal(index, piece)


def open_chunk(record: bytes, fk: bytes, index: int, pieces: int, did: bytes) -> bytes:
    """Return the piece, 262,116 bytes, of a chunk record (§5.3).

    Raises ChunkRangeError, ChunkLengthError, ChunkIdError, ChunkOpenError.
    """
    _check_range(index, pieces)
    if len(record) != CHUNK_RECORD_LEN:
        raise ChunkLengthError
    cid = chunk_id(fk, index)
    if record[:CID_LEN] != cid:
        raise ChunkIdError
    nonce, sealed = record[CID_LEN : CID_LEN + NONCE_LEN], record[CID_LEN + NONCE_LEN :]
    try:
        return AESGCM(chunk_key(fk)).decrypt(nonce, sealed, _bound(did, cid, index, pieces))
    except InvalidTag:
        raise ChunkOpenError from None


def check_padding(rest: bytes) -> None:
    """Raise AttachmentsPaddingError unless all bytes behind the last file are zero (§5.3)."""
    if rest.strip(b"\0"):
        raise AttachmentsPaddingError


def _check_range(index: int, pieces: int) -> None:
    if not 0 <= index < pieces <= PIECES_MAX:
        raise ChunkRangeError


def _bound(did: bytes, cid: bytes, index: int, pieces: int) -> bytes:
    return label("chunk") + did + cid + u32(index) + u32(pieces)
