"""Folders in memory, and how much memory a process had at most (tests only)."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - the files of a test, in a folder of its own


@contextlib.contextmanager
def memory_folder() -> Iterator[Path]:
    """Give a folder for as long as the block runs; on disk where there is no tmpfs."""
    parent = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def peak_len(process_id: int) -> int:
    """Return the most bytes of memory that a living process ever had (VmHWM)."""
    status = Path(f"/proc/{process_id}/status").read_text()
    found = re.search(r"^VmHWM:\s+([0-9]+) kB$", status, re.MULTILINE)
    assert found
    return int(found[1]) * 1_024


def run_measured(command: list[str]) -> tuple[int, int]:
    """Return the exit status of a command, and the most bytes of memory that it had."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1_024
