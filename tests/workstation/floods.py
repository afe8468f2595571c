"""Letters of somebody who floods a drop with the public key (tests, bench)."""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Iterator

from dropbox.protocol.words import WORDS
from tests.workstation.builders import Office, new_thread

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
