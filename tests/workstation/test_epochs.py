"""Irregular epochs, and a person's word that they were looked into (§8.4)."""

from __future__ import annotations

import pytest

from dropbox.workstation.epochs import confirm_epochs, report_epochs
from dropbox.workstation.errors import CaseError
from tests.workstation.builders import DAY, Office


def add(office: Office, epoch: int, closed_day: int, pickup: int = 0) -> None:
    office.desk._vault.change(
        "INSERT INTO pickups VALUES (?, ?, ?, ?, 0, 0, 0, 0)",
        epoch.to_bytes(16, "big") + pickup.to_bytes(16, "big"),
        epoch,
        closed_day,
        DAY,
    )


def destroyed(office: Office) -> list[int]:
    keys = office.desk.keys()
    return [key.from_day for key in keys if key.destroyed_day is not None]


def test_a_confirmed_gap_counts_as_empty(office: Office) -> None:
    vault = office.desk._vault
    add(office, 1, DAY - 9)
    add(office, 5, DAY - 1)
    report = report_epochs(vault, DAY)
    assert (report.missing, report.closed_through) == ([2, 3, 4], DAY - 9)
    assert confirm_epochs(vault, DAY, "Rina") == ["missing 2-4"]
    report = report_epochs(vault, DAY)
    assert not report.irregular
    assert report.closed_through == DAY - 1
    with pytest.raises(CaseError):
        confirm_epochs(vault, DAY, "Rina")


def test_a_late_pickup_of_a_confirmed_gap_is_nothing_new(office: Office) -> None:
    vault = office.desk._vault
    add(office, 5, DAY - 1)
    confirm_epochs(vault, DAY, "Rina")
    add(office, 3, DAY - 2)
    assert not report_epochs(vault, DAY).irregular


def test_what_becomes_irregular_later_is_shown(office: Office) -> None:
    vault = office.desk._vault
    for epoch, closed_day, pickup in ((1, DAY - 3, 0), (1, DAY - 3, 1), (2, DAY + 9, 0)):
        add(office, epoch, closed_day, pickup)
    add(office, 3, DAY - 4)
    report = report_epochs(vault, DAY)
    assert (report.doubled, report.future, report.falling) == ([1], [2], [3])
    assert len(confirm_epochs(vault, DAY, "Rina")) == 3
    assert not report_epochs(vault, DAY).irregular
    add(office, 1, DAY - 3, 2)
    add(office, 9, DAY)
    report = report_epochs(vault, DAY)
    assert (report.doubled, report.missing) == ([1], [4, 5, 6, 7, 8])


def test_a_number_of_four_thousand_million_is_not_counted_up_to(office: Office) -> None:
    vault = office.desk._vault
    add(office, 4_000_000_000, DAY)
    assert report_epochs(vault, DAY).missing == list(range(1, 101))
    assert confirm_epochs(vault, DAY, "Rina") == ["missing 1-3999999999"]
    assert report_epochs(vault, DAY).closed_through == DAY


def test_confirmed_epochs_let_their_keys_be_destroyed(office: Office) -> None:
    office.epoch = 4
    office.day += 7 + 14
    office.deliver()
    office.take()
    assert not destroyed(office)
    office.desk.confirm_epochs(office.day)
    office.day += 7
    office.deliver()
    assert destroyed(office)
