"""Files on a stick, which somebody else may have prepared (§8, §9).

Only a plain file is read or written there: nothing is followed elsewhere, nothing is waited for, no
device is opened. Whatever else stands under the name is refused with OSError, like a bad stick.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

# A FIFO would be waited for, a terminal would become ours.
_CAREFULLY = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def open_plain(path: Path) -> BinaryIO:
    """Return the plain file at `path`, open for reading. Raises OSError."""
    return os.fdopen(_open(path, os.O_RDONLY), "rb")


def open_to_continue(path: Path) -> BinaryIO:
    """Return the plain file at `path`, made where it is missing, to read it and append to it.

    Raises OSError.
    """
    return os.fdopen(_open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT), "ab+")


def open_anew(path: Path) -> BinaryIO:
    """Return a new file at `path`, open for writing, in the place of what stood there.

    Raises OSError.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(_open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")


def _open(path: Path, flags: int) -> int:
    # Looked at before as well: opening alone makes some devices act.
    try:
        _refuse_odd(os.lstat(path), path)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    descriptor = os.open(path, flags | _CAREFULLY, 0o666)
    try:
        _refuse_odd(os.fstat(descriptor), path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _refuse_odd(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "bukan berkas biasa / not a plain file", str(path))
