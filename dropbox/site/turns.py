"""Who may hand in next where room runs short: visitors in line, each with one place in it.

What is left of the room is given out ever more slowly, so that a flood makes everybody wait instead
of filling the site. A visitor who keeps asking is called in his turn; one who stays away is
forgotten. Nothing here is written anywhere.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

# At the present pace the room that is left lasts so long; and the pace falls with the room.
LASTS_S = 86_400
# Turns that nobody took are kept, so that a report with a few attachments goes in at once.
UNUSED_MAX = 64
# Tor keeps a circuit to an onion service for ten minutes after its last use: whoever comes back
# within five comes back as the same visitor.
WAIT_MIN_S, WAIT_MAX_S = 5, 300
# How much later than he was told somebody may come back: browsers slow hidden pages down.
LATE_S = 90
LINE_MAX = 50_000
_SWEEP_S = 30


class Turns:
    """The line of one door for one table of slots; for one thread.

    `reserve` records are given out slowly, `share` of them at this door.
    """

    def __init__(
        self, reserve: int, share: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._reserve = reserve
        self._share = share
        self._clock = clock
        self._unused = float(UNUSED_MAX)
        self._counted = self._swept = clock()
        self._numbers = 0
        # In the order of coming: number, and until when he is expected back.
        self._line: dict[str, tuple[int, float]] = {}
        self._called: dict[str, float] = {}

    def wait_s(self, visitor: str, room: int) -> int:
        """Return 0 where the visitor may hand in one record now.

        Else after how many seconds he should ask again; `room` is how many records still fit.
        """
        now = self._clock()
        pace = room * self._share / LASTS_S
        self._unused = min(self._unused + (now - self._counted) * pace, UNUSED_MAX)
        self._counted = now
        if room > self._reserve:
            self._line.clear()
            self._called.clear()
            return 0
        self._forget_absent(now)
        if visitor not in self._called and visitor not in self._line:
            if len(self._line) >= LINE_MAX:
                return WAIT_MAX_S
            self._numbers += 1
            self._line[visitor] = self._numbers, math.inf
        self._call(now)
        if self._called.pop(visitor, None) is not None:
            return 0
        number = self._line[visitor][0]
        ahead = number - next(iter(self._line.values()))[0]
        wait_s = min(max(math.ceil((ahead + 1) / pace), WAIT_MIN_S), WAIT_MAX_S)
        self._line[visitor] = number, now + wait_s + LATE_S
        return wait_s

    def _call(self, now: float) -> None:
        while self._unused >= 1 and self._line:
            visitor = next(iter(self._line))
            del self._line[visitor]
            self._called[visitor] = now + WAIT_MAX_S + LATE_S
            self._unused -= 1

    def _forget_absent(self, now: float) -> None:
        if now - self._swept < _SWEEP_S:
            return
        self._swept = now
        self._line = {name: place for name, place in self._line.items() if place[1] >= now}
        there = {name: until for name, until in self._called.items() if until >= now}
        # Whoever was called and did not come leaves his turn to the next.
        self._unused += len(self._called) - len(there)
        self._called = there
