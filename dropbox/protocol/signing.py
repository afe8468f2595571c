"""Ed25519 (RFC 8032) as the protocol uses it: keys are seeds of 32 bytes, verifying raises (§3)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dropbox.protocol.errors import TitipError

SIGNATURE_LEN = 64


def signing_pk(seed: bytes) -> bytes:
    """Return the public key, 32 bytes, of a seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, *pieces: bytes) -> bytes:
    """Return the signature, 64 bytes, over the joined pieces, of which the first is a label."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(b"".join(pieces))


def verify(pk: bytes, signature: bytes, error: type[TitipError], *pieces: bytes) -> None:
    """Return if `signature` over the joined pieces verifies under `pk`; raise `error` otherwise."""
    try:
        Ed25519PublicKey.from_public_bytes(pk).verify(signature, b"".join(pieces))
    except (InvalidSignature, ValueError):
        raise error from None
