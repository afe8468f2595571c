"""Writing files so that a crash leaves the old one or the new one, for the owner's eyes only."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from dropbox.protocol.randomness import random_bytes


def private_umask() -> None:
    """Let everything this process makes from now on be readable by its owner alone."""
    os.umask(0o077)


def make_private_dir(path: Path) -> Path:
    """Return the folder at `path`, made with mode 0700 where it is missing. Raises OSError."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_atomically(path: Path, raw: bytes, *, overwrite_old: bool = False) -> None:
    """Put `raw` at `path` with mode 0600: written beside it, flushed to the disk, then renamed.

    With `overwrite_old`, the bytes that stood there before are overwritten once the new file is in
    place; until then they keep a second name, so that `sweep_unfinished` finds them after a crash.
    Raises OSError.
    """
    beside = path.with_name(f".{path.name}.{random_bytes(4).hex()}.tmp")
    try:
        _write_synced(beside, raw)
        old = os.open(path, os.O_RDWR) if overwrite_old and path.exists() else None
        try:
            if old is not None:
                _keep_name(path)
            beside.replace(path)
            sync_dir(path.parent)
            if old is not None:
                _overwrite(old)
                _old_name(path).unlink(missing_ok=True)
        finally:
            if old is not None:
                os.close(old)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


def sweep_unfinished(path: Path) -> None:
    """Overwrite and remove what a crash left beside `path` of newer and older bytes.

    Only for files that no other process writes. Raises OSError.
    """
    for beside in path.parent.glob(f".{path.name}.*.tmp"):
        overwrite_and_remove(beside)
    old = _old_name(path)
    # Cut off between naming and renaming, both names are one file, and that one is needed.
    if old.exists() and path.exists() and old.samefile(path):
        old.unlink()
    overwrite_and_remove(old)


def sync_dir(path: Path) -> None:
    """Flush the folder's own entries to the disk, where the file system can."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        # FAT on some kernels refuses to sync a folder; the file itself is on the disk by then.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def overwrite_and_remove(path: Path) -> None:
    """Overwrite a file's bytes and unlink it; nothing happens where it is missing.

    Raises OSError.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        _overwrite(descriptor)
    finally:
        os.close(descriptor)
    path.unlink()


def _old_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _keep_name(path: Path) -> None:
    # FAT has no second names; there the old bytes are overwritten unless a crash comes between.
    with contextlib.suppress(OSError):
        _old_name(path).hardlink_to(path)


def _write_synced(path: Path, raw: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _overwrite(descriptor: int) -> None:
    length = os.fstat(descriptor).st_size
    at = 0
    while at < length:
        at += os.pwrite(descriptor, random_bytes(min(1 << 20, length - at)), at)
    os.fsync(descriptor)
