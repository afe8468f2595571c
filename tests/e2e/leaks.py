"""Looks for secrets in everything that a program wrote, in every dress that a leak usually wears.

Dresses: UTF-8, UTF-16 in both orders, base64 and base64url at all three alignments, hex in both
cases, percent-encoding, JSON escapes; and each of them inside gzip and zlib streams, wherever in a
file these start.
"""

from __future__ import annotations

import base64
import functools
import json
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

_STARTS = ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15), (b"\x78\xda", 15), (b"\x78\x01", 15))


def dresses(secret: str) -> dict[str, bytes]:
    """Return the byte strings by which `secret` would be recognised, by name of encoding."""
    raw = secret.encode()
    found = {
        "utf-8": raw,
        "utf-16-le": secret.encode("utf-16-le"),
        "utf-16-be": secret.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "percent": urllib.parse.quote(secret, safe="").encode(),
        "json": json.dumps(secret)[1:-1].encode(),
    }
    for shift in range(3):
        # In the middle of something: without the characters that mix with neighbours.
        text = base64.b64encode(b"\0" * shift + raw)
        whole = (shift + len(raw)) // 3 * 4
        middle = text[(0, 2, 3)[shift] : whole]
        if shift:
            middle = text[4:whole]
        found[f"base64+{shift}"] = middle
        found[f"base64url+{shift}"] = middle.replace(b"+", b"-").replace(b"/", b"_")
    return {name: dress for name, dress in found.items() if len(dress) >= min(5, len(raw))}


def find_secrets(haystack: bytes, secrets: Iterable[str]) -> set[tuple[str, str]]:
    """Return (secret, encoding) for all in `haystack` or in a compressed stream inside it."""
    found = set()
    texts = [haystack, *_inflated(haystack)]
    lowered = [text.lower() for text in texts]
    for secret in secrets:
        for name, dress in _dresses_of(secret).items():
            if any(dress in text for text in texts):
                found.add((secret, name))
        if any(secret.lower().encode() in text for text in lowered):
            found.add((secret, "utf-8"))
    return found


@functools.lru_cache(maxsize=4096)
def _dresses_of(secret: str) -> dict[str, bytes]:
    # Two dresses are often the same bytes, which need be looked for once only.
    return {name: dress for dress, name in {d: n for n, d in dresses(secret).items()}.items()}


def files_below(*folders: Path) -> Iterator[Path]:
    """Yield every regular file below the folders."""
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _inflated(haystack: bytes) -> Iterator[bytes]:
    for magic, window in _STARTS:
        at = haystack.find(magic)
        while at >= 0:
            plain = _inflate(haystack[at : at + (1 << 20)], window)
            if len(plain) > 8:
                yield plain
            at = haystack.find(magic, at + 1)


def _inflate(stream: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(stream, 1 << 20)
    except zlib.error:
        return b""
