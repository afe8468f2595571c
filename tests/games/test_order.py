"""Letters at rest: in which order they came (§8.3), from every byte of the data folder."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

import pytest

from dropbox.protocol.sizes import LETTER_LEN
from dropbox.site.store import Database
from tests.games.disk import NOWHERE, Found
from tests.games.houses import House, ordinary, titip
from tests.games.measures import of_bytes, of_place, of_places
from tests.games.scoring import Example, assert_chance, assert_won, coin

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]
CHANCES = random.SystemRandom()
# Few: all of them in the last stretch of the journal. Many: more than one stretch holds.
FEW, MANY = 20, 400
# The sum of standardised rank correlations is nearly normal: beyond this once in a million games.
FAR = 5.0


def letters(count: int) -> list[bytes]:
    """What the site sees of letters; what is in them is another game's."""
    return [os.urandom(LETTER_LEN) for _ in range(count)]


@dataclass(frozen=True)
class Order:
    """Two letters: did the first come before the second? Every letter is asked about once."""

    house: House
    at_once: int

    def __call__(self, count: int) -> list[Example]:
        examples: list[Example] = []
        while len(examples) < count:
            places = list(enumerate(self.house(letters(self.at_once))))
            CHANCES.shuffle(places)
            examples += map(_ask, places[::2], places[1::2])
        return examples[:count]


def _ask(left: tuple[int, Found], right: tuple[int, Found]) -> Example:
    pair = sorted((left, right), key=lambda placed: placed[0], reverse=not (before := coin()))
    first, second = (found for _, found in pair)
    measured = of_places(first, second)
    others = of_bytes(second.record)
    for key, value in of_bytes(first.record).items():
        measured[f"{key}, difference"] = value - others[key]
    return Example(measured, before)


@pytest.mark.parametrize("at_once", [FEW, MANY])
def test_which_of_two_letters_came_first(at_once: int) -> None:
    assert_chance(Order(titip, at_once))


def test_control_a_table_that_grows_in_order() -> None:
    assert_won(Order(ordinary, FEW))


def test_control_a_journal_whose_index_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite as it is: it cuts the journal and keeps the list of pages in order of writing.
    monkeypatch.setattr(Database, "_forget_order", lambda _: None)
    assert_won(Order(titip, FEW))


def correlation(values: list[float]) -> float:
    """Return Spearman's coefficient of values, no two equal, against their order."""
    count = len(values)
    ranks = {value: rank for rank, value in enumerate(sorted(values))}
    squares = sum((ranks[value] - order) ** 2 for order, value in enumerate(values))
    return 1 - 6 * squares / (count * (count**2 - 1))


def far_from_chance(house: House, at_once: int, times: int) -> dict[str, float]:
    """Return, for each measure of place, how many standard deviations its order is from chance."""
    sums: dict[str, float] = {}
    for _ in range(times):
        seen = [of_place(found) for found in house(letters(at_once))]
        for measure in seen[0]:
            values = [place[measure] for place in seen]
            if len(set(values)) == at_once:
                spread = (at_once - 1) ** 0.5
                sums[measure] = sums.get(measure, 0.0) + correlation(values) * spread
    return {measure: total / times**0.5 for measure, total in sums.items()}


def test_no_measure_of_place_follows_the_order_of_arrival() -> None:
    for at_once, times in ((FEW, 20), (MANY, 1)):
        measured = far_from_chance(titip, at_once, times)
        assert {"slot", "row", "first page", "last page", "entry"} <= set(measured)
        assert max(map(abs, measured.values())) < FAR, measured


def test_control_a_table_that_grows_in_order_is_far_from_chance() -> None:
    measured = far_from_chance(ordinary, MANY, 1)
    assert measured["first page"] > FAR
    assert measured["slot"] > FAR


def test_at_rest_nothing_of_the_journal_is_left() -> None:
    for found in titip(letters(FEW)):
        assert (found.journal, found.index) == (NOWHERE, NOWHERE)
