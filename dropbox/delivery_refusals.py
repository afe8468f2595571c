"""What to do where a delivery is refused, by courier or site, in both languages (§9.2)."""

from __future__ import annotations

_CARRY_AGAIN = (
    "Berkas antaran terpotong atau berubah. Salin lagi dari stasiun kerja.",
    "The delivery was cut or changed. Copy it again from the workstation.",
)
_NOT_GENUINE = (
    (
        "Antaran ini tidak ditandatangani sebagaimana mestinya oleh inspektorat. Jangan "
        "dipakai; buat "
        "yang baru di stasiun kerja."
    ),
    (
        "The inspectorate's signature on this delivery is not right. Do not use it; make a "
        "new one at "
        "the workstation."
    ),
)

# Every error that §9.2 and §7.5 name, by the name under which the site reports it (§10.3).
DELIVERY_REFUSED: dict[str, tuple[str, str]] = {
    "DeliveryFormError": _CARRY_AGAIN,
    "BulletinFormError": _CARRY_AGAIN,
    "SheetLengthError": _CARRY_AGAIN,
    "SheetOrderError": _CARRY_AGAIN,
    "SheetHashError": _CARRY_AGAIN,
    "BoardLengthError": _CARRY_AGAIN,
    "DeliverySignatureError": _NOT_GENUINE,
    "BulletinSignatureError": _NOT_GENUINE,
    "BulletinBodyError": _NOT_GENUINE,
    "CertificateSignatureError": _NOT_GENUINE,
    "ForeignDropError": (
        "Ini milik inspektorat lain: SID atau kunci akarnya tidak sama dengan konfigurasi kurir.",
        (
            "This belongs to another inspectorate: its SID or root key is not that of the "
            "courier's "
            "configuration."
        ),
    ),
    "CertificatePeriodError": (
        (
            "Sertifikat kunci tanda tangan berlaku terbalik atau lebih dari 100 hari. Buat "
            "sertifikat "
            "baru dari kunci akar."
        ),
        (
            "The signing key's certificate runs backwards or for more than 100 days. Make a new "
            "one "
            "from the root key."
        ),
    ),
    "CertificateDayError": (
        (
            "Maklumat terbit di luar masa sertifikat kunci tanda tangan. Perbarui sertifikat di "
            "stasiun kerja."
        ),
        (
            "The bulletin was issued outside its signing key's certificate. Renew the "
            "certificate at "
            "the workstation."
        ),
    ),
    "BulletinRollbackError": (
        "Situs sudah menampilkan maklumat yang lebih baru. Antar berkas yang terbaru.",
        "The site already shows a later bulletin. Deliver the latest file.",
    ),
    "BulletinForkError": (
        (
            "Ada dua maklumat berbeda dengan nomor yang sama. Mungkin ada dua salinan brankas: "
            "hentikan, laporkan ke inspektorat."
        ),
        (
            "There are two different bulletins with this number. There may be two copies of the "
            "vault: stop, tell the inspectorate."
        ),
    ),
    "BulletinChainError": (
        (
            "Maklumat ini tidak menyambung pada yang ditampilkan situs. Mungkin ada dua salinan "
            "brankas: laporkan ke inspektorat."
        ),
        (
            "This bulletin does not follow the one that the site shows. There may be two copies of "
            "the vault: tell the inspectorate."
        ),
    ),
    "BulletinFutureError": (
        (
            "Tanggal maklumat lebih dari 2 hari di depan jam situs. Samakan jam stasiun kerja dan "
            "situs."
        ),
        (
            "The bulletin is dated more than 2 days ahead of the site's clock. Set the clocks of "
            "workstation and site."
        ),
    ),
    "BulletinStaleError": (
        "Maklumat ini lebih tua dari 14 hari. Buat antaran baru di stasiun kerja.",
        "The bulletin is more than 14 days old. Make a new delivery at the workstation.",
    ),
}
