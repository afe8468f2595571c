"""What the epochs of the imported pickups tell, and which weeks they close (§8.3, §8.4).

A site's word on epochs and days is not authenticated, so it may only delay the destruction of a
key, never bring it about.
"""

from __future__ import annotations

from dataclasses import dataclass

from dropbox.workstation.vault import Vault


@dataclass(frozen=True)
class EpochReport:
    """Irregular epochs, and `closed_through`.

    All that arrived before that day has been imported, 0 where nothing has. `missing`: no pickup
    came. `doubled`: two different ones came. `future`: closed after today. `falling`: closed before
    an earlier one.
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


def report_epochs(vault: Vault, today: int) -> EpochReport:
    """Return what the pickups that were imported so far tell on the day `today`."""
    closed: dict[int, set[int]] = {}
    doubled = set()
    for epoch, closed_day in vault.rows("SELECT epoch, closed_day FROM pickups"):
        if epoch in closed:
            doubled.add(epoch)
        closed.setdefault(epoch, set()).add(closed_day)
    last = max(closed, default=0)
    # Numbers are the site's: one that says 4,000,000,000 must not be counted up to.
    missing: list[int] = []
    through, expected = 0, 1
    falling: list[int] = []
    latest = 0
    for epoch in sorted(closed):
        missing += range(expected, min(epoch, expected + 100))
        expected = epoch + 1
        if min(closed[epoch]) < latest:
            falling.append(epoch)
        latest = max(latest, *closed[epoch])
    future = [epoch for epoch in sorted(closed) if max(closed[epoch]) > today]
    for epoch in range(1, last + 1):
        if epoch not in closed:
            break
        through = max(through, *(day for day in {0, *closed[epoch]} if day <= today))
    return EpochReport(through, missing, sorted(doubled), future, falling)
