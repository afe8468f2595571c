"""Letters and chunks into the site over HTTP, beside everything that they cannot outrun."""

from __future__ import annotations

import math
import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.custody import CID_LEN, TAG_LEN
from dropbox.site.slots import SlotKind
from tests.bench.figure import Figure, Plan, compare, per_second
from tests.bench.load import Outcome, hand_in
from tests.bench.serving import RunningSite
from tests.bench.storing import Appended, PlainTable, SlotStore
from tests.builders import Drop

# Clients at a time, and whether they keep their connections.
LINES = ((1, True), (1, False), (4, True), (4, False), (16, True), (16, False))
MIB = 1 << 20


@dataclass(frozen=True)
class Freight:
    """What is handed in, and how much of it each time."""

    path: str
    table: str
    record_len: int
    tag_len: int
    unit: str
    per_record: float
    each: int
    wanted: float
    lines: tuple[tuple[int, bool], ...]


LETTERS = Freight(
    "/letters", "letters", LETTER_LEN, TAG_LEN, "letters/s", 1, 320, 0.6, (*LINES, (64, True))
)
CHUNKS = Freight(
    "/chunks", "chunks", CHUNK_RECORD_LEN, CID_LEN, "MiB/s", CHUNK_RECORD_LEN / MIB, 48, 0.6, LINES
)


def measure_letters(plan: Plan) -> list[Figure]:
    """Return the figures of letters."""
    return _measure(plan, LETTERS)


def measure_chunks(plan: Plan) -> list[Figure]:
    """Return the figures of chunks."""
    return _measure(plan, CHUNKS)


def _measure(plan: Plan, freight: Freight) -> list[Figure]:
    each = freight.each // 4 if plan.quick else freight.each
    # Every slot is used once, and none is added meanwhile: adding is the site's work at rest.
    http_slots = each * plan.rounds * len(freight.lines)
    store_slots = each * plan.rounds * 2
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="titip-bench-")))
        drop = Drop()
        plan.say(f"making {http_slots + store_slots} slots of {freight.record_len} bytes")
        site = stack.enter_context(
            RunningSite(
                folder / "site",
                drop,
                letters_max=http_slots if freight is LETTERS else 1,
                chunks_max=http_slots if freight is CHUNKS else 1,
            )
        )
        bare = stack.enter_context(RunningSite(folder / "bare", drop, bare=True))
        kind = SlotKind(
            freight.table, freight.record_len, freight.tag_len, store_slots, store_slots
        )
        store = stack.enter_context(SlotStore(folder / "slots", kind))
        table = PlainTable(folder / "plain.db")
        stack.callback(table.close)
        appended = Appended(folder / "appended")
        stack.callback(appended.close)
        return _figures(plan, freight, _Line(freight, each, site, bare), (store, table, appended))


class _Line:
    """Hands in over HTTP, and remembers how long each request took."""

    def __init__(self, freight: Freight, each: int, site: RunningSite, bare: RunningSite) -> None:
        self.freight, self.each = freight, each
        self._sites = {"site": site, "bare": bare}
        self.latencies: dict[str, list[list[float]]] = {}

    def records(self) -> list[bytes]:
        """Return fresh records, each different from all before."""
        return [os.urandom(self.freight.record_len) for _ in range(self.each)]

    def run(self, name: str, which: str, clients: int, *, keep: bool) -> float:
        """Return how much was handed in a second."""
        outcome: Outcome = hand_in(
            self._sites[which].address, self.freight.path, self.records(), clients, keep=keep
        )
        self.latencies.setdefault(name, []).append(outcome.latencies)
        return self.each * self.freight.per_record / outcome.seconds


def _figures(
    plan: Plan, freight: Freight, line: _Line, parts: tuple[SlotStore, PlainTable, Appended]
) -> list[Figure]:
    store, table, appended = parts
    contenders: dict[str, Callable[[], float]] = {}
    for clients, keep in freight.lines:
        for which in ("site", "bare"):
            name = _name(which, clients, keep=keep)
            contenders[name] = partial(line.run, name, which, clients, keep=keep)
    amount = line.each * freight.per_record

    def alone(work: Callable[[list[bytes]], None]) -> Callable[[], float]:
        def run() -> float:
            records = line.records()
            return per_second(amount, lambda: work(records))

        return run

    single, grouped = "slot store alone, one transaction each", "slot store alone, 16 a transaction"
    plain, file = "SQLite alone, one transaction each", "append + fsync of the same bytes"
    contenders[single] = alone(lambda records: store.store(records, 1))
    contenders[grouped] = alone(lambda records: store.store(records, 16))
    contenders[plain] = alone(table.store)
    contenders[file] = alone(appended.store)
    found = plan.interleave(contenders)
    figures = []
    for clients, keep in freight.lines:
        name, bare = (_name(which, clients, keep=keep) for which in ("site", "bare"))
        measured = clients == 16 and keep
        limits = [(bare, freight.wanted if measured and freight is LETTERS else None)]
        if measured:
            of_slots = freight.wanted if freight is CHUNKS else None
            limits += [(single, of_slots), (grouped, None), (plain, None), (file, None)]
        figures += [
            compare(plan.family, name, freight.unit, "higher", found[name], (at, found[at]), goal)
            for at, goal in limits
        ]
    figures += [
        compare(plan.family, name, freight.unit, "higher", found[name], (file, found[file]))
        for name in (single, grouped, plain)
    ]
    fsync_ms = [freight.per_record * 1000 / rate for rate in found[file]]
    return figures + _latencies(plan, line, fsync_ms)


def _latencies(plan: Plan, line: _Line, fsync_ms: list[float]) -> list[Figure]:
    figures = []
    for clients in (clients for clients, keep in line.freight.lines if keep):
        name = _name("site", clients, keep=True)
        for quantile, wanted in ((50, None), (99, 5.0 if line.freight is LETTERS else None)):
            rounds = [_quantile(times, quantile) * 1000 for times in line.latencies[name]]
            figures.append(
                compare(
                    plan.family,
                    f"latency p{quantile}, {name}",
                    "ms",
                    "lower",
                    rounds,
                    ("one append + fsync of a record", fsync_ms),
                    wanted,
                )
            )
    return figures


def _quantile(times: list[float], percent: int) -> float:
    if percent == 50:
        return statistics.median(times)
    return sorted(times)[max(0, math.ceil(len(times) * percent / 100) - 1)]


def _name(which: str, clients: int, *, keep: bool) -> str:
    what = "site" if which == "site" else "site without its store"
    many = "1 client" if clients == 1 else f"{clients} clients"
    return f"{what}, {many}, {'kept connections' if keep else 'new connections'}"
