"""What the site shows, as the courier brought it on the stick: bulletin and board.

Nothing of it is believed but what verifies under the drop's own root key (§7.3, §6.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dropbox.protocol.bulletin import Bulletin, verify_bulletin
from dropbox.protocol.errors import TitipError
from dropbox.protocol.sheet import board_sheets
from dropbox.protocol.sizes import (
    BULLETIN_HEADER_LEN,
    BULLETIN_JSON_MAX_LEN,
    SHEET_LEN,
    SHEETS_MAX,
)
from dropbox.stick import open_plain

# The courier writes them under these names.
SHOWN_BULLETIN = "titip-maklumat.bulletin"
SHOWN_BOARD = "titip-papan.board"


@dataclass(frozen=True)
class Shown:
    """A verified bulletin, and the sheets it names; None where the stick lacks the right board."""

    bulletin: Bulletin
    sheets: list[bytes] | None = field(repr=False)


def read_shown(folder: Path, did: bytes) -> Shown | None:
    """Return what the site shows by the files in `folder`; None where none is this drop's own."""
    raw = _read(folder / SHOWN_BULLETIN, BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN)
    if raw is None:
        return None
    try:
        bulletin = verify_bulletin(raw, did)
    except TitipError:
        return None
    board = _read(folder / SHOWN_BOARD, SHEETS_MAX * SHEET_LEN)
    try:
        sheets = None if board is None else board_sheets(board, bulletin.sheet_hashes)
    except TitipError:
        sheets = None
    return Shown(bulletin, sheets)


def _read(path: Path, longest: int) -> bytes | None:
    try:
        with open_plain(path) as file:
            raw = file.read(longest + 1)
    except OSError:
        return None
    return raw if len(raw) <= longest else None
