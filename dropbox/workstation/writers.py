"""Threads that write files while the next ones are being read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

THREADS = 16
# Each holds a chunk record: 16 MiB in all.
AHEAD = 64

Kept = TypeVar("Kept")


class Writers(Generic[Kept]):
    """Does what it is given in the background, at most 64 at once. Used with `with`.

    What was given is done when `results` has ended; leaving the block waits for what is under way.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "write")
        self._waiting: deque[Future[Kept]] = deque()
        self._done: list[Kept] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def give(self, work: Callable[[], Kept]) -> None:
        """Have it done; raises what something given before raised."""
        self._waiting.append(self._threads.submit(work))
        if len(self._waiting) > AHEAD:
            self._done.append(self._waiting.popleft().result())

    def results(self) -> Iterator[Kept]:
        """Yield what came of everything, in the order in which it was given; raises as `give`."""
        while self._waiting:
            self._done.append(self._waiting.popleft().result())
        done, self._done = self._done, []
        yield from done
