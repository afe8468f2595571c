"""Counting visitors from many threads at once (§10)."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dropbox.site.counters import Counters


def test_nothing_is_lost_and_nothing_fails_when_many_count_at_once() -> None:
    counted = Counters()
    ready = threading.Barrier(16)

    def count() -> None:
        ready.wait()
        for _ in range(2_000):
            counted.incr("letters", 60)

    before = threading.active_count()
    with ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(count) for _ in range(16)]:
            done.result()
    assert counted.get("letters") == 16 * 2_000
    assert threading.active_count() <= before


def test_a_window_ends_and_its_visitor_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counters()
    now = time.time()
    assert [counted.incr("first", 60), counted.incr("first", 60)] == [1, 2]
    assert counted.get_expiry("first") == pytest.approx(now + 60, abs=5)
    monkeypatch.setattr("dropbox.site.counters.time.time", lambda: now + 61)
    assert counted.get("first") == 0
    counted.incr("second", 60)
    assert set(counted._counts) == {"second"}
    assert counted.incr("first", 60) == 1
    assert counted.reset() == 2
    assert counted.get("first") == 0
