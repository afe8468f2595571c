import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workstation.builders import Office, open_office
from tests.workstation.interface import inside, outside

__all__ = ["inside", "outside"]

MEMORY = Path("/dev/shm")  # noqa: S108 - the files of a test, in a folder of its own


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where there is one: every transaction of a vault waits for its disk."""
    parent = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path)
    yield opened
    opened.desk.close()
