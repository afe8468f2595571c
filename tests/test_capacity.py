"""Every number in docs/CAPACITY.md follows from the settings and from what it assumes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dropbox.protocol.sizes import CELL_LEN, CHUNK_LEN, LETTER_LEN, SHEET_CELLS, SHEET_LEN
from dropbox.site.settings import SiteSettings

PAGE = (Path(__file__).parents[1] / "docs/CAPACITY.md").read_text(encoding="utf-8")
BENCH = (Path(__file__).parents[1] / "docs/BENCH.md").read_text(encoding="utf-8")
SITE = SiteSettings(Path("data"), Path("site.json"), Path("token"))

LETTERS_A_SECOND = 976
CHUNKS_MIB_A_SECOND = 75.8
VISIT_LEN = 584_409
REPORTS_OF_STAFF = 0.02
LETTERS_OF_REPORT = 5
CHUNKS_OF_REPORT = 20 * (1 << 20) / CHUNK_LEN / 2
VISITS_OF_REPORT = 30 * 21


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def test_sizes_and_room_are_the_programs() -> None:
    assert _row("letter", f"{LETTER_LEN:,} bytes", f"{SITE.letters_max:,} letters") in PAGE
    assert _row("chunk", f"{CHUNK_LEN:,} bytes", f"{SITE.chunks_max:,} chunks") in PAGE
    assert SHEET_LEN == SHEET_CELLS * CELL_LEN
    assert f"13 weeks | {13 * SHEET_LEN:,} bytes" in PAGE


@pytest.mark.parametrize(("name", "days"), [("one a week", 7), ("one a day", 1)])
def test_what_a_day_may_bring(name: str, days: int) -> None:
    chunks = SITE.chunks_max // days
    mib = round(SITE.chunks_max / days * CHUNK_LEN / (1 << 20))
    assert _row(name, f"{SITE.letters_max // days:,}", f"{chunks:,}", f"{mib:,} MiB") in PAGE


def test_rates_are_those_of_the_bench() -> None:
    assert f"site, 16 clients, kept connections | {LETTERS_A_SECOND} letters/s" in BENCH
    assert f"site, 16 clients, kept connections | {CHUNKS_MIB_A_SECOND} MiB/s" in BENCH
    full_s = SITE.letters_max / LETTERS_A_SECOND
    assert f"would be full after {full_s:.0f} seconds" in PAGE
    chunks_s = SITE.chunks_max * CHUNK_LEN / (1 << 20) / CHUNKS_MIB_A_SECOND
    assert f"that of chunks after {chunks_s:.0f} seconds" in PAGE


def test_what_the_line_carries() -> None:
    parts = {
        "until the form, both ways": 56_582,
        "/onward.js": 50_392,
        "/cleaning.js": 50_302,
        "/board": 427_133,
    }
    for part, length in parts.items():
        assert f"| first visit with Chromium, gzip: {part} | {length:,} bytes |" in BENCH
    assert sum(parts.values()) == VISIT_LEN
    a_second = 10_000_000 / 8 / VISIT_LEN
    assert f"A visit costs {VISIT_LEN:,} bytes" in PAGE
    assert f"{a_second:.1f} visits a second, {int(a_second * 86_400):,} a day" in PAGE


@pytest.mark.parametrize(
    ("name", "staff"),
    [("one province", 1_500), ("all of KPU", 30_000), ("ten times that", 300_000)],
)
def test_three_sizes(name: str, staff: int) -> None:
    reports = staff * REPORTS_OF_STAFF
    letters, chunks = (reports * each * 7 / 365 for each in (LETTERS_OF_REPORT, CHUNKS_OF_REPORT))
    visits = reports * VISITS_OF_REPORT / 365
    share = (letters / SITE.letters_max, chunks / SITE.chunks_max)
    expected = _row(
        name,
        f"{staff:,}",
        f"{reports:,.0f}",
        f"{letters:,.0f}",
        f"{chunks:,.0f}",
        f"{visits:,.0f}",
        f"{visits * VISIT_LEN * 8 / 86_400 / 1e6:.3f}",
        f"{share[0]:.1%}, {share[1]:.1%}".replace("%", " %"),
    )
    assert expected in PAGE, expected


def test_replies_are_what_grows_first() -> None:
    assert f"is {52 * SHEET_CELLS:,} cells a year" in PAGE
    kpu = 30_000 * REPORTS_OF_STAFF * LETTERS_OF_REPORT
    assert f"({kpu:,.0f} letters a year)" in PAGE
    assert -(-kpu // (52 * SHEET_CELLS)) == 2
    tenfold = -(-10 * kpu // (52 * SHEET_CELLS))
    assert tenfold == 19
    assert f"a board of {tenfold * 13 * SHEET_LEN / (1 << 20):.1f} MiB" in PAGE
