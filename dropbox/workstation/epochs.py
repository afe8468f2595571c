"""What the epochs of the imported pickups tell, and which weeks they close (§8.3, §8.4).

A site's word on epochs and days is not authenticated, so it may only delay the destruction of a
key, never bring it about.
"""

from __future__ import annotations

from dataclasses import dataclass

from dropbox.workstation import audit
from dropbox.workstation.errors import CaseError
from dropbox.workstation.vault import Vault

SHOWN_OF_GAP = 100


@dataclass(frozen=True)
class EpochReport:
    """Irregular epochs that nobody has confirmed, and `closed_through`.

    All that arrived before that day has been imported, 0 where nothing has. `missing`: no pickup
    came (of a long gap the first hundred). `doubled`: two different ones came. `future`: closed
    after today. `falling`: closed before an earlier one.
    """

    closed_through: int
    missing: list[int]
    doubled: list[int]
    future: list[int]
    falling: list[int]

    @property
    def irregular(self) -> bool:
        """Whether a person must look before any key is destroyed."""
        return bool(self.missing or self.doubled or self.future or self.falling)


@dataclass(frozen=True, order=True)
class _Irregularity:
    """Epochs `first` to `last` of which something is odd, and how many pickups there are of them.

    What is confirmed is this very state: a further pickup makes it another one.
    """

    kind: str
    first: int
    last: int
    pickups: int


def report_epochs(vault: Vault, today: int) -> EpochReport:
    """Return what the pickups that were imported so far tell on the day `today`."""
    closed = _closed_days(vault)
    confirmed = _confirmed(vault)
    odd = [one for one in _irregularities(closed, today) if not _covers(confirmed, one)]
    # Numbers are the site's: one that says 4,000,000,000 must not be counted up to.
    shown: dict[str, list[int]] = {"missing": [], "doubled": [], "future": [], "falling": []}
    for one in odd:
        shown[one.kind] += range(one.first, min(one.last + 1, one.first + SHOWN_OF_GAP))
    gaps = {one.first: one for one in _irregularities(closed, today) if one.kind == "missing"}
    through, expected = 0, 1
    for epoch in sorted(closed):
        if epoch != expected and not _covers(confirmed, gaps[expected]):
            break
        through = max(through, *(day for day in {0, *closed[epoch]} if day <= today))
        expected = epoch + 1
    return EpochReport(through, **shown)


def confirm_epochs(vault: Vault, today: int, who: str) -> list[str]:
    """Note that a person has looked at what is irregular; returns it, such as `missing 2-5`.

    Raises CaseError where nothing is.
    """
    confirmed = _confirmed(vault)
    odd = [
        one for one in _irregularities(_closed_days(vault), today) if not _covers(confirmed, one)
    ]
    if not odd:
        raise CaseError(
            "Tidak ada babak yang janggal.", "There are no irregular epochs to confirm."
        )
    words = [
        f"{one.kind} {one.first}" + (f"-{one.last}" if one.last > one.first else "") for one in odd
    ]
    with vault.transaction():
        for one in odd:
            vault.change(
                "INSERT OR REPLACE INTO epochs_confirmed VALUES (?, ?, ?, ?)",
                one.kind,
                one.first,
                one.last,
                one.pickups,
            )
        audit.record(vault, today, who, "epochs_confirmed", ", ".join(words)[:1000])
    return words


def _closed_days(vault: Vault) -> dict[int, list[int]]:
    """Return the days of closing of every epoch that came, one for each pickup."""
    closed: dict[int, list[int]] = {}
    for epoch, closed_day in vault.rows("SELECT epoch, closed_day FROM pickups"):
        closed.setdefault(epoch, []).append(closed_day)
    return closed


def _irregularities(closed: dict[int, list[int]], today: int) -> list[_Irregularity]:
    found = []
    expected, latest = 1, 0
    for epoch in sorted(closed):
        days = closed[epoch]
        if epoch > expected:
            found.append(_Irregularity("missing", expected, epoch - 1, 0))
        if len(days) > 1:
            found.append(_Irregularity("doubled", epoch, epoch, len(days)))
        if max(days) > today:
            found.append(_Irregularity("future", epoch, epoch, len(days)))
        if min(days) < latest:
            found.append(_Irregularity("falling", epoch, epoch, len(days)))
        expected, latest = epoch + 1, max(latest, *days)
    return found


def _confirmed(vault: Vault) -> list[_Irregularity]:
    rows = vault.rows("SELECT kind, first, last, pickups FROM epochs_confirmed")
    return [_Irregularity(*row) for row in rows]


def _covers(confirmed: list[_Irregularity], one: _Irregularity) -> bool:
    # A gap that a late pickup has made smaller is still the gap that was confirmed.
    return any(
        known.kind == one.kind
        and known.first <= one.first
        and one.last <= known.last
        and one.pickups <= known.pickups
        for known in confirmed
    )
