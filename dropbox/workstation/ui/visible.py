"""Shows what strangers wrote as text (§4.4): nothing in it acts, hides or turns its surroundings.

Markup is escaped. Control characters other than newline and tab, and format characters, become
signs such as ⟦U+202E⟧. Arabic and Hebrew read as they should, since each paragraph finds its own
direction; emoji keep their joiners.
"""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

_NON_JOINER, _JOINER = "\u200c", "\u200d"
_BLACK_FLAG, _TAG_FIRST, _TAG_LAST = "\U0001f3f4", "\U000e0020", "\U000e007f"
# Line and paragraph separators, and what a page draws as nothing though Unicode calls it a letter.
_ALSO_SHOWN = frozenset("\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


def shown(text: str) -> Markup:
    """Return one line of `text` as HTML, with a direction of its own."""
    return Markup("<bdi>{}</bdi>").format(_signs(text.replace("\n", " ⏎ ")))


def paragraphs(text: str) -> Markup:
    """Return `text` as HTML: a `<p>` with its own direction for each line; empty lines stay."""
    lines = text.replace("\r\n", "\n").split("\n")
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(_signs(line))
        if line.strip()
        else Markup("<p><br></p>")
        for line in lines
    )


def _signs(line: str) -> Markup:
    parts: list[Markup] = []
    plain_from = 0
    for place, character in enumerate(line):
        if not _must_show(line, place):
            continue
        parts.append(escape(line[plain_from:place]))
        parts.append(Markup('<span class="sign">⟦U+{:04X}⟧</span>').format(ord(character)))
        plain_from = place + 1
    parts.append(escape(line[plain_from:]))
    return Markup("").join(parts)


def _must_show(line: str, place: int) -> bool:
    character = line[place]
    if character.isascii():
        return character != "\t" and not character.isprintable()
    if character in _ALSO_SHOWN:
        return True
    if unicodedata.category(character) not in {"Cc", "Cf"}:
        return False
    if character in {_JOINER, _NON_JOINER}:
        return not _joins(line, place)
    if _TAG_FIRST <= character <= _TAG_LAST:
        return not _in_flag(line, place)
    return True


def _joins(line: str, place: int) -> bool:
    # Between two letters or signs of scripts other than Latin a joiner shapes what is seen (emoji,
    # Arabic, Javanese); elsewhere it only makes two texts differ that look the same.
    neighbours = line[max(place - 1, 0) : place] + line[place + 1 : place + 2]
    return len(neighbours) == 2 and all(
        ord(neighbour) > 0x24F and unicodedata.category(neighbour) not in {"Cc", "Cf"}
        for neighbour in neighbours
    )


def _in_flag(line: str, place: int) -> bool:
    # The flags of Wales, Scotland and England: a black flag and tags, the last of them U+E007F.
    start = place
    while start and _TAG_FIRST <= line[start - 1] <= _TAG_LAST:
        start -= 1
    end = line.find(_TAG_LAST, start, start + 8)
    return start > 0 and line[start - 1] == _BLACK_FLAG and end >= place
