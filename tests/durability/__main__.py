"""What `scripts/soak` runs: the tests of this folder with full counts, and what they measured."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tests.builders import Drop
from tests.durability.books import cut_power_of_office, watched_office
from tests.durability.crash import CrashingDisk
from tests.durability.crowd import Crowd
from tests.durability.day import watched_day
from tests.durability.disk import Action, changes_of
from tests.durability.ledger import Ledger
from tests.durability.power import cut_power, record_site
from tests.durability.running import check_site, kill_and_return, start_site
from tests.durability.test_crowd import CLIENTS
from tests.durability.test_failing_disk import ERRORS
from tests.durability.test_office import WEEKS
from tests.floods.siege import besiege
from tests.memory import memory_folder
from tests.workstation.floods import HONEST, titles
from tests.workstation.floods import flood as flood_office

BACK_S = 2.0
RUNS_EVERY = 500
# Every kill is a week later, and a signing key is certified for fourteen.
KILLS_PER_CERTIFICATE = 10


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)  # noqa: T201 - a command


@dataclass
class Row:
    """A part of the soak in the table at the end."""

    name: str
    asked: int
    held: bool
    result: str
    seconds: float


def kills(rounds: int, seed: int) -> tuple[bool, str]:
    """Kill the site so often amid 16 clients."""
    desk = Drop()
    ledger = Ledger(desk)
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    backs: list[float] = []
    with memory_folder() as folder, start_site(folder, desk) as site:
        for number in range(1, rounds + 1):
            backs.append(kill_and_return(site, ledger, chance))
            if number % 20 == 0:
                say(f"  {number} kills, {_counts(ledger)}; slowest return {max(backs):.2f} s")
    middle = sorted(backs)[len(backs) // 2]
    return max(backs) <= BACK_S, (
        f"back within {max(backs):.2f} s, half within {middle:.2f} s (limit {BACK_S} s);"
        f" {ledger.promised} promises held"
    )


def power_cuts(images: int, seed: int) -> tuple[bool, str]:
    """Cut the power so often, in runs of the site of which every second has a disk that fails."""
    changes = 0
    for run, first in enumerate(range(0, images, RUNS_EVERY)):
        recording = record_site(seed + run, 600, failing=bool(run % 2))
        count = len(list(cut_power(recording, seed + run, min(RUNS_EVERY, images - first))))
        say(
            f"  {first + count} power cuts; run {run + 1}: {len(recording.changes)} changes,"
            f" {_counts(recording.ledger)}"
        )
        changes += len(recording.changes)
    return True, f"nothing lost; cut anywhere in {changes} changes of the disk"


def failing_disks(rounds: int, seed: int) -> tuple[bool, str]:
    """Let the disk fail at so many changes of a day, in every way; then kill at as many."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    with watched_day() as day:
        changes = changes_of(day.disk, lambda: day.pass_by(works=True))
        for number in range(rounds):
            with day.disk.struck(
                after=number * changes // rounds,
                changes=chance.choice((1, 2, 10, None)),
                error=chance.choice(ERRORS),
                action=chance.choice((Action.FAIL, Action.TEAR_AND_FAIL)),
                reads=chance.random() < 0.1,
            ):
                day.pass_by(works=False)
            day.pass_by(works=True)
            check_site(day.site, day.ledger)
        say(f"  {rounds} failures in {changes} changes: {day.refusals} refusals")
        for number in range(rounds):
            action = Action.TEAR_AND_KILL if number % 2 else Action.KILL
            day.kill_at(number * changes // rounds, action)
            check_site(day.site, day.ledger)
        say(f"  {rounds} kills at exact writes, {_counts(day.ledger)}")
    return True, f"nothing lost; {day.refusals} refusals, then {rounds} kills at exact writes"


def office(images: int, seed: int) -> tuple[bool, str]:
    """Cut the power of a workstation so often, and kill it at a tenth as many writes."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    for first in range(0, images, RUNS_EVERY):
        disk = CrashingDisk(chance)
        with watched_office(logs=True, begun=disk.begin) as weeks:
            for _ in range(WEEKS):
                weeks.pass_week()
            weeks.running.__exit__()
            cut_power_of_office(weeks, disk, chance, min(RUNS_EVERY, images - first))
    say(f"  {images} power cuts at the workstation")
    for first in range(0, images // 10, KILLS_PER_CERTIFICATE):
        with watched_office(logs=False) as weeks:
            changes = changes_of(weeks.disk, weeks.pass_week)
            for number in range(first, min(first + KILLS_PER_CERTIFICATE, images // 10)):
                action = Action.TEAR_AND_KILL if number % 2 else Action.KILL
                struck = weeks.disk.struck(chance.randrange(changes), action=action)
                with struck, suppress(ConnectionError):
                    weeks.pass_week()
                weeks.check_and_restart()
    return True, f"nothing lost; then {images // 10} kills at exact writes"


def crowd(seconds: int, seed: int) -> tuple[bool, str]:
    """Let 64 clients do everything at once for so many seconds."""
    desk = Drop()
    ledger = Ledger(desk)
    room: dict[str, object] = {"letters_max": 8_192, "chunks_max": 2_048, "chunks_extent": 512}
    with memory_folder() as folder, start_site(folder, desk, None, **room) as site:
        clients = Crowd(site, ledger, CLIENTS, seed)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not clients.failures:
            time.sleep(0.1)
        clients.stop()
        check_site(site, ledger)
    return not ledger.refused, f"{clients.done} requests, {_counts(ledger)}"


def flood(junk: int, _seed: int) -> tuple[bool, str]:
    """Flood a site with so many letters and chunks while a reporter sends."""
    return besiege(junk, say)


def sorted_flood(junk: int, _seed: int) -> tuple[bool, str]:
    """Flood a workstation with so many sealed letters; sort, dismiss, bring back, deliver."""
    with memory_folder() as folder:
        began = time.monotonic()
        flooded = flood_office(folder, junk)
        imported = time.monotonic() - began
        desk, day = flooded.office.desk, flooded.office.day
        assert titles(flooded.office, 2) == ["Kuitansi fiktif", "Lembur palsu"]
        assert set(titles(flooded.office, 5)[2:]) == set(HONEST)
        began = time.monotonic()
        dismissal = desk.triage().dismiss(flooded.junk(), junk, day)
        dismissed = time.monotonic() - began
        assert len(titles(flooded.office, junk)) == 5
        assert desk.preview_delivery(day).waiting == 0
        assert desk.triage().undo(dismissal, day) == junk
        flooded.office.day += 7
        flooded.office.deliver()
        for thread in (flooded.worked, flooded.known, *flooded.honest):
            assert flooded.office.bodies(thread, "receipt"), "a receipt went to the flood instead"
        assert desk.verify() == []
        desk.close()
    return True, f"sealed and imported in {imported:.0f} s, dismissed in {dismissed:.1f} s"


def _counts(ledger: Ledger) -> str:
    def words(counts: Counter[str] | Counter[int]) -> str:
        return ", ".join(f"{count} × {what}" for what, count in sorted(counts.items()))

    refused = f"; refused: {words(ledger.refused)}" if ledger.refused else ""
    return f"kept: {words(ledger.answered)}{refused}"


def main() -> int:
    """Run what was asked for; 1 where a limit was missed. A broken promise ends it at once."""
    parser = argparse.ArgumentParser(
        prog="scripts/soak", description="Kills, power cuts, failing disks, crowds, a flood."
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--power-cuts", type=int, default=3_000)
    parser.add_argument("--failures", type=int, default=200)
    parser.add_argument("--office", type=int, default=1_000)
    parser.add_argument("--crowd-s", type=int, default=60)
    parser.add_argument("--junk", type=int, default=10_000)
    parser.add_argument("--sealed-junk", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    say(f"seed {asked.seed}")
    rows: list[Row] = []
    parts: tuple[tuple[str, Callable[[int, int], tuple[bool, str]], int], ...] = (
        ("kills", kills, asked.kills),
        ("power cuts", power_cuts, asked.power_cuts),
        ("failing disks", failing_disks, asked.failures),
        ("workstation", office, asked.office),
        ("crowd", crowd, asked.crowd_s),
        ("flood", flood, asked.junk),
        ("sorted flood", sorted_flood, asked.sealed_junk),
    )
    for name, run, count in parts:
        if count:
            began = time.monotonic()
            say(f"{name}: {count}")
            try:
                held, result = run(count, asked.seed)
            except BaseException as broken:
                result = f"{type(broken).__name__}: see below"
                rows.append(Row(name, count, False, result, time.monotonic() - began))  # noqa: FBT003
                summary(rows, asked.seed)
                raise
            rows.append(Row(name, count, held, result, time.monotonic() - began))
            say(f"  {result}; {rows[-1].seconds:.0f} s")
    return summary(rows, asked.seed)


def summary(rows: list[Row], seed: int) -> int:
    """Print the table; return the exit status."""
    say(f"\n{'part':14} {'count':>7} {'took':>7}  {'':7} result")
    for row in rows:
        held = "held" if row.held else "MISSED"
        say(f"{row.name:14} {row.asked:7,} {row.seconds:5.0f} s  {held:7} {row.result}")
    missed = [row.name for row in rows if not row.held]
    verdict = f"limits missed: {', '.join(missed)}" if missed else "nothing lost, nothing doubled"
    say(f"{verdict}; {sum(row.seconds for row in rows) / 60:.0f} minutes, seed {seed}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
