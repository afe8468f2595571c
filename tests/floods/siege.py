"""The whole flood of `scripts/soak`: what the honest and the courier wait for."""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from dropbox.site.settings import SiteSettings
from tests.durability.crowd import circuit
from tests.floods.besieged import REPORT, Besieged, Front
from tests.floods.junk import Flood
from tests.memory import peak_len
from tests.site.opened import a_letter

LETTER_CIRCUITS, CHUNK_CIRCUITS = 300, 100
QUIET_ROUNDS = 5
ATTACHED_LEN = 700_000
# 512 connections of which each sends a chunk: its buffers, and twice the body while it is answered.
MEMORY_MAX_LEN = 500 << 20
LETTER_WAIT_S = 60
_HONEST = 1_000


@dataclass
class Times:
    """Seconds of one thing that is done again and again."""

    what: str
    quiet: list[float] = field(default_factory=list)
    besieged: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Return medians and worst as a row of a table."""
        quiet, median = statistics.median(self.quiet), statistics.median(self.besieged)
        return (
            f"{self.what:34} {quiet:7.2f} s {median:7.2f} s {max(self.besieged):7.2f} s"
            f" {median / quiet:6.1f} × {max(self.besieged) / quiet:6.1f} ×  {len(self.besieged):4}"
        )


HEAD = f"{'':34} {'quiet':>9} {'flood':>9} {'worst':>9} {'median':>8} {'worst':>8}  times"


class Siege:
    """One site with the settings of a deployment; `junk` letters and as many chunks."""

    def __init__(self, site: Besieged, junk: int) -> None:
        self.site, self.junk = site, junk
        self.letter = Times("one letter, until it is durable")
        self.report = Times("titip reporter send, 3 attachments")
        self.fetching = Times("titip courier pickup")
        self.delivering = Times("titip courier deliver")
        self.refused: Counter[int] = Counter()
        self.reports = 0
        self._attached = site.folder / "rekap.bin"
        self._attached.write_bytes(os.urandom(ATTACHED_LEN))
        self._honest = _HONEST
        self._failures: list[BaseException] = []

    def give_letter(self, into: list[float]) -> None:
        """Hand in one letter on a circuit of its own, as often as the site asks for."""
        began, record = time.monotonic(), a_letter()
        self._honest += 1
        circuits_line = circuit(self._honest)
        while (answer := self.site.ask("/letters", record, circuits_line)).status != 204:
            self.refused[answer.status] += 1
            time.sleep(int(answer.header("retry-after")[0]))
        into.append(time.monotonic() - began)

    def give_report(self, into: list[float]) -> None:
        """Send a report by the real command; it must end well."""
        self._honest += 1
        with Front(self.site.address, self._honest) as front:
            seconds, sent, said = self.site.send(front, self._attached)
        assert sent["pieces_sent"] == sent["pieces"] == 3, said
        self.refused[503] += said.count("Dicoba lagi")
        self.reports += 1
        into.append(seconds)

    def visit(self, fetching: list[float], delivering: list[float]) -> None:
        """Let the courier fetch and deliver; both must end well."""
        fetching.append(self.site.fetch())
        delivering.append(self.site.deliver())

    def run(self) -> None:
        """Measure the quiet, then the flood."""
        for _ in range(QUIET_ROUNDS):
            for _ in range(4):
                self.give_letter(self.letter.quiet)
            self.give_report(self.report.quiet)
            self.visit(self.fetching.quiet, self.delivering.quiet)
        address = self.site.address
        with (
            Flood(address, "/letters", LETTER_CIRCUITS, self.junk) as letters,
            Flood(address, "/chunks", CHUNK_CIRCUITS, self.junk) as chunks,
        ):
            self.floods = letters, chunks
            threads = [
                self._again(lambda: self.give_letter(self.letter.besieged), 0.2),
                self._again(lambda: self.give_report(self.report.besieged), 0.2),
                self._again(
                    lambda: self.visit(self.fetching.besieged, self.delivering.besieged), 2.0
                ),
            ]
            for thread in threads:
                thread.join()
            for failure in self._failures:
                raise failure

    def _again(self, work: Callable[[], None], pause_s: float) -> threading.Thread:
        def run() -> None:
            try:
                while True:
                    work()
                    if all(flood.over for flood in self.floods) or self._failures:
                        return
                    time.sleep(pause_s)
            except BaseException as failure:  # noqa: BLE001 - raised again by `run`
                self._failures.append(failure)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def check(self) -> str:
        """Fail unless all that was acknowledged is there once, opens, is freed; say how much."""
        memory_len = peak_len(self.site.process.process_id)
        names, bodies = self.site.empty()
        assert set(names.values()) == {1}
        assert [body["account"] for body in bodies] == [REPORT["account"]] * self.reports
        kept = sum(flood.statuses[204] for flood in self.floods) + len(self.letter.quiet)
        kept += len(self.letter.besieged) + 4 * self.reports
        spare = LETTER_CIRCUITS + CHUNK_CIRCUITS
        assert kept <= sum(names.values()) <= kept + spare, (kept, sum(names.values()))
        assert memory_len < MEMORY_MAX_LEN, memory_len
        assert b"Error" not in self.site.process.log
        return f"{sum(names.values())} records kept, once, and freed; memory {memory_len >> 20} MiB"


def besiege(junk: int, say: Callable[[str], None]) -> tuple[bool, str]:
    """Flood a site with so many letters and as many chunks.

    Return whether no honest letter waited longer than LETTER_WAIT_S, and a summary. Fails where
    anybody honest is refused for good.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="titip-soak-")))
        # The settings of config.example.toml: room, limits, turns.
        names = ("letters_max", "letters_extent", "chunks_max", "chunks_extent")
        room: dict[str, object] = {name: getattr(SiteSettings, name) for name in names}
        siege = Siege(stack.enter_context(Besieged(folder, room)), junk)
        siege.run()
        for flood in siege.floods:
            answers = ", ".join(f"{count} × {status}" for status, count in flood.statuses.items())
            say(f"  junk {flood.path}: {answers} in {flood.seconds:.0f} s")
        say(f"  {HEAD}")
        for times in (siege.letter, siege.report, siege.fetching, siege.delivering):
            say(f"  {times.row()}")
        say(f"  {siege.check()}")
        worst, asked = max(siege.letter.besieged), sum(siege.refused.values())
    return worst <= LETTER_WAIT_S, (
        f"an honest letter waited {worst:.1f} s at most; asked to come again: {asked} times,"
        f" the courier: never (limit {LETTER_WAIT_S} s)"
    )
