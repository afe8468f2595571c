"""What the vault holds of a case, as an inspector sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dropbox.protocol.canonical import JsonObject
from dropbox.workstation.deadlines import Deadline, next_deadline
from dropbox.workstation.errors import CaseError
from dropbox.workstation.joining import KIND_OF_FAULT, UNOPENED
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.vault import Row, Vault

TITLE_MAX, EXCERPT_MAX = 120, 160
LETTER_TYPES = ("decoy", "report", "follow_up", "withdrawal")


@dataclass(frozen=True)
class Case:
    """One line of the list of cases. Days are days since 1970.

    `title` and `excerpt` are the beginning of its report. `category` is None where no report came
    (`without_report`); `withdrawn_day` is set where the reporter took the report back; `waiting`
    counts replies that no delivery has taken yet, receipts not included. `touched` where somebody
    has worked on it, `known` also where it wrote again after the pickup that opened it; `crowd` is
    how many threads look like it, itself included; `dismissal` is the number of the dismissal that
    put it into the junk tray.
    """

    number: str
    opened_day: int
    last_day: int
    category: str | None
    status: str
    closed: bool
    language: str
    title: str = field(repr=False)
    excerpt: str = field(repr=False)
    unread: int
    letters: int
    withdrawn_day: int | None
    without_report: bool
    waiting: int
    pieces: int
    pieces_received: int
    has_draft: bool
    deadline: Deadline | None
    touched: bool
    known: bool
    crowd: int
    dismissal: int | None
    id: int = field(repr=False, default=0)


@dataclass(frozen=True)
class LetterItem:
    """A letter of the conversation.

    `fields` are those of §4.4 without the secret of the attachments. `over_limit` where it
    announces more than any bulletin allowed: its pieces are not looked for (§5.1).
    """

    id: int
    day: int
    ordinal: int
    letter_type: str
    message_id: str
    fields: JsonObject = field(repr=False)
    pieces: int
    pieces_received: int
    receipted: bool
    over_limit: bool
    kind: str = "letter"


@dataclass(frozen=True)
class ReplyItem:
    """A reply of the conversation: `reply_kind` is receipt, message or status.

    `bulletin` None while it waits.
    """

    id: int
    day: int
    reply_kind: str
    fields: JsonObject = field(repr=False)
    who: str
    bulletin: int | None
    until: int | None
    kind: str = "reply"


@dataclass(frozen=True)
class NoteItem:
    """A note among inspectors, which never leaves the vault."""

    id: int
    day: int
    who: str
    text: str = field(repr=False)
    kind: str = "note"


@dataclass(frozen=True)
class StepItem:
    """A change of status."""

    id: int
    day: int
    who: str
    status: str
    reason: str | None = field(repr=False)
    kind: str = "step"


ConversationItem = LetterItem | ReplyItem | NoteItem | StepItem


@dataclass(frozen=True)
class SetAside:
    """A letter that is not acted on.

    `kind` unopened, broken or quarantined, `fault` the name of the protocol's error; `seen_day` is
    when an inspector ticked it off.
    """

    id: int
    kind: str
    fault: str
    day: int
    hash: str
    case_number: str | None
    letter_type: str | None
    body: str | None = field(repr=False)
    seen_day: int | None = None


CASE_ROWS = """
SELECT cases.id, number, opened_day, category, status, language, unread, withdrawn_day,
    (SELECT count(*) FROM letters WHERE case_id = cases.id),
    (SELECT max(day) FROM letters WHERE case_id = cases.id),
    (SELECT count(*) FROM letters WHERE case_id = cases.id AND letter_type = 1),
    (SELECT body FROM letters WHERE case_id = cases.id ORDER BY letter_type != 1, ordinal LIMIT 1),
    (SELECT count(*) FROM replies WHERE case_id = cases.id AND seq IS NULL),
    (SELECT count(*) FROM replies WHERE case_id = cases.id AND seq IS NOT NULL),
    (SELECT sum(pieces) FROM letters WHERE case_id = cases.id),
    (SELECT sum(pieces_received) FROM letters WHERE case_id = cases.id),
    (SELECT count(*) FROM drafts WHERE case_id = cases.id),
    touched, touched OR returned, crowd, dismissal
FROM cases
"""


class CaseBook:
    """Reads cases; `closed_codes` are the statuses that end one."""

    def __init__(
        self, vault: Vault, settings: WorkstationSettings, closed_codes: frozenset[str]
    ) -> None:
        self._vault = vault
        self._settings = settings
        self._closed_codes = closed_codes

    def case(self, number: str) -> Case:
        """Return one case; raises CaseError."""
        row = self._vault.row(f"{CASE_ROWS} WHERE number = ?", number)
        if row is None:
            raise CaseError(
                f"Perkara {number} tidak ada. Lihat daftar: titip workstation list",
                f"There is no case {number}. See the list: titip workstation list",
            )
        return read_case(row, self._settings, self._closed_codes)

    def conversation(self, number: str) -> list[ConversationItem]:
        """Return everything of a case in the order in which it came to the workstation.

        Raises CaseError.
        """
        case_id = self.case(number).id
        items: list[tuple[int, ConversationItem]] = []
        for entry, *row in self._vault.rows(
            "SELECT entry, id, day, ordinal, letter_type, message_id, body, pieces, "
            "pieces_received,"
            " receipted, over_limit FROM letters WHERE case_id = ?",
            case_id,
        ):
            items.append((entry, _letter(row)))
        for entry, reply_id, day, kind, fields, who, bulletin, until in self._vault.rows(
            "SELECT entry, id, queued_day, kind, fields, who, bulletin, until FROM replies"
            " WHERE case_id = ?",
            case_id,
        ):
            reply = ReplyItem(reply_id, day, kind, json.loads(fields), who, bulletin, until)
            items.append((entry, reply))
        for entry, *row in self._vault.rows(
            "SELECT entry, id, day, who, text FROM notes WHERE case_id = ?", case_id
        ):
            items.append((entry, NoteItem(*row)))
        for entry, *row in self._vault.rows(
            "SELECT entry, id, day, who, status, reason FROM steps WHERE case_id = ?", case_id
        ):
            items.append((entry, StepItem(*row)))
        return [item for _, item in sorted(items, key=lambda pair: pair[0])]

    def set_aside(self, *, with_unopened: bool = True, limit: int = 1000) -> list[SetAside]:
        """Return the letters that are not acted on, at most `limit`.

        Those that nobody has ticked off come first, then the newest.
        """
        rows = self._vault.rows(
            "SELECT set_aside.id, fault, day, hash, number, letter_type, body, seen_day"
            " FROM set_aside LEFT JOIN cases ON cases.id = case_id"
            " WHERE ? OR fault != 'NotForThisKeyError'"
            " ORDER BY seen_day NOT NULL, set_aside.id DESC LIMIT ?",
            with_unopened,
            limit,
        )
        return [
            SetAside(
                row_id,
                KIND_OF_FAULT[fault],
                fault,
                day,
                hashed.hex(),
                number,
                None if letter_type is None else LETTER_TYPES[letter_type],
                None if body is None else body.decode("utf-8", "replace"),
                seen_day,
            )
            for row_id, fault, day, hashed, number, letter_type, body, seen_day in rows
        ]

    def counts_set_aside(self) -> dict[str, int]:
        """Return how many letters are unopened, broken and quarantined.

        `unseen` are those of the latter two that nobody has ticked off.
        """
        counts = dict.fromkeys(("unopened", "broken", "quarantined", "unseen"), 0)
        for fault, count, seen in self._vault.rows(
            "SELECT fault, count(*), count(seen_day) FROM set_aside GROUP BY fault"
        ):
            counts[KIND_OF_FAULT[fault]] += count
            counts["unseen"] += count - seen if KIND_OF_FAULT[fault] != UNOPENED else 0
        return counts


def read_case(row: Row, settings: WorkstationSettings, closed_codes: frozenset[str]) -> Case:
    """Return the case that a row of CASE_ROWS is."""
    (case_id, number, opened_day, category, status, language, unread, withdrawn_day) = row[:8]
    (letters, last_day, reports, body, waiting, sent, pieces, received, drafts) = row[8:17]
    touched, known, crowd, dismissal = row[17:]
    # Nothing is owed to junk.
    closed = status in closed_codes
    deadline = next_deadline(
        settings,
        opened_day,
        status,
        answered=bool(sent),
        closed=closed or dismissal is not None,
    )
    return Case(
        number,
        opened_day,
        last_day,
        category,
        status,
        closed,
        language,
        *_title(body),
        unread,
        letters,
        withdrawn_day,
        not reports,
        waiting,
        pieces or 0,
        received or 0,
        bool(drafts),
        deadline,
        bool(touched),
        bool(known),
        crowd,
        dismissal,
        case_id,
    )


def _title(body: bytes | None) -> tuple[str, str]:
    """Return the first line of a letter and the beginning of what follows it."""
    fields = json.loads(body) if body else {}
    text = str(fields.get("what") or fields.get("text") or fields.get("reason") or "").strip()
    title, _, rest = text.partition("\n")
    rest = str(fields.get("account") or rest)
    return title[:TITLE_MAX], " ".join(rest[: 2 * EXCERPT_MAX].split())[:EXCERPT_MAX]


def _letter(row: list[Any]) -> LetterItem:
    letter_id, day, ordinal, letter_type, message_id, body, pieces, received, receipted, over = row
    fields = json.loads(body)
    # Shown, printed and sent to a browser: the key of the files has no business there.
    fields.get("attachments", {}).pop("fk", None)
    return LetterItem(
        letter_id,
        day,
        ordinal,
        LETTER_TYPES[letter_type],
        message_id.hex(),
        fields,
        pieces,
        received,
        receipted is not None,
        bool(over),
    )
