"""Fixtures that the tests of courier and reporter share; their conftest.py take them from here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.carriers.inspectorate import Inspectorate
from tests.carriers.running import Site, write_courier_config


@pytest.fixture
def desk() -> Inspectorate:
    return Inspectorate()


@pytest.fixture
def site(tmp_path: Path, desk: Inspectorate) -> Iterator[Site]:
    with Site(tmp_path / "site", desk) as running:
        yield running


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def config(tmp_path: Path, site: Site, desk: Inspectorate) -> Path:
    folder = tmp_path / "courier"
    folder.mkdir()
    return write_courier_config(folder, site, desk)
