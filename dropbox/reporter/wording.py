"""The words that a reporter reads in a terminal: Indonesian first, English beside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dropbox.protocol.bulletin import Bulletin
from dropbox.protocol.canonical import JsonObject

_EPOCH = date(1970, 1, 1)
_MONTHS = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)
_LETTER_TYPES = {
    1: ("Laporan", "Report"),
    2: ("Keterangan tambahan", "Follow-up"),
    3: ("Penarikan", "Withdrawal"),
}

_STEPS = {"verify": ("Verifikasi", "Verification"), "conclude": ("Kesimpulan", "Conclusion")}


class ReporterError(Exception):
    """Something that the reporter must decide or mend, in both languages.

    `code` is a word for programs that read --json.
    """

    def __init__(self, indonesian: str, english: str, code: str = "failed") -> None:
        """Keep both sentences."""
        super().__init__(f"{indonesian}\n{english}")
        self.indonesian, self.english, self.code = indonesian, english, code


def day_text(day: int) -> tuple[str, str]:
    """Return a day, counted since 1970, in both languages."""
    then = _EPOCH + timedelta(days=day)
    names = _MONTHS[then.month - 1]
    return f"{then.day} {names[0]} {then.year}", f"{then.day} {names[1]} {then.year}"


def read_day(text: str) -> int:
    """Return the day behind YYYY-MM-DD; raises ReporterError."""
    try:
        return (date.fromisoformat(text) - _EPOCH).days
    except ValueError:
        raise ReporterError(
            "Tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-03-09.",
            "Write the date as YYYY-MM-DD, for example 2026-03-09.",
            "date",
        ) from None


def bulletin_lines(bulletin: Bulletin) -> list[str]:
    """Return who this drop belongs to, and the number and day by which people compare bulletins."""
    desk = bulletin.content["desk"]
    issued, following = day_text(bulletin.issued), day_text(bulletin.content["next"])
    lines = ["*** DEMO – bukan untuk laporan sungguhan / not for real reports ***"]
    return [
        *(lines if bulletin.content["demo"] else []),
        f"{one_line(desk['id'])} / {one_line(desk['en'])}",
        f"Maklumat nomor {bulletin.number}, {issued[0]}; antaran berikutnya {following[0]}.",
        f"Bulletin number {bulletin.number}, {issued[1]}; next delivery {following[1]}.",
    ]


def reply_lines(body: JsonObject, bulletin: Bulletin) -> list[str]:
    """Return a reply as lines for the terminal (§6.1)."""
    day = day_text(body["day"])
    head = f"── {day[0]} / {day[1]}"
    due = _due_lines(body)
    if body["kind"] == "message":
        return [head, *printable_lines(body["text"]), *due]
    if body["kind"] == "status":
        names = choice_names(bulletin.content["statuses"], body["status"])
        reason = printable_lines(body["reason"]) if "reason" in body else []
        end = ["Perkara selesai. / The case has ended."] if "closed" in body else []
        return [head, f"Status: {names[0]} / {names[1]}", *reason, *end, *due]
    kind = _LETTER_TYPES[body["letter_type"]]
    ordinal, received, pieces = body["ordinal"], body["pieces_received"], body["pieces"]
    lines = [
        head,
        f"{kind[0]} telah diterima (surat ke-{ordinal}).",
        f"{kind[1]} received (letter {ordinal}).",
    ]
    if pieces:
        lines.append(f"Lampiran: {received} dari {pieces} potongan / {received} of {pieces} pieces")
    return [*lines, *due]


def _due_lines(body: JsonObject) -> list[str]:
    if "due" not in body:
        return []
    until, step = day_text(body["due"]["day"]), _STEPS[body["due"]["step"]]
    return [f"{step[0]}: paling lambat {until[0]} / {step[1]}: by {until[1]}"]


def choice_names(choices: list[dict[str, Any]], code: str) -> tuple[str, str]:
    """Return the names of a category or status; the code itself where the bulletin has no name."""
    for choice in choices:
        if choice["code"] == code:
            return one_line(choice["id"]), one_line(choice["en"])
    return code, code


def one_line(text: str) -> str:
    """Return text of the inspectorate as one line that cannot steer a terminal."""
    return " ".join(printable_lines(text))


def printable_lines(text: str) -> list[str]:
    """Return the lines of a text without signs that could steer a terminal."""
    return [
        "".join(sign if sign.isprintable() or sign == "\u200d" else " " for sign in line)
        for line in text.splitlines()
    ]
