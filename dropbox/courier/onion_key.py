"""The courier's key for Tor: made once, kept where Tor looks for it (client authorization)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from httpx import URL

from dropbox.carriage import is_onion
from dropbox.courier.fetching import StickError
from dropbox.onion import KEY_LEN, ClientKey, OnionError
from dropbox.settings import SettingsError

# Tor reads files that end in .auth_private and no others.
AUTH_NAME = "titip.auth_private"
_SEED_NAME = "titip-kurir.key"


@dataclass(frozen=True)
class KeptKey:
    """The line for the site; `path` of Tor's file, None while the site's address is not known."""

    authorized_line: str
    path: Path | None


def keep_key(folder: Path, courier_url: str) -> KeptKey:
    """Return the key in `folder`, made now if there is none, and write Tor's file for the address.

    May be repeated: the key stays the same. Raises SettingsError, StickError.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Tor refuses a folder that others may enter.
        folder.chmod(0o700)
        key = ClientKey(_seed(folder / _SEED_NAME))
        if not is_onion(courier_url):
            return KeptKey(key.authorized_line, None)
        try:
            line = key.private_line(URL(courier_url).host)
        except OnionError as error:
            raise SettingsError(f"[courier] courier_url: {error}") from None
        _write_secret(folder / AUTH_NAME, f"{line}\n".encode())
    except OSError as error:
        raise StickError(
            f"{folder}: tidak dapat ditulisi ({error.strerror}).\n"
            f"{folder}: cannot be written ({error.strerror})."
        ) from None
    return KeptKey(key.authorized_line, folder / AUTH_NAME)


def _seed(path: Path) -> bytes:
    if not path.exists():
        _write_secret(path, X25519PrivateKey.generate().private_bytes_raw())
    seed = path.read_bytes()
    if len(seed) != KEY_LEN:
        raise SettingsError(
            f"{path}: rusak. Hapus, lalu buat kunci baru dan serahkan barisnya ke situs.\n"
            f"{path}: damaged. Remove it, make a new key and give its line to the site."
        )
    return seed


def _write_secret(path: Path, raw: bytes) -> None:
    beside = path.with_suffix(".part")
    beside.unlink(missing_ok=True)
    # Closed to others from its first byte on.
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
