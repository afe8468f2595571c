"""What must be said before it is too late: keys, certificates and numbers that run out."""

from __future__ import annotations

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
        "kembali berkas benih, atau: keys --replace-lost."
    ),
    (
        "The seeds of the intake keys of the weeks {} are missing: letters of those weeks cannot "
        "be "
        "opened. Put the seeds file back, or: keys --replace-lost."
    ),
)
_RETIRED = (
    "Kunci tanda tangan ini sudah diganti yang lebih baru. Perpanjang: renew-signing.",
    "A later signing key has replaced this one. Renew it: renew-signing.",
)
_CERTIFICATE = (
    (
        "Sertifikat kunci tanda tangan berakhir {}. Sesudah itu tidak ada antaran. Perpanjang "
        "dengan "
        "kunci akar: renew-signing."
    ),
    (
        "The signing key's certificate ends on {}. After that there is no delivery. Renew it "
        "with the "
        "root key: renew-signing."
    ),
)
_SEALING = (
    (
        "Mulai {} tidak ada yang dapat menulis kepada Anda: kunci yang diterbitkan berakhir. "
        "Buat dan "
        "antar antaran sebelum itu."
    ),
    (
        "From {} on nobody can write to you: the published keys end. Make a delivery and bring it "
        "before that."
    ),
)
_CONFIRM = (
    (
        "Kunci minggu {} sudah lewat, tetapi ambilannya belum lengkap. Bila memang tidak akan "
        "datang: "
        "keys --confirm-destroy."
    ),
    (
        "The keys of the weeks {} are over, but their pickups are not complete. If they will never "
        "come: keys --confirm-destroy."
    ),
)
_FOREIGN = (
    (
        "Situs menampilkan maklumat {} yang tidak ditandatangani di sini. Jalankan deliver untuk "
        "penjelasan."
    ),
    "The site shows bulletin {}, which was not signed here. Run deliver to read what that means.",
)


def alarm_lines(summary: Summary) -> list[str]:
    """Return what must be said of this summary, two lines each: Indonesian, then English."""
    found: list[tuple[tuple[str, str], str]] = []
    if summary.numbers != "current":
        found.append((_SET_BACK if summary.numbers == "set_back" else _UNSURE, ""))
    if summary.foreign_number is not None:
        found.append((_FOREIGN, str(summary.foreign_number)))
    if summary.keys_lost:
        found.append((_LOST, ", ".join(iso(day) for day in summary.keys_lost)))
    if summary.signing_retired:
        found.append((_RETIRED, ""))
    elif summary.certificate_due:
        found.append((_CERTIFICATE, iso(summary.certificate_until_day)))
    if summary.sealing_ends_soon and summary.sealing_until_day is not None:
        found.append((_SEALING, iso(summary.sealing_until_day)))
    if summary.keys_to_confirm:
        found.append((_CONFIRM, ", ".join(iso(day) for day in summary.keys_to_confirm)))
    return [text.format(subject) for texts, subject in found for text in texts]
