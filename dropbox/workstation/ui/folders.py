"""Finds sticks that are plugged in, and the pickups on them."""

from __future__ import annotations

import contextlib
import heapq
import os
from collections.abc import Callable, Iterable
from pathlib import Path

# Where Debian's desktops and live systems mount what is plugged in.
MOUNT_PLACES = ("/media", "/run/media", "/mnt")
PICKUPS_SHOWN = 100
FOLDERS_LOOKED_INTO = 100


def find_sticks(configured: Iterable[Path]) -> list[Path]:
    """Return the configured folders that are there, then the mounted ones."""
    found = [path for path in configured if path.is_dir()]
    for place in MOUNT_PLACES:
        for path in _below(Path(place), depth=2):
            if path not in found and os.path.ismount(path):
                found.append(path)
    return found


def find_pickups(sticks: Iterable[Path]) -> list[Path]:
    """Return the files *.pickup on these sticks and in their folders, the newest first.

    A link is no file, and a name that cannot be shown is not shown: the courier makes neither.
    """
    found: set[str] = set()
    for stick in sticks:
        for folder in (stick, *_below(stick, depth=1)):
            found.update(_inside(folder, _is_pickup))
    # The courier's names carry the epoch, so the newest comes first.
    newest = heapq.nlargest(PICKUPS_SHOWN, ((Path(path).name, path) for path in found))
    return [Path(path) for _, path in newest]


def _below(place: Path, depth: int) -> list[Path]:
    folders: list[Path] = []
    for child in sorted(_inside(place, _is_folder))[:FOLDERS_LOOKED_INTO]:
        folders.append(Path(child))
        if depth > 1:
            folders += _below(Path(child), depth - 1)
    return folders


def _is_pickup(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".pickup") and entry.is_file(follow_symlinks=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)


def _inside(folder: Path, wanted: Callable[[os.DirEntry[str]], bool]) -> list[str]:
    # What may not be read is not ours to show.
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [entry.path for entry in entries if entry.name.isprintable() and wanted(entry)]
    return []
