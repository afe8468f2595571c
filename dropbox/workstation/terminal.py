"""What the command line asks for and reads: passphrases, texts, days; and how it shows progress."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from dropbox.workstation.days import day_of
from dropbox.workstation.errors import WorkstationError

PASSPHRASE_FILE_MAX_LEN = 4096


def read_day(text: str) -> int:
    """Return the day number of YYYY-MM-DD; raises ArgumentTypeError."""
    try:
        return day_of(dt.date.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError("YYYY-MM-DD") from None


def read_passphrase(path: Path | None, prompt: str) -> str:
    """Return the first line of a file, or what is typed where `path` is None.

    Raises WorkstationError, OSError.
    """
    if path is None:
        return ask(prompt)
    with path.open("rb") as file:
        raw = file.read(PASSPHRASE_FILE_MAX_LEN)
    try:
        passphrase = raw.decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        passphrase = ""
    if not passphrase:
        raise WorkstationError(
            f"{path}: baris pertama harus berisi frasa sandi.",
            f"{path}: its first line must be the passphrase.",
        )
    return passphrase


def ask(prompt: str) -> str:
    """Return what is typed without showing it; raises WorkstationError where nobody can type."""
    if not sys.stdin.isatty():
        raise WorkstationError(
            "Frasa sandi tidak dapat ditanyakan di sini: --passphrase-file.",
            "The passphrase cannot be asked for here: give --passphrase-file.",
        )
    return getpass.getpass(prompt)


def read_text(path: Path) -> str:
    """Return the text of a file or, for `-`, of standard input, without space around it.

    Raises WorkstationError, OSError.
    """
    raw = sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise WorkstationError(
            f"{path}: simpan sebagai teks UTF-8.", f"{path}: save it as UTF-8 text."
        ) from None


def progress_shown(name: str) -> Callable[[str, int, int], None]:
    """Return a function that shows the stages of an import on one line, where somebody looks."""
    shown = ""

    def show(stage: str, done: int, whole: int) -> None:
        nonlocal shown
        line = f"{name}: {stage} {done * 100 // whole if whole else 100} %"
        if line != shown and sys.stderr.isatty():
            shown = line
            sys.stderr.write(f"\r{line:60}" + ("\n" if done == whole else ""))
            sys.stderr.flush()

    return show
