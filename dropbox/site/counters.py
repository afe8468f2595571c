"""The counters of the limits: in memory, and safe to use from many threads at once."""

from __future__ import annotations

import threading
import time
from typing import Final

from limits.storage import Storage

COUNTERS_URI: Final = "titip-memory://"
_SWEEP_S = 60.0


class Counters(Storage):
    """Counts requests by visitor and window.

    The library's own counters in memory start a thread per request to forget what is over, and two
    requests at once may start the same thread twice, which fails an honest request. Here whoever
    counts first after a minute forgets for all; no name is kept longer than its window and that.
    """

    STORAGE_SCHEME = ["titip-memory"]  # noqa: RUF012 - the library's registry wants it so

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **_: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._guard = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._swept = time.time()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what this storage may raise of its own: nothing."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count and return the new count; a window is `expiry` seconds from its first request."""
        now = time.time()
        with self._guard:
            if now - self._swept >= _SWEEP_S:
                self._counts = {name: kept for name, kept in self._counts.items() if kept[1] > now}
                self._swept = now
            count, end = self._counts.get(key, (0, 0.0))
            if end <= now:
                count, end = 0, now + expiry
            self._counts[key] = (count + amount, end)
            return count + amount

    def get(self, key: str) -> int:
        """Return the count, 0 once its window is over."""
        with self._guard:
            count, end = self._counts.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, seconds of this computer's clock."""
        with self._guard:
            return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Tell that counting works."""
        return True

    def reset(self) -> int:
        """Forget everybody; return how many counters there were."""
        with self._guard:
            forgotten, self._counts = len(self._counts), {}
            return forgotten

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with self._guard:
            self._counts.pop(key, None)
