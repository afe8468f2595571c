"""Sorts new threads by their looks, and dismisses junk in a way that can be undone.

A person chooses and a person dismisses. Nothing is deleted: a dismissed thread lies in the junk
tray with all its letters, is owed no receipt and no reply while it lies there, and comes back
whole (docs/WORKSTATION.md). Threads that somebody has worked on are never offered.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from dropbox.protocol.canonical import JsonObject, write_canonical
from dropbox.workstation import audit
from dropbox.workstation.case_list import ALIKE, NEW, WROTE_AGAIN, CaseList, Wanted
from dropbox.workstation.cases import Case
from dropbox.workstation.errors import CaseError
from dropbox.workstation.likeness import Look, most_different
from dropbox.workstation.vault import Vault

NONSENSE, NEARLY_EMPTY, UNLIKE = -int(Look.NONSENSE), -int(Look.NEARLY_EMPTY), 0
SHOWN_OF_GROUP = 3
SHOWN_OF_CHOICE = 6
STRANGEST_MAX = 40
# The first thread of a crowd gives it its number.
_GROUP = f"CASE WHEN {ALIKE} THEN alike ELSE {UNLIKE} END"
# Threads of which pieces of attachments arrived.
_FILED = "SELECT case_id FROM letters WHERE pieces_received > 0"


class _New(NamedTuple):
    """A thread that may be dismissed."""

    id: int
    group: int
    unread: int
    filed: int
    sketch: bytes | None


@dataclass(frozen=True)
class Choice:
    """By what threads are chosen: all conditions together; nothing chosen is every new thread.

    `groups` are numbers of groups. `day` is that of the import; `single` leaves out threads with
    more than one letter, `bare` those of which pieces of attachments arrived; `read` brings in
    those that were read already, `returned` those that wrote again after a later pickup.
    `text` is looked for as in the list of cases; `cases` are numbers, and then these alone.
    """

    groups: tuple[int, ...] = ()
    day: int | None = None
    category: str | None = None
    language: str | None = None
    single: bool = False
    bare: bool = False
    read: bool = True
    returned: bool = False
    text: str = field(repr=False, default="")
    cases: tuple[str, ...] = ()

    def as_json(self) -> JsonObject:
        """Return what is kept beside a dismissal: conditions, without the words looked for."""
        kept = {name: value for name, value in asdict(self).items() if value not in ((), None, "")}
        kept.pop("text", None)
        kept["cases"] = len(self.cases)
        return kept | {"groups": [str(group) for group in self.groups], "text": bool(self.text)}


@dataclass(frozen=True)
class Group:
    """New threads that look alike.

    `number` names it: that of a crowd, NONSENSE, NEARLY_EMPTY, or UNLIKE for the rest. `filed` of
    them came with attachments; `dismissed` more of its kind lie in the tray already.
    """

    number: int
    count: int
    unread: int
    filed: int
    dismissed: int
    samples: list[Case]


@dataclass(frozen=True)
class Chosen:
    """What a choice gives: how many threads, how many of them with attachments or read already.

    `strangest` are those that are least like the rest, which a mistake would hit first; `samples`
    others, from everywhere.
    """

    count: int
    filed: int
    read: int
    strangest: list[Case]
    samples: list[Case]


@dataclass(frozen=True)
class Dismissal:
    """One act of dismissing: `remaining` of `count` threads lie in the tray still."""

    id: int
    day: int
    who: str
    count: int
    remaining: int
    undone_day: int | None
    chosen: JsonObject


class Triage:
    """Groups, choices and the junk tray of one vault."""

    def __init__(self, vault: Vault, cases: CaseList, who: str) -> None:
        self._vault = vault
        self._cases = cases
        self._who = who

    def groups(self, choice: Choice | None = None) -> list[Group]:
        """Return the groups of the threads that `choice` allows, the largest first, UNLIKE last."""
        found: dict[int, list[_New]] = {}
        for row in self._rows(choice or Choice()):
            found.setdefault(row.group, []).append(row)
        again: dict[int, int] = dict(
            self._vault.rows(
                f"SELECT {_GROUP}, count(*) FROM cases WHERE dismissal NOT NULL GROUP BY 1"  # noqa: S608
            )
        )
        groups = [
            Group(
                group,
                len(rows),
                sum(row.unread > 0 for row in rows),
                sum(row.filed for row in rows),
                again.get(group, 0),
                self._cases.read(_spread([row.id for row in rows], SHOWN_OF_GROUP)),
            )
            for group, rows in found.items()
        ]
        return sorted(groups, key=lambda group: (group.number == UNLIKE, -group.count))

    def count_new(self) -> int:
        """Return how many threads nobody has worked on."""
        return self._vault.number(f"SELECT count(*) FROM cases WHERE {NEW}")  # noqa: S608

    def count_junk(self) -> int:
        """Return how many threads lie in the tray."""
        return self._vault.number("SELECT count(*) FROM cases WHERE dismissal NOT NULL")

    def days(self) -> list[int]:
        """Return the days on which the new threads were imported, the latest first."""
        rows = self._vault.rows(
            f"SELECT DISTINCT opened_day FROM cases WHERE {NEW} ORDER BY 1 DESC"  # noqa: S608
        )
        return [int(row[0]) for row in rows]

    def look(self, choice: Choice) -> Chosen:
        """Return what a choice gives; nothing is changed."""
        rows = self._rows(choice, sketches=True)
        sketched: dict[int, list[tuple[int, bytes]]] = {}
        for row in rows:
            if row.sketch is not None:
                sketched.setdefault(row.group, []).append((row.id, row.sketch))
        # Of each group its own: beside another pattern every letter of a pattern is strange.
        each = max(2, SHOWN_OF_CHOICE // max(1, len(sketched)))
        strangest = [one for group in sketched.values() for one in most_different(group, each)][
            :STRANGEST_MAX
        ]
        others = [row.id for row in rows if row.id not in strangest]
        return Chosen(
            len(rows),
            sum(row.filed for row in rows),
            sum(not row.unread for row in rows),
            self._cases.read(strangest),
            self._cases.read(_spread(others, SHOWN_OF_CHOICE)),
        )

    def dismiss(self, choice: Choice, expected: int, today: int) -> int:
        """Put what a choice gives into the junk tray; returns the number of this dismissal.

        Raises CaseError where it gives none, or not the `expected` number: more may have come since
        somebody looked.
        """
        vault = self._vault
        with vault.transaction():
            ids = [row.id for row in self._rows(choice)]
            if not ids:
                raise CaseError(
                    "Tidak ada percakapan baru yang cocok. Perkara yang sudah dikerjakan orang "
                    "tidak dapat dibuang; tutup dengan status.",
                    "No new thread matches. Cases that somebody has worked on cannot be dismissed; "
                    "close them by their status.",
                )
            if len(ids) != expected:
                raise CaseError(
                    f"Yang cocok sekarang {len(ids)}, bukan {expected}. Periksa lagi, lalu ulangi.",
                    f"Now {len(ids)} match, not {expected}. Look again, then repeat.",
                )
            dismissal = vault.change(
                "INSERT INTO dismissals (entry, day, who, chosen, count) VALUES (?, ?, ?, ?, ?)",
                vault.next_entry(),
                today,
                self._who,
                write_canonical(choice.as_json()).decode(),
                len(ids),
            )
            vault.change(
                "UPDATE cases SET dismissal = ? WHERE id IN (SELECT value FROM json_each(?))",
                dismissal,
                json.dumps(ids),
            )
            audit.record(vault, today, self._who, "junk_dismissed", f"{dismissal} ({len(ids)})")
        return dismissal

    def undo(self, dismissal: int, today: int) -> int:
        """Bring back what a dismissal put into the tray and still lies there; returns how many.

        They are as they were before. Raises CaseError where there is nothing to bring back.
        """
        vault = self._vault
        with vault.transaction():
            count = vault.change_count(
                "UPDATE cases SET dismissal = NULL WHERE dismissal = ?", dismissal
            )
            if not count:
                raise CaseError(
                    "Dari pembuangan itu tidak ada lagi yang di baki sampah.",
                    "Nothing of that dismissal lies in the junk tray any more.",
                )
            vault.change("UPDATE dismissals SET undone_day = ? WHERE id = ?", today, dismissal)
            audit.record(vault, today, self._who, "junk_undone", f"{dismissal} ({count})")
        return count

    def restore(self, number: str, today: int) -> None:
        """Bring back one case, as one that somebody vouches for: it is served before new ones.

        Raises CaseError where it does not lie in the tray.
        """
        vault = self._vault
        with vault.transaction():
            if not vault.change_count(
                "UPDATE cases SET dismissal = NULL, touched = 1"
                " WHERE number = ? AND dismissal NOT NULL",
                number,
            ):
                raise CaseError(
                    f"Perkara {number} tidak ada di baki sampah.",
                    f"Case {number} is not in the junk tray.",
                )
            audit.record(vault, today, self._who, "junk_restored", number)

    def dismissals(self) -> list[Dismissal]:
        """Return every dismissal, the latest first."""
        rows = self._vault.rows(
            "SELECT dismissals.id, day, who, count,"
            " (SELECT count(*) FROM cases WHERE dismissal = dismissals.id), undone_day, chosen"
            " FROM dismissals ORDER BY dismissals.id DESC"
        )
        return [
            Dismissal(number, day, who, count, remaining, undone_day, json.loads(chosen))
            for number, day, who, count, remaining, undone_day, chosen in rows
        ]

    def wrote_again(self) -> set[str]:
        """Return the numbers of dismissed cases that have a letter from after the dismissal."""
        rows = self._vault.rows(f"SELECT number FROM cases WHERE id IN ({WROTE_AGAIN})")  # noqa: S608
        return {str(row[0]) for row in rows}

    def _rows(self, choice: Choice, *, sketches: bool = False) -> list[_New]:
        """Return every thread that is chosen, in the order in which they came."""
        parts, values = [NEW], list[object]()
        for condition, value in (
            ("opened_day = ?", choice.day),
            ("category = ?", choice.category),
            ("language = ?", choice.language),
        ):
            if value is not None:
                parts.append(condition)
                values.append(value)
        for condition, asked in (
            ("returned = 0", not choice.returned),
            ("unread > 0", not choice.read),
            ("id NOT IN (SELECT case_id FROM letters WHERE ordinal > 1)", choice.single),
            (f"id NOT IN ({_FILED})", choice.bare),
        ):
            if asked:
                parts.append(condition)
        for name, chosen in (("number", choice.cases), (_GROUP, choice.groups)):
            if chosen:
                parts.append(f"{name} IN (SELECT value FROM json_each(?))")  # noqa: S608
                values.append(json.dumps(chosen))
        rows = self._vault.rows(
            f"SELECT id, {_GROUP}, unread, id IN ({_FILED}),"  # noqa: S608
            f" {'sketch' if sketches else 'NULL'} FROM cases"
            f" WHERE {' AND '.join(parts)} ORDER BY id",
            *values,
        )
        found = [_New(*row) for row in rows]
        if choice.text.strip():
            kept = set(self._cases.ids(Wanted(search=choice.text)))
            found = [row for row in found if row.id in kept]
        return found


def _spread(ids: list[int], count: int) -> list[int]:
    """Return so many of the ids, from beginning to end."""
    if len(ids) <= count:
        return ids
    return [ids[place * (len(ids) - 1) // (count - 1)] for place in range(count)]
