"""From the passphrase to the replies on the screen, in the real page, beside PBKDF2 alone."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.bench.boards import waiting_reply
from tests.bench.browsers import LAUNCH_S, installed, launch
from tests.bench.figure import Figure, Plan, compare
from tests.bench.serving import RunningSite
from tests.builders import Drop
from tests.e2e.browser import Browser
from tests.e2e.reporter import arrive, screen

BOARDS = (32, 416)
LONG_BOARD = 4_000
ROUND_S = 5.0
WANTED = 1.3
# Clicks, and waits until the frame after the one in which the thread's screen stands.
OPEN = """new Promise((done) => {
  const began = performance.now();
  const observer = new MutationObserver(() => {
    if (document.querySelector('main[data-screen="thread"]')) {
      observer.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  document.querySelector("#open").click();
})"""
ALONE = """(async () => {
  const key = await crypto.subtle.importKey(
    "raw", new Uint8Array(11).fill(7), "PBKDF2", false, ["deriveBits"]);
  const how = {
    name: "PBKDF2", hash: "SHA-512", salt: new Uint8Array(32).fill(9), iterations: 1_000_000 };
  const began = performance.now();
  await crypto.subtle.deriveBits(how, key, 256);
  return performance.now() - began;
})()"""


def measure(plan: Plan) -> list[Figure]:
    """Return the seconds for each browser and each board."""
    boards = BOARDS if plan.quick else (*BOARDS, LONG_BOARD)
    figures = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="titip-bench-")))
        waiting = {}
        for cells in boards:
            drop = Drop()
            words, fragment, delivery = waiting_reply(drop, cells)
            site = stack.enter_context(RunningSite(folder / f"site-{cells}", drop))
            site.deliver(delivery)
            waiting[cells] = site.url + fragment, words
        kinds = installed(plan)
        for place, kind in enumerate(kinds):
            if plan.has_time(kind.name, LAUNCH_S + ROUND_S):
                with launch(kind, folder / kind.name) as browser:
                    share = 1 / (len(kinds) - place)
                    figures += _figures(plan, kind.name, browser, waiting, share)
    return figures


def _figures(
    plan: Plan, kind: str, browser: Browser, waiting: dict[int, tuple[str, str]], share: float
) -> list[Figure]:
    alone = "PBKDF2 alone in the same page"
    names = {cells: f"passphrase to replies, {cells} cells, {kind}" for cells in waiting}
    contenders = {names[cells]: partial(_opened, browser, *waiting[cells]) for cells in waiting}
    address = waiting[min(waiting)][0]
    found = plan.interleave(contenders | {alone: partial(_alone, browser, address)}, share)
    return [
        compare(plan.family, name, "s", "lower", found[name], (alone, found[alone]), WANTED)
        for name in names.values()
    ]


def _opened(browser: Browser, address: str, words: str) -> float:
    _load(browser, address)
    browser.click("#door-open")
    screen(browser, "open")
    browser.paste("#field-passphrase", words)
    return _seconds(browser, OPEN)


def _alone(browser: Browser, address: str) -> float:
    # In a page as fresh as the others: what an earlier one left behind would slow it down.
    _load(browser, address)
    return _seconds(browser, ALONE)


def _load(browser: Browser, address: str) -> None:
    # Away first: from the page to itself with another fragment would load nothing.
    browser.goto("about:blank")
    arrive(browser, address)


def _seconds(browser: Browser, script: str) -> float:
    return float(browser.evaluate(script)) / 1000
