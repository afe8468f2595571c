"""A flood through Tor: many circuits that hand in junk until they are refused (tests only)."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from dropbox.carriage import Carriage, CarriageError, Patience, RefusalError
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import LETTER_LEN


@dataclass
class OnionFlood:
    """So many circuits at a time, each left behind once it is refused, until the block ends.

    `answers` counts by circuit; `broken` how often Tor's line broke.
    """

    url: str
    socks: str
    circuits: int
    answers: list[Counter[int]] = field(default_factory=list)
    broken: int = 0

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(self.circuits)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    @property
    def refused(self) -> int:
        """How many circuits were refused so far."""
        return sum(bool(counts[429]) for counts in list(self.answers))

    @property
    def kept(self) -> int:
        """How many letters were acknowledged so far."""
        return sum(counts[204] for counts in list(self.answers))

    def _run(self) -> None:
        while not self._stopping.is_set():
            counts: Counter[int] = Counter()
            self.answers.append(counts)
            with Carriage(self.url, socks=self.socks, patience=Patience(tries=1)) as carriage:
                self._use_up(carriage, counts)

    def _use_up(self, carriage: Carriage, counts: Counter[int]) -> None:
        while not self._stopping.is_set():
            try:
                carriage.post("/letters", random_bytes(LETTER_LEN))
                counts[204] += 1
            except RefusalError as refusal:
                counts[refusal.status] += 1
                return
            except CarriageError:
                self.broken += 1
                return
