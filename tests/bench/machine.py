"""The machine that a run was made on: absolute figures mean nothing without it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from tests.e2e.node import node_command

PACKAGES = ("cryptography", "pynacl", "flask", "waitress", "sqlcipher3")
PROGRAMS = {"chromium": "chromium", "firefox": "firefox-esr"}


def describe_machine(folder: Path) -> dict[str, Any]:
    """Return cores, processor, memory, load, file system of `folder`, and versions."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20,
        "kernel": platform.release(),
        "file_system": _file_system(folder),
        "load_before": [round(part, 2) for part in os.getloadavg()],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: importlib.metadata.version(name) for name in PACKAGES},
        "node": _version([*node_command(), "--version"]),
        **{name: _version([shutil.which(program) or ""]) for name, program in PROGRAMS.items()},
    }


def line(machine: dict[str, Any]) -> str:
    """Return one line for people."""
    return (
        f"{machine['cores']} cores, {machine['processor']}, {machine['memory_mib']} MiB, "
        f"Linux {machine['kernel']}, {machine['file_system']}, Python {machine['python']}, "
        f"SQLite {machine['sqlite']}, cryptography {machine['cryptography']}, "
        f"{machine['chromium']}, {machine['firefox']}; "
        f"load {machine['load_before'][0]} before, {machine['load_after'][0]} after"
    )


def load() -> list[float]:
    """Return the load averages of 1, 5 and 15 minutes."""
    return [round(part, 2) for part in os.getloadavg()]


def _processor() -> str:
    for text in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if text.startswith("model name"):
            return text.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    found = subprocess.run(
        ["stat", "--file-system", "--format=%T", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.strip()


def _version(command: list[str]) -> str:
    if not command[0]:
        return "missing"
    asked = command if "--version" in command else [*command, "--version"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=30)
    return found.stdout.strip() or "unknown"
