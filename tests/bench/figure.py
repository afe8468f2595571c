"""What a figure is, and how its rounds are taken in turns with those of its limit."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Series:
    """What several rounds gave: their median, and the spread from the least to the most."""

    name: str
    value: float
    low: float
    high: float
    rounds: list[float]


@dataclass(frozen=True)
class Figure:
    """One figure beside one limit.

    `ratio` is the median of each round's own ratio, value / limit where more is better and where
    less is better alike. `wanted` is the ratio to reach (at least, or at most where less is
    better), None where none was set.
    """

    family: str
    name: str
    unit: str
    better: Better
    value: float
    low: float
    high: float
    rounds: list[float]
    limit: Series
    ratio: float
    ratio_low: float
    ratio_high: float
    wanted: float | None = None

    @property
    def reached(self) -> bool | None:
        """Tell whether the ratio is as wanted."""
        if self.wanted is None:
            return None
        return self.ratio >= self.wanted if self.better == "higher" else self.ratio <= self.wanted

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON knows them."""
        return asdict(self) | {"reached": self.reached}


def series(name: str, rounds: list[float]) -> Series:
    """Return the series of these rounds."""
    return Series(name, statistics.median(rounds), min(rounds), max(rounds), rounds)


def compare(
    family: str,
    name: str,
    unit: str,
    better: Better,
    rounds: list[float],
    limit: tuple[str, list[float]],
    wanted: float | None = None,
) -> Figure:
    """Return the figure of rounds that were taken in turns with those of their limit."""
    limit_name, limit_rounds = limit
    ratios = [value / most for value, most in zip(rounds, limit_rounds, strict=True)]
    value = series(name, rounds)
    return Figure(
        family,
        name,
        unit,
        better,
        value.value,
        value.low,
        value.high,
        rounds,
        series(limit_name, limit_rounds),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        wanted,
    )


class Budget:
    """How long a family may take. Seconds, from when it is made."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, negative once it is over."""
        return self._end - time.monotonic()


@dataclass
class Plan:
    """What a family is told: quick or full, its rounds, its budget; and where it says things."""

    family: str
    quick: bool
    rounds: int
    budget: Budget
    skipped: list[dict[str, str]]

    def say(self, text: str) -> None:
        """Tell the person who waits."""
        sys.stderr.write(f"bench: {self.family}: {text}\n")
        sys.stderr.flush()

    def skip(self, what: str, why: str) -> None:
        """Note what was not measured."""
        self.say(f"{what} left out: {why}")
        self.skipped.append({"family": self.family, "name": what, "why": why})

    def has_time(self, what: str, needed_s: float) -> bool:
        """Tell whether there is time for `what`, and note it where there is not."""
        if self.budget.left >= needed_s:
            return True
        self.skip(what, "no time left")
        return False

    def interleave(
        self, contenders: Mapping[str, Callable[[], float]], share: float = 1.0
    ) -> dict[str, list[float]]:
        """Return what each contender gave in every round.

        The contenders of a round run one after the other, another one first each time, so that
        what else the machine does hits them alike. At least one round runs; no new one starts
        once `share` of the time that is left has gone, or the next would not fit.
        """
        names = list(contenders)
        found: dict[str, list[float]] = {name: [] for name in names}
        budget = Budget(self.budget.left * share)
        longest = 0.0
        for place in range(self.rounds):
            if place and budget.left < longest:
                break
            began = time.monotonic()
            turn = place % len(names)
            for name in names[turn:] + names[:turn]:
                found[name].append(contenders[name]())
            longest = max(longest, time.monotonic() - began)
        self.say(f"{len(found[names[0]])} rounds of {', '.join(names)}")
        return found


def per_second(count: float, work: Callable[[], object]) -> float:
    """Run `work` and return how many of `count` it did a second."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def write_json(content: object) -> str:
    """Return JSON for programs, one object, readable."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
