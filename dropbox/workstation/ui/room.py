"""The room where the open desk stands: one at a time works there, and it locks when nobody does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dropbox.workstation.desk import Desk
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.ui.importing_job import ImportingJob


class LockedError(Exception):
    """The vault is closed; the passphrase is asked for."""


class BusyError(Exception):
    """An import is under way; everything else waits until it is done."""


class Room:
    """One workstation's desk, or its absence while it is locked."""

    def __init__(
        self,
        settings: WorkstationSettings,
        *,
        idle_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.idle_s = idle_s
        self._clock = clock
        self._last_use = clock()
        # Held for the length of a request: the desk must not be closed under somebody's hands.
        self._turn = threading.RLock()
        self._desk: Desk | None = None
        self.job: ImportingJob | None = None
        # Who worked here last, so that after a short break the name need not be typed again.
        self.last_who = ""

    def __repr__(self) -> str:
        return "<Room>"

    @property
    def is_locked(self) -> bool:
        """Whether the vault is closed."""
        return self._desk is None

    def unlock(self, passphrase: str, today: int, who: str) -> None:
        """Open the vault; takes about a second. Raises as Desk.open."""
        with self._turn:
            if self._job_runs():
                raise BusyError
            # Open or not: from now on another name stands beside what is done.
            self.lock()
            self._desk = Desk.open(self.settings, passphrase, today, who=who)
            self.last_who = who
            self.touch()

    def lock(self) -> None:
        """Close the vault, which drops its key from memory; an import is not cut off."""
        with self._turn:
            if self._desk is not None and not self._job_runs():
                self._desk.close()
                self._desk = None

    def close(self) -> None:
        """Close the vault for good, after an import that is under way."""
        if self.job is not None:
            self.job.wait()
        self.lock()

    def touch(self) -> None:
        """Note that somebody is at work."""
        self._last_use = self._clock()

    def lock_if_idle(self) -> bool:
        """Lock where nobody worked for `idle_s` seconds; returns whether the room is locked."""
        with self._turn:
            if self._job_runs():
                self.touch()
            elif self._clock() - self._last_use >= self.idle_s:
                self.lock()
            return self._desk is None

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Give the desk to one request; raises LockedError, BusyError."""
        with self._turn:
            # An import may take minutes; a page that waited for it would look broken.
            if self._job_runs():
                raise BusyError
            if self._desk is None:
                raise LockedError
            yield self._desk

    def start(self, job: ImportingJob) -> None:
        """Let an import run in the background; raises LockedError, BusyError."""
        with self.desk() as desk:
            self.job = job
            job.start(desk)

    def _job_runs(self) -> bool:
        return self.job is not None and not self.job.finished
