"""The sheet of 32 cells, and the board of all live sheets (§6.5)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from dropbox.protocol.errors import (
    BoardLengthError,
    SheetHashError,
    SheetLengthError,
    SheetOrderError,
)
from dropbox.protocol.labels import digest
from dropbox.protocol.sizes import CELL_LEN, SHEET_CELLS, SHEET_LEN


def make_sheet(cells: Sequence[bytes]) -> bytes:
    """Return the sheet, 32,768 bytes, of exactly 32 different cells (§6.5).

    Sorting them removes the order in which they were made. Raises SheetLengthError,
    SheetOrderError.
    """
    if len(cells) != SHEET_CELLS:
        raise SheetLengthError
    sheet = b"".join(sorted(cells))
    sheet_cells(sheet)
    return sheet


def sheet_cells(sheet: bytes) -> list[bytes]:
    """Return the 32 cells of a sheet; raises SheetLengthError, SheetOrderError (§6.5)."""
    if len(sheet) != SHEET_LEN:
        raise SheetLengthError
    cells = [sheet[at : at + CELL_LEN] for at in range(0, SHEET_LEN, CELL_LEN)]
    if any(left >= right for left, right in itertools.pairwise(cells)):
        raise SheetOrderError
    return cells


def sheet_hash(sheet: bytes) -> bytes:
    """Return the hash by which the bulletin names a sheet, 32 bytes (§6.5)."""
    return digest(sheet)


def board_sheets(board: bytes, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the sheets of the board whose hashes a bulletin names, in order (§6.5).

    Raises BoardLengthError, SheetHashError, SheetOrderError.
    """
    if len(board) != len(hashes) * SHEET_LEN:
        raise BoardLengthError
    sheets = [board[at : at + SHEET_LEN] for at in range(0, len(board), SHEET_LEN)]
    for sheet, named in zip(sheets, hashes, strict=True):
        if sheet_hash(sheet) != named:
            raise SheetHashError
        sheet_cells(sheet)
    return sheets


def board_cells(board: bytes, hashes: Sequence[bytes]) -> list[bytes]:
    """Return all cells of a board; raises as board_sheets (§6.5)."""
    return [cell for sheet in board_sheets(board, hashes) for cell in sheet_cells(sheet)]
