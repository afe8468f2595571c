"""What must be said before it is too late: keys, certificates and numbers that run out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dropbox.workstation.days import iso
from dropbox.workstation.summary import Summary

_SET_BACK = (
    (
        "Brankas ini lebih tua dari yang sudah diterbitkan. Tidak ada yang ditandatangani "
        "sebelum stik "
        "dari titip courier pickup dipasang."
    ),
    (
        "This vault is older than what was published. Nothing is signed before the stick of titip "
        "courier pickup is plugged in."
    ),
)
_UNSURE = (
    (
        "Tanda nomor (numbers.mark) hilang atau lama: brankas tidak tahu apakah ia yang terbaru. "
        "Tidak "
        "ada yang ditandatangani sebelum stik dari titip courier pickup dipasang."
    ),
    (
        "The mark of numbers (numbers.mark) is missing or old: the vault cannot tell whether it "
        "is the "
        "latest. Nothing is signed before the stick of titip courier pickup is plugged in."
    ),
)
_LOST = (
    (
        "Benih kunci penerimaan minggu {} tidak ada: surat minggu itu tidak dapat dibuka. Letakkan "
        "kembali berkas benih, atau: titip workstation keys --replace-lost."
    ),
    (
        "The seeds of the intake keys of the weeks {} are missing: letters of those weeks cannot "
        "be opened. Put the seeds file back, or: titip workstation keys --replace-lost."
    ),
)
_RETIRED = (
    (
        "Kunci tanda tangan ini sudah diganti yang lebih baru. Perpanjang dengan kunci akar: "
        "titip workstation renew-signing."
    ),
    (
        "A later signing key has replaced this one. Renew it with the root key: "
        "titip workstation renew-signing."
    ),
)
_CERTIFICATE = (
    (
        "Sertifikat kunci tanda tangan berakhir {}. Sesudah itu tidak ada antaran. Perpanjang "
        "dengan kunci akar: titip workstation renew-signing."
    ),
    (
        "The signing key's certificate ends on {}. After that there is no delivery. Renew it "
        "with the root key: titip workstation renew-signing."
    ),
)
_SEALING = (
    (
        "Mulai {} tidak ada yang dapat menulis kepada Anda: kunci yang diterbitkan berakhir. "
        "Buat dan antar antaran sebelum itu."
    ),
    (
        "From {} on nobody can write to you: the published keys end. Make a delivery and bring it "
        "before that."
    ),
)
_CONFIRM = (
    (
        "Kunci minggu {} sudah lewat, tetapi ambilannya belum lengkap. Bila memang tidak akan "
        "datang: titip workstation keys --confirm-destroy."
    ),
    (
        "The keys of the weeks {} are over, but their pickups are not complete. If they will never "
        "come: titip workstation keys --confirm-destroy."
    ),
)
_FOREIGN = (
    (
        "Situs menampilkan maklumat {} yang tidak ditandatangani di sini. Coba buat antaran untuk "
        "membaca penjelasannya."
    ),
    (
        "The site shows bulletin {}, which was not signed here. Try to make a delivery to read "
        "what that means."
    ),
)


def alarms(summary: Summary, day: Callable[[int], str] = iso) -> list[tuple[str, str]]:
    """Return what must be said of this summary, each in Indonesian and in English.

    `day` writes a day.
    """

    def weeks(days: Iterable[int]) -> str:
        return ", ".join(day(first) for first in days)

    found: list[tuple[tuple[str, str], str]] = []
    if summary.numbers != "current":
        found.append((_SET_BACK if summary.numbers == "set_back" else _UNSURE, ""))
    if summary.foreign_number is not None:
        found.append((_FOREIGN, str(summary.foreign_number)))
    if summary.keys_lost:
        found.append((_LOST, weeks(summary.keys_lost)))
    if summary.signing_retired:
        found.append((_RETIRED, ""))
    elif summary.certificate_due:
        found.append((_CERTIFICATE, day(summary.certificate_until_day)))
    if summary.sealing_ends_soon and summary.sealing_until_day is not None:
        found.append((_SEALING, day(summary.sealing_until_day)))
    if summary.keys_to_confirm:
        found.append((_CONFIRM, weeks(summary.keys_to_confirm)))
    return [(texts[0].format(subject), texts[1].format(subject)) for texts, subject in found]


def alarm_lines(summary: Summary) -> list[str]:
    """Return what must be said of this summary, two lines each: Indonesian, then English."""
    return [text for texts in alarms(summary) for text in texts]
