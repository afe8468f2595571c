"""The one thread that changes the database, and how it groups what many visitors ask for.

Jobs that wait together share one transaction, and so one wait for the disk; nobody is answered
before that transaction is durable. Since one thread runs every job, what the jobs share needs no
lock.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from dropbox.protocol.errors import TitipError
from dropbox.site.store import Database, StoreError

_T = TypeVar("_T")
BATCH_MAX = 64
# The journal is cut when nothing came for so long, or after so many transactions at the latest.
REST_S = 0.2
COMMITS_MAX = 64
PATROL_S = 60.0
# How long a disk that failed is spared the work that nobody waits for; less than Retry-After.
PAUSE_S = 1.0
_log = logging.getLogger(__name__)


class FullError(Exception):
    """There is no slot left; expected, and told to the sender (507)."""


class GrowingError(FullError):
    """There is no slot now, but more are being made: the job is done as soon as there is one.

    Raised to the sender only where the disk keeps them from being made (503).
    """


class NotYetError(FullError):
    """Room is short and others came before: ask again after `wait_s` seconds (503)."""

    def __init__(self, wait_s: int) -> None:
        super().__init__()
        self.wait_s = wait_s


class Household(Protocol):
    """What the writer looks after between the jobs of visitors."""

    def next_chore(self) -> Callable[[], object] | None:
        """Return a short piece of work that is due, or None."""

    def settle(self) -> None:
        """Show what became durable."""

    def reload(self) -> None:
        """Read the state from the database again, after a transaction failed."""


class Writer:
    """The thread; `do` is safe to call from any other."""

    def __init__(self, database: Database, household: Household) -> None:
        self._database = database
        self._household = household
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = (
            queue.SimpleQueue()
        )
        self._commits = 0
        self._paused_until = 0.0
        self._stopping = False
        # Whether what is held in memory may be other than what is on disk.
        self._stale = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the jobs that wait, then end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def do(self, work: Callable[[], _T]) -> _T:
        """Run `work` in the writer's thread; return its result once it is durable.

        Raises FullError and errors of the protocol that `work` raises, before which it must not
        have changed anything, and StoreError where the transaction failed.
        """
        future: Future[_T] = Future()
        self._jobs.put((work, future))
        return future.result()

    def _run(self) -> None:
        while not self._stopping:
            paused = time.monotonic() < self._paused_until
            chore = None if paused else self._due_chore()
            batch = self._gather(0.0 if chore else REST_S if self._commits or paused else PATROL_S)
            sound = not batch or self._transact(batch)
            # Also where jobs never stop coming: room that is not made by then is missed by them.
            # After a failure the chore is out of date, like all that was read before.
            if chore and sound:
                self._transact([(chore, Future())])
            due = self._commits >= COMMITS_MAX or not (batch or chore)
            if self._commits and due and not paused:
                self._truncate()

    def _due_chore(self) -> Callable[[], object] | None:
        # What is on disk is read again before any job: then this one has nothing left to do.
        return (lambda: None) if self._stale else self._household.next_chore()

    def _gather(self, wait_s: float) -> list[tuple[Callable[[], Any], Future[Any]]]:
        batch: list[tuple[Callable[[], Any], Future[Any]]] = []
        try:
            job = self._jobs.get(timeout=wait_s) if wait_s else self._jobs.get_nowait()
            while True:
                if job is None:
                    self._stopping = True
                    return batch
                batch.append(job)
                if len(batch) == BATCH_MAX:
                    return batch
                job = self._jobs.get_nowait()
        except queue.Empty:
            return batch

    def _transact(self, batch: list[tuple[Callable[[], Any], Future[Any]]]) -> bool:
        outcomes: list[tuple[Any, Exception | None]] = []
        try:
            if self._stale:
                self._recover()
            self._database.begin()
            for work, _ in batch:
                try:
                    outcomes.append((work(), None))
                except (FullError, TitipError) as refused:
                    outcomes.append((None, refused))
            self._database.commit()
        except Exception:  # noqa: BLE001 - the thread must live, whatever it was
            # A full disk, a failing one: none of the batch is durable.
            _log.exception("transaction")
            self._pause()
            self._stale = True
            try:
                self._recover()
            except Exception:  # noqa: BLE001 - tried again before the next job
                _log.exception("recovery")
            for _, future in batch:
                future.set_exception(StoreError("The transaction failed."))
            return False
        self._commits += 1
        self._household.settle()
        for (work, future), (result, error) in zip(batch, outcomes, strict=True):
            if error is None:
                future.set_result(result)
            elif isinstance(error, GrowingError) and self._may_grow:
                self._jobs.put((work, future))
            else:
                future.set_exception(error)
        return True

    @property
    def _may_grow(self) -> bool:
        return not self._stopping and time.monotonic() >= self._paused_until

    def _recover(self) -> None:
        self._database.rollback()
        self._household.reload()
        self._stale = False

    def _truncate(self) -> None:
        try:
            # Where a reader is in the way it is tried again at rest, or some transactions later.
            self._commits = 0 if self._database.checkpoint() else COMMITS_MAX // 2
        except Exception:  # noqa: BLE001 - as above
            _log.exception("checkpoint")
            self._pause()

    def _pause(self) -> None:
        # Jobs are tried all the same: only what nobody waits for is left alone.
        self._paused_until = time.monotonic() + PAUSE_S
