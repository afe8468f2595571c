"""Somebody floods a drop with letters that are truly sealed (tests, bench, soak)."""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dropbox.protocol.sizes import LETTER_LEN
from dropbox.protocol.thread import ThreadKeys
from dropbox.protocol.words import WORDS
from dropbox.workstation.case_list import Wanted
from dropbox.workstation.importing import ImportResult
from dropbox.workstation.triage import UNLIKE, Choice
from tests.workstation.builders import Office, new_thread, open_office

_PLAUSIBLE = (
    "Pada hari {} saya melihat {} menerima uang dari {} di kantor {} dan itu merugikan negara, "
    "tolong diperiksa segera. Nomor {}."
)


def junk_letters(office: Office, count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield so many letters, each a thread of its own: half of one pattern, half without words."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    for number in range(count):
        if number % 2:
            noise = base64.b64encode(os.urandom(300)).decode()
            yield office.report(new_thread(), noise[:20], account=noise)
        else:
            account = _PLAUSIBLE.format(*chance.choices(WORDS, k=4), number)
            yield office.report(new_thread(), f"Laporan penting {number}", account=account)


HONEST = {
    "Suap pengadaan komputer": (
        "Ketua panitia meminta sepuluh persen dari nilai kontrak kepada pemenang tender."
    ),
    "Jual beli jabatan": "Kepala bagian menaikkan pangkat saudaranya sendiri tanpa ujian.",
    "Perjalanan dinas palsu": (
        "Tiket pesawat tidak pernah dipakai, tetapi bendahara membayarnya penuh."
    ),
}


@dataclass
class Flooded:
    """An office under a flood: `worked` was answered before, `known` wrote once before."""

    office: Office
    result: ImportResult
    worked: ThreadKeys
    known: ThreadKeys
    honest: list[ThreadKeys]
    first: list[str]

    def number(self, title: str) -> str:
        (case,) = self.office.desk.cases(search=title)
        return case.number

    def junk(self) -> Choice:
        """What an inspector ticks: every group but the one of those that are like no others."""
        groups = self.office.desk.triage().groups()
        return Choice(groups=tuple(group.number for group in groups if group.number != UNLIKE))


def flood(folder: Path, junk: int) -> Flooded:
    """Return an office after a flood of so many sealed letters, with five honest ones."""
    office = open_office(folder)
    worked, known = new_thread(), new_thread()
    office.take([office.report(worked, "Kuitansi fiktif"), office.report(known, "Lembur palsu")])
    first = [case.number for case in office.desk.cases()]
    office.desk.reply(office.desk.cases(search="kuitansi")[0].number, "Terima kasih.", office.day)
    for number in first:
        office.desk.mark_read(number)
    office.day += 7
    office.deliver()
    honest = [new_thread() for _ in HONEST]
    attachments, records = office.attach({"bukti.pdf": os.urandom(300_000)})
    letters = [
        *junk_letters(office, junk),
        *(os.urandom(LETTER_LEN) for _ in range(20)),
        *(
            office.report(thread, what, account=account)
            for thread, (what, account) in zip(honest, HONEST.items(), strict=True)
        ),
        office.follow_up(worked, "Ini buktinya.", attachments=attachments),
        office.follow_up(known, "Bulan ini lagi."),
    ]
    result = office.take(letters, records)
    return Flooded(office, result, worked, known, honest, first)


def titles(office: Office, most: int = 10) -> list[str]:
    """Return what stands first in the list of cases."""
    return [case.title for case in office.desk.case_page(Wanted(open_only=True), 0, most)[1]]
