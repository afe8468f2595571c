"""A full, failing or read-only disk: refused for now, nothing lost, well without a restart."""

from __future__ import annotations

import errno
import random

import pytest

from tests.builders import Drop
from tests.durability.day import watched_day
from tests.durability.disk import Action, Disk, changes_of
from tests.durability.ledger import Ledger
from tests.durability.running import check_site, start_site
from tests.memory import memory_folder

ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS)
ROUNDS = 18


@pytest.mark.slow
def test_every_kind_of_failure_is_refused_for_now_and_survived() -> None:
    chance = random.Random("failing")  # noqa: S311 - to be repeated
    with watched_day() as day:
        changes = changes_of(day.disk, lambda: day.pass_by(works=True))
        for number in range(ROUNDS):
            with day.disk.struck(
                after=chance.randrange(changes),
                changes=1 if number % 2 else None,
                error=ERRORS[number % len(ERRORS)],
                action=chance.choice((Action.FAIL, Action.TEAR_AND_FAIL)),
            ):
                day.pass_by(works=False)
            day.pass_by(works=True)
            check_site(day.site, day.ledger)
        log = day.site.log
    assert day.refusals > ROUNDS / 4
    assert b"SQLITE_FULL" in log
    assert b"Traceback" not in log


def test_a_disk_that_cannot_even_be_read_is_survived() -> None:
    with watched_day() as day:
        day.pass_by(works=True)
        with day.disk.struck(after=0, reads=True):
            day.pass_by(works=False)
        assert day.refusals
        day.pass_by(works=True)
        check_site(day.site, day.ledger)


def test_a_site_that_ends_on_a_broken_disk_ends_in_order_and_loses_nothing() -> None:
    with watched_day() as day:
        day.pass_by(works=True)
        with day.disk.struck(after=60):
            day.pass_by(works=False)
            day.site.stop()
        day.site.start()
        check_site(day.site, day.ledger)


@pytest.mark.parametrize(
    ("after", "error"),
    [(0, errno.EROFS), (1, errno.ENOSPC), (4, errno.EIO), (60, errno.ENOSPC), (200, errno.EIO)],
)
def test_a_first_start_on_a_broken_disk_says_so_and_can_be_repeated(after: int, error: int) -> None:
    desk = Drop()
    with (
        memory_folder() as folder,
        memory_folder() as beside,
        Disk(folder / "data", beside, logs=False) as disk,
    ):
        site = start_site(folder, desk, disk, letters_max=64, chunks_max=16, chunks_extent=16)
        with disk.struck(after, error=error):
            assert site.launch().wait(60) == 1
        said = site.errors.read_text()
        assert said.count("\n") == 1, said
        assert "the disk fails or is full" in said
        with site:
            check_site(site, Ledger(desk))


@pytest.mark.slow
@pytest.mark.parametrize("action", [Action.KILL, Action.TEAR_AND_KILL])
def test_a_kill_at_an_exact_write_loses_nothing(action: Action) -> None:
    chance = random.Random(f"exact {action}")  # noqa: S311 - to be repeated
    with watched_day() as day:
        changes = changes_of(day.disk, lambda: day.pass_by(works=True))
        for _ in range(6):
            day.kill_at(chance.randrange(changes), action)
            check_site(day.site, day.ledger)
