"""Checks of the shape of parsed JSON: which fields, which types, which bounds (§1.3).

Everything here raises ShapeError, which each format turns into its own error, so that a caller sees
one kind of refusal per format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from dropbox.protocol.canonical import JsonObject, from_base64url, from_hex
from dropbox.protocol.errors import CanonicalError, EncodingError, ShapeError, TitipError

_T = TypeVar("_T")
_CODE = re.compile(r"[a-z0-9_]{1,40}\Z")


@contextmanager
def refusing_as(error: type[TitipError]) -> Iterator[None]:
    """Turn every refusal of text forms and shapes inside into `error`."""
    try:
        yield
    except (CanonicalError, EncodingError, ShapeError):
        raise error from None


def check_fields(
    value: object, required: Iterable[str], optional: Iterable[str] = ()
) -> JsonObject:
    """Return `value` if it is an object with all `required` and only `optional` fields besides."""
    needed = set(required)
    if (
        not isinstance(value, dict)
        or not needed <= set(value)
        or set(value) - needed - set(optional)
    ):
        raise ShapeError
    return value


def check_integer(value: object, least: int, most: int) -> int:
    """Return `value` if it is an integer (no boolean) from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ShapeError
    return value


def check_text(value: object, least: int, most: int) -> str:
    """Return `value` if it is a string of `least` to `most` bytes of UTF-8."""
    if (
        not isinstance(value, str)
        or not least <= len(value.encode("utf-8", "surrogatepass")) <= most
    ):
        raise ShapeError
    return value


def check_code(value: object) -> str:
    """Return `value` if it is a code: 1 to 40 characters a-z, 0-9, _ (§4.4)."""
    if not isinstance(value, str) or not _CODE.match(value):
        raise ShapeError
    return value


def check_choice(value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of the strings in `choices`."""
    if not isinstance(value, str) or value not in set(choices):
        raise ShapeError
    return value


def check_base64url(value: object, length: int) -> bytes:
    """Return the `length` bytes behind a base64url string."""
    if not isinstance(value, str):
        raise ShapeError
    return from_base64url(value, length)


def check_hex(value: object, length: int) -> bytes:
    """Return the `length` bytes behind a hex string."""
    if not isinstance(value, str):
        raise ShapeError
    return from_hex(value, length)


def check_list(value: object, least: int, most: int, item: Callable[[Any], _T]) -> list[_T]:
    """Return what `item` makes of each member of an array of `least` to `most` members."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise ShapeError
    return [item(member) for member in value]
