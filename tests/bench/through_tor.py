"""From "send" to "delivered" through a private Tor network, beside one round trip in it."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.far_line import FarLine
from tests.bench.figure import Figure, Plan, compare
from tests.bench.sending import ALONE, ROUND_TRIP_S, ROUND_TRIPS_WANTED, SEND, WRITING_S
from tests.e2e.browser import Browser
from tests.e2e.reporter import REPORT, arrive, screen, to_passphrase, write_report
from tests.onion.house import LETTERS_AN_HOUR, OnionHouse, firefox_through
from tests.onion.onions import Onions

NETWORK_S = 45.0
ROUND_S = 35.0
# A few hundred bytes there and back, by the page's own connection, which is warm by then.
ROUND_TRIP = """(async () => {
  const began = performance.now();
  await (await fetch("/site.json", { cache: "no-store", credentials: "omit" })).arrayBuffer();
  return performance.now() - began;
})()"""
TRIPS = 9


@dataclass
class _Rounds:
    """Seconds of each round: a round trip, sending, and a bare POST where it was made."""

    trips: list[float] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def take(self, browser: Browser, *, bare: bool) -> None:
        warm = [float(browser.evaluate(ROUND_TRIP)) / 1000 for _ in range(TRIPS)]
        self.trips.append(statistics.median(warm))
        if bare:
            self.bare.append(float(browser.evaluate(ALONE)) / 1000)
        self.sends.append(float(browser.evaluate(SEND)[0]) / 1000)


def measure(plan: Plan) -> list[Figure]:
    """Return the seconds of sending a text, in Firefox with Tor Browser's "Safer" switches.

    Tor on one machine has no distance in it: so once as it is, and once with a line between the
    browser and its Tor that is as slow as the way through the world.
    """
    if not plan.has_time("private Tor network", NETWORK_S + ROUND_S):
        return []
    near, far = _Rounds(), _Rounds()
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name, Onions() as onions:
        onions.start()
        folder = Path(name)
        with (
            OnionHouse(folder / "house", onions=onions) as house,
            FarLine(onions.ports[0]) as line,
        ):
            prefs = firefox_through(f"127.0.0.1:{line.port}")
            # It would make the page's clock too coarse to measure with.
            prefs["privacy.resistFingerprinting"] = False
            with Browser("firefox", folder / "profile", safer=True, prefs=prefs) as browser:
                most = min(plan.rounds, LETTERS_AN_HOUR // 3)
                while len(far.sends) < most and (not far.sends or plan.budget.left > ROUND_S):
                    for rounds, round_trip_s in ((near, 0.0), (far, ROUND_TRIP_S)):
                        line.round_trip_s = 0.0
                        _ready_to_send(browser, house)
                        time.sleep(WRITING_S)
                        line.round_trip_s = round_trip_s
                        rounds.take(browser, bare=rounds is near)
    plan.say(f"{len(near.sends)} rounds; the network needed {onions.started_s:.0f} s")
    trip = f"one round trip (median of {TRIPS} GETs)"
    post = "a POST of 32 KiB alone"
    rows = (
        ("send to delivered, Tor on one machine", near.sends, trip, near.trips, None),
        ("send to delivered, Tor on one machine", near.sends, post, near.bare, None),
        (
            f"send to delivered, Tor and {ROUND_TRIP_S:g} s of way",
            far.sends,
            trip,
            far.trips,
            ROUND_TRIPS_WANTED,
        ),
    )
    return [
        compare(plan.family, name, "s", "lower", sends, (limit, limits), wanted)
        for name, sends, limit, limits, wanted in rows
    ]


def _ready_to_send(browser: Browser, house: OnionHouse) -> None:
    arrive(browser, house.url + house.fragment)
    write_report(browser, REPORT)
    words = to_passphrase(browser)
    browser.click("#words-next")
    screen(browser, "confirm")
    for place in range(1, 9):
        if browser.is_visible(f"#confirm-{place}"):
            browser.type_keys(f"#confirm-{place}", words[place - 1])
