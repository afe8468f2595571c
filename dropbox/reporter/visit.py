"""One visit to a site: the bulletin and the whole board, verified (§6.4, §7.3, §7.6).

Whoever reads and whoever writes asks for the same two things in the same order, so that the
site cannot tell them apart before something is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from dropbox.carriage import Carriage, RefusalError
from dropbox.protocol.bulletin import Bulletin, verify_bulletin
from dropbox.protocol.drop import read_fragment
from dropbox.protocol.errors import SheetError, TitipError
from dropbox.protocol.sheet import board_cells
from dropbox.protocol.sizes import (
    BULLETIN_HEADER_LEN,
    BULLETIN_JSON_MAX_LEN,
    SHEET_LEN,
    SHEETS_MAX,
)
from dropbox.reporter.wording import ReporterError

_BULLETIN_MAX_LEN = BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN


@dataclass(frozen=True)
class Link:
    """A poster's link taken apart: the address and, if it has a fragment, the DID of 32 bytes."""

    url: str
    did: bytes | None


@dataclass(frozen=True)
class Visit:
    """What a site shows: its bulletin, verified, and the cells of its board, 1,024 bytes each."""

    bulletin: Bulletin
    cells: list[bytes]


def read_link(text: str) -> Link:
    """Return the parts of a link such as `http://….onion/#k=…`; raises ReporterError (§3.2)."""
    parts = urlsplit(text.strip())
    url = parts._replace(fragment="").geturl()
    if not parts.fragment:
        return Link(url, None)
    try:
        return Link(url, read_fragment("#" + parts.fragment))
    except TitipError:
        raise ReporterError(
            "Tautan tidak lengkap: bagian sesudah # harus 43 huruf, seperti di poster.",
            "The link is incomplete: after # there must be 43 signs, as on the poster.",
        ) from None


def visit_site(carriage: Carriage, did: bytes | None) -> Visit:
    """Return what the site shows; with `did` None the caller must show the digits (§7.6).

    Raises CarriageError, ReporterError. The board is fetched also where the bulletin is refused:
    what is asked for depends on nothing.
    """
    try:
        raw = carriage.get("/bulletin", _BULLETIN_MAX_LEN)
    except RefusalError as error:
        if error.code != "no_bulletin":
            raise
        raise ReporterError(
            "Situs ini belum dibuka: belum ada maklumat dari inspektorat. Cobalah lain hari.",
            "This site is not open yet: the inspectorate has not published a bulletin.",
        ) from None
    board = carriage.get("/board", SHEETS_MAX * SHEET_LEN)
    bulletin = read_bulletin(raw, did)
    try:
        return Visit(bulletin, board_cells(board, bulletin.sheet_hashes))
    except SheetError:
        raise ReporterError(
            "Papan balasan tidak sama dengan yang ditandatangani inspektorat. Coba lagi nanti;"
            " bila tetap begitu, situs ini tidak dapat dipercaya.",
            "The board is not the one that the inspectorate signed. Try again later; if it stays"
            " so, do not trust this site.",
        ) from None


def read_bulletin(raw: bytes, did: bytes | None) -> Bulletin:
    """Return the bulletin in a file or an answer; raises ReporterError (§7.3)."""
    try:
        return verify_bulletin(raw, did)
    except TitipError as error:
        raise ReporterError(
            "Maklumat ditolak: situs ini tidak menunjukkan tanda tangan inspektorat di poster"
            f" Anda ({type(error).__name__}). Jangan kirim apa pun.",
            "The bulletin is refused: this site does not show the signature of the inspectorate"
            f" on your poster ({type(error).__name__}). Do not send anything.",
        ) from None
