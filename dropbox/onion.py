"""Onion addresses, and the key by which Tor lets a client reach one (rend-spec-v3).

Site and courier share it: what one writes into Tor's folders, the other's Tor must accept.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

KEY_LEN = 32
_ONION = re.compile(r"[a-z2-7]{56}\.onion\Z")
_CLIENT = re.compile(r"descriptor:x25519:([A-Z2-7]{52})\Z")
_VERSION = b"\x03"


class OnionError(Exception):
    """An address or a key is not of the form that Tor knows; the text says what to do."""


@dataclass(frozen=True)
class ClientKey:
    """A key pair of client authorization: X25519 private key, 32 bytes."""

    private: bytes

    def __repr__(self) -> str:
        return "ClientKey(…)"

    @property
    def authorized_line(self) -> str:
        """The public half as it stands in `authorized_clients/NAME.auth` at the site."""
        public = X25519PrivateKey.from_private_bytes(self.private).public_key()
        return f"descriptor:x25519:{_base32(public.public_bytes_raw())}"

    def private_line(self, host: str) -> str:
        """Return the line of `NAME.auth_private` in Tor's ClientOnionAuthDir; raises OnionError."""
        name = check_onion_host(host).removesuffix(".onion")
        return f"{name}:descriptor:x25519:{_base32(self.private)}"


def onion_host(public: bytes) -> str:
    """Return the version 3 address of the onion service with this Ed25519 public key, 32 bytes."""
    checksum = hashlib.sha3_256(b".onion checksum" + public + _VERSION).digest()[:2]
    return f"{_base32(public + checksum + _VERSION).lower()}.onion"


def check_onion_host(host: str) -> str:
    """Return `host` if it is a version 3 onion address, its checksum included.

    Raises OnionError: a slip of the hand is found here and not by a minute's wait for Tor.
    """
    if not _ONION.match(host):
        raise OnionError(
            "Alamat .onion harus 56 huruf a–z dan angka 2–7. Salin lagi seluruhnya.\n"
            "An .onion address has 56 letters a–z and digits 2–7. Copy the whole of it again."
        )
    if onion_host(base64.b32decode(host.removesuffix(".onion").upper())[:32]) != host:
        raise OnionError(
            "Alamat .onion salah ketik: angka pemeriksanya tidak cocok. Salin lagi seluruhnya.\n"
            "The .onion address is mistyped: its check does not fit. Copy the whole of it again."
        )
    return host


def check_authorized_line(line: str) -> str:
    """Return the public half of a client's key if it is one; raises OnionError."""
    match = _CLIENT.match(line)
    if match is None or _base32(base64.b32decode(match[1] + "====")) != match[1]:
        raise OnionError(
            f"'{line}' is no courier's key. Copy the line that `titip courier key` printed; it "
            "begins with descriptor:x25519:"
        )
    return line


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")
