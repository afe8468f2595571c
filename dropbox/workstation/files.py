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
    place. Raises OSError.
    """
    beside = path.with_name(f".{path.name}.{random_bytes(4).hex()}.tmp")
    try:
        _write_synced(beside, raw)
        old = os.open(path, os.O_RDWR) if overwrite_old and path.exists() else None
        try:
            beside.replace(path)
            sync_dir(path.parent)
            if old is not None:
                _overwrite(old)
        finally:
            if old is not None:
                os.close(old)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


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
