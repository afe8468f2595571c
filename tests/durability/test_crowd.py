"""Sixty-four clients at once: nobody is refused, nothing is lost, nothing is there twice."""

from __future__ import annotations

import contextlib
import time
from collections import Counter

import pytest

from tests.builders import Drop
from tests.durability.crowd import Crowd, circuit
from tests.durability.ledger import Ledger, name_of
from tests.durability.running import check_database, check_site, start_site
from tests.memory import memory_folder
from tests.site.opened import a_chunk
from tests.site.process import Line, request

CLIENTS = 64
REQUESTS = 2_000
AT_ONCE = 200


@pytest.mark.slow
def test_sixty_four_clients_are_all_answered_and_none_is_refused() -> None:
    desk = Drop()
    ledger = Ledger(desk)
    room: dict[str, object] = {"letters_max": 3_000, "chunks_max": 1_024, "chunks_extent": 256}
    with memory_folder() as folder, start_site(folder, desk, None, **room) as site:
        crowd = Crowd(site, ledger, CLIENTS, 1)
        while crowd.done < REQUESTS and not crowd.failures:
            time.sleep(0.05)
        # A client that waits for ever fails here: its socket is silent for too long.
        crowd.stop()
        assert not ledger.refused, ledger.refused
        check_site(site, ledger)
        log = site.log
    assert min(ledger.answered[kind] for kind in ("letters", "chunks", "pickups", "deliveries"))
    assert log.count(b"\n") == 2, log


def test_two_hundred_chunks_at_one_moment_wait_and_are_kept() -> None:
    desk = Drop()
    room: dict[str, object] = {"chunks_max": 512, "chunks_extent": 512, "letters_max": 8}
    chunks = [a_chunk() for _ in range(AT_ONCE)]
    with (
        memory_folder() as folder,
        start_site(folder, desk, None, **room) as site,
        contextlib.ExitStack() as stack,
    ):
        lines = [
            stack.enter_context(Line(site.public, circuit(number))) for number in range(AT_ONCE)
        ]
        for line, chunk in zip(lines, chunks, strict=True):
            line.send(request("POST", "/chunks", chunk)[:-1])
        for line, chunk in zip(lines, chunks, strict=True):
            line.send(chunk[-1:])
        assert [line.receive("POST").status for line in lines] == [204] * AT_ONCE
        kept = check_database(folder / "data")
    assert kept == Counter(map(name_of, chunks))
