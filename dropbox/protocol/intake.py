"""The weekly intake key: X-Wing, that is ML-KEM-768 (FIPS 203) with X25519 (RFC 7748) (§3.4)."""

from __future__ import annotations

import functools
import hashlib

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from dropbox.protocol.labels import digest, label

MLKEM_PK_LEN = 1_184
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class IntakeKey:
    """A private intake key, ready to open letters; `pk` is its public key, 1,216 bytes."""

    def __init__(self, seed: bytes) -> None:
        """Expand the seed of 32 bytes (§3.4)."""
        expanded = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.private = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.pk = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        """Show the public key's hash only."""
        return f"<IntakeKey {digest(self.pk).hex()[:8]}>"


def sealing_key(pk: bytes) -> MLKEM768X25519PublicKey:
    """Return the key that seals to `pk`, 1,216 bytes; raises ValueError where it is no key."""
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(pk[:MLKEM_PK_LEN]),
        X25519PublicKey.from_public_bytes(pk[MLKEM_PK_LEN:]),
    )


@functools.lru_cache(maxsize=64)
def letter_info(did: bytes, intake_pk: bytes) -> bytes:
    """Return the HPKE info that binds a letter to its drop and key (§4.1)."""
    return label("letter") + did + digest(intake_pk)
