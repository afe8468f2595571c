"""Joins an opened letter to its thread, and so to a case (§4.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dropbox.protocol.body import REPORT, WITHDRAWAL
from dropbox.protocol.canonical import JsonObject, from_base64url
from dropbox.protocol.chunk import chunk_id
from dropbox.protocol.errors import AuthorError, ReplayError
from dropbox.protocol.letter import Letter
from dropbox.workstation import audit
from dropbox.workstation.days import date_of
from dropbox.workstation.defaults import RECEIVED
from dropbox.workstation.opening_letters import Opened
from dropbox.workstation.vault import Row, Vault

DECOYED, JOINED, OPENED_CASE, RESENT = "decoy", "joined", "opened_case", "resent"
UNOPENED, BROKEN, QUARANTINED = "unopened", "broken", "quarantined"
ENTRIES_AT_ONCE = 256
# What each refusal of §4.3 and §4.5 makes of a letter.
KIND_OF_FAULT = {
    "NotForThisKeyError": UNOPENED,
    "LetterFormError": BROKEN,
    "LetterSignatureError": BROKEN,
    "LetterBodyError": BROKEN,
    "LetterAmbiguousError": QUARANTINED,
    "AuthorError": QUARANTINED,
    "ReplayError": QUARANTINED,
}


class Joiner:
    """Takes the letters of one pickup, inside one transaction.

    `fresh` gathers the ids of the letters that were joined and announce files, `known` and `opened`
    the numbers of the cases that they went to.
    """

    def __init__(self, vault: Vault, pickup_id: bytes, today: int, who: str) -> None:
        self._vault = vault
        self._pickup_id = pickup_id
        self._today = today
        self._who = who
        # §5.1: a letter sealed to any bulletin that was ever signed kept to that one's limit.
        self._most_len = vault.number("SELECT max(attachments_len) FROM bulletins")
        self._entries: Iterator[int] = iter(())
        self._last_number: int | None = None
        self.fresh: set[int] = set()
        self.known: dict[str, None] = {}
        self.opened: list[str] = []

    def join(self, found: Opened, *, look_for_files: bool = True) -> str:
        """Join a letter that passed §4.3; returns JOINED, OPENED_CASE or RESENT.

        Raises AuthorError, ReplayError; such a letter is to be set aside (§4.5). Files that are not
        looked for wait until an inspector asks for them.
        """
        letter = found.letter
        assert letter is not None  # noqa: S101 - it passed
        body = json.loads(letter.body)
        case = self._vault.row("SELECT id, author_pk, number FROM cases WHERE tid = ?", found.tid)
        if case is None:
            case_id = self._open_case(letter, body, found)
            self._add(case_id, 1, letter, body, look_for_files=look_for_files)
            return OPENED_CASE
        case_id, author_pk, number = case
        if author_pk != letter.author_pk:
            raise AuthorError
        earlier = self._vault.row(
            "SELECT letter_type, thread_key, body, signature FROM letters"
            " JOIN cases ON cases.id = case_id WHERE case_id = ? AND message_id = ?",
            case_id,
            letter.message_id,
        )
        inside = (letter.letter_type, letter.thread_key, letter.body, letter.signature)
        if earlier == inside:
            return RESENT
        if earlier is not None:
            raise ReplayError
        self._follow(int(case_id), letter, body, look_for_files=look_for_files)
        self.known[number] = None
        return JOINED

    def set_aside(self, hashed: bytes, fault: str, letter: Letter | None) -> bool:
        """Keep a letter that is not acted on, with what is known of it.

        Returns whether it was new.
        """
        inside: Row = (None,) * 6
        if letter is not None:
            case = self._vault.row("SELECT id FROM cases WHERE tid = ?", letter.tid)
            inside = (
                case[0] if case else None,
                letter.letter_type,
                letter.message_id,
                letter.thread_key,
                letter.author_pk,
                letter.body,
            )
        return bool(
            self._vault.change_count(
                "INSERT OR IGNORE INTO set_aside (hash, pickup_id, fault, day, case_id,"
                " letter_type, message_id, thread_key, author_pk, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                hashed,
                self._pickup_id,
                fault,
                self._today,
                *inside,
            )
        )

    def end(self) -> None:
        """Write what was opened into the log, in one line."""
        if self.opened:
            numbers = self.opened[:1] + self.opened[1:][-1:]
            subject = f"{'–'.join(numbers)} ({len(self.opened)})" if numbers[1:] else numbers[0]
            audit.record(self._vault, self._today, self._who, "case_opened", subject)

    def _entry(self) -> int:
        entry = next(self._entries, None)
        if entry is None:
            # Taken by the block: thousands of letters are joined in one transaction.
            self._entries = iter(self._vault.next_entries(ENTRIES_AT_ONCE))
            entry = next(self._entries)
        return entry

    def _open_case(self, letter: Letter, body: JsonObject, found: Opened) -> int:
        # The first letter of a thread pins its author key (§4.5, step 1).
        vault = self._vault
        number = self._next_number()
        case_id = vault.change(
            "INSERT INTO cases (number, tid, thread_key, author_pk, opened_day, category, language,"
            " status, withdrawn_day, unread, sketch, look)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, 1, ?, ?)",
            number,
            found.tid,
            letter.thread_key,
            letter.author_pk,
            self._today,
            body.get("category"),
            body["language"],
            RECEIVED,
            found.sketch,
            found.look,
        )
        vault.change(
            "INSERT INTO steps (case_id, entry, day, who, status, reason) VALUES (?, ?, ?, ?, ?, "
            "NULL)",
            case_id,
            self._entry(),
            self._today,
            self._who,
            RECEIVED,
        )
        self.opened.append(number)
        return case_id

    def _next_number(self) -> str:
        start = f"P-{date_of(self._today).year}-"
        if self._last_number is None:
            self._last_number = self._vault.number(
                "SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM cases WHERE substr(number, 1, "
                "?) = ?",
                len(start) + 1,
                len(start),
                start,
            )
        self._last_number += 1
        return f"{start}{self._last_number:04d}"

    def _follow(
        self, case_id: int, letter: Letter, body: JsonObject, *, look_for_files: bool
    ) -> None:
        vault = self._vault
        ordinal, opened_by = vault.need_row(
            "SELECT max(ordinal),"
            " (SELECT pickup_id FROM letters WHERE case_id = ?1 AND ordinal = 1)"
            " FROM letters WHERE case_id = ?1",
            case_id,
        )
        self._add(case_id, int(ordinal or 0) + 1, letter, body, look_for_files=look_for_files)
        vault.change(
            "UPDATE cases SET unread = unread + 1, returned = returned + ?,"
            " category = coalesce(category, ?) WHERE id = ?",
            opened_by != self._pickup_id,
            body.get("category"),
            case_id,
        )
        self._withdraw(case_id)

    def _add(
        self, case_id: int, ordinal: int, letter: Letter, body: JsonObject, *, look_for_files: bool
    ) -> None:
        attachments = body.get("attachments")
        over_limit = attachments is not None and (
            not look_for_files or announced_len(attachments) > self._most_len
        )
        letter_id = self._vault.change(
            "INSERT INTO letters (case_id, pickup_id, entry, ordinal, letter_type, message_id, "
            "body, day, pieces, pieces_received, receipted, signature, over_limit) VALUES (?, "
            "?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, ?, ?)",
            case_id,
            self._pickup_id,
            self._entry(),
            ordinal,
            letter.letter_type,
            letter.message_id,
            letter.body,
            self._today,
            attachments["pieces"] if attachments else 0,
            letter.signature,
            over_limit,
        )
        if attachments and not over_limit:
            self.fresh.add(letter_id)
            expect_pieces(self._vault, letter_id, attachments)

    def _withdraw(self, case_id: int) -> None:
        # §4.5, step 4: a withdrawal acts once its thread has a report, in whatever order they came.
        vault = self._vault
        types = {
            row[0]
            for row in vault.rows("SELECT letter_type FROM letters WHERE case_id = ?", case_id)
        }
        if {REPORT, WITHDRAWAL} <= types and vault.change_count(
            "UPDATE cases SET withdrawn_day = ? WHERE id = ? AND withdrawn_day IS NULL",
            self._today,
            case_id,
        ):
            number = vault.need_row("SELECT number FROM cases WHERE id = ?", case_id)[0]
            audit.record(vault, self._today, self._who, "case_withdrawn", number)


def announced_len(attachments: JsonObject) -> int:
    """Return how many bytes all files of a letter have together (§5.1)."""
    return sum(file["len"] for file in attachments["files"])


def expect_pieces(vault: Vault, letter_id: int, attachments: JsonObject) -> None:
    """Note the cid of every chunk that a letter names, for whenever they come (§5.3)."""
    fk = from_base64url(attachments["fk"], 32)

    def entries() -> Iterator[tuple[object, ...]]:
        for piece in range(attachments["pieces"]):
            yield chunk_id(fk, piece), letter_id, piece

    vault.change_many("INSERT OR IGNORE INTO expected VALUES (?, ?, ?, NULL)", entries())
