"""The workstation under power cuts, kills and a disk that fails: nothing lost, nothing twice."""

from __future__ import annotations

import errno
import random
from contextlib import suppress

import pytest

from tests.durability.books import cut_power_of_office, watched_office
from tests.durability.crash import CrashingDisk
from tests.durability.disk import Action, Kind, changes_of

WEEKS = 4
IMAGES = 40


@pytest.mark.slow
def test_power_cuts_take_nothing_from_the_vault_and_double_nothing() -> None:
    chance = random.Random("office")  # noqa: S311 - to be repeated
    disk = CrashingDisk(chance)
    with watched_office(logs=True, begun=disk.begin) as weeks:
        for _ in range(WEEKS):
            weeks.pass_week()
        weeks.running.__exit__()
        assert weeks.books.steps[-1].answer["destroyed"], "no key came to its end"
        assert sum(change.kind is Kind.SYNC for change in weeks.disk.changes()) > 40
        cut_power_of_office(weeks, disk, chance, IMAGES)


@pytest.mark.slow
def test_killed_at_any_write_the_vault_has_what_was_done_once() -> None:
    chance = random.Random("killed office")  # noqa: S311 - to be repeated
    with watched_office(logs=False) as weeks:
        changes = changes_of(weeks.disk, weeks.pass_week)
        for number in range(8):
            action = Action.TEAR_AND_KILL if number % 2 else Action.KILL
            after = chance.randrange(changes)
            with weeks.disk.struck(after, action=action), suppress(ConnectionError):
                weeks.pass_week()
            weeks.check_and_restart()


@pytest.mark.slow
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_failing_disk_fails_the_step_and_no_other(error: int) -> None:
    chance = random.Random(error)  # noqa: S311 - to be repeated
    with watched_office(logs=False) as weeks:
        changes = changes_of(weeks.disk, weeks.pass_week)
        for number in range(4):
            with weeks.disk.struck(
                chance.randrange(changes), 1 if number % 2 else None, error, Action.TEAR_AND_FAIL
            ):
                weeks.pass_week()
            # The same process goes on, on a disk that works again.
            weeks.pass_week()
            assert all(step.ended < 1 << 62 for step in weeks.books.steps[-4:])
            weeks.check_and_restart()
