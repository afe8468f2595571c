"""HPKE with X-Wing, written out from its specifications, to hold the libraries to them.

RFC 9180 (base mode, KDF HKDF-SHA256) and draft-connolly-cfrg-xwing-kem, from the primitives of
`cryptography`. Used where the library's one-shot calls do not reach: published vectors with
associated data, and a letter that opens under two keys.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEM_ID, KDF_ID = 0x647A, 0x0001
AES_256_GCM, CHACHA20_POLY1305 = 0x0002, 0x0003
X_WING_LABEL = bytes.fromhex("5c2e2f2f5e5c")


@dataclass(frozen=True)
class Context:
    """The key, 32 bytes, and the base nonce, 12 bytes, of one HPKE context."""

    key: bytes
    base_nonce: bytes

    def nonce(self, sequence: int) -> bytes:
        """Return the nonce of one message."""
        number = int.from_bytes(self.base_nonce, "big") ^ sequence
        return number.to_bytes(12, "big")


def decapsulate(seed: bytes, enc: bytes) -> bytes:
    """Return X-Wing's shared secret, 32 bytes, for the private key of a seed."""
    expanded = hashlib.shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
    ct_m, ct_x = enc[:1088], enc[1088:]
    ss_m = mlkem.decapsulate(ct_m)
    ss_x = x25519.exchange(X25519PublicKey.from_public_bytes(ct_x))
    pk_x = x25519.public_key().public_bytes_raw()
    return hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + X_WING_LABEL).digest()


def key_schedule(shared_secret: bytes, info: bytes, aead_id: int) -> Context:
    """Return the context of base mode (RFC 9180, section 5.1)."""
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (KEM_ID, KDF_ID, aead_id))

    def extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return hmac.digest(salt, b"HPKE-v1" + suite + label + ikm, "sha256")

    def expand(prk: bytes, label: bytes, about: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + about
        return hmac.digest(prk, labelled + b"\1", "sha256")[:length]

    about = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared_secret, b"secret", b"")
    return Context(expand(secret, b"key", about, 32), expand(secret, b"base_nonce", about, 12))


# -- a ciphertext with one tag under two keys ------------------------------------------------------

_REDUCTION = 0xE1 << 120


def _times(left: int, right: int) -> int:
    product = 0
    for bit in range(127, -1, -1):
        if right >> bit & 1:
            product ^= left
        left = left >> 1 ^ (_REDUCTION if left & 1 else 0)
    return product


def _power(base: int, exponent: int) -> int:
    result = 1 << 127
    while exponent:
        if exponent & 1:
            result = _times(result, base)
        base = _times(base, base)
        exponent >>= 1
    return result


def _encrypt_block(key: bytes, block: bytes) -> int:
    # One block of AES is what GCM's hash key and mask are made of; nothing is sealed with it.
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    return int.from_bytes(encryptor.update(block), "big")


def _ghash(subkey: int, ciphertext: bytes) -> int:
    state = 0
    for at in range(0, len(ciphertext), 16):
        block = int.from_bytes(ciphertext[at : at + 16], "big")
        state = _times(state ^ block, subkey)
    return _times(state ^ (len(ciphertext) * 8), subkey)


def ciphertext_for_two(first: Context, second: Context, length: int) -> bytes:
    """Return ciphertext ‖ tag, `length` + 16 bytes, that AES-256-GCM opens under both contexts.

    GCM does not bind its key: the last block is chosen so that both tags are the same. `length` is
    a multiple of 16.
    """
    subkeys = [_encrypt_block(one.key, bytes(16)) for one in (first, second)]
    masks = [_encrypt_block(one.key, one.base_nonce + b"\0\0\0\1") for one in (first, second)]
    bare = bytes(length)
    tags = [_ghash(subkey, bare) ^ mask for subkey, mask in zip(subkeys, masks, strict=True)]
    # The last block of the ciphertext is multiplied by the square of the hash key.
    squares = [_times(subkey, subkey) for subkey in subkeys]
    inverse = _power(squares[0] ^ squares[1], (1 << 128) - 2)
    last = _times(tags[0] ^ tags[1], inverse)
    tag = tags[0] ^ _times(last, squares[0])
    return bytes(length - 16) + last.to_bytes(16, "big") + tag.to_bytes(16, "big")
