"""Starts the private Tor network as soon as it is known that a test needs it.

It needs half a minute, mostly of waiting: by the time that the tests here run, it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.onion.house import OnionHouse
from tests.onion.onions import Onions

_STARTING: list[tuple[Onions, Future[None]]] = []
_pool = ThreadPoolExecutor(1)


def _begin() -> tuple[Onions, Future[None]]:
    if not _STARTING:
        onions = Onions()
        _STARTING.append((onions, _pool.submit(onions.start)))
    return _STARTING[0]


def pytest_collection_finish(session: pytest.Session) -> None:
    wanted = any("onions" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and not session.config.option.collectonly:
        _begin()


def pytest_unconfigure() -> None:
    for onions, _ in _STARTING:
        onions.stop()
    _STARTING.clear()


@pytest.fixture(scope="session")
def onions() -> Onions:
    found, started = _begin()
    started.result(timeout=240)
    return found


@pytest.fixture(scope="session")
def house(onions: Onions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnionHouse]:
    folder: Path = tmp_path_factory.mktemp("onion") / "house"
    with OnionHouse(folder, onions=onions) as house:
        yield house
