"""What a fresh vault starts with: categories, statuses, notices and links in both languages.

`init` writes them into texts.toml beside the vault, where the inspectorate edits them; from then on
only that file counts.
"""

from __future__ import annotations

from dataclasses import dataclass

RECEIVED = "diterima"


@dataclass(frozen=True)
class Category:
    """A code of at most 40 characters and its name in both languages."""

    code: str
    id: str
    en: str


@dataclass(frozen=True)
class Status:
    """A step of a case; `closed` ends it, `reason_required` asks why before it is set."""

    code: str
    id: str
    en: str
    closed: bool = False
    reason_required: bool = False


@dataclass(frozen=True)
class Link:
    """Another door, shown before anybody writes here."""

    code: str
    id: str
    en: str
    url: str


CATEGORIES = (
    Category("anggaran", "Penyalahgunaan anggaran/SPJ", "Misuse of budget or travel claims"),
    Category("pengadaan", "Pengadaan barang/jasa", "Procurement of goods and services"),
    Category("suap", "Suap, gratifikasi, pungli", "Bribery, gratification, illegal levies"),
    Category(
        "benturan_kepentingan", "Benturan kepentingan, nepotisme", "Conflict of interest, nepotism"
    ),
    Category("wewenang", "Penyalahgunaan wewenang", "Abuse of authority"),
    Category("etik_asn", "Kode etik/disiplin ASN", "Ethics and discipline of civil servants"),
    Category(
        "manipulasi_hasil",
        "Manipulasi data/hasil oleh orang dalam",
        "Manipulation of results from inside",
    ),
    Category("pembalasan", "Pembalasan terhadap pelapor", "Retaliation against a reporter"),
    Category("lainnya", "Lainnya", "Other"),
)

STATUSES = (
    Status(RECEIVED, "Diterima", "Received"),
    Status("verifikasi", "Verifikasi", "Verification"),
    Status("perlu_keterangan", "Perlu keterangan tambahan", "More information needed"),
    Status("telaah", "Telaah", "Review"),
    Status("klarifikasi", "Klarifikasi", "Clarification"),
    Status("investigasi", "Investigasi", "Investigation"),
    Status(
        "diteruskan",
        "Diteruskan ke instansi berwenang",
        "Passed on to the competent body",
        closed=True,
    ),
    Status("selesai_terbukti", "Selesai: terbukti", "Concluded: proven", closed=True),
    Status(
        "selesai_tidak_terbukti", "Selesai: tidak terbukti", "Concluded: not proven", closed=True
    ),
    Status(
        "tidak_dapat_ditindaklanjuti",
        "Tidak dapat ditindaklanjuti",
        "Cannot be followed up",
        closed=True,
        reason_required=True,
    ),
    Status("diarsipkan", "Diarsipkan", "Archived", closed=True),
)

LINKS = (
    Link(
        "lapor",
        "SP4N-LAPOR!: keluhan layanan publik",
        "SP4N-LAPOR!: public services",
        "https://www.lapor.go.id/",
    ),
    Link(
        "bawaslu",
        "Bawaslu: pelanggaran pemilu",
        "Bawaslu: election violations",
        "https://www.bawaslu.go.id/",
    ),
    Link(
        "dkpp",
        "DKPP: etik penyelenggara pemilu",
        "DKPP: ethics of election officers",
        "https://dkpp.go.id/",
    ),
    Link(
        "gol",
        "KPK GOL: hadiah yang Anda terima",
        "KPK GOL: gifts you received",
        "https://gol.kpk.go.id/",
    ),
    Link(
        "kws", "KPK Whistleblower's System", "KPK Whistleblower's System", "https://kws.kpk.go.id/"
    ),
    Link(
        "lpsk",
        "LPSK: perlindungan saksi",
        "LPSK: protection of witnesses",
        "https://www.lpsk.go.id/",
    ),
)
