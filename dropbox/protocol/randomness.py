"""The one place where the protocol draws random bytes: the operating system's generator (§1.1).

Inner functions take their randomness as an argument, so that vectors can fix it; only the outer
ones call this.
"""

from __future__ import annotations

import secrets


def random_bytes(length: int) -> bytes:
    """Return `length` bytes from the operating system's generator."""
    return secrets.token_bytes(length)
