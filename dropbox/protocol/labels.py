"""Labels, the hash and the derivation that every format starts from (§1.2)."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LABELS = frozenset(
    (
        "desk",
        "cert",
        "check",
        "pass",
        "thread",
        "author",
        "tid",
        "cell",
        "letter",
        "written",
        "ckey",
        "cid",
        "chunk",
        "reply",
        "bulletin",
        "delivery",
    )
)


def label(name: str) -> bytes:
    """Return L(name), 16 bytes. Raises ValueError for a name that §1.2 does not list."""
    if name not in LABELS:
        raise ValueError(name)
    return b"titip/1 " + name.encode("ascii").ljust(8, b"\0")


def digest(*pieces: bytes) -> bytes:
    """Return H of the joined pieces: SHA-256, 32 bytes (§1.1)."""
    hasher = hashlib.sha256()
    for piece in pieces:
        hasher.update(piece)
    return hasher.digest()


def derive(key: bytes, *pieces: bytes) -> bytes:
    """Return K(key, pieces joined): HKDF-SHA-256 (RFC 5869) with empty salt, 32 bytes (§1.2)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"".join(pieces)).derive(key)


def u32(number: int) -> bytes:
    """Return the number as four bytes, big-endian; raises OverflowError if too large (§1.1)."""
    return number.to_bytes(4, "big")
