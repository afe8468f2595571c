"""Working on a case: reading, answering, judging, taking notes."""

from __future__ import annotations

from dropbox.protocol.canonical import JsonObject
from dropbox.workstation import audit
from dropbox.workstation.cases import Case, CaseBook
from dropbox.workstation.errors import CaseError
from dropbox.workstation.replies import queue_reply
from dropbox.workstation.texts import Texts
from dropbox.workstation.vault import Vault


class CaseWork:
    """What an inspector does to the cases of one vault."""

    def __init__(self, vault: Vault, book: CaseBook, who: str) -> None:
        self._vault = vault
        self._book = book
        self._who = who

    def mark_read(self, number: str) -> None:
        """Take away the mark of news; raises CaseError."""
        case = self._book.case(number)
        if case.unread:
            self._vault.change("UPDATE cases SET unread = 0 WHERE id = ?", case.id)

    def reply(self, number: str, text: str, today: int) -> int:
        """Let a message wait for the next delivery and forget the draft; returns its id.

        Raises CaseError, ReplyBodyError for an empty text, ReplyTooLongError with the excess in
        bytes.
        """
        case = self._working(number)
        with self._vault.transaction():
            reply_id = queue_reply(
                self._vault, case.id, "message", {"text": text}, today, self._who
            )
            self._vault.change("DELETE FROM drafts WHERE case_id = ?", case.id)
            audit.record(self._vault, today, self._who, "reply_queued", number)
        return reply_id

    def cancel_reply(self, reply_id: int, today: int) -> None:
        """Take back a reply that still waits; raises CaseError where a delivery has it already."""
        row = self._vault.row(
            "SELECT number, kind FROM replies JOIN cases ON cases.id = case_id"
            " WHERE replies.id = ? AND seq IS NULL",
            reply_id,
        )
        if row is None or row[1] != "message":
            raise CaseError(
                "Balasan ini sudah ikut antaran atau bukan pesan; tidak dapat ditarik.",
                "This reply went out already or is no message; it cannot be taken back.",
            )
        with self._vault.transaction():
            self._vault.change("DELETE FROM replies WHERE id = ? AND seq IS NULL", reply_id)
            audit.record(self._vault, today, self._who, "reply_cancelled", row[0])

    def set_status(
        self, number: str, texts: Texts, code: str, reason: str | None, today: int
    ) -> int:
        """Set a status and let the reporter know with the next delivery.

        Returns the id of that reply. Raises CaseError for an unknown code or a reason that is
        missing, ReplyTooLongError.
        """
        case = self._working(number)
        status = texts.status(code)
        if status is None:
            known = ", ".join(entry.code for entry in texts.statuses)
            raise CaseError(
                f"Status '{code}' tidak dikenal. Yang ada: {known}.",
                f"There is no status '{code}'. There are: {known}.",
            )
        reason = (reason or "").strip() or None
        if status.reason_required and reason is None:
            raise CaseError(
                f"Status '{status.id}' memerlukan alasan yang dibaca pelapor.",
                f"The status '{status.en}' needs a reason, which the reporter reads.",
            )
        fields: JsonObject = {"status": code} | ({"reason": reason} if reason else {})
        fields |= {"closed": True} if status.closed else {}
        vault = self._vault
        with vault.transaction():
            vault.change("UPDATE cases SET status = ? WHERE id = ?", code, case.id)
            vault.change(
                "INSERT INTO steps (case_id, entry, day, who, status, reason) VALUES (?, ?, ?, ?, "
                "?, ?)",
                case.id,
                vault.next_entry(),
                today,
                self._who,
                code,
                reason,
            )
            reply_id = queue_reply(vault, case.id, "status", fields, today, self._who)
            audit.record(vault, today, self._who, "status_set", f"{number} {code}")
        return reply_id

    def add_note(self, number: str, text: str, today: int) -> int:
        """Add a note, which never leaves the vault; returns its id. Raises CaseError."""
        case = self._working(number)
        if not text.strip():
            raise CaseError("Catatan kosong.", "The note is empty.")
        vault = self._vault
        with vault.transaction():
            note_id = vault.change(
                "INSERT INTO notes (case_id, entry, day, who, text) VALUES (?, ?, ?, ?, ?)",
                case.id,
                vault.next_entry(),
                today,
                self._who,
                text,
            )
            audit.record(vault, today, self._who, "note_added", number)
        return note_id

    def draft(self, number: str) -> str:
        """Return the draft of a reply, empty where there is none; raises CaseError."""
        row = self._vault.row(
            "SELECT text FROM drafts WHERE case_id = ?", self._book.case(number).id
        )
        return str(row[0]) if row else ""

    def save_draft(self, number: str, text: str) -> None:
        """Keep what is being typed; an empty text forgets the draft. Raises CaseError."""
        case = self._working(number)
        if text:
            self._vault.change("INSERT OR REPLACE INTO drafts VALUES (?, ?)", case.id, text)
        else:
            self._vault.change("DELETE FROM drafts WHERE case_id = ?", case.id)

    def _working(self, number: str) -> Case:
        case = self._book.case(number)
        if case.dismissal is not None:
            raise CaseError(
                f"Perkara {number} ada di baki sampah. Kembalikan dulu, baru kerjakan.",
                f"Case {number} is in the junk tray. Bring it back first, then work on it.",
            )
        return case
