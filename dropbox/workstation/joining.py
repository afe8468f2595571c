"""Joins an opened letter to its thread, and so to a case (§4.5)."""

from __future__ import annotations

from collections.abc import Iterator

from dropbox.protocol.body import REPORT, WITHDRAWAL, read_letter_body
from dropbox.protocol.canonical import JsonObject, from_base64url
from dropbox.protocol.chunk import chunk_id
from dropbox.protocol.errors import AuthorError, LetterError, NotForThisKeyError, ReplayError
from dropbox.protocol.letter import Letter
from dropbox.workstation import audit
from dropbox.workstation.days import date_of
from dropbox.workstation.defaults import RECEIVED
from dropbox.workstation.vault import Row, Vault

DECOYED, JOINED, OPENED_CASE, RESENT = "decoy", "joined", "opened_case", "resent"
UNOPENED, BROKEN, QUARANTINED = "unopened", "broken", "quarantined"
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

    `fresh` gathers the ids of the letters that were joined.
    """

    def __init__(self, vault: Vault, pickup_id: bytes, today: int, who: str) -> None:
        self._vault = vault
        self._pickup_id = pickup_id
        self._today = today
        self._who = who
        # §5.1: a letter sealed to any bulletin that was ever signed kept to that one's limit.
        self._most_len = vault.number("SELECT max(attachments_len) FROM bulletins")
        self.fresh: set[int] = set()

    def join(self, letter: Letter) -> str:
        """Join a letter that opened; returns JOINED, OPENED_CASE or RESENT.

        Raises LetterBodyError, AuthorError, ReplayError; such a letter is to be set aside (§4.5).
        """
        body = read_letter_body(letter.letter_type, letter.body)
        case = self._vault.row("SELECT id, author_pk FROM cases WHERE tid = ?", letter.tid)
        if case is None:
            self._add(self._open_case(letter, body), letter, body)
            return OPENED_CASE
        case_id, author_pk = case
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
        self._add(int(case_id), letter, body)
        return JOINED

    def set_aside(
        self, hashed: bytes, fault: LetterError | NotForThisKeyError, letter: Letter | None
    ) -> bool:
        """Keep a letter that is not acted on, with what is known of it.

        Returns whether it was new.
        """
        if self._vault.row("SELECT 1 FROM set_aside WHERE hash = ?", hashed):
            return False
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
        self._vault.change(
            "INSERT INTO set_aside (hash, pickup_id, fault, day, case_id, letter_type, message_id,"
            " thread_key, author_pk, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            hashed,
            self._pickup_id,
            type(fault).__name__,
            self._today,
            *inside,
        )
        return True

    def _open_case(self, letter: Letter, body: JsonObject) -> int:
        # The first letter of a thread pins its author key (§4.5, step 1).
        vault, year = self._vault, date_of(self._today).year
        start = f"P-{year}-"
        last = vault.number(
            "SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM cases WHERE substr(number, 1, ?) "
            "= ?",
            len(start) + 1,
            len(start),
            start,
        )
        number = f"{start}{last + 1:04d}"
        case_id = vault.change(
            "INSERT INTO cases (number, tid, thread_key, author_pk, opened_day, category, language,"
            " status, withdrawn_day, unread) VALUES (?, ?, ?, ?, ?, NULL, ?, ?, NULL, 0)",
            number,
            letter.tid,
            letter.thread_key,
            letter.author_pk,
            self._today,
            body["language"],
            RECEIVED,
        )
        vault.change(
            "INSERT INTO steps (case_id, entry, day, who, status, reason) VALUES (?, ?, ?, ?, ?, "
            "NULL)",
            case_id,
            vault.next_entry(),
            self._today,
            self._who,
            RECEIVED,
        )
        audit.record(vault, self._today, self._who, "case_opened", number)
        return case_id

    def _add(self, case_id: int, letter: Letter, body: JsonObject) -> None:
        vault = self._vault
        attachments = body.get("attachments")
        over_limit = attachments is not None and announced_len(attachments) > self._most_len
        ordinal = 1 + vault.number("SELECT max(ordinal) FROM letters WHERE case_id = ?", case_id)
        letter_id = vault.change(
            "INSERT INTO letters (case_id, pickup_id, entry, ordinal, letter_type, message_id, "
            "body, day, pieces, pieces_received, receipted, signature, over_limit) VALUES (?, "
            "?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, ?, ?)",
            case_id,
            self._pickup_id,
            vault.next_entry(),
            ordinal,
            letter.letter_type,
            letter.message_id,
            letter.body,
            self._today,
            attachments["pieces"] if attachments else 0,
            letter.signature,
            over_limit,
        )
        self.fresh.add(letter_id)
        vault.change("UPDATE cases SET unread = unread + 1 WHERE id = ?", case_id)
        if letter.letter_type == REPORT:
            vault.change(
                "UPDATE cases SET category = ? WHERE id = ? AND category IS NULL",
                body["category"],
                case_id,
            )
        self._withdraw(case_id)
        if attachments and not over_limit:
            expect_pieces(vault, letter_id, attachments)

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
