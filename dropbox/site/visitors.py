"""Who a visitor is for the limits, without keeping who he is: a keyed hash that changes hourly.

Behind an onion service every visitor comes from this machine, so Tor names the circuit in a PROXY
line (`HiddenServiceExportCircuitID haproxy`), as an address of fc00:dead:beef:4dad::/64.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

PUBLIC_DOOR: Final = "public"
CLEAR_DOOR: Final = "clear"
PROXY_LINE_MAX_LEN = 107
KEY_S = 3_600
# A household's whole IPv6 network counts as one visitor; else one sender has 2^64 addresses. Tor
# writes the circuit into the last 32 bits, so its addresses are taken whole.
_NETWORK_LEN = 64
_CIRCUITS = ipaddress.IPv6Network("fc00:dead:beef:4dad::/64")
_PROXY_LINE = re.compile(
    rb"PROXY TCP[46] ([0-9a-fA-F:.]{2,39}) [0-9a-fA-F:.]{2,39} [0-9]{1,5} [0-9]{1,5}\Z"
)


@dataclass(frozen=True)
class Visitor:
    """Who hands something in: the keyed hash that stands for him, and the door he came by."""

    name: str
    door: str = PUBLIC_DOOR


def read_proxy_line(line: bytes) -> str | None:
    """Return the address that a PROXY line (version 1, without its line end) names.

    Or None if it is malformed.
    """
    match = _PROXY_LINE.match(line)
    if match is None:
        return None
    text = match[1].decode("ascii")
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return None
    return text


class Visitors:
    """Makes the keys. The hashing key is in memory alone and lives for an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._renew = 0.0
        self._key = b""

    def name(self, address: str) -> str:
        """Return 32 hex characters that stand for the address until the hour is over."""
        with self._lock:
            if not self._key or self._clock() >= self._renew:
                self._key, self._renew = secrets.token_bytes(32), self._clock() + KEY_S
            key = self._key
        return hashlib.blake2b(_grouped(address).encode(), key=key, digest_size=16).hexdigest()


def _grouped(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address) or parsed in _CIRCUITS:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _NETWORK_LEN), strict=False))
