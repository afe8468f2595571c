"""Takes in the shared fixtures; folders are in memory where there is some."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.carriers.fixtures import config, desk, site, stick
from tests.memory import memory_folder
from tests.workstation.builders import Office, open_office

__all__ = ["config", "desk", "site", "stick"]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path)
    yield opened
    opened.desk.close()
