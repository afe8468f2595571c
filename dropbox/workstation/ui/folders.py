"""Finds sticks that are plugged in, and the pickups on them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

# Where Debian's desktops and live systems mount what is plugged in.
MOUNT_PLACES = ("/media", "/run/media", "/mnt")
PICKUPS_SHOWN = 100


def find_sticks(configured: Iterable[Path]) -> list[Path]:
    """Return the configured folders that are there, then the mounted ones."""
    found = [path for path in configured if path.is_dir()]
    for place in MOUNT_PLACES:
        for path in _below(Path(place), depth=2):
            if path not in found and os.path.ismount(path):
                found.append(path)
    return found


def find_pickups(sticks: Iterable[Path]) -> list[Path]:
    """Return the files *.pickup on these sticks and in their folders, the newest first."""
    found: set[Path] = set()
    for stick in sticks:
        for folder in (stick, *_below(stick, depth=1)):
            with contextlib.suppress(OSError):
                found.update(path for path in folder.glob("*.pickup") if path.is_file())
    # The courier's names carry the epoch, so the newest comes first.
    return sorted(found, key=lambda path: (path.name, str(path)), reverse=True)[:PICKUPS_SHOWN]


def _below(place: Path, depth: int) -> list[Path]:
    folders: list[Path] = []
    # What may not be read is not ours to show.
    with contextlib.suppress(OSError):
        children = sorted(
            path for path in place.iterdir() if not path.name.startswith(".") and path.is_dir()
        )
        for child in children:
            folders.append(child)
            if depth > 1:
                folders += _below(child, depth - 1)
    return folders
