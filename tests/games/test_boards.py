"""The board, which everybody may download: which cells are replies, and whose (§6.2, §6.5)."""

from __future__ import annotations

import itertools
import random
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

import pytest

from dropbox.protocol.body import FOLLOW_UP, write_letter_body
from dropbox.protocol.cell import NONCE_LEN
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.letter import seal_letter
from dropbox.protocol.sizes import CELL_LEN
from dropbox.protocol.thread import ThreadKeys, thread_id
from tests.games.boards import NARROW, WIDE, PublishedCell, publish
from tests.games.houses import DESK
from tests.games.measures import of_bytes, of_two
from tests.games.scoring import Example, assert_chance, assert_won, coin

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]
CHANCES = random.SystemRandom()
INTAKE = IntakeKey(DESK.intake_seed)
NAME_LEN = 16
Sheet = list[PublishedCell]
Change = Callable[[Sheet], Sheet]


def as_published(sheet: Sheet) -> Sheet:
    return sheet


# -- controls: the same sheets with one protection taken away


def with_empty_decoys(sheet: Sheet) -> Sheet:
    """Decoys that are nonces and zeros instead of random bytes, in the order of their bytes."""
    empty = bytes(CELL_LEN - NONCE_LEN)
    return [
        cell if cell.thread else replace(cell, raw=cell.raw[:NONCE_LEN] + empty) for cell in sheet
    ]


def as_composed(sheet: Sheet) -> Sheet:
    """Replies first and decoys behind them, as they are made and not sorted."""
    ordered = sorted(sheet, key=lambda cell: cell.thread is None)
    return [replace(cell, place=place) for place, cell in enumerate(ordered)]


def with_threads_outside(sheet: Sheet) -> Sheet:
    """Cells that begin with the name of their thread, as letter boxes would."""
    return [
        replace(cell, raw=thread_id(cell.thread.thread_key)[:NAME_LEN] + cell.raw[NAME_LEN:])
        if cell.thread
        else cell
        for cell in sheet
    ]


# -- games


@dataclass
class Board:
    """Deliveries without an end, made when they are asked for."""

    change: Change
    size: tuple[int, int]
    deliveries: Generator[list[Sheet], None, None] = field(init=False)

    def __post_init__(self) -> None:
        self.deliveries = publish(self.size)

    def sheets(self) -> Iterator[Sheet]:
        for sheets in self.deliveries:
            yield from map(self.change, sheets)

    def close(self) -> None:
        """Close the vault that is open."""
        self.deliveries.close()


class Boards(Protocol):
    """Makes a board, and closes it when the test is over."""

    def __call__(self, change: Change, size: tuple[int, int] = WIDE) -> Board: ...


@pytest.fixture
def board() -> Iterator[Boards]:
    opened: list[Board] = []

    def make(change: Change, size: tuple[int, int] = WIDE) -> Board:
        opened.append(Board(change, size))
        return opened[-1]

    yield make
    for made in opened:
        made.close()


def balanced(real: Iterator[Example], count: int) -> list[Example]:
    """Take examples until there are enough of the answer that a coin asks for, each time."""
    kept: dict[bool, list[Example]] = {True: [], False: []}
    chosen: list[Example] = []
    while len(chosen) < count:
        wanted = coin()
        while not kept[wanted]:
            example = next(real)
            kept[example.truth].append(example)
        chosen.append(kept[wanted].pop())
    return chosen


@dataclass(frozen=True)
class Cells:
    """One cell: a reply or a decoy?"""

    board: Board

    def __call__(self, count: int) -> list[Example]:
        return balanced(self._ask(), count)

    def _ask(self) -> Iterator[Example]:
        for sheet in self.board.sheets():
            for cell in sheet:
                place = {"place": float(cell.place), "sheet": float(cell.sheet)}
                yield Example(of_bytes(cell.raw) | place, cell.thread is not None)


@dataclass(frozen=True)
class Sheets:
    """A whole sheet: are there replies on it at all?

    One sheet of a delivery: the sheets of one share their replies, and are cut from one sorted row.
    """

    board: Board

    def __call__(self, count: int) -> list[Example]:
        return balanced(self._ask(), count)

    def _ask(self) -> Iterator[Example]:
        for sheet in self.board.sheets():
            heads = [int.from_bytes(cell.raw[:4], "big") for cell in sheet]
            steps = [right - left for left, right in itertools.pairwise(heads)]
            spread = {
                "least step": float(min(steps)),
                "largest step": float(max(steps)),
                "first cell": float(heads[0]),
                "last cell": float(heads[-1]),
            }
            whole = b"".join(cell.raw for cell in sheet)
            measured = of_bytes(whole) | spread | _extremes(sheet)
            yield Example(measured, any(cell.thread for cell in sheet))


def _extremes(sheet: Sheet) -> dict[str, float]:
    """Measure every cell, and keep the least and the most of each measure."""
    ones = [float(int.from_bytes(cell.raw, "big").bit_count()) for cell in sheet]
    zeros = [float(cell.raw.count(0)) for cell in sheet]
    packed = [float(len(zlib.compress(cell.raw, 1))) for cell in sheet]
    kinds = [float(len(set(cell.raw))) for cell in sheet]
    return {
        f"{name} of {measure}": chosen(values)
        for name, chosen in (("least", min), ("most", max))
        for measure, values in (
            ("ones", ones),
            ("zeros", zeros),
            ("packed", packed),
            ("kinds", kinds),
        )
    }


@dataclass(frozen=True)
class Readers:
    """Two cells: for one thread, or for two? Every reply here has two cells."""

    board: Board

    def __call__(self, count: int) -> list[Example]:
        examples: list[Example] = []
        for cells in self._replies():
            for left, right in zip(cells[::2], cells[1::2], strict=True):
                same = coin()
                other = left[1] if same else right[1]
                measured = of_two(left[0].raw, other.raw)
                measured["places, difference"] = float(left[0].place - other.place)
                measured["sheets, difference"] = float(left[0].sheet - other.sheet)
                examples.append(Example(measured, same))
            if len(examples) >= count:
                break
        return examples[:count]

    def _replies(self) -> Iterator[list[list[PublishedCell]]]:
        for sheets in self.board.deliveries:
            replies: dict[bytes, list[PublishedCell]] = {}
            for cell in [cell for sheet in sheets for cell in self.board.change(sheet)]:
                if cell.thread:
                    replies.setdefault(cell.thread.thread_key, []).append(cell)
            cells = [both for both in replies.values() if len(both) == 2]
            for both in cells:
                CHANCES.shuffle(both)
            CHANCES.shuffle(cells)
            yield cells[: len(cells) // 2 * 2]


@dataclass(frozen=True)
class Writers:
    """A letter on the site's disk and a cell of the board: of one thread?"""

    board: Board
    seal: Callable[[ThreadKeys], bytes]

    def __call__(self, count: int) -> list[Example]:
        examples: list[Example] = []
        for sheet in self.board.sheets():
            for cell in sheet:
                if cell.thread:
                    own = coin()
                    stranger = ThreadKeys(CHANCES.randbytes(32), CHANCES.randbytes(32))
                    letter = self.seal(cell.thread if own else stranger)
                    examples.append(Example(of_two(letter, cell.raw), own))
            if len(examples) >= count:
                break
        return examples[:count]


def sealed(thread: ThreadKeys) -> bytes:
    body = write_letter_body(FOLLOW_UP, {"language": "id", "text": "Ini tambahan saya."})
    return seal_letter(FOLLOW_UP, thread, body, DESK.did, INTAKE.pk)


def with_thread_outside(thread: ThreadKeys) -> bytes:
    return thread_id(thread.thread_key)[:NAME_LEN] + sealed(thread)[NAME_LEN:]


def test_a_cell_is_a_reply_or_a_decoy(board: Boards) -> None:
    assert_chance(Cells(board(as_published)))


def test_control_decoys_of_zeros(board: Boards) -> None:
    assert_won(Cells(board(with_empty_decoys)))


def test_control_cells_in_the_order_of_their_making(board: Boards) -> None:
    assert_won(Cells(board(as_composed)))


def test_a_sheet_holds_replies_or_none(board: Boards) -> None:
    assert_chance(Sheets(board(as_published, NARROW)))


def test_control_sheets_filled_with_zeros(board: Boards) -> None:
    assert_won(Sheets(board(with_empty_decoys, NARROW)))


def test_two_cells_are_for_one_thread_or_for_two(board: Boards) -> None:
    assert_chance(Readers(board(as_published)))


def test_control_cells_that_name_their_thread(board: Boards) -> None:
    assert_won(Readers(board(with_threads_outside)))


def test_a_cell_answers_this_letter_or_another(board: Boards) -> None:
    assert_chance(Writers(board(as_published), sealed))


def test_control_letters_and_cells_that_name_their_thread(board: Boards) -> None:
    assert_won(Writers(board(with_threads_outside), with_thread_outside))
