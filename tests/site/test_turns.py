"""Room that runs short is given out in turns, one place in line for each visitor (§10.3)."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from dropbox.site.turns import (
    LASTS_S,
    LATE_S,
    LINE_MAX,
    UNUSED_MAX,
    WAIT_MAX_S,
    WAIT_MIN_S,
    Turns,
)

RESERVE = 16_384
PACE_S = LASTS_S / RESERVE


@dataclass
class Line:
    """A line, and a clock that only the test moves. `room` falls with every record."""

    room: int = RESERVE
    now: float = 1_000.0
    kept: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.turns = Turns(RESERVE, clock=lambda: self.now)

    def ask(self, visitor: str) -> int:
        wait_s = self.turns.wait_s(visitor, self.room)
        if not wait_s:
            self.kept.append(visitor)
            self.room -= 1
        return wait_s

    def drain(self) -> None:
        """Use up the turns that nobody took."""
        for number in range(UNUSED_MAX):
            assert self.ask(f"first {number}") == 0
        self.kept.clear()


@pytest.fixture
def line() -> Line:
    drained = Line()
    drained.drain()
    return drained


def test_nobody_waits_while_there_is_room() -> None:
    line = Line(room=10 * RESERVE)
    assert all(line.ask("one visitor") == 0 for _ in range(1_000))


def test_few_do_not_wait_where_room_is_short() -> None:
    line = Line()
    for number in range(24):
        assert line.ask("a report with attachments") == 0, number


def test_those_who_keep_asking_are_called_in_their_order(line: Line) -> None:
    names = [str(number) for number in range(20)]
    waits = {name: line.now + line.ask(name) for name in names}
    assert line.kept == []
    while waits:
        line.now += 1
        for name in [name for name, due in waits.items() if due <= line.now]:
            wait_s = line.ask(name)
            assert wait_s <= WAIT_MAX_S
            waits[name] = line.now + wait_s
            if not wait_s:
                del waits[name]
    assert line.kept == names
    assert line.now - 1_000 < 21 * PACE_S + WAIT_MIN_S


def test_asking_often_gains_nothing(line: Line) -> None:
    """One honest visitor asks when told; a hundred others, who came before, ask all the time."""
    flood = [f"flood {number}" for number in range(100)]
    for name in flood:
        line.ask(name)
    due = line.now + line.ask("honest")
    chance = random.Random(5)  # noqa: S311 - to be repeated
    while "honest" not in line.kept:
        line.now += 1
        for name in chance.sample(flood, 50):
            line.ask(name)
        if line.now >= due:
            due = line.now + line.ask("honest")
    # Each of the hundred had one turn before him, and those who came back stand behind him.
    assert line.now - 1_000 < 101 * PACE_S + WAIT_MAX_S


def test_whoever_stays_away_is_forgotten_and_leaves_his_turn(line: Line) -> None:
    for number in range(200):
        line.ask(f"gone {number}")
    line.now += WAIT_MAX_S + LATE_S + 1
    # They were called while they were away; nobody is left in line.
    assert line.ask("honest") <= WAIT_MAX_S
    line.now += WAIT_MAX_S
    assert line.ask("honest") == 0


def test_a_turn_that_was_given_to_somebody_who_left_is_given_again(line: Line) -> None:
    line.room = 10
    line.ask("somebody")
    line.now += LASTS_S / 10 - 100
    line.ask("gone")
    line.now += 101
    # His turn has come, and nobody else's for a long time.
    assert line.ask("honest") == WAIT_MAX_S
    line.now += WAIT_MAX_S
    assert line.ask("honest") == WAIT_MAX_S
    line.now += WAIT_MAX_S
    assert line.ask("honest") == 0


def test_the_line_has_an_end_and_finds_it_again(line: Line) -> None:
    for number in range(LINE_MAX):
        line.turns.wait_s(f"flood {number}", 1)
    assert line.turns.wait_s("honest", 1) == WAIT_MAX_S
    assert len(line.turns._line) == LINE_MAX
    line.now += WAIT_MAX_S + LATE_S + 1
    line.ask("honest")
    assert "honest" in {*line.turns._line, *line.kept}
    assert len(line.turns._line) <= 1


def test_the_pace_falls_with_the_room_so_that_it_never_ends(line: Line) -> None:
    line.room = RESERVE
    for hour in range(72):
        for _ in range(10 * RESERVE // 24 // 10):
            line.now += 3_600 / (RESERVE // 24)
            line.ask(f"{hour}")
    # Three days of a flood that takes every turn: e⁻³ of the reserve is left.
    assert 0.04 < line.room / RESERVE < 0.07


def test_room_that_comes_back_ends_the_line(line: Line) -> None:
    assert line.ask("honest") > 0
    line.room = RESERVE + 1
    assert line.ask("honest") == 0
    assert not line.turns._line
