"""A delivery with nothing to say and one that is full cannot be told apart by their form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dropbox.protocol.canonical import JsonObject
from dropbox.protocol.delivery import Delivery
from dropbox.protocol.sheet import board_sheets, sheet_cells
from dropbox.protocol.sizes import DELIVERY_HEADER_LEN, SHEET_CELLS
from dropbox.protocol.thread import ThreadKeys
from tests.workstation.builders import Office, new_thread, open_office

# Random or a hash: their length is all that may be the same.
OPAQUE = {"prev", "log", "pk", "cert", "hash"}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    offices = []
    for name in ("sepi", "ramai"):
        (tmp_path / name).mkdir()
        offices.append(open_office(tmp_path / name, sheets_per_delivery=2))
    yield offices[0], offices[1]
    for office in offices:
        office.desk.close()


def form(value: object) -> object:
    """Return what an outsider sees of a bulletin, opaque values by their length alone."""
    if isinstance(value, dict):
        return {
            name: len(inner) if name in OPAQUE else form(inner) for name, inner in value.items()
        }
    return [form(inner) for inner in value] if isinstance(value, list) else value


def fill(office: Office) -> list[ThreadKeys]:
    """Let so much wait that both new sheets are full to the last cell."""
    threads = [new_thread() for _ in range(12)]
    numbers = office.take([office.report(thread) for thread in threads]).case_numbers
    for number in numbers:
        office.desk.reply(number, "Terima kasih. " * 300, office.day)
        office.desk.set_status(number, "verifikasi", None, office.day)
    return threads


def last_raw(office: Office) -> bytes:
    return max(office.folder.glob("*.delivery")).read_bytes()


def cells_of(delivery: Delivery) -> list[bytes]:
    sheets = board_sheets(delivery.board, delivery.bulletin.sheet_hashes)
    return [cell for sheet in sheets for cell in sheet_cells(sheet)]


def test_empty_and_full_deliveries_have_the_same_form(pair: tuple[Office, Office]) -> None:
    quiet, busy = pair
    threads: list[ThreadKeys] = []
    for week in range(16):
        for office in pair:
            office.day += 7
        # The same carrying on both sides; what is inside is ciphertext of other lengths.
        quiet.take()
        threads += fill(busy) if week == 0 else []
        if week:
            busy.take()
        if week == 10:
            for office in pair:
                root = office.settings.vault_dir / "root.box"
                office.desk.renew_signing(root, "rahasia-percobaan-brankas", office.day)
        results = [office.deliver() for office in pair]
        assert (results[0].replies, results[0].receipts, results[0].resealed) == (0, 0, 0)
        if week == 0:
            assert results[1].waiting > 0
            preview = sum(busy.read(thread).opened for thread in threads)
            assert preview == 2 * SHEET_CELLS
        one, other = (office.delivered[-1] for office in pair)
        contents: list[JsonObject] = [one.bulletin.content, other.bulletin.content]
        assert form(contents[0]) == form(contents[1])
        assert len(one.bulletin.raw) == len(other.bulletin.raw)
        assert len(last_raw(quiet)) == len(last_raw(busy))
        assert len(one.pickup_ids) == len(other.pickup_ids)
        assert len(one.board) == len(other.board)
        head = DELIVERY_HEADER_LEN - 64
        assert last_raw(quiet)[:head] == last_raw(busy)[:head]
        for delivery in (one, other):
            cells = cells_of(delivery)
            assert len(set(cells)) == len(cells)
    # What was sealed again is among them, so nothing of that showed either.
    resealed = busy.desk._vault.number("SELECT sum(resealed) FROM bulletins")
    assert resealed > 0


def test_a_cell_that_says_something_looks_like_one_that_does_not(
    pair: tuple[Office, Office],
) -> None:
    """Coarse, and enough to find a constant byte or a counter in the clear."""
    quiet, busy = pair
    busy.day += 7
    quiet.day += 7
    fill(busy)
    for office in pair:
        office.deliver()
        cells = cells_of(office.delivered[-1])[-2 * SHEET_CELLS :]
        for place in range(1, 1_024):
            # Of 64 cells, 12 with the same byte at one place: once in 10¹⁴ by chance.
            assert Counter(cell[place] for cell in cells).most_common(1)[0][1] < 12
