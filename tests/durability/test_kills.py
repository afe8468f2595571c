"""SIGKILL at any moment loses nothing that was promised, and doubles nothing."""

from __future__ import annotations

import random

import pytest

from tests.builders import Drop
from tests.durability.ledger import Ledger
from tests.durability.running import kill_and_return, start_site
from tests.memory import memory_folder

ROUNDS = 20


@pytest.mark.slow
def test_a_site_that_is_killed_twenty_times_keeps_all_that_it_promised() -> None:
    desk = Drop()
    ledger = Ledger(desk)
    chance = random.Random("kills")  # noqa: S311 - to be repeated
    with memory_folder() as folder, start_site(folder, desk) as site:
        for _ in range(ROUNDS):
            kill_and_return(site, ledger, chance)
    assert ledger.promised > 10 * ROUNDS
    # The test would show little if any of them had never been there.
    assert min(ledger.answered[kind] for kind in ("letters", "chunks", "pickups", "deliveries"))
