"""What a first visit costs: requests, and bytes on the line, resource by resource."""

from __future__ import annotations

import socket
import tempfile
import time
from http.client import HTTPResponse
from pathlib import Path

from tests.bench.boards import waiting_reply
from tests.bench.browsers import KINDS, LAUNCH_S, installed, launch
from tests.bench.figure import Figure, Plan, compare
from tests.bench.serving import RunningSite
from tests.builders import Drop
from tests.e2e.reporter import arrive
from tests.e2e.wire import Request, Wire

REQUESTS_WANTED = 5.0
VISIT_LEN = 65_536.0
BOARD_CELLS = 416
# What changes from week to week and is the same for all: not part of the page.
CARRIED = ("/bulletin", "/board")
PATIENCE_S = 20
QUIET_S = 0.3


def measure(plan: Plan) -> list[Figure]:
    """Return requests and bytes of a first visit with each browser that compiles its scripts."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name:
        folder = Path(name)
        drop = Drop()
        _, fragment, delivery = waiting_reply(drop, BOARD_CELLS)
        with RunningSite(folder / "site", drop) as site:
            site.deliver(delivery)
            for kind in [one for one in installed(plan) if one in KINDS[:2]]:
                if not plan.has_time(kind.name, LAUNCH_S):
                    continue
                with Wire(site.address[1]) as wire:
                    with launch(kind, folder / kind.name) as browser:
                        arrive(browser, wire.url + fragment)
                        _until_quiet(wire)
                        requests, whole_len = list(wire.requests), wire.answered_bytes
                    figures += _figures(plan, kind.name, wire, requests, whole_len)
    return figures


def _figures(
    plan: Plan, browser: str, wire: Wire, requests: list[Request], whole_len: int
) -> list[Figure]:
    lens = {request.path: _answer_len(wire, request) for request in requests}
    page_len = sum(length for path, length in lens.items() if path not in CARRIED)
    assert sum(lens.values()) == whole_len, (lens, whole_len)

    def figure(
        name: str, unit: str, value: float, limit: str, most: float, *, goal: bool
    ) -> Figure:
        wanted = 1.0 if goal else None
        return compare(plan.family, name, unit, "lower", [value], (limit, [most]), wanted)

    visit = f"first visit with {browser}"
    wanted_len = "64 KiB"
    return [
        figure(
            f"{visit}: requests",
            "requests",
            len(requests),
            "5 requests",
            REQUESTS_WANTED,
            goal=True,
        ),
        figure(f"{visit}: the page", "bytes", page_len, wanted_len, VISIT_LEN, goal=True),
        figure(
            f"{visit}: all, with a board of {BOARD_CELLS} cells",
            "bytes",
            whole_len,
            "the board's own bytes",
            BOARD_CELLS * 1024,
            goal=False,
        ),
        *(
            figure(f"{visit}: {path}", "bytes", length, wanted_len, VISIT_LEN, goal=False)
            for path, length in lens.items()
        ),
    ]


def _until_quiet(wire: Wire) -> None:
    # The board may still be coming when the page can be used already.
    deadline = time.monotonic() + PATIENCE_S
    before = -1
    while time.monotonic() < deadline:
        now = wire.answered_bytes
        if now == before and any(request.path == "/board" for request in wire.requests):
            return
        before = now
        time.sleep(QUIET_S)
    raise AssertionError("the visit never came to rest")


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
