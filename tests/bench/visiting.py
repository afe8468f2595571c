"""What a first visit costs: requests, bytes, and how long a slow line takes for them."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from dataclasses import asdict
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.intake import IntakeKey
from dropbox.workstation.defaults import CATEGORIES, LINKS, STATUSES
from tests.bench.boards import waiting_reply
from tests.bench.browsers import KINDS, LAUNCH_S, Kind, installed, launch
from tests.bench.figure import Figure, Plan, compare
from tests.bench.serving import RunningSite
from tests.builders import Drop, today
from tests.e2e.reporter import arrive, screen
from tests.e2e.wire import Request, Wire

REQUESTS_WANTED = 5.0
FORM_LEN = 65_536.0
BOARD_CELLS = 416
KEYS = 6
# What browsers take from an onion address, and from a site with HTTPS.
CODINGS = {"gzip": "gzip, deflate", "brotli": "gzip, deflate, br, zstd"}
# What is asked for when the form can be used already.
LATER = "/onward.js"
# Slow 3G. The four exchanges that come one after another: page, script, bulletin, and connecting.
BITS_PER_S = 400_000
ROUND_TRIP_S = 0.4
EXCHANGES = 4
SLOW_ROUNDS = 3
SLOW_S = 12.0
# Notes, in the page's own time since the link was opened, when the doors are there.
WATCH = """new MutationObserver(() => {
    if (document.getElementById("door-report")) globalThis.drawnAt ??= performance.now();
}).observe(document, { childList: true, subtree: true })"""
PATIENCE_S = 60
QUIET_S = 0.3


def measure(plan: Plan) -> list[Figure]:
    """Return requests, bytes and seconds of a first visit with browsers that compile scripts."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name:
        folder = Path(name)
        drop = Drop()
        _, fragment, delivery = waiting_reply(drop, BOARD_CELLS, **_usual())
        with RunningSite(folder / "site", drop) as site, Wire(site.address[1]) as wire:
            site.deliver(delivery)
            form_len = 0
            for kind in [one for one in installed(plan) if one in KINDS[:2]]:
                for coding, codings in CODINGS.items():
                    if not plan.has_time(f"{kind.name}, {coding}", LAUNCH_S):
                        continue
                    wire.codings = codings
                    visit = _Visit(plan, kind, coding, folder / f"{kind.name}-{coding}")
                    figures += visit.figures(wire, fragment)
                    form_len = visit.form_len
                if kind.kind == "chrome" and form_len:
                    wire.codings = CODINGS["gzip"]
                    figures += _slow_line(plan, kind, folder, wire, fragment)
    return figures


def _usual() -> dict[str, Any]:
    """Return the fields that make a bulletin as long as the workstation's own."""
    day = today()
    return {
        "keys": [
            {
                "from": day - 3 + 7 * week,
                "to": day + 4 + 7 * week,
                "pk": to_base64url(IntakeKey(os.urandom(32)).pk),
            }
            for week in range(KEYS)
        ],
        "categories": [asdict(one) for one in CATEGORIES],
        "statuses": [{"code": one.code, "id": one.id, "en": one.en} for one in STATUSES],
        "links": [asdict(one) for one in LINKS],
    }


class _Visit:
    """One first visit, and what passed until the form could be used."""

    def __init__(self, plan: Plan, kind: Kind, coding: str, profile: Path) -> None:
        self._plan, self._kind, self._coding, self._profile = plan, kind, coding, profile
        self.form_len = 0

    def figures(self, wire: Wire, fragment: str) -> list[Figure]:
        """Visit; return the figures of it."""
        wire.clear()
        wire.held = {LATER}
        with launch(self._kind, self._profile) as browser:
            arrive(browser, wire.url + fragment)
            browser.click("#door-report")
            screen(browser, "route")
            browser.click("#route-here")
            screen(browser, "report")
            wire.wait_for(LATER)
            before = [request for request in wire.requests if request.path not in wire.held]
            self.form_len = wire.asked_bytes + wire.answered_bytes
            wire.held = set()
            _until_quiet(wire)
            requests = list(wire.requests)
        # The same for both browsers, but for what they say of themselves in a request.
        told = requests if self._kind.kind == "chrome" else []
        lens = {request.path: _answer_len(wire, request) for request in told}
        visit = f"first visit with {self._kind.name}, {self._coding}"
        until = [
            self._figure(
                f"{visit}: requests until the form",
                "requests",
                len(before),
                ("5 requests", REQUESTS_WANTED),
                1.0,
            ),
            self._figure(
                f"{visit}: until the form, both ways",
                "bytes",
                self.form_len,
                ("64 KiB", FORM_LEN),
                1.0,
            ),
        ]
        return until + [
            self._figure(f"{visit}: {path}", "bytes", length, ("64 KiB", FORM_LEN), None)
            for path, length in lens.items()
        ]

    def _figure(
        self, name: str, unit: str, value: float, limit: tuple[str, float], wanted: float | None
    ) -> Figure:
        beside = limit[0], [limit[1]]
        return compare(self._plan.family, name, unit, "lower", [value], beside, wanted)


def _slow_line(plan: Plan, kind: Kind, folder: Path, wire: Wire, fragment: str) -> list[Figure]:
    """Return the seconds from opening the link until the first screen with its doors is there.

    Beside them what the line alone takes for the same bytes and exchanges.
    """
    seconds, line = [], []
    for number in range(SLOW_ROUNDS):
        if not plan.has_time(f"{kind.name}, slow line", SLOW_S):
            break
        wire.clear()
        wire.held = {LATER}
        with launch(kind, folder / f"slow-{number}") as browser:
            browser.slow(BITS_PER_S / 8, ROUND_TRIP_S * 1_000)
            browser.prepare(WATCH)
            arrive(browser, wire.url + fragment)
            seconds.append(float(browser.evaluate("globalThis.drawnAt")) / 1_000)
            line.append(wire.answered_bytes * 8 / BITS_PER_S + EXCHANGES * ROUND_TRIP_S)
            wire.held = set()
    if not seconds:
        return []
    limit = "the line alone for these bytes, four exchanges", line
    name = f"first visit with {kind.name}, slow 3G: until the form can be opened"
    return [compare(plan.family, name, "s", "lower", seconds, limit, None)]


def _until_quiet(wire: Wire) -> None:
    # The board may still be coming when the page can be used already.
    wire.wait_for("/board", PATIENCE_S)
    before = -1
    while (now := wire.answered_bytes) != before:
        before = now
        time.sleep(QUIET_S)


def _answer_len(wire: Wire, request: Request) -> int:
    """Ask for the same once more, with the same fields, and count what comes down the line."""
    wire.clear()
    lines = [f"{request.method} {request.path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    with socket.create_connection(("127.0.0.1", wire.port), timeout=PATIENCE_S) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        with HTTPResponse(line, method=request.method) as answer:
            answer.begin()
            answer.read()
    return wire.answered_bytes
