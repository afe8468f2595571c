"""How far a long piece of work is."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO

# What is told: the stage, how much is done, how much there is.
Progress = Callable[[str, int, int], None]
MIB = 1 << 20


def silent(stage: str, done: int, whole: int) -> None:
    """Show no progress."""


class Watched:
    """A file whose reading is told, in MiB."""

    def __init__(self, file: BinaryIO, stage: str, progress: Progress) -> None:
        self._file = file
        self._stage = stage
        self._progress = progress
        self._whole = max(1, os.fstat(file.fileno()).st_size // MIB)
        self._done_len = 0
        progress(stage, 0, self._whole)

    def read(self, length: int, /) -> bytes:
        """Return up to `length` bytes, none at the end. Raises OSError."""
        raw = self._file.read(length)
        before = self._done_len // MIB
        self._done_len += len(raw)
        done = min(self._done_len // MIB, self._whole)
        if not raw or done != before:
            self._progress(self._stage, done if raw else self._whole, self._whole)
        return raw
