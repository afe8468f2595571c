"""Where a record lies says nothing about when it came, and what is freed is overwritten (§8.3)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from dropbox.site.slots import SlotKind, SlotPool
from dropbox.site.store import FILE_NAME, JOURNAL_INDEX_NAME
from tests.builders import Drop
from tests.site.opened import OpenSite, a_chunk, a_letter, small_settings, wait_until

LETTERS = 400
CHUNKS = 60
# Among n places at random, the rank correlation spreads by 1/sqrt(n-1): five times that is reached
# by chance less than once in a million runs.
CHANCE = 5


def places(image: bytes, records: list[bytes]) -> list[int]:
    """Return where the first bytes of each record stand in the file, in order of arrival."""
    found = [image.find(record[1_000:1_032]) for record in records]
    assert min(found) > 0, "a record is not in the file at all"
    assert all(
        image.find(record[1_000:1_032], at + 1) < 0
        for record, at in zip(records, found, strict=True)
    )
    return found


def rank_correlation(values: list[int]) -> float:
    """Return Spearman's coefficient of the values against their order."""
    count = len(values)
    ranks = {value: rank for rank, value in enumerate(sorted(values))}
    squares = sum((ranks[value] - order) ** 2 for order, value in enumerate(values))
    return 1 - 6 * squares / (count * (count**2 - 1))


@pytest.fixture
def wide(tmp_path: Path, desk: Drop) -> OpenSite:
    settings = replace(small_settings(tmp_path), letters_max=600, chunks_max=128, chunks_extent=128)
    return OpenSite(tmp_path, desk, settings)


def test_neither_slots_nor_places_in_the_file_follow_arrival(wide: OpenSite) -> None:
    letters = [wide.give_letter() for _ in range(LETTERS)]
    chunks = [wide.give_chunk() for _ in range(CHUNKS)]
    wide.custody.close()
    path = wide.settings.data / FILE_NAME
    image = path.read_bytes()
    for records in (letters, chunks):
        found = rank_correlation(places(image, records))
        assert abs(found) < CHANCE / (len(records) - 1) ** 0.5
    with sqlite3.connect(path) as reading:
        slots = dict(reading.execute("SELECT substr(record, 1001, 32), slot FROM letters"))
        entries = [row[0] for row in reading.execute("SELECT entry FROM letters")]
    reading.close()
    order = [slots[letter[1_000:1_032]] for letter in letters]
    assert abs(rank_correlation(order)) < CHANCE / (LETTERS - 1) ** 0.5
    # The entry says of each slot which epoch it belongs to, and nothing finer.
    assert {entry[:4] for entry in entries} == {bytes(4), (1).to_bytes(4, "big")}


def test_the_measure_would_see_a_table_that_grows_in_order(tmp_path: Path) -> None:
    letters = [a_letter() for _ in range(LETTERS)]
    path = tmp_path / "ordinary.db"
    connection = sqlite3.connect(path)
    # A random key does not help: overflow pages are taken one after another.
    connection.execute("CREATE TABLE letters (key BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID")
    for letter in letters:
        connection.execute("INSERT INTO letters VALUES (?, ?)", (letter[:16], letter))
        connection.commit()
    connection.close()
    assert rank_correlation(places(path.read_bytes(), letters)) > 0.95


def test_freed_records_are_nowhere_in_what_the_site_wrote(site: OpenSite, desk: Drop) -> None:
    letters = [site.give_letter() for _ in range(20)]
    chunks = [site.give_chunk() for _ in range(4)]
    [listed] = site.close_epoch()
    kept = site.give_letter()

    def visible(record: bytes) -> bool:
        image = site.files()
        return any(record[at : at + 24] in image for at in (32, 8_000, 20_000, len(record) - 24))

    assert all(map(visible, [*letters, *chunks, kept]))
    assert site.deliver(desk.deliver([bytes.fromhex(str(listed["id"]))])).status_code == 204
    # Without a restart: the journal is cut by the writer as soon as it rests.
    wait_until(lambda: not any(map(visible, [*letters, *chunks])))
    assert visible(kept)
    cids = [chunk[:32] for chunk in chunks]
    assert not any(cid in site.files() for cid in cids)


def test_the_journal_is_cut_while_the_site_rests(site: OpenSite) -> None:
    site.give_letter()
    journal = site.settings.data / f"{FILE_NAME}-wal"
    wait_until(lambda: journal.stat().st_size == 0)


def test_the_index_of_the_journal_keeps_no_order_while_the_site_rests(site: OpenSite) -> None:
    for _ in range(8):
        site.give_letter()
    index = site.settings.data / JOURNAL_INDEX_NAME
    # What stands behind the header: page numbers in the order in which they were written.
    wait_until(lambda: not any(index.read_bytes()[136:]))
    assert any(index.read_bytes()[:136])
    site.give_letter()
    site.reopen()
    assert site.stored() == 9


def test_a_long_reader_holds_nobody_up_and_the_journal_is_cut_after_it(site: OpenSite) -> None:
    database = site.settings.data / FILE_NAME
    journal = site.settings.data / f"{FILE_NAME}-wal"
    writer = site.custody._writer
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        site.give_letter()
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM letters").fetchone()
        waited = reader.execute("PRAGMA busy_timeout").fetchone()
        for _ in range(40):
            site.give_letter()
        cuts = writer.do(lambda: site.custody._database._connection.execute("PRAGMA busy_timeout"))
        assert cuts.fetchone()[0] * 10 < waited[0]
        assert journal.stat().st_size > 0
        reader.execute("COMMIT")
    wait_until(lambda: journal.stat().st_size == 0)


def test_the_journal_is_cut_also_while_it_never_rests(site: OpenSite) -> None:
    journal = site.settings.data / f"{FILE_NAME}-wal"
    largest = 0
    for number in range(300):
        # The same letter again and again: transactions without an end, and without a rest.
        site.custody.close_epoch()
        site.day += number % 2
        largest = max(largest, journal.stat().st_size)
    assert 0 < largest < 64 * 16 * 8_192


def test_the_file_has_the_same_size_whatever_is_stored(site: OpenSite) -> None:
    before = (site.settings.data / FILE_NAME).stat().st_size
    for _ in range(40):
        site.give_letter()
    site.reopen()
    assert (site.settings.data / FILE_NAME).stat().st_size == before


def test_no_row_has_a_time_and_no_index_exists(site: OpenSite) -> None:
    site.give_letter()
    site.custody.close()
    connection = sqlite3.connect(site.settings.data / FILE_NAME)
    tables = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    indexes = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index'")
    assert indexes.fetchone() == (0,)
    assert set(tables) == {"letters", "chunks", "epochs", "shown"}
    # Days only: no number in the file is a time of this year in seconds.
    [row] = connection.execute("SELECT * FROM epochs").fetchall()
    assert row == (1, site.day, 0, 0, b"", 0)
    connection.close()
    site.open()


def test_every_free_slot_is_drawn_sooner_or_later() -> None:
    kind = SlotKind("letters", 1, 16, 8, 8)
    first = set()
    for _ in range(400):
        pool = SlotPool(kind, [(slot, bytes(20)) for slot in range(8)])
        first.add(pool.draw(1, b"t" * 16))
    assert first == set(range(8))


def test_chunks_of_two_epochs_share_no_slot(site: OpenSite) -> None:
    first = [site.give_chunk(a_chunk()) for _ in range(5)]
    site.close_epoch()
    second = [site.give_chunk(a_chunk()) for _ in range(5)]
    site.close_epoch()
    assert site.records(site.fetch(1)) == sorted(first)
    assert site.records(site.fetch(2)) == sorted(second)
