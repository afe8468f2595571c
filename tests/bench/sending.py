"""From "send" to "delivered", text only, in the real page: what is computed, the round trips."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path

from tests.bench.boards import waiting_reply
from tests.bench.browsers import LAUNCH_S, installed, launch
from tests.bench.far_line import FarLine
from tests.bench.figure import Figure, Plan, compare
from tests.bench.serving import RunningSite
from tests.builders import Drop
from tests.e2e.browser import Browser
from tests.e2e.reporter import REPORT, arrive, screen, to_passphrase, write_report

BOARD_CELLS = 32
ROUND_S = 12.0
ROUND_TRIP_S = 0.6
ROUND_TRIPS_WANTED = 3.0
# Longer than a million rounds of PBKDF2 take here. Nobody writes eight words down faster.
WRITING_S = 5.0
LETTERS_MAX = 512
# Presses "send" and waits until the frame after the one in which the last screen stands. Returns
# milliseconds: all of it, and the request for the letter in it.
SEND = """new Promise((done) => {
  const began = performance.now();
  const observer = new MutationObserver(() => {
    if (document.querySelector('main[data-screen="delivered"]')) {
      observer.disconnect();
      requestAnimationFrame(() => {
        const all = performance.now() - began;
        // The browser writes its own account of the request some time later.
        const look = () => {
          const posts = performance.getEntriesByType("resource")
            .filter((entry) => entry.name.endsWith("/letters") && entry.startTime >= began);
          if (posts.length === 0) setTimeout(look, 50);
          else done([all, posts.reduce((sum, entry) => sum + entry.duration, 0), posts.length]);
        };
        look();
      });
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  document.querySelector("#send").click();
})"""
# The same length to the same site from the same page.
ALONE = """(async () => {
  const letter = crypto.getRandomValues(new Uint8Array(32768));
  const began = performance.now();
  const answer = await fetch("/letters", { method: "POST", body: letter,
    headers: { "Content-Type": "application/octet-stream" }, credentials: "omit",
    cache: "no-store", referrerPolicy: "no-referrer" });
  if (answer.status !== 204) throw new Error(String(answer.status));
  return performance.now() - began;
})()"""


def measure(plan: Plan) -> list[Figure]:
    """Return, for each browser, what is computed and how many round trips it takes."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name:
        folder = Path(name)
        drop = Drop()
        _, fragment, delivery = waiting_reply(drop, BOARD_CELLS)
        with RunningSite(folder / "site", drop, letters_max=LETTERS_MAX) as site:
            site.deliver(delivery)
            with FarLine(site.address[1]) as line:
                kinds = installed(plan)
                for place, kind in enumerate(kinds):
                    if plan.has_time(kind.name, LAUNCH_S + 2 * ROUND_S):
                        with launch(kind, folder / kind.name) as browser:
                            share = 1 / (len(kinds) - place)
                            address = line.url + "/" + fragment
                            figures += _figures(plan, kind.name, browser, line, address, share)
    return figures


def _figures(
    plan: Plan, kind: str, browser: Browser, line: FarLine, address: str, share: float
) -> list[Figure]:
    computed, trips = f"computed from send to delivered, {kind}", f"send to delivered, {kind}"
    alone, trip = "the request for a letter alone", f"one round trip of {ROUND_TRIP_S:g} s"
    found = plan.interleave(
        {
            computed: partial(_computed, browser, line, address),
            trips: partial(_far, browser, line, address),
            alone: partial(_alone, browser, line),
        },
        share,
    )
    return [
        compare(plan.family, computed, "s", "lower", found[computed], (alone, found[alone])),
        compare(
            plan.family,
            trips,
            "s",
            "lower",
            found[trips],
            (trip, [ROUND_TRIP_S] * len(found[trips])),
            ROUND_TRIPS_WANTED,
        ),
    ]


def _written(browser: Browser, line: FarLine, address: str) -> None:
    """Go as far as the two words; what is prepared meanwhile is over when this returns."""
    line.round_trip_s = 0.0
    browser.goto("about:blank")
    arrive(browser, address)
    write_report(browser, REPORT)
    words = to_passphrase(browser)
    browser.click("#words-next")
    screen(browser, "confirm")
    for place, word in enumerate(words, 1):
        if browser.is_visible(f"#confirm-{place}"):
            browser.paste(f"#confirm-{place}", word)
    time.sleep(WRITING_S)


def _computed(browser: Browser, line: FarLine, address: str) -> float:
    _written(browser, line, address)
    whole, request, posts = browser.evaluate(SEND)
    assert posts == 1, posts
    return float(whole - request) / 1000


def _far(browser: Browser, line: FarLine, address: str) -> float:
    _written(browser, line, address)
    # Whoever writes a report takes so long that every connection has been given up.
    line.hang_up_all()
    line.round_trip_s = ROUND_TRIP_S
    whole, _, posts = browser.evaluate(SEND)
    assert posts == 1, posts
    return float(whole) / 1000


def _alone(browser: Browser, line: FarLine) -> float:
    line.round_trip_s = 0.0
    # The connection that the line has just made far away is not measured with.
    browser.evaluate(ALONE)
    return float(browser.evaluate(ALONE)) / 1000
