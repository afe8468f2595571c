"""The lists of cases: what comes first, what is searched for, page by page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from dropbox.workstation.cases import CASE_ROWS, Case, read_case
from dropbox.workstation.crowds import CROWD
from dropbox.workstation.deadlines import last_overdue
from dropbox.workstation.defaults import RECEIVED
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.vault import Vault

# News of threads that somebody worked on, of those that wrote again, of new ones, of new ones that
# look like many others or like nothing; then what was read. Within each, the youngest first.
ALIKE = f"crowd >= {CROWD}"
RANK = (
    "CASE WHEN unread = 0 THEN 4 WHEN touched THEN 0 WHEN returned THEN 1"
    f" WHEN {ALIKE} THEN 3 ELSE 2 END"
)
# What may be dismissed: threads that nobody has worked on.
NEW = "dismissal IS NULL AND touched = 0"
# Dismissed threads that wrote again: whoever was dismissed by mistake shows here first.
WROTE_AGAIN = (
    "SELECT letters.case_id FROM letters JOIN cases AS junk ON junk.id = letters.case_id"
    " JOIN dismissals ON dismissals.id = junk.dismissal"
    " WHERE letters.entry > dismissals.entry"
    " AND letters.entry > (SELECT min(entry) FROM dismissals WHERE undone_day IS NULL)"
)
# What the text of a canonical JSON (§1.3) holds as it is, and SQL's LIKE folds like Python.
_PLAIN = re.compile(r"[ !#-\[\]-~]+")


@dataclass(frozen=True)
class Wanted:
    """Which cases: all conditions together.

    `open_only` leaves out those that ended; `junk` gives what lies in the tray instead of what does
    not, with `dismissal` of that one only; `waiting` and `draft` those with replies that wait or a
    draft; `overdue` those overdue on that day; `search` those whose number or any letter, reply or
    note contains the text, whatever its case.
    """

    status: str | None = None
    open_only: bool = False
    search: str = field(repr=False, default="")
    junk: bool = False
    dismissal: int | None = None
    waiting: bool = False
    draft: bool = False
    overdue: int | None = None


class CaseList:
    """Reads lists; `closed_codes` are the statuses that end a case."""

    def __init__(
        self, vault: Vault, settings: WorkstationSettings, closed_codes: frozenset[str]
    ) -> None:
        self._vault = vault
        self._settings = settings
        self._closed_codes = closed_codes

    def page(self, wanted: Wanted, first: int, most: int | None) -> tuple[int, list[Case]]:
        """Return how many cases there are, and at most `most` of them from the place `first` on."""
        if wanted.search.strip():
            found = self.ids(wanted)
            return len(found), self.read(found[first : None if most is None else first + most])
        return self.count(wanted), self.read(self._ordered(wanted, first, most))

    def ids(self, wanted: Wanted) -> list[int]:
        """Return the row ids of the cases, in the order of the list."""
        found = self._ordered(wanted, 0, None)
        if wanted.search.strip():
            kept = self._mentioning(wanted.search.casefold().strip())
            found = [case_id for case_id in found if case_id in kept]
        return found

    def _ordered(self, wanted: Wanted, first: int, most: int | None) -> list[int]:
        where, values = self._where(wanted)
        order = f"id NOT IN ({WROTE_AGAIN})" if wanted.junk else RANK
        rows = self._vault.rows(
            f"SELECT id FROM cases WHERE {where} ORDER BY {order}, id DESC"  # noqa: S608
            " LIMIT ? OFFSET ?",
            *values,
            -1 if most is None else most,
            first,
        )
        return [int(row[0]) for row in rows]

    def numbers(self, wanted: Wanted) -> list[str]:
        """Return the numbers of the cases, in the order of the list."""
        where, values = self._where(wanted)
        rows = self._vault.rows(
            f"SELECT number FROM cases WHERE {where} ORDER BY {RANK}, id DESC",  # noqa: S608
            *values,
        )
        return [str(row[0]) for row in rows]

    def count(self, wanted: Wanted) -> int:
        """Return how many cases there are."""
        if wanted.search.strip():
            return len(self.ids(wanted))
        where, values = self._where(wanted)
        return self._vault.number(f"SELECT count(*) FROM cases WHERE {where}", *values)  # noqa: S608

    def read(self, ids: list[int]) -> list[Case]:
        """Return the cases of these ids, in that order."""
        rows = self._vault.rows(
            f"{CASE_ROWS} WHERE cases.id IN (SELECT value FROM json_each(?))",  # noqa: S608
            json.dumps(ids),
        )
        cases = {row[0]: read_case(row, self._settings, self._closed_codes) for row in rows}
        return [cases[case_id] for case_id in ids]

    def _where(self, wanted: Wanted) -> tuple[str, list[object]]:
        parts = ["dismissal IS NOT NULL" if wanted.junk else "dismissal IS NULL"]
        values: list[object] = []
        closed = json.dumps(sorted(self._closed_codes))
        sent = "EXISTS (SELECT 1 FROM replies WHERE case_id = cases.id AND seq IS NOT NULL)"
        if wanted.dismissal is not None:
            parts.append("dismissal = ?")
            values.append(wanted.dismissal)
        if wanted.status is not None:
            parts.append("status = ?")
            values.append(wanted.status)
        if wanted.open_only or wanted.overdue is not None:
            parts.append("status NOT IN (SELECT value FROM json_each(?))")
            values.append(closed)
        if wanted.waiting:
            parts.append("id IN (SELECT case_id FROM replies WHERE seq IS NULL)")
        if wanted.draft:
            parts.append("id IN (SELECT case_id FROM drafts)")
        if wanted.overdue is not None:
            chosen = self._settings
            parts.append(
                f"opened_day <= CASE WHEN NOT {sent} THEN ? WHEN status = ? THEN ? ELSE ? END"
            )
            values += [
                last_overdue(chosen.acknowledge_working_days, wanted.overdue),
                RECEIVED,
                last_overdue(chosen.verify_working_days, wanted.overdue),
                last_overdue(chosen.conclude_working_days, wanted.overdue),
            ]
        return " AND ".join(parts), values

    def _mentioning(self, text: str) -> set[int]:
        # SQL looks for what it can look for by itself; what it found is then read properly.
        plain = max(_PLAIN.findall(text), key=len, default="")
        found = {
            int(case_id)
            for case_id, number in self._vault.rows("SELECT id, number FROM cases")
            if text in number.casefold()
        }
        rows = self._vault.rows(
            "SELECT case_id, body FROM letters WHERE CAST(body AS TEXT) LIKE ?1 ESCAPE '!'"
            " UNION ALL SELECT case_id, fields FROM replies WHERE kind != 'receipt'"
            " AND CAST(fields AS TEXT) LIKE ?1 ESCAPE '!'"
            " UNION ALL SELECT case_id, CAST(text AS BLOB) FROM notes"
            " WHERE text LIKE ?1 ESCAPE '!'",
            "%" + re.sub("([!%_])", r"!\1", plain) + "%",
        )
        for case_id, raw in rows:
            if case_id not in found and text in _words(raw):
                found.add(int(case_id))
        return found


def _words(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    try:
        content = json.loads(text)
    except ValueError:
        return text.casefold()
    # The names of fields and codes would match in every letter.
    return "\n".join(_strings(content)).casefold()


def _strings(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() if key != "fk" for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return []
