"""Days since 1970-01-01, the only time that the vault knows (§1.1)."""

from __future__ import annotations

import datetime as dt

_FIRST = dt.date(1970, 1, 1)


def day_of(date: dt.date) -> int:
    """Return the number of whole days from 1970-01-01 to `date`."""
    return (date - _FIRST).days


def date_of(day: int) -> dt.date:
    """Return the date of a day number."""
    return _FIRST + dt.timedelta(day)


def iso(day: int) -> str:
    """Return a day as YYYY-MM-DD."""
    return date_of(day).isoformat()


def utc_today() -> int:
    """Return today by this machine's clock, in UTC.

    Only the edges (command line, interface) call it.
    """
    return day_of(dt.datetime.now(dt.UTC).date())


def monday_of(day: int) -> int:
    """Return the Monday on or before `day`; the weeks of intake keys start there."""
    # 1970-01-01 was a Thursday.
    return day - (day + 3) % 7
