"""The mark: the highest bulletin number that was ever used, outside the vault and every backup.

A vault that is restored from a backup does not know what it signed since; the mark does. `titip/1n`
‖ nonce 24 ‖ SecretBox(reserved u32 ‖ signed u32 ‖ hash 32). Its key is made in the ceremony and
stays, so that the vault of any backup can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nacl.exceptions
import nacl.secret

from dropbox.protocol.labels import u32
from dropbox.protocol.randomness import random_bytes
from dropbox.workstation.files import make_private_dir, write_atomically
from dropbox.workstation.vault import Vault

MAGIC = b"titip/1n"
HASH_LEN = 32
_PLAIN_LEN = 4 + 4 + HASH_LEN


@dataclass(frozen=True)
class Mark:
    """What was used: numbers up to `reserved`; `signed` is the last one that was signed for good.

    `signed_hash` is H of that bulletin, zeros before the first.
    """

    reserved: int
    signed: int
    signed_hash: bytes


class MarkFile:
    """The mark on the disk; each change is durable before the method returns."""

    def __init__(self, vault: Vault, path: Path) -> None:
        self._vault = vault
        self._path = path

    def __repr__(self) -> str:
        return f"<MarkFile {self._path}>"

    @classmethod
    def create(cls, vault: Vault, path: Path) -> MarkFile:
        """Return the mark of a new vault, in which no number is used. Raises OSError."""
        vault.set("mark_key", random_bytes(nacl.secret.SecretBox.KEY_SIZE))
        mark = cls(vault, path)
        mark.write(Mark(0, 0, bytes(HASH_LEN)))
        return mark

    def read(self) -> Mark | None:
        """Return the mark; None where it is missing, damaged or another vault's."""
        key = self._vault.get("mark_key")
        try:
            raw = self._path.read_bytes()
        except OSError:
            return None
        if key is None or raw[: len(MAGIC)] != MAGIC:
            return None
        try:
            plain = nacl.secret.SecretBox(key).decrypt(raw[len(MAGIC) :])
        except (nacl.exceptions.CryptoError, ValueError):
            return None
        if len(plain) != _PLAIN_LEN:
            return None
        reserved, signed = int.from_bytes(plain[:4], "big"), int.from_bytes(plain[4:8], "big")
        return Mark(reserved, signed, plain[8:])

    def write(self, mark: Mark) -> None:
        """Replace the mark. Raises OSError."""
        box = nacl.secret.SecretBox(self._vault.need("mark_key"))
        plain = u32(mark.reserved) + u32(mark.signed) + mark.signed_hash
        make_private_dir(self._path.parent)
        write_atomically(self._path, MAGIC + bytes(box.encrypt(plain, random_bytes(24))))
