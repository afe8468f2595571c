"""A long flood through a private Tor network: `scripts/soak` (not a test)."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from dropbox.carriage import Carriage
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import LETTER_LEN
from tests.onion.flood import OnionFlood
from tests.onion.house import LETTERS_AN_HOUR, OnionHouse
from tests.onion.onions import Onions

AT_ONCE = 16
ROUND_S = 20.0


def flood_through_tor(circuits: int, _seed: int) -> tuple[bool, str]:
    """Flood until so many circuits were refused, while couriers go back and forth.

    Returns whether no circuit got more than its limit, and what was measured; fails where the
    courier did not get through, or where, after it, an honest visitor does not.
    """
    with tempfile.TemporaryDirectory(prefix="titip-soak-") as name, Onions() as onions:
        onions.start()
        with OnionHouse(Path(name) / "house", onions=onions) as house:
            began, rounds = time.monotonic(), 0
            socks, honest = onions.visitors_socks
            with OnionFlood(house.url, socks, min(circuits, AT_ONCE)) as flood:
                while flood.refused < circuits:
                    house.carry_in()
                    house.deliver()
                    rounds += 1
                    time.sleep(ROUND_S)
            seconds = time.monotonic() - began
            house.carry_in()
            house.deliver()
            with Carriage(house.url, socks=honest) as visitor:
                visitor.post("/letters", random_bytes(LETTER_LEN))
    held = max(counts[204] for counts in flood.answers) <= LETTERS_AN_HOUR
    return held, (
        f"{flood.kept} letters over {len(flood.answers)} circuits, {flood.kept / seconds:.1f} a "
        f"second; {flood.refused} circuits refused, {flood.broken} broke; {rounds + 1} rounds of "
        f"the courier; the network started in {onions.started_s:.0f} s"
    )
