"""A program's disk, watched: what it changed in which order, and failing when told (tests only).

The shim `disk.c` is compiled once per run and loaded into the real program with LD_PRELOAD. It
needs a C compiler, which scripts/setup.sh installs.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import mmap
import os
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Self

_SOURCE = Path(__file__).with_name("disk.c")
_COMPILER = ("cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")
_HEAD = struct.Struct("<BBHIQ")
_SWITCHES = struct.Struct("<8Q")
_COUNT, _FROM, _TO, _ERROR, _ACTION, _READS = range(6)
_NEVER = (1 << 64) - 1
_built = tempfile.TemporaryDirectory(prefix="titip-disk-")


class Kind(IntEnum):
    """What a program can do to its files; the numbers of disk.c."""

    CREATE = 1
    MAKE_FOLDER = 2
    REMOVE = 3
    RENAME = 4
    WRITE = 5
    TRUNCATE = 6
    SYNC = 7
    LINK = 8


class Action(IntEnum):
    """What happens at a change that is struck; `TEAR` lets half of a write through before."""

    FAIL = 0
    KILL = 1
    TEAR_AND_KILL = 2
    TEAR_AND_FAIL = 3


@dataclass(frozen=True)
class Change:
    """One change of the log. `error` is the errno of a failed one, else 0.

    `at`: the offset of a write or the length of a truncation, in bytes. `raw`: the bytes of a
    write, or the second path of a renaming.
    """

    kind: Kind
    error: int
    path: str
    at: int
    raw: bytes


@functools.cache
def shim() -> Path:
    """Return the compiled shim."""
    path = Path(_built.name) / "disk.so"
    subprocess.run([*_COMPILER, "-o", str(path), str(_SOURCE)], check=True)
    return path


class Disk:
    """The switches of one or several programs that run one after another over `watched`."""

    def __init__(self, watched: Path, folder: Path, *, logs: bool) -> None:
        self._log_path = folder / "changes"
        switches = folder / "switches"
        switches.write_bytes(bytes(_SWITCHES.size))
        with switches.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _SWITCHES.size)
        self.environment = {
            "LD_PRELOAD": str(shim()),
            "TITIP_DISK_FOLDER": str(watched),
            "TITIP_DISK_SWITCH": str(switches),
        } | ({"TITIP_DISK_LOG": str(self._log_path)} if logs else {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._shared.close()

    def _set(self, number: int, value: int) -> None:
        struct.pack_into("<Q", self._shared, 8 * number, value)

    @property
    def count(self) -> int:
        """How many changes were tried so far."""
        found: int = struct.unpack_from("<Q", self._shared, 8 * _COUNT)[0]
        return found

    @contextlib.contextmanager
    def struck(
        self,
        after: int,
        changes: int | None = None,
        error: int = errno.EIO,
        action: Action = Action.FAIL,
        *,
        reads: bool = False,
    ) -> Iterator[None]:
        """Strike so many changes (None: all) once `after` more went through, while the block runs.

        `reads`: reading fails too, from now on.
        """
        begin = self.count + after
        for number, value in (
            (_ERROR, error),
            (_ACTION, action),
            (_READS, int(reads)),
            (_TO, _NEVER if changes is None else begin + changes),
            (_FROM, begin),
        ):
            self._set(number, value)
        try:
            yield
        finally:
            for number in (_TO, _FROM, _READS):
                self._set(number, 0)

    def changes(self) -> list[Change]:
        """Return what was written down, in order."""
        return list(_read(self._log_path.read_bytes())) if self._log_path.exists() else []


def changes_of(disk: Disk, what: Callable[[], object]) -> int:
    """Return how many changes the disk saw while `what` was done."""
    before = disk.count
    what()
    return disk.count - before


def _read(raw: bytes) -> Iterator[Change]:
    at = 0
    while at < len(raw):
        kind, error, path_len, length, offset = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        path = os.fsdecode(raw[at : at + path_len])
        at += path_len
        yield Change(Kind(kind), error, path, offset, raw[at : at + length])
        at += length
