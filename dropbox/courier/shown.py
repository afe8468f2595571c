"""Brings to the stick what the site shows: bulletin and board, as any visitor gets them (§10.1).

A workstation whose vault was restored from a backup learns from them what was published, and keeps
on its board the replies that it does not know.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dropbox.carriage import Carriage, RefusalError
from dropbox.courier.door import BULLETIN_MAX_LEN
from dropbox.courier.fetching import explaining_stick, sync_folder
from dropbox.courier.refusals import ExplainedError
from dropbox.protocol.bulletin import Bulletin, verify_bulletin
from dropbox.protocol.errors import SheetError, TitipError
from dropbox.protocol.sheet import board_sheets
from dropbox.protocol.sizes import SHEET_LEN, SHEETS_MAX
from dropbox.stick import open_anew
from dropbox.stick_names import SHOWN_BOARD, SHOWN_BULLETIN


class ForeignShownError(ExplainedError):
    """The public door shows a bulletin that is not this drop's."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "Situs ini menampilkan kepada umum maklumat yang bukan dari inspektorat Anda. Ambilan "
            "ada di stik. Periksa public_url; bila benar, laporkan ke inspektorat.",
            "This site shows the public a bulletin that is not your inspectorate's. The pickups "
            "are on the stick. Check public_url; if it is right, tell the inspectorate.",
            code,
        )


@dataclass(frozen=True)
class ShownFiles:
    """What was put on the stick: the number of the bulletin, and whether its board is there."""

    number: int
    board: bool


def fetch_shown(public: Carriage, stick: Path, did: bytes) -> ShownFiles | None:
    """Put bulletin and board on the stick; returns what, None before the first delivery.

    Raises CarriageError, ForeignShownError for what is not this drop's, StickError.
    """
    bulletin, board = _ask(public, did)
    if bulletin is not None and board is None:
        # A delivery arrived between the two requests.
        bulletin, board = _ask(public, did)
    if bulletin is None:
        return None
    with explaining_stick(stick):
        # The board first: a bulletin is believed without its board, and the other way round not.
        if board is not None:
            _write_whole(stick / SHOWN_BOARD, board)
        _write_whole(stick / SHOWN_BULLETIN, bulletin.raw)
        sync_folder(stick)
    return ShownFiles(bulletin.number, board is not None)


def _ask(public: Carriage, did: bytes) -> tuple[Bulletin | None, bytes | None]:
    """Return the bulletin, None before the first, and its board, None where it is another's."""
    try:
        bulletin = verify_bulletin(public.get("/bulletin", BULLETIN_MAX_LEN), did)
    except RefusalError as error:
        if error.status == 404 and error.code == "no_bulletin":
            return None, None
        raise
    except TitipError as error:
        raise ForeignShownError(type(error).__name__) from None
    board = public.get("/board", SHEETS_MAX * SHEET_LEN)
    try:
        board_sheets(board, bulletin.sheet_hashes)
    except SheetError:
        return bulletin, None
    return bulletin, board


def _write_whole(path: Path, raw: bytes) -> None:
    # One fixed name beside it: what a stick that was pulled out leaves is written over next time.
    beside = path.with_suffix(".part")
    with open_anew(beside) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
