"""A key of 32 bytes wrapped under a passphrase: Argon2id and SecretBox, in a file of 112 bytes.

`titip/1w` ‖ salt 16 ‖ nonce 24 ‖ SecretBox(purpose 16 ‖ key 32). The parameters are not in the file
and cannot be chosen: Argon2id version 1.3 with 3 passes over 256 MiB ("moderate" in libsodium). The
purpose is inside the box, so that a file put in the place of another one is refused. `titip/1t`,
the trial form, costs next to nothing and guards next to nothing; it is written for demo vaults
only, and a vault that is no demo refuses it.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.secret

from dropbox.protocol.randomness import random_bytes
from dropbox.workstation.errors import WrappedKeyFormError, WrongPassphraseError

KEY_LEN = 32
SALT_LEN = 16
PURPOSE_LEN = 16
WRAPPED_LEN = 8 + SALT_LEN + 24 + 16 + PURPOSE_LEN + KEY_LEN


class Cost(Enum):
    """How dear each guess of a passphrase is: magic, passes, bytes of memory."""

    FULL = (
        b"titip/1w",
        nacl.pwhash.argon2id.OPSLIMIT_MODERATE,
        nacl.pwhash.argon2id.MEMLIMIT_MODERATE,
    )
    TRIAL = (b"titip/1t", nacl.pwhash.argon2id.OPSLIMIT_MIN, nacl.pwhash.argon2id.MEMLIMIT_MIN)

    @property
    def magic(self) -> bytes:
        """The first eight bytes of the file."""
        return self.value[0]


def wrap_key(key: bytes, passphrase: str, purpose: str, cost: Cost = Cost.FULL) -> bytes:
    """Return the file, 112 bytes, that holds `key` (32 bytes) under `passphrase`.

    `purpose` is at most 16 ASCII characters. Raises ValueError for a key or a purpose of another
    length.
    """
    if len(key) != KEY_LEN or len(purpose) > PURPOSE_LEN:
        raise ValueError(purpose)
    salt = random_bytes(SALT_LEN)
    box = nacl.secret.SecretBox(_stretch(passphrase, salt, cost))
    sealed = box.encrypt(_purpose(purpose) + key, random_bytes(box.NONCE_SIZE))
    return cost.magic + salt + bytes(sealed)


def unwrap_key(raw: bytes, passphrase: str, purpose: str) -> bytes:
    """Return the key, 32 bytes; raises WrappedKeyFormError, WrongPassphraseError."""
    cost = cost_of(raw)
    salt, sealed = raw[8 : 8 + SALT_LEN], raw[8 + SALT_LEN :]
    box = nacl.secret.SecretBox(_stretch(passphrase, salt, cost))
    try:
        plain = box.decrypt(sealed)
    except nacl.exceptions.CryptoError:
        raise WrongPassphraseError(
            "Frasa sandi salah, atau berkas kunci ini telah diubah. Periksa tata letak papan tik "
            "dan huruf besar, lalu coba lagi.",
            "Wrong passphrase, or this key file was changed. Check the keyboard layout and capital "
            "letters, then try again.",
        ) from None
    if plain[:PURPOSE_LEN] != _purpose(purpose):
        raise _form_error()
    return plain[PURPOSE_LEN:]


def cost_of(raw: bytes) -> Cost:
    """Return the cost that a wrapped key was made with; raises WrappedKeyFormError."""
    for cost in Cost:
        if len(raw) == WRAPPED_LEN and raw[:8] == cost.magic:
            return cost
    raise _form_error()


def _form_error() -> WrappedKeyFormError:
    return WrappedKeyFormError(
        "Berkas kunci ini bukan yang diharapkan di sini: jenisnya lain, atau rusak. Ambil dari "
        "cadangan.",
        "This is not the key file that belongs here: another kind, or damaged. Take it from the "
        "backup.",
    )


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # NFKC: the same letters typed on another keyboard must give the same bytes.
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    _, passes, memory = cost.value
    return nacl.pwhash.argon2id.kdf(KEY_LEN, typed, salt, opslimit=passes, memlimit=memory)


def _purpose(purpose: str) -> bytes:
    return purpose.encode("ascii").ljust(PURPOSE_LEN, b"\0")
