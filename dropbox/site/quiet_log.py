"""The error log: what broke and in which line of code, never what was being handled.

Messages of exceptions and of the libraries quote paths, headers, addresses and bodies. So no
message is ever written: only the logger's name, the type of the exception, and the lines of code.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from typing import TextIO

_PACKAGE = Path(__file__).parent.parent.parent


class QuietFormatter(logging.Formatter):
    """One line per error, without the message and without the time."""

    def format(self, record: logging.LogRecord) -> str:
        """Return level, logger, and where it happened."""
        words = [record.levelname, record.name, f"{Path(record.pathname).name}:{record.lineno}"]
        if record.exc_info and record.exc_info[0] is not None:
            # SQLite's code, a constant, tells a full disk from a broken one.
            kind = record.exc_info[0].__name__
            words.append(getattr(record.exc_info[1], "sqlite_errorname", kind))
            words += [
                f"{_place(frame.filename)}:{frame.lineno}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return " ".join(words)


def _place(filename: str) -> str:
    path = Path(filename)
    inside = path.is_relative_to(_PACKAGE / "dropbox")
    return str(path.relative_to(_PACKAGE)) if inside else path.name


def start_log(stream: TextIO = sys.stderr) -> None:
    """Send the errors of every library to `stream` in the quiet form, and nothing else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.ERROR)
    for name in ("waitress", "waitress.queue", "flask-limiter"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.ERROR)
        logger.propagate = True
    threading.excepthook = lambda args: logging.getLogger("thread").error(
        "", exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    )
    # A handler that fails would print the record, with its message, to standard error.
    logging.raiseExceptions = False
