"""Houses and browsers for the end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browser import Browser
from tests.e2e.house import House
from tests.e2e.wire import Wire

KINDS = ("chromium", "firefox", "firefox-safer")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "house") as house:
        yield house


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    with Wire(house.port) as wire:
        yield wire


def open_browser(kind: str, profile: Path, **options: object) -> Browser:
    """Start one of KINDS."""
    chosen = "chrome" if kind == "chromium" else "firefox"
    return Browser(chosen, profile, safer=kind.endswith("safer"), **options)  # type: ignore[arg-type]


@pytest.fixture(params=KINDS)
def browser(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Browser]:
    with open_browser(request.param, tmp_path / "profile") as browser:
        yield browser


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Browser]:
    with open_browser("chromium", tmp_path / "profile-chromium") as browser:
        yield browser
