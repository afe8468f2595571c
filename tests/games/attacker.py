"""The attacker: he knows the whole design, makes his own examples, and learns from them.

He measures everything that he can think of (`measures.py`) and does not have to know which of it
tells something: he plays with examples whose answer he knows, because he made them, picks the
measures and thresholds that divide them best, and weighs them (boosted stumps: each next one looks
at what the ones before got wrong). Whatever single measure separates the answers, he finds.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 8
STEPS = 24
_SURE = 1e-6

Lesson = tuple[dict[str, float], bool]


@dataclass(frozen=True)
class Stump:
    """One measure, one threshold, what is said above it, and how much it counts."""

    measure: str
    threshold: float
    above: bool
    weight: float

    def vote(self, seen: dict[str, float]) -> float:
        says = self.above if seen[self.measure] >= self.threshold else not self.above
        return self.weight if says else -self.weight


@dataclass(frozen=True)
class Attacker:
    """What was learnt."""

    stumps: tuple[Stump, ...]

    @classmethod
    def taught(cls, lessons: Sequence[Lesson]) -> Attacker:
        columns = _columns(lessons)
        truths = [truth for _, truth in lessons]
        weights = [1 / len(lessons)] * len(lessons)
        stumps: list[Stump] = []
        for _ in range(ROUNDS):
            stump, wrong = _best(columns, truths, weights)
            odds = (1 - wrong + _SURE) / (wrong + _SURE)
            stump = Stump(stump.measure, stump.threshold, stump.above, math.log(odds) / 2)
            stumps.append(stump)
            if wrong < _SURE:
                break
            weights = [
                weight * math.exp(-stump.vote(seen) * (1 if truth else -1))
                for weight, (seen, truth) in zip(weights, lessons, strict=True)
            ]
            total = sum(weights)
            weights = [weight / total for weight in weights]
        return cls(tuple(stumps))

    def guess(self, seen: dict[str, float]) -> bool:
        return sum(stump.vote(seen) for stump in self.stumps) > 0

    @property
    def rule(self) -> str:
        return ", ".join(dict.fromkeys(stump.measure for stump in self.stumps))


@dataclass(frozen=True)
class _Column:
    """One measure of all lessons: its thresholds, and between which of them each lesson lies."""

    measure: str
    thresholds: list[float]
    bins: list[int]


def _columns(lessons: Sequence[Lesson]) -> list[_Column]:
    columns = []
    for measure in lessons[0][0]:
        values = [seen[measure] for seen, _ in lessons]
        ordered = sorted(set(values))
        step = max(1, len(ordered) // STEPS)
        thresholds = ordered[::step]
        columns.append(
            _Column(measure, thresholds, [bisect_right(thresholds, value) for value in values])
        )
    return columns


def _best(
    columns: list[_Column], truths: Sequence[bool], weights: Sequence[float]
) -> tuple[Stump, float]:
    signed = [weight if truth else -weight for weight, truth in zip(weights, truths, strict=True)]
    total = sum(signed)
    best, best_wrong = Stump(columns[0].measure, 0.0, above=True, weight=0.0), 2.0
    for column in columns:
        sums = [0.0] * (len(column.thresholds) + 1)
        for place, value in zip(column.bins, signed, strict=True):
            sums[place] += value
        below = 0.0
        for place, threshold in enumerate(column.thresholds):
            below += sums[place]
            # How much more of the truth than of its contrary lies where `True` would be said.
            for above, lead in ((True, total - 2 * below), (False, 2 * below - total)):
                wrong = (1 - lead) / 2
                if wrong < best_wrong:
                    best = Stump(column.measure, threshold, above, 0.0)
                    best_wrong = wrong
    return best, max(best_wrong, 0.0)
