"""Chunks sealed in each browser, beside WebCrypto's AES-GCM alone in the same page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from dropbox.protocol.sizes import PIECE_LEN
from tests.bench.browsers import LAUNCH_S, bench_page, installed, launch
from tests.bench.figure import Figure, Plan, compare
from tests.e2e.browser import Browser

MIB = 1 << 20
PIECES = 64
QUICK_PIECES = 24
WANTED = 0.8


def measure(plan: Plan) -> list[Figure]:
    """Return a figure of MiB a second for each browser that is installed."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as name:
        folder = Path(name)
        (folder / "page").mkdir()
        with bench_page(folder / "page") as address:
            kinds = installed(plan)
            for place, kind in enumerate(kinds):
                if not plan.has_time(kind.name, LAUNCH_S):
                    continue
                with launch(kind, folder / kind.name) as browser:
                    browser.goto(address)
                    sealer, alone = "ChunkSealer", "WebCrypto AES-GCM alone"
                    found = plan.interleave(
                        {
                            sealer: _rate(browser, "sealed", plan),
                            alone: _rate(browser, "encrypted", plan),
                        },
                        share=1 / (len(kinds) - place),
                    )
                figures.append(
                    compare(
                        plan.family,
                        f"chunks sealed in {kind.name}",
                        "MiB/s",
                        "higher",
                        found[sealer],
                        (alone, found[alone]),
                        WANTED,
                    )
                )
    return figures


def _rate(browser: Browser, function: str, plan: Plan) -> Callable[[], float]:
    pieces = QUICK_PIECES if plan.quick else PIECES
    # Once unmeasured, so that neither pays for what is compiled or allocated first.
    browser.evaluate(f"bench.{function}({QUICK_PIECES})")

    def run() -> float:
        milliseconds = float(browser.evaluate(f"bench.{function}({pieces})"))
        return pieces * PIECE_LEN / MIB / (milliseconds / 1000)

    return run
