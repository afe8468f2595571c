"""The threat model's table names tests that exist, and says of every cell what holds it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "THREAT_MODEL.md").read_text()
TABLES = {
    "| fact | operator, at rest |": 5,
    "| fact | finder |": 4,
}
SIGNS = dict(re.findall(r"^\| \*\*([A-Z])\*\* \| (.*) \|$", TEXT, re.MULTILINE))
HELD = re.compile(r"\*\*[A-Z](?: [A-Z])*\*\*|†")


def cells() -> list[tuple[str, str]]:
    found = []
    for head, columns in TABLES.items():
        lines = TEXT.partition(head)[2].partition("\n\n")[0].splitlines()[2:]
        rows = [[part.strip() for part in line.strip("|").split("|")] for line in lines]
        assert all(len(row) == columns + 1 for row in rows)
        found += [(row[0], cell) for row in rows for cell in row[1:]]
    return found


def test_every_adversary_has_a_column() -> None:
    listed = TEXT.partition("| adversary | has |")[2].partition("\n\n")[0].splitlines()[2:]
    columns = " ".join(TEXT[TEXT.index(head) :].partition("\n")[0] for head in TABLES)
    names = [line.strip("| ").partition("|")[0].strip() for line in listed]
    assert len(names) == 8
    assert [name for name in names if name.removeprefix("accused ") not in columns] == []


def test_every_cell_that_says_nothing_says_by_what() -> None:
    assert len(cells()) == 60 + 24
    for fact, cell in cells():
        assert "nothing" not in cell or HELD.search(cell), (fact, cell)
        assert HELD.search(cell) or "not protected" in cell or "the same" in cell, (fact, cell)


def test_every_sign_is_explained_and_used() -> None:
    used = {sign for _, cell in cells() for sign in re.findall(r"\b[A-Z]\b", _signs(cell))}
    assert used == set(SIGNS)


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", TEXT))
    assert {"tests/games/test_order.py", "tests/test_model.py"} <= named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert all("`tests/" in explained for explained in SIGNS.values())


def _signs(cell: str) -> str:
    return " ".join(HELD.findall(cell))
