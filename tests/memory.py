"""Folders in memory, and how much memory a process had at most (tests only)."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.carriers.running import TITIP

# The command as `titip` runs it, and then what /proc says of the process.
_MEASURED = """
import pathlib, sys
from dropbox.cli import main
try:
    sys.exit(main(sys.argv[1:]))
finally:
    sys.stderr.write(pathlib.Path("/proc/self/status").read_text())
"""
_MEMORY = Path("/dev/shm")  # noqa: S108 - the files of a test, in a folder of its own


@contextlib.contextmanager
def memory_folder() -> Iterator[Path]:
    """Give a folder for as long as the block runs; on disk where there is no tmpfs."""
    parent = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def peak_len(process_id: int) -> int:
    """Return the most bytes of memory that a living process ever had (VmHWM)."""
    return _hwm_len(Path(f"/proc/{process_id}/status").read_text())


def run_measured(command: list[str]) -> tuple[int, int]:
    """Return the exit status of a `titip` command, and the most bytes of memory that it had.

    The process says it itself at its end: what the system tells of an ended one includes what its
    parent had when it was forked.
    """
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command[len(TITIP) :]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert command[: len(TITIP)] == TITIP
    return done.returncode, _hwm_len(done.stderr.decode().rsplit("VmPeak", 1)[1])


def _hwm_len(status: str) -> int:
    found = re.search(r"^VmHWM:\s+([0-9]+) kB$", status, re.MULTILINE)
    assert found
    return int(found[1]) * 1_024
