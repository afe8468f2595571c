"""How the command line shows days, letters and results.

Nothing that was sent can steer the terminal (§4.4).
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dropbox.workstation.cases import Case, ConversationItem, LetterItem, NoteItem, ReplyItem
from dropbox.workstation.days import iso
from dropbox.workstation.taking_over import TakenOver

_STEPS = {
    "acknowledge": "tanggapi / acknowledge",
    "verify": "verifikasi / verify",
    "conclude": "selesaikan / conclude",
}
_LETTERS = {
    "report": "LAPORAN / REPORT",
    "follow_up": "SUSULAN / FOLLOW-UP",
    "withdrawal": "PENARIKAN / WITHDRAWAL",
}
_REPLIES = {
    "receipt": "TANDA TERIMA / RECEIPT",
    "message": "PESAN / MESSAGE",
    "status": "STATUS / STATUS",
}


def visible(text: str) -> str:
    """Return `text` with control and direction characters written out (§4.4).

    Newline and tab stay as they are.
    """
    return "".join(
        letter
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cf", "Zl", "Zp"}
        else f"\\u{ord(letter):04x}"
        for letter in text
    )


def as_json(value: Any) -> Any:  # noqa: ANN401 - whatever a method returns
    """Return a result as JSON can hold it: dataclasses as objects, bytes as hex, paths as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # `id` of a case is a row number of this vault, of no use outside; ids of letters and
        # replies are used by commands.
        return {
            field.name: as_json(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not (isinstance(value, Case) and field.name == "id")
        }
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, Path) else value


def case_line(case: Case) -> str:
    """Return one line of the list of cases."""
    marks = []
    if case.unread:
        marks.append(f"{case.unread} baru/new")
    if case.withdrawn_day is not None:
        marks.append("DITARIK/WITHDRAWN")
    if case.without_report:
        marks.append("tanpa laporan/no report")
    if case.waiting:
        marks.append(f"{case.waiting} menunggu/waiting")
    if case.pieces > case.pieces_received:
        marks.append(f"{case.pieces_received}/{case.pieces} potongan/pieces")
    if case.deadline is not None:
        marks.append(f"{_STEPS[case.deadline.step]} ≤ {iso(case.deadline.day)}")
    status = f"{case.number}  {iso(case.opened_day)}  {case.status}"
    return f"{status}  {visible(case.title)}" + (f"  [{'; '.join(marks)}]" if marks else "")


def item_text(item: ConversationItem) -> str:
    """Return one item of a conversation, several lines."""
    if isinstance(item, LetterItem):
        pieces = f", {item.pieces_received}/{item.pieces} potongan/pieces" if item.pieces else ""
        what = f"{_LETTERS[item.letter_type]}  #{item.ordinal} (id {item.id}){pieces}"
        head = f"── {iso(item.day)}  {what}"
        return "\n".join([head, *_fields(item.fields)])
    if isinstance(item, ReplyItem):
        state = (
            "menunggu/waiting" if item.bulletin is None else f"maklumat/bulletin {item.bulletin}"
        )
        what = f"{_REPLIES[item.reply_kind]}  (id {item.id}, {state}, {visible(item.who)})"
        head = f"── {iso(item.day)}  {what}"
        return "\n".join([head, *_fields(item.fields)])
    if isinstance(item, NoteItem):
        return f"── {iso(item.day)}  CATATAN / NOTE  ({visible(item.who)})\n  {visible(item.text)}"
    reason = f": {visible(item.reason)}" if item.reason else ""
    return f"── {iso(item.day)}  → {item.status}{reason}  ({visible(item.who)})"


def _fields(fields: dict[str, Any]) -> list[str]:
    lines = []
    for name, value in fields.items():
        if name == "attachments":
            for place, file in enumerate(value["files"]):
                lines.append(
                    f"  [{place}] {visible(file['name'])}  {file['len']:,} bytes  "
                    f"{file['treatment']}"
                )
        elif name == "survey":
            lines += [f"  survei/survey {question}: {value[question]}/4" for question in value]
        elif name == "due":
            lines.append(f"  {_STEPS[value['step']]} ≤ {iso(value['day'])}")
        else:
            text = visible(str(value)).replace("\n", "\n    ")
            lines.append(f"  {name}: {text}")
    return lines


def taken_over_texts(taken: TakenOver, day: Callable[[int], str] = iso) -> list[tuple[str, str]]:
    """Return what a vault that was set back took over, and what it cannot bring back.

    Each in Indonesian and in English; `day` writes a day.
    """
    texts = [
        (
            (
                f"Brankas ini lebih tua dari yang diterbitkan. Maklumat {taken.number} diambil "
                f"alih: {taken.sheets} lembar papan, {taken.found} balasan ditemukan kembali, "
                f"{taken.waiting_again} menunggu lagi. Perkara, catatan dan draf sesudah cadangan "
                "tidak ada; impor lagi ambilan yang masih ada di stik."
            ),
            (
                f"This vault was older than what was published. Bulletin {taken.number} was taken "
                f"over: {taken.sheets} sheets of the board, {taken.found} replies found again, "
                f"{taken.waiting_again} wait again. Cases, notes and drafts since the backup are "
                "not here; import the pickups again that are still on a stick."
            ),
        )
    ]
    if taken.sheets_lost:
        texts.append(
            (
                f"{taken.sheets_lost} lembar tidak ada di stik dan hilang dari papan.",
                f"{taken.sheets_lost} sheets were not on the stick and leave the board.",
            )
        )
    if taken.keys_lost:
        weeks = ", ".join(day(first) for first in taken.keys_lost)
        texts.append(
            (
                (
                    f"Kunci penerimaan minggu {weeks} sudah diterbitkan, tetapi benihnya tidak "
                    "ada di sini: surat dengan kunci itu tidak dapat dibuka."
                ),
                (
                    f"The intake keys of the weeks {weeks} were published, but their seeds are not "
                    "here: letters sealed to them cannot be opened."
                ),
            )
        )
    return texts


def taken_over_text(taken: TakenOver) -> str:
    """Return the texts of `taken_over_texts`, a line each: Indonesian, then English."""
    return "\n".join(text for texts in taken_over_texts(taken) for text in texts)
