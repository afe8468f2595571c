"""Guards against a machine whose date is wrong.

An offline machine's clock stops when its battery does.
"""

from __future__ import annotations

from dropbox.workstation.days import iso
from dropbox.workstation.errors import ClockAheadError, ClockError
from dropbox.workstation.vault import Vault

AHEAD_DAYS_MAX = 60


def check_clock(vault: Vault, today: int, *, sure: bool = False) -> None:
    """Raise ClockError where `today` is before the vault's last day, ClockAheadError 60 days after.

    `sure` allows the latter only: dates that fall would break the chain of bulletins and could keep
    destroyed keys in use.
    """
    last = latest_day(vault)
    if today < last:
        raise ClockError(
            f"Tanggal mesin ini {iso(today)}, padahal brankas terakhir dipakai {iso(last)}. "
            "Betulkan tanggal mesin, lalu ulangi.",
            f"This machine's date is {iso(today)}, but the vault was last used on {iso(last)}. "
            "Set the machine's date right, then try again.",
        )
    if last and today > last + AHEAD_DAYS_MAX and not sure:
        raise ClockAheadError(
            f"Tanggal mesin ini {iso(today)}, {today - last} hari sesudah pemakaian terakhir. "
            "Bila benar: --yes-the-date-is-right. Bila tidak, betulkan tanggal mesin.",
            f"This machine's date is {iso(today)}, {today - last} days after the last use. If "
            "that is right: --yes-the-date-is-right. If not, set the machine's date.",
        )


def latest_day(vault: Vault) -> int:
    """Return the last day of a delivery, an import or a certificate; 0 where there was none."""
    return max(
        vault.number("SELECT max(issued) FROM bulletins"),
        vault.number("SELECT max(imported_day) FROM pickups"),
        vault.number("SELECT max(from_day) FROM signing_keys"),
    )
