"""Compares the bulletins that several visitors are shown, and with one seen earlier (§7)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from dropbox.examining.findings import Examination, Finding
from dropbox.protocol.bulletin import Bulletin, check_succession, is_stale, verify_bulletin
from dropbox.protocol.errors import SheetError, TitipError
from dropbox.protocol.sheet import board_sheets
from dropbox.protocol.sizes import BULLETIN_CLOSED_DAYS

DAY_S = 86_400


def compare_bulletins(
    ask: Callable[[int], tuple[bytes | None, bytes | None]],
    first: list[tuple[bytes | None, bytes | None]],
    did: bytes | None,
    found: Examination,
) -> Bulletin | None:
    """Return the bulletin that all circuits show, None where there is none such.

    `first` is what each circuit got; where they differ, each is asked once more by `ask`, because a
    delivery may have come in between.
    """
    shown = first
    if len({bulletin for bulletin, _ in shown}) > 1:
        shown = [ask(circuit) for circuit in range(len(first))]
    bulletins: list[Bulletin] = []
    for raw, board in shown:
        if raw is None:
            continue
        try:
            bulletin = verify_bulletin(raw, did)
        except TitipError as error:
            why = type(error).__name__
            found.differs(
                "bulletin", "/bulletin", f"maklumat ditolak: {why}", f"bulletin refused: {why}"
            )
            continue
        bulletins.append(bulletin)
        try:
            board_sheets(board or b"", bulletin.sheet_hashes)
        except SheetError as error:
            why = type(error).__name__
            found.differs(
                "board",
                "/board",
                f"papan bukan yang ditandatangani: {why}",
                f"the board is not the signed one: {why}",
            )
    if len({bulletin.raw for bulletin in bulletins}) > 1:
        each = "; ".join(_named(bulletin) for bulletin in bulletins)
        found.differs(
            "split",
            "/bulletin",
            f"pengunjung yang berbeda melihat maklumat yang berbeda: {each}",
            f"different visitors are shown different bulletins: {each}",
        )
        return None
    return bulletins[0] if bulletins else None


def check_age(bulletin: Bulletin, today: int, found: Examination) -> None:
    """Note a bulletin that is old (§7.4)."""
    age = today - bulletin.issued
    indonesian, english = f"maklumat berumur {age} hari", f"the bulletin is {age} days old"
    if age >= BULLETIN_CLOSED_DAYS:
        found.differs("old", "/bulletin", indonesian, english)
    elif is_stale(bulletin, today):
        found.warnings.append(Finding("stale", "/bulletin", indonesian, english))


def remember(path: Path, bulletin: Bulletin, found: Examination) -> None:
    """Compare with the bulletin kept in `path` from an earlier day, and keep the newer one."""
    if path.exists():
        try:
            check_succession(verify_bulletin(path.read_bytes(), bulletin.did), bulletin)
        except TitipError as error:
            why = type(error).__name__
            found.differs(
                "succession",
                "/bulletin",
                f"tidak menyusul yang dilihat sebelumnya: {why}",
                f"does not follow the one seen before: {why}",
            )
            return
    path.write_bytes(bulletin.raw)


def _named(bulletin: Bulletin) -> str:
    return f"{bulletin.number} ({day_text(bulletin.issued)}, {bulletin.hash.hex()[:16]}…)"


def day_text(day: int) -> str:
    """Return a day as YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d", time.gmtime(day * DAY_S))
