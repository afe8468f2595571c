"""The words that are planted wherever a format has room for them, and must be gone afterwards."""

from __future__ import annotations

AUTHOR = "Siti Rahasia Pelapor"
READER = "Budi Rahasia Pembaca"
INITIALS = "SRPX"
COMPANY = "Dinas Rahasia Kota"
TITLE = "Judul Rahasia Berkas"
TEMPLATE = "Templat-Rahasia.dotm"
FOLDER = "C:\\Users\\siti.rahasia\\Dokumen"
PRINTER = "Pencetak-Rahasia-Lantai3"
SERIAL = "SN7731-RAHASIA"
OLD = "KalimatLamaRahasia"
INSIDE = "berkas-dalam-rahasia.txt"
SCRIPT = "PerintahRahasia"
SITTING = "00AB12CD"
DOCUMENT_ID = "5A1E-RAHASIA-ID"
# What a reader sees, and must go on seeing.
SENTENCE = "Panitia menerima amplop di ruang rapat."
CHANGED = "Jumlahnya dua puluh juta."
REMARK = "Tolong periksa angka ini."
CELLS = ("Anggaran", "Realisasi", "1250000")
