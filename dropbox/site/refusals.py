"""Every refusal that the site can give, word for word the same for everybody (§10.3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

JSON = "application/json"
RETRY_S: Final = 5


@dataclass(frozen=True)
class Refusal:
    """A code of §10.3 with its HTTP status and what to do, in Indonesian and English."""

    code: str
    status: int
    id: str
    en: str

    @property
    def body(self) -> bytes:
        """The JSON of §10.3."""
        fields = {"error": self.code, "id": self.id, "en": self.en}
        return json.dumps(fields, ensure_ascii=False).encode()


REFUSALS: Final = {
    refusal.code: refusal
    for refusal in (
        Refusal(
            "bad_content",
            400,
            "Isi permintaan tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.",
            "The request cannot be read. Reload the page and try again.",
        ),
        Refusal(
            "token",
            401,
            "Token kurir tidak cocok. Samakan berkas token dengan milik situs.",
            "The courier's token does not fit. Use the same token file as the site.",
        ),
        Refusal("refused", 403, "Permintaan ini ditolak.", "This request is refused."),
        Refusal("not_found", 404, "Tidak ada apa pun di alamat ini.", "There is nothing here."),
        Refusal(
            "no_bulletin",
            404,
            "Maklumat belum diterbitkan. Coba lagi nanti.",
            "No bulletin has been published yet. Try again later.",
        ),
        Refusal(
            "method",
            405,
            "Cara meminta ini tidak tersedia di alamat ini.",
            "This address does not answer to this method.",
        ),
        Refusal(
            "slow",
            408,
            "Kiriman terlalu lama tiba. Coba lagi; yang sudah terkirim tetap tersimpan.",
            "The request took too long to arrive. Try again; what was sent before is kept.",
        ),
        Refusal(
            "length",
            411,
            "Panjang kiriman harus disebutkan di muka.",
            "The length of the body must be given beforehand.",
        ),
        Refusal("too_long", 413, "Kiriman terlalu panjang.", "The body is too long."),
        Refusal(
            "type",
            415,
            "Jenis isi kiriman salah.",
            "The body is of the wrong content type.",
        ),
        Refusal(
            "too_many",
            429,
            "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi; tulisan Anda tetap ada.",
            "Too many requests. Wait a little and try again; what you wrote is still there.",
        ),
        Refusal(
            "busy",
            503,
            "Situs sedang sibuk. Tunggu sebentar, lalu coba lagi; tulisan Anda tetap ada.",
            "The site is busy. Wait a little and try again; what you wrote is still there.",
        ),
        Refusal(
            "full",
            507,
            "Tempat penyimpanan situs penuh. Simpan tulisan Anda dan coba lagi besok.",
            "The site is full. Keep what you wrote and try again tomorrow.",
        ),
    )
}


class RefusedError(Exception):
    """Ends a request with the refusal of this code; `retry_s` goes into Retry-After."""

    def __init__(self, code: str, retry_s: int | None = None) -> None:
        super().__init__(code)
        self.refusal = REFUSALS[code]
        self.retry_s = retry_s


def refusal_headers(refusal: Refusal, retry_s: int | None = None) -> list[tuple[str, str]]:
    """Return the headers that a refusal has besides those of every answer."""
    headers = [("Content-Type", JSON)]
    if refusal.status in {429, 503}:
        headers.append(("Retry-After", str(retry_s or RETRY_S)))
    if refusal.status == 401:
        headers.append(("WWW-Authenticate", "Bearer"))
    return headers
