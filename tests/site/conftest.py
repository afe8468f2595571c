"""A site on disk, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import Drop
from tests.site.opened import OpenSite, small_settings


@pytest.fixture
def desk() -> Drop:
    return Drop()


@pytest.fixture
def site(tmp_path: Path, desk: Drop) -> Iterator[OpenSite]:
    with OpenSite(tmp_path, desk, small_settings(tmp_path)) as opened:
        yield opened


@pytest.fixture
def tiny(tmp_path: Path, desk: Drop) -> Iterator[OpenSite]:
    """Room for three letters and two chunks."""
    settings = replace(small_settings(tmp_path), letters_max=3, chunks_max=2, chunks_extent=2)
    with OpenSite(tmp_path, desk, settings) as opened:
        yield opened
