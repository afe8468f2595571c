"""Sends a sealed letter: the letter first, then its chunk records, a few side by side (§5.4)."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from dropbox.carriage import Carriage
from dropbox.reporter.sealed_files import shuffled
from dropbox.reporter.sealing import SealedLetter

# Enough to fill a slow circuit while one answer is waited for; each holds one record in memory.
SIDE_BY_SIDE = 4


class Sending:
    """One letter on its way; `run` may be called again after a failure and goes on from there.

    `progress` is told the chunk records that are at the site, and how many there are.
    """

    def __init__(self, sealed: SealedLetter, progress: Callable[[int, int], None]) -> None:
        self._letter = sealed.letter
        self._progress = progress
        self.letter_sent = False
        self.chunks = len(sealed.chunk_records)
        self.chunks_sent = 0
        self._waiting = deque(shuffled(sealed.chunk_records))
        self._lock = threading.Lock()
        self._stopped = False
        self._failures: list[Exception] = []

    def run(self, carriage: Carriage) -> None:
        """Return when all is durable at the site; raises CarriageError, ReporterError.

        Whatever was sent before a failure is at the site and is not sent again.
        """
        if not self.letter_sent:
            # The same bytes each time (§4.2).
            carriage.post("/letters", self._letter)
            self.letter_sent = True
        if not self._waiting:
            return
        self._stopped = False
        self._failures.clear()
        self._progress(self.chunks_sent, self.chunks)
        lines = [
            # Daemons: whoever presses Ctrl-C must not wait for four retries.
            threading.Thread(target=self._send_some, args=(carriage,), daemon=True)
            for _ in range(SIDE_BY_SIDE)
        ]
        try:
            for line in lines:
                line.start()
            for line in lines:
                line.join()
        finally:
            self._stopped = True
        if self._failures:
            raise self._failures[0]

    def _send_some(self, carriage: Carriage) -> None:
        while True:
            with self._lock:
                if self._stopped or not self._waiting:
                    return
                make_record = self._waiting.popleft()
            try:
                carriage.post("/chunks", make_record())
            except Exception as failure:  # noqa: BLE001 - raised again in the caller's thread
                with self._lock:
                    self._waiting.append(make_record)
                    self._failures.append(failure)
                    self._stopped = True
                return
            with self._lock:
                self.chunks_sent += 1
                self._progress(self.chunks_sent, self.chunks)
