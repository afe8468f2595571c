"""The text forms: canonical JSON (§1.3), base64url and hex (§1.4).

Each value has exactly one form, and a reader refuses every other. That closes doubled keys, floats
that two languages round differently, and base64 with loose bits, all of which the standard decoders
let through.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from dropbox.protocol.errors import CanonicalError, EncodingError

JsonObject = dict[str, Any]

INTEGER_MAX = (1 << 53) - 1
DEPTH_MAX = 8
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")


def write_canonical(value: JsonObject) -> bytes:
    """Return the canonical JSON of `value` (§1.3), UTF-8.

    Raises CanonicalError where the value has no canonical form: floats, lone surrogates, foreign
    types, too deep.
    """
    if not isinstance(value, dict):
        raise CanonicalError
    _check(value, 1)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise CanonicalError from None


def read_canonical(raw: bytes) -> JsonObject:
    """Return the object that `raw` is the canonical JSON of (§1.3).

    Raises CanonicalError for anything else, whatever it is. Callers bound the length of `raw`
    before.
    """
    try:
        value = json.loads(raw.decode("utf-8", "strict"))
    except (ValueError, RecursionError):
        raise CanonicalError from None
    if write_canonical(value) != raw:
        raise CanonicalError
    return dict(value)


def _check(value: object, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise CanonicalError
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if not 0 <= value <= INTEGER_MAX:
            raise CanonicalError
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not _KEY.match(key):
                raise CanonicalError
            _check(item, depth + 1)
    else:
        raise CanonicalError


def to_base64url(raw: bytes) -> str:
    """Return `raw` in base64url without padding (§1.4)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64url(text: str, length: int) -> bytes:
    """Return the `length` bytes that `text` is the base64url of (§1.4).

    Raises EncodingError otherwise.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise EncodingError from None
    # Writing it again is what refuses nonzero unused bits and the padding that the decoder accepts.
    if len(raw) != length or to_base64url(raw) != text:
        raise EncodingError
    return raw


def from_hex(text: str, length: int) -> bytes:
    """Return the `length` bytes that `text` is the lower-case hex of (§1.4).

    Raises EncodingError otherwise.
    """
    if len(text) != 2 * length or not re.fullmatch(r"[0-9a-f]*", text):
        raise EncodingError
    return bytes.fromhex(text)
