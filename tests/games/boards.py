"""Sheets as the workstation's own Composer makes them, with and without replies (tests only)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from dropbox.protocol.cell import CellOpener
from dropbox.protocol.errors import NotForThisThreadError
from dropbox.protocol.sheet import board_cells
from dropbox.protocol.sizes import SHEET_CELLS
from dropbox.protocol.thread import ThreadKeys
from tests.games.scoring import coin
from tests.memory import memory_folder
from tests.workstation.builders import Office, new_thread, open_office

# A certificate holds for a hundred days; a delivery is made on each.
DELIVERIES = 80
# The sheets of one delivery, and for how many threads it may have replies.
WIDE, NARROW = (8, 24), (1, 6)
# Fills one cell and a good part of another.
TEXT = "Terima kasih. Mohon lengkapi dengan nomor kuitansi dan tanggal pengirimannya. " * 15


@dataclass(frozen=True)
class PublishedCell:
    """One cell where everybody sees it: its bytes, sheet and place; `thread` None for a decoy."""

    raw: bytes = field(repr=False)
    sheet: int
    place: int
    thread: ThreadKeys | None


def publish(size: tuple[int, int]) -> Generator[list[list[PublishedCell]], None, None]:
    """Yield the new sheets of one delivery after the other, and what is truly in them.

    Half of the deliveries, by a coin, carry a reply for every thread, the others none but what is
    due again. `size`: WIDE or NARROW.
    """
    sheets, threads = size
    while True:
        with memory_folder() as folder:
            # As long as they may live and still be named; an old reply is sealed again then.
            office = open_office(
                folder, sheets_per_delivery=sheets, sheet_days=32 // sheets, delivery_days=1
            )
            try:
                yield from _deliver(office, threads, sheets)
            finally:
                office.desk.close()


def _deliver(office: Office, threads: int, sheets: int) -> Iterator[list[list[PublishedCell]]]:
    keys = [new_thread() for _ in range(threads)]
    office.take(office.report(thread) for thread in keys)
    numbers = [case.number for case in office.desk.cases()]
    for _ in range(DELIVERIES):
        office.day += 1
        if coin():
            for number in numbers:
                office.desk.reply(number, TEXT, office.day)
        office.deliver()
        yield _new_sheets(office, keys, sheets)


def _new_sheets(
    office: Office, threads: list[ThreadKeys], sheets: int
) -> list[list[PublishedCell]]:
    delivery = office.delivered[-1]
    office.delivered = [delivery]
    cells = board_cells(delivery.board, delivery.bulletin.sheet_hashes)[-sheets * SHEET_CELLS :]
    openers = [(thread, CellOpener(thread.thread_key, office.did)) for thread in threads]
    published = [
        PublishedCell(cell, *divmod(place, SHEET_CELLS), _reader(cell, openers))
        for place, cell in enumerate(cells)
    ]
    return [published[at : at + SHEET_CELLS] for at in range(0, len(cells), SHEET_CELLS)]


def _reader(cell: bytes, openers: list[tuple[ThreadKeys, CellOpener]]) -> ThreadKeys | None:
    for thread, opener in openers:
        try:
            opener.open_cell(cell)
        except NotForThisThreadError:
            continue
        return thread
    return None
