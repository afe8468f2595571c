"""Whatever a power cut leaves of what was not synced, what was promised is there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.durability.crash import SECTOR_LEN, CrashingDisk
from tests.durability.disk import Change, Kind
from tests.durability.power import cut_power, record_site

IMAGES = 150
REQUESTS = 300


@pytest.mark.slow
def test_power_cuts_lose_nothing_that_was_promised() -> None:
    recording = record_site(1, REQUESTS)
    syncs = sum(change.kind is Kind.SYNC for change in recording.changes)
    cuts = sum(change.kind is Kind.TRUNCATE for change in recording.changes)
    assert recording.ledger.promised > REQUESTS / 2
    assert syncs > 10
    assert cuts > 3, "the journal was never cut"
    assert len(list(cut_power(recording, 1, IMAGES))) == IMAGES


@pytest.mark.slow
def test_power_cuts_after_failed_syncs_lose_nothing_either() -> None:
    recording = record_site(2, REQUESTS, failing=True)
    failed = [change.kind for change in recording.changes if change.error]
    assert Kind.WRITE in failed
    assert recording.ledger.refused[503]
    assert len(list(cut_power(recording, 2, IMAGES // 2))) == IMAGES // 2


def _left(changes: list[Change], tmp_path: Path, tries: int = 200) -> set[bytes | None]:
    """Return all that cuts after these changes left of the file."""
    found: set[bytes | None] = set()
    for number in range(tries):
        disk = CrashingDisk(random.Random(number))  # noqa: S311 - to be repeated
        disk.play(changes)
        disk.leave("/d", tmp_path)
        file = tmp_path / "f"
        found.add(file.read_bytes() if file.exists() else None)
        file.unlink(missing_ok=True)
    return found


def _write(at: int, raw: bytes) -> Change:
    return Change(Kind.WRITE, 0, "/d/f", at, raw)


MADE = [Change(Kind.CREATE, 0, "/d/f", 0, b""), Change(Kind.SYNC, 0, "/d", 0, b"")]
SYNCED = Change(Kind.SYNC, 0, "/d/f", 0, b"")
OLD, NEW = b"o" * 2 * SECTOR_LEN, b"n" * 2 * SECTOR_LEN


def test_the_crashing_disk_keeps_what_was_synced(tmp_path: Path) -> None:
    assert _left([*MADE, _write(0, OLD), SYNCED], tmp_path) == {OLD}


def test_the_crashing_disk_tears_what_was_not(tmp_path: Path) -> None:
    left = _left([*MADE, _write(0, OLD), SYNCED, _write(0, NEW)], tmp_path)
    half = SECTOR_LEN
    assert {OLD, NEW, NEW[:half] + OLD[half:], OLD[:half] + NEW[half:]} < left


def test_the_crashing_disk_forgets_a_name_whose_folder_was_not_synced(tmp_path: Path) -> None:
    assert _left([MADE[0], _write(0, OLD), SYNCED], tmp_path) == {None, OLD}


def test_the_crashing_disk_loses_what_a_failed_sync_threw_away(tmp_path: Path) -> None:
    failed = Change(Kind.SYNC, 5, "/d/f", 0, b"")
    assert _left([*MADE, _write(0, OLD), failed, SYNCED], tmp_path) == {b"", OLD}


def test_the_crashing_disk_may_keep_a_truncation_or_not(tmp_path: Path) -> None:
    cut = Change(Kind.TRUNCATE, 0, "/d/f", 0, b"")
    assert _left([*MADE, _write(0, OLD), SYNCED, cut], tmp_path) == {b"", OLD}
