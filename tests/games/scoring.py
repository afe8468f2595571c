"""Scores of games, and the rule by which a score is called chance (tests only).

A fair coin falls outside its own 99 % interval once in a hundred games. A test that failed then
would fail for nothing, so a miss is played again with ten times the trials, all new, by an attacker
who has learnt from more, and only a second miss, outside the 99.9 % interval, is a finding. So a
sound game fails once in 100,000 runs, while one in which the attacker wins 57 times in a hundred is
found in 19 of 20 runs, and one in which he wins 60 times practically always.
"""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.games.attacker import Attacker

_log = logging.getLogger(__name__)
TRIALS = 1_000
LESSONS = 300
CONTROL_LESSONS, CONTROL_TRIALS = 120, 100
# Normal quantiles of 99 % and 99.9 %, both sides.
Z_99, Z_999 = 2.575829, 3.290527
CHANCE = 0.5
NEARLY_ALWAYS = 0.8


@dataclass(frozen=True)
class Example:
    """One question: what the attacker measures, by name, and the answer."""

    seen: dict[str, float]
    truth: bool


# Gives that many questions, each independent of the others, both answers equally likely.
Game = Callable[[int], Sequence[Example]]


@dataclass(frozen=True)
class Score:
    """How many of the trials the attacker won, and what he mostly went by."""

    wins: int
    trials: int
    rule: str

    @property
    def rate(self) -> float:
        return self.wins / self.trials

    def interval(self, z: float) -> tuple[float, float]:
        """Return Wilson's interval for the chance of winning."""
        n, p = self.trials, self.rate
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return middle - half, middle + half

    def includes_chance(self, z: float) -> bool:
        low, high = self.interval(z)
        return low <= CHANCE <= high

    def __str__(self) -> str:
        low, high = self.interval(Z_99)
        return (
            f"{self.wins} of {self.trials} = {self.rate:.3f}, 99 % interval {low:.3f} to"
            f" {high:.3f}; went by {self.rule}"
        )


def play(game: Game, lessons: int, trials: int) -> Score:
    """Let an attacker learn from questions with their answers, then count what he wins."""
    attacker = Attacker.taught([(example.seen, example.truth) for example in game(lessons)])
    asked = game(trials)
    # As many of each answer as the coin gave; fewer questions would be another game.
    assert len(asked) == trials
    wins = sum(attacker.guess(example.seen) == example.truth for example in asked)
    return Score(wins, trials, attacker.rule)


def assert_chance(game: Game) -> Score:
    """Fail where the attacker does better, or worse, than a coin: worse is knowledge too."""
    score = play(game, LESSONS, TRIALS)
    if not score.includes_chance(Z_99):
        first = score
        score = play(game, 4 * LESSONS, 10 * TRIALS)
        assert score.includes_chance(Z_999), f"the attacker knows something: {first}; then {score}"
    _log.info("%s", score)
    return score


def assert_won(game: Game) -> Score:
    """Fail where the same attacker, against a house without the protection, does not win.

    He is given a second chance with more of everything, for the same reason.
    """
    score = play(game, CONTROL_LESSONS, CONTROL_TRIALS)
    if score.rate < NEARLY_ALWAYS:
        score = play(game, 4 * CONTROL_LESSONS, 4 * CONTROL_TRIALS)
    assert score.rate >= NEARLY_ALWAYS, f"the attacker is too weak to prove anything: {score}"
    _log.info("%s", score)
    return score


def coin() -> bool:
    return bool(random.SystemRandom().getrandbits(1))
