"""What is written, under which passphrase and for which day, before it is sealed (§3.5, §7.4)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from dropbox.protocol.body import FOLLOW_UP, REPORT, REPORT_TEXTS
from dropbox.protocol.bulletin import Bulletin, effective_day, is_stale
from dropbox.protocol.canonical import JsonObject
from dropbox.protocol.drop import drop_id_digits
from dropbox.protocol.passphrase import check_passphrase, make_passphrase
from dropbox.protocol.reply import read_replies
from dropbox.protocol.thread import ThreadKeys, thread_keys
from dropbox.reporter.dialogue import (
    ask,
    ask_passphrase,
    ask_text,
    ask_yes,
    hand_over_passphrase,
    say,
)
from dropbox.reporter.report_file import check_report, read_report_file
from dropbox.reporter.wording import ReporterError, choice_names, day_text, one_line, read_day

_DEVICE_BEHIND_DAYS = 2
_DAY_S = 86_400
_QUESTIONS = {
    "who": "Siapa yang terlibat? (boleh kosong) / Who is involved? (may be empty)",
    "when": "Kapan? / When?",
    "where": "Di mana? / Where?",
    "how": "Bagaimana? / How?",
    "why": "Mengapa menurut Anda? / Why, do you think?",
    "unit": "Unit kerja / Unit",
    "how_known": "Bagaimana Anda tahu? / How do you know?",
    "who_else": "Siapa lagi yang tahu? / Who else knows?",
}


@dataclass(frozen=True)
class Author:
    """Under whose thread a letter is written; `words` are the new passphrase, or none."""

    thread: ThreadKeys
    words: list[str] = field(repr=False)


def settle_drop(bulletin: Bulletin, did: bytes | None) -> None:
    """Return if the drop is the poster's: by the link, or by the reporter's own eyes (§7.6)."""
    if did is not None:
        return
    groups = drop_id_digits(bulletin.did)
    say(
        "Tautan Anda tanpa #k=…; bandingkan angka ini dengan poster:",
        "Your link has no #k=…; compare these digits with the poster:",
        "    " + " ".join(groups[:4]),
        "    " + " ".join(groups[4:]),
    )
    if not ask_yes("Semua sama? / All the same?"):
        raise ReporterError(
            "Situs ini bukan milik inspektorat di poster Anda. Tidak ada yang dikirim.",
            "This site is not that of the inspectorate on your poster. Nothing was sent.",
            "foreign_drop",
        )


def settle_today(bulletin: Bulletin, given: str | None, *, may_ask: bool) -> int:
    """Return today (§7.4), from the device, from `given`, or as the reporter answers."""
    if given is not None:
        return effective_day(bulletin, read_day(given))
    device_day = int(time.time()) // _DAY_S
    behind = device_day < bulletin.issued - _DEVICE_BEHIND_DAYS
    if not behind and not is_stale(bulletin, device_day):
        return effective_day(bulletin, device_day)
    issued, device = day_text(bulletin.issued), day_text(device_day)
    say(
        f"Maklumat terbit {issued[0]}, dan komputer ini bertanggal {device[0]}.",
        f"The bulletin was issued on {issued[1]}, and this computer's date is {device[1]}.",
    )
    if may_ask:
        answer = ask("Benar? Enter; atau tulis tanggal hari ini / Right? Or today's date: ").strip()
        if answer:
            device_day = read_day(answer)
    return effective_day(bulletin, device_day)


def write_body(bulletin: Bulletin, source: str | None, letter_type: int) -> JsonObject:
    """Return the body of a letter, from a file or by asking; raises ReporterError."""
    if source is not None:
        return read_report_file(source, letter_type)
    if letter_type == FOLLOW_UP:
        content = {"text": ask_text("Keterangan tambahan; titik sendiri mengakhiri / Follow-up:")}
    elif letter_type == REPORT:
        content = _ask_report(bulletin)
    else:
        content = {"reason": ask("Alasan (boleh kosong) / Reason (may be empty): ")}
    return check_report(content, letter_type, "terminal")


def new_author(bulletin: Bulletin, *, show: bool, confirm: bool) -> Author:
    """Return a fresh passphrase and its thread; with `show` it is printed, and then asked for."""
    words = make_passphrase()
    if show:
        hand_over_passphrase(words, confirm=confirm)
    passphrase = check_passphrase(" ".join(words))
    return Author(thread_keys(passphrase, bulletin.sid, bulletin.did), words)


def known_author(bulletin: Bulletin, cells: list[bytes], *, sure: bool) -> Author:
    """Return the thread under a typed passphrase, once a cell opened or the reporter is sure.

    A wrong passphrase passes the check once in sixteen times; what is sent under it would start a
    thread of its own (§3.5). Raises ReporterError.
    """
    thread = thread_keys(ask_passphrase(), bulletin.sid, bulletin.did)
    read = read_replies(cells, thread.thread_key, bulletin.did, bulletin.signing_pks)
    if read.opened or sure:
        return Author(thread, [])
    say(
        "Belum ada balasan untuk frasa sandi ini, jadi belum pasti bahwa frasanya benar.",
        "There is no reply under this passphrase yet, so it is not certain that it is right.",
    )
    if not ask_yes("Yakin frasa sandinya benar? / Are you sure that it is right?"):
        raise ReporterError("Tidak ada yang dikirim.", "Nothing was sent.", "not_sure")
    return Author(thread, [])


def _ask_report(bulletin: Bulletin) -> JsonObject:
    choices = bulletin.content["categories"]
    for number, choice in enumerate(choices, 1):
        names = choice_names(choices, choice["code"])
        say(f"{number:3}. {names[0]} / {names[1]}")
    content = {
        "category": _ask_category(choices),
        "what": ask("Apa yang terjadi, singkat? / What happened, in short? "),
        "account": ask_text("Ceritakan; titik sendiri mengakhiri / Tell it; end with a lone dot:"),
    }
    for name in REPORT_TEXTS:
        content[name] = ask(f"{_QUESTIONS[name]} ")
    return content


def _ask_category(choices: list[JsonObject]) -> str:
    while True:
        answer = ask("Kategori (nomor) / Category (number): ").strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return str(choices[int(answer) - 1]["code"])
        if any(choice["code"] == answer for choice in choices):
            return answer
        say(f"1 … {len(choices)}: {one_line(choices[0]['id'])} …")
