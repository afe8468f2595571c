"""The table of docs/FLOODS.md is what the settings and the turns give."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.settings import SiteSettings
from dropbox.site.turns import LASTS_S, LATE_S, UNUSED_MAX, WAIT_MAX_S, WAIT_MIN_S

FLOODS = (Path(__file__).parents[2] / "docs" / "FLOODS.md").read_text()
# Answers a second that the table assumes of a site under flood.
LETTERS_A_SECOND, CHUNKS_A_SECOND = 500, 200
# Fixed windows: so many of them begin in the time that the table gives.
WINDOWS = 2


def cells(start: str) -> list[str]:
    [row] = [line for line in FLOODS.splitlines() if line.startswith(f"| {start}")]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{round(minutes / 60)} h"


@pytest.mark.parametrize(
    ("at", "room", "record_len", "rate", "limit"),
    [
        (0, SiteSettings.letters_max, LETTER_LEN, LETTERS_A_SECOND, SiteSettings.letters_limit),
        (1, SiteSettings.chunks_max, CHUNK_RECORD_LEN, CHUNKS_A_SECOND, SiteSettings.chunks_limit),
    ],
)
def test_room_and_waiting_are_as_the_table_says(
    at: int, room: int, record_len: int, rate: int, limit: str
) -> None:
    reserve = room * SiteSettings.reserve_percent // 100
    at_once, pace_s = room - reserve, LASTS_S / reserve
    assert cells("room |")[at] == f"{room:,} ({room * record_len >> 30} GiB)"
    assert cells("at once")[at] == f"{at_once:,}"
    seconds = at_once / rate
    assert cells("an attacker who")[at] == f"{seconds:.0f} s"
    assert seconds < 60 * WINDOWS
    minute = re.match(r"(\d+)/minute", limit)
    assert minute
    circuits = math.ceil(at_once / (int(minute[1]) * WINDOWS))
    assert cells("for which")[at].startswith(f"{circuits:,} ({int(minute[1]):,} a minute each)")
    assert cells("pace then")[at] in {f"{pace_s:.1f} s", f"{pace_s:.0f} s"}
    left = " · ".join(f"{round(reserve * math.exp(-days)):,}" for days in (1, 2, 3))
    assert cells("left after")[at] == left
    waits = " · ".join(span(circuits * pace_s) for circuits in (100, 500, 2_000))
    assert cells("an honest visitor")[at].removeprefix("a chunk: ") == waits


def test_the_times_of_the_text_are_those_of_the_line() -> None:
    assert f"{UNUSED_MAX} turns that nobody took" in FLOODS
    assert f"`Retry-After` ({WAIT_MIN_S} to {WAIT_MAX_S} seconds)" in FLOODS
    assert f"until {LATE_S} seconds after" in FLOODS
    assert LASTS_S == 86_400
