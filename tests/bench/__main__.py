"""`scripts/bench`: takes the figures and says them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import (
    arriving,
    importing,
    reading,
    sealing,
    sealing_in_browsers,
    sending,
    through_tor,
    visiting,
)
from tests.bench.figure import Budget, Figure, Plan, write_json
from tests.bench.machine import describe_machine, line, load
from tests.bench.report import table

FORMAT = 1
ROUNDS = 7
QUICK_ROUNDS = 2


@dataclass(frozen=True)
class Family:
    """Figures that are measured together; seconds for them in a full run and in a quick one.

    Seconds that one family leaves are the next one's, and those that it takes too many as well.
    """

    measure: Callable[[Plan], list[Figure]]
    full_s: float
    quick_s: float


FAMILIES = {
    "sealing": Family(sealing.measure, 30, 4),
    "letters": Family(arriving.measure_letters, 90, 12),
    "chunks": Family(arriving.measure_chunks, 90, 15),
    "browsers": Family(sealing_in_browsers.measure, 80, 16),
    "visit": Family(visiting.measure, 60, 25),
    "passphrase": Family(reading.measure, 110, 22),
    "send": Family(sending.measure, 120, 40),
    "import": Family(importing.measure, 150, 14),
    "tor": Family(through_tor.measure, 110, 0),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the figures and print them; returns 1 where a family could not be measured."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures what is fast and what is slow, each beside its limit "
        "in the same run. docs/BENCH.md says what every figure is.",
    )
    parser.add_argument(
        "--json",
        metavar="FILE",
        type=Path,
        help="write everything, every round, as JSON; - for standard output, without the table",
    )
    parser.add_argument(
        "--only",
        metavar="NAME",
        action="append",
        choices=sorted(FAMILIES),
        help=f"only these figures (may be repeated): {', '.join(FAMILIES)}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="few rounds: about 150 s, instead of about 12 minutes"
    )
    chosen = parser.parse_args(arguments)
    content, figures, failed = _run(chosen.only or list(FAMILIES), quick=chosen.quick)
    if chosen.json is not None and str(chosen.json) != "-":
        chosen.json.write_text(write_json(content), encoding="utf-8")
    sys.stdout.write(
        write_json(content) if str(chosen.json) == "-" else _for_people(content, figures)
    )
    return 1 if failed else 0


def _run(names: Sequence[str], *, quick: bool) -> tuple[dict[str, Any], list[Figure], bool]:
    began = time.monotonic()
    machine = describe_machine(Path(tempfile.gettempdir()))
    figures: list[Figure] = []
    skipped: list[dict[str, str]] = []
    until_s, failed = 0.0, False
    for name in (name for name in FAMILIES if name in names):
        family = FAMILIES[name]
        until_s += family.quick_s if quick else family.full_s
        budget = Budget(began + until_s - time.monotonic())
        rounds = QUICK_ROUNDS if quick else ROUNDS
        plan = Plan(name, quick=quick, rounds=rounds, budget=budget, skipped=skipped)
        plan.say(f"up to {budget.left:.0f} s")
        try:
            figures += family.measure(plan)
        except Exception as error:  # noqa: BLE001 - what others found in ten minutes is kept
            traceback.print_exc()
            plan.skip("all", f"failed: {type(error).__name__}")
            failed = True
    machine["load_after"] = load()
    content = {
        "format": FORMAT,
        "quick": quick,
        "seconds": round(time.monotonic() - began, 1),
        "machine": machine,
        "figures": [figure.as_json() for figure in figures],
        "skipped": skipped,
    }
    return content, figures, failed


def _for_people(content: dict[str, Any], figures: list[Figure]) -> str:
    parts = [line(content["machine"]) + f"; {content['seconds']} s\n"]
    for family in dict.fromkeys(figure.family for figure in figures):
        parts.append(f"\n{family}\n\n")
        parts.append(table(figure for figure in figures if figure.family == family))
    parts += [
        f"\nleft out: {one['family']}: {one['name']} ({one['why']})\n" for one in content["skipped"]
    ]
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
