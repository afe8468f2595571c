"""Deadlines in working days: Saturdays, Sundays and Indonesian public holidays do not count."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import holidays

from dropbox.workstation.days import date_of
from dropbox.workstation.defaults import RECEIVED
from dropbox.workstation.settings import WorkstationSettings


@dataclass(frozen=True)
class Deadline:
    """The next thing that is owed to a case.

    `acknowledge`, `verify` or `conclude`, and until which day.
    """

    step: str
    day: int


@functools.lru_cache(maxsize=4096)
def add_working_days(day: int, count: int) -> int:
    """Return the day that is `count` working days after `day`."""
    while count:
        day += 1
        if is_working_day(day):
            count -= 1
    return day


@functools.lru_cache(maxsize=4096)
def is_working_day(day: int) -> bool:
    """Tell whether offices are open on that day."""
    date = date_of(day)
    return date.weekday() < 5 and date not in _calendar()


def next_deadline(
    settings: WorkstationSettings, opened_day: int, status: str, *, answered: bool, closed: bool
) -> Deadline | None:
    """Return what is owed next to a case opened on that day, None where it is closed."""
    if closed:
        return None
    if not answered:
        step, count = "acknowledge", settings.acknowledge_working_days
    elif status == RECEIVED:
        step, count = "verify", settings.verify_working_days
    else:
        step, count = "conclude", settings.conclude_working_days
    return Deadline(step, add_working_days(opened_day, count))


def owed_after_answer(
    settings: WorkstationSettings, closed_codes: frozenset[str]
) -> Callable[[int, str], Deadline | None]:
    """Return what tells what is owed to a case, by the day it was opened and its status.

    Whatever goes out to it is an answer, so its receipt is owed no longer (§6.1).
    """

    def owed(opened_day: int, status: str) -> Deadline | None:
        closed = status in closed_codes
        return next_deadline(settings, opened_day, status, answered=True, closed=closed)

    return owed


def last_overdue(count: int, today: int) -> int:
    """Return the last day on which something due in `count` working days is overdue by today."""
    day = today - count
    while add_working_days(day, count) >= today:
        day -= 1
    return day


@functools.lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("ID")
