"""Short-lived leave to use the courier's page, in place of the token (§10.2)."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

# Long enough for a pickup of 2 GiB through Tor; gone with the process in any case.
GRANT_S = 12 * 3_600
GRANTS_MAX = 8


class Grants:
    """Random words for the courier's links, in memory alone; the oldest of too many goes.

    A link with one in it can be opened, paused and resumed by the browser itself, which could not
    send the token along; and the token never stands in an address or a page.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: dict[str, float] = {}

    def issue(self) -> str:
        """Return a new grant: 43 characters that stand in a URL."""
        grant = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            while len(self._ends) >= GRANTS_MAX:
                del self._ends[next(iter(self._ends))]
            self._ends[grant] = self._clock() + GRANT_S
        return grant

    def holds(self, grant: str) -> bool:
        """Tell whether the grant is good now."""
        with self._lock:
            self._forget_old()
            return grant in self._ends

    def end(self, grant: str) -> None:
        """Forget the grant."""
        with self._lock:
            self._ends.pop(grant, None)

    def _forget_old(self) -> None:
        now = self._clock()
        self._ends = {grant: end for grant, end in self._ends.items() if end > now}
