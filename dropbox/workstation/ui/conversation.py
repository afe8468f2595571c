"""A conversation as it is read: day by day, what was written and what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from dropbox.workstation.cases import ConversationItem, LetterItem, ReplyItem


@dataclass(frozen=True)
class Day:
    """The letters and replies of one day, in order."""

    day: int
    items: list[LetterItem | ReplyItem]


def by_day(items: list[ConversationItem]) -> list[Day]:
    """Return letters and replies by day; notes and steps stand beside the conversation."""
    days: list[Day] = []
    for item in items:
        if not isinstance(item, LetterItem | ReplyItem):
            continue
        if not days or days[-1].day != item.day:
            days.append(Day(item.day, []))
        days[-1].items.append(item)
    return days
