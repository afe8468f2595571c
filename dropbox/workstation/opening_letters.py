"""Opens the letters of a pickup, in processes beside this one where there are many (§4.3).

A letter is tried with every live key, also after one fits, so opening is what an import spends most
of its time on; and one process uses one core.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from dropbox.protocol.body import DECOY, read_letter_body
from dropbox.protocol.canonical import JsonObject, from_base64url
from dropbox.protocol.errors import LetterError, NotForThisKeyError
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.letter import Letter, open_with_any
from dropbox.workstation.likeness import look_of, sketch_text

BATCH = 32
# Below this, starting a process takes longer than it saves.
PROCESSES_FROM = 256


@dataclass(frozen=True)
class Opened:
    """What opening a letter gave.

    `fault` is the name of the error that refused it, None for a letter that passed all of §4.3;
    `letter` is None where no key opened it. For letters that passed and are no decoys, `tid`,
    `sketch` and `look` (see likeness.py) are set, and `fk` and `pieces` where files are announced.
    """

    letter: Letter | None = field(repr=False, default=None)
    fault: str | None = None
    tid: bytes = b""
    sketch: bytes = field(repr=False, default=b"")
    look: int = 0
    fk: bytes = field(repr=False, default=b"")
    pieces: int = 0


class LetterOpener:
    """Opens letters with all live keys. Used with `with`; seeds are 32 bytes each."""

    def __init__(self, seeds: list[bytes], did: bytes, many: int) -> None:
        """Prepare to open about so many letters."""
        self._keys = [IntakeKey(seed) for seed in seeds]
        self._did = did
        self._pool: ProcessPoolExecutor | None = None
        self._ahead = 0
        cores = len(os.sched_getaffinity(0))
        if many >= PROCESSES_FROM and cores > 1:
            # Fresh processes, since the interface has threads; the seeds go to them by a pipe.
            self._pool = ProcessPoolExecutor(
                cores, multiprocessing.get_context("spawn"), _begin, (seeds, did)
            )
            self._ahead = 3 * cores

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def open_all(self, letters: Iterable[bytes]) -> Iterator[Opened]:
        """Yield what opening each gave, in their order; reads a few hundred letters ahead."""
        waiting: deque[tuple[list[bytes], Future[list[Opened]] | None]] = deque()
        remaining = iter(letters)
        while batch := list(itertools.islice(remaining, BATCH)):
            waiting.append((batch, self._submit(batch)))
            if len(waiting) > self._ahead:
                yield from self._result(*waiting.popleft())
        while waiting:
            yield from self._result(*waiting.popleft())

    def _submit(self, batch: list[bytes]) -> Future[list[Opened]] | None:
        if self._pool is None:
            return None
        try:
            return self._pool.submit(_open_here, batch)
        except BrokenProcessPool:
            return None

    def _result(self, batch: list[bytes], future: Future[list[Opened]] | None) -> list[Opened]:
        if future is not None:
            # Where somebody ended a process, or memory ran out: slower, but not in vain.
            with suppress(BrokenProcessPool):
                return future.result()
        return _open_batch(self._keys, self._did, batch)


def open_one(sealed: bytes, keys: list[IntakeKey], did: bytes) -> Opened:
    """Return what opening a letter gave (§4.3)."""
    letter: Letter | None = None
    try:
        letter = open_with_any(sealed, keys, did)
        if letter.letter_type == DECOY:
            return Opened(letter)
        body = read_letter_body(letter.letter_type, letter.body)
    except (LetterError, NotForThisKeyError) as fault:
        return Opened(letter, type(fault).__name__)
    text = "\n".join(written(body))
    files = body.get("attachments")
    announced = (from_base64url(files["fk"], 32), files["pieces"]) if files else (b"", 0)
    return Opened(letter, None, letter.tid, sketch_text(text), look_of(text), *announced)


def written(body: JsonObject) -> list[str]:
    """Return what a reporter wrote into the fields of a letter; no codes, no names of files."""
    return [
        text
        for name, text in body.items()
        if isinstance(text, str) and name not in {"language", "category"}
    ]


_here: tuple[list[IntakeKey], bytes] = ([], b"")


def _begin(seeds: list[bytes], did: bytes) -> None:
    global _here  # noqa: PLW0603 - a process of a pool has nothing else to keep its keys in
    # Ctrl-C is for the process that imports; it ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here = [IntakeKey(seed) for seed in seeds], did


def _open_here(batch: list[bytes]) -> list[Opened]:
    return _open_batch(*_here, batch)


def _open_batch(keys: list[IntakeKey], did: bytes, batch: list[bytes]) -> list[Opened]:
    return [open_one(sealed, keys, did) for sealed in batch]
