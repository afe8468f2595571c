"""Tells which letters look alike, so that a flood can be sorted by a person (docs/WORKSTATION.md).

A sketch is 24 numbers of a text's words: the share of equal numbers in two sketches is about the
share of words that the two texts have in common. Nothing here decides anything: who floods a drop
can write what no program tells from an honest letter, and an honest letter may look like junk.
"""

from __future__ import annotations

import itertools
import re
import struct
import zlib
from collections.abc import Iterable
from enum import IntEnum
from operator import add

from dropbox.protocol.words import WORDS

SLOTS = 24
ROWS = 4
SKETCH_LEN = 4 * SLOTS
# Where somebody fills letters to the brim, the beginning is enough to know them by.
_READ_LEN = 4_000
_FEW_WORDS = 3
_FORM = struct.Struct(f">{SLOTS}I")
_EMPTY = 0xFFFFFFFF
_WORD = re.compile(r"[^\W\d_]{2,}")
# In Indonesian and English text one pair of neighbouring letters in ten is none of these, in
# letters drawn at random more than one in two.
_PAIRS = frozenset(word[at : at + 2] for word in WORDS for at in range(len(word) - 1))
_ODD_SHARE = 0.35
_JUDGED_LEN = 800


class Look(IntEnum):
    """What the words of a text look like at a glance."""

    WORDS = 0
    NONSENSE = 1
    NEARLY_EMPTY = 2


def sketch_text(text: str) -> bytes:
    """Return the sketch of a text, 96 bytes; texts that differ in digits and signs have the same.

    A text without words has a sketch of its own kind, which is like no other.
    """
    slots = [_EMPTY] * SLOTS
    for word in set(_words(text)):
        hashed = zlib.crc32(word.encode())
        place, rest = hashed % SLOTS, hashed // SLOTS
        slots[place] = min(slots[place], rest)
    if slots.count(_EMPTY) == SLOTS:
        return _FORM.pack(*slots)
    # A short text leaves places empty; each borrows from the next that is not.
    for place in reversed(range(2 * SLOTS)):
        if slots[place % SLOTS] == _EMPTY:
            slots[place % SLOTS] = slots[(place + 1) % SLOTS]
    return _FORM.pack(*slots)


def look_of(text: str) -> Look:
    """Return what a text looks like: words, letters that form none, or hardly any."""
    words = _words(text[:_JUDGED_LEN])
    if len(words) <= _FEW_WORDS:
        return Look.NEARLY_EMPTY
    latin = [word for word in words if word.isascii()]
    # Of scripts that this knows nothing about it says nothing.
    if 2 * len(latin) < len(words):
        return Look.WORDS
    line = " ".join(latin)
    pairs = len(line) - 1 - 2 * line.count(" ")
    usual = sum(map(_PAIRS.__contains__, map(add, line, line[1:])))
    return Look.NONSENSE if pairs - usual > _ODD_SHARE * pairs else Look.WORDS


def likeness(one: bytes, other: bytes) -> float:
    """Return how much two sketches have in common, from 0 to 1."""
    pairs = zip(_FORM.unpack(one), _FORM.unpack(other), strict=True)
    equal = [left == right != _EMPTY for left, right in pairs]
    return equal.count(True) / SLOTS


def gather(sketches: Iterable[tuple[int, bytes]]) -> dict[int, int]:
    """Return for each id the least id of those that look like it, itself where none does.

    Two are put together where four neighbouring numbers of their sketches agree: of texts that
    share nine words in ten nearly all, of texts that share three in ten hardly any.
    """
    head: dict[int, int] = {}

    def first_of(one: int) -> int:
        while head[one] != one:
            head[one] = head[head[one]]
            one = head[one]
        return one

    seen: dict[tuple[int, bytes], int] = {}
    nothing = b"\xff" * (4 * ROWS)
    for one, sketch in sketches:
        head[one] = one
        for at in range(0, SKETCH_LEN, 4 * ROWS):
            band = sketch[at : at + 4 * ROWS]
            if band == nothing:
                continue
            other = first_of(seen.setdefault((at, band), one))
            mine = first_of(one)
            head[max(other, mine)] = min(other, mine)
    return {one: first_of(one) for one in head}


def most_different(sketches: Iterable[tuple[int, bytes]], count: int) -> list[int]:
    """Return the ids of those that are least like the rest, the strangest first."""
    rows = [(one, _FORM.unpack(sketch)) for one, sketch in sketches]
    usual = [max(set(column), key=column.count) for column in _columns(rows)]
    rows.sort(key=lambda row: sum(map(int.__eq__, row[1], usual)))
    return [one for one, _ in rows[:count]]


def _columns(rows: list[tuple[int, tuple[int, ...]]]) -> Iterable[tuple[int, ...]]:
    # What is usual shows in a few hundred as well as in ten thousand.
    step = max(1, len(rows) // 200)
    return zip(*(numbers for _, numbers in itertools.islice(rows, 0, None, step)), strict=True)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_READ_LEN].casefold())
