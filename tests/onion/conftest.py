"""The private Tor network, started once for all tests here; they share one file, and so a process.

It needs half a minute, mostly of waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.onion.house import OnionHouse
from tests.onion.onions import Onions


@pytest.fixture(scope="session")
def onions() -> Iterator[Onions]:
    with Onions() as onions:
        onions.start()
        yield onions


@pytest.fixture(scope="session")
def house(onions: Onions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnionHouse]:
    folder: Path = tmp_path_factory.mktemp("onion") / "house"
    with OnionHouse(folder, onions=onions) as house:
        yield house
