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

# The first line names the matter and who deals with it; the others say what to know before.
LINKS = (
    Link(
        "bawaslu",
        "Pelanggaran pemilu oleh peserta atau siapa pun: Bawaslu\n"
        "Paling lambat 7 hari sejak diketahui. Identitas wajib.",
        "Election violations by contestants or anybody: Bawaslu\n"
        "Within 7 days of learning of it. Identity required.",
        "https://www.bawaslu.go.id/",
    ),
    Link(
        "gol",
        "Hadiah yang Anda sendiri terima: UPG kantor Anda atau KPK GOL\n"
        "Paling lambat 30 hari kerja. Identitas wajib; jangan lapor di sini.",
        "Gifts that you yourself received: your office's UPG or KPK GOL\n"
        "Within 30 working days. Identity required; do not report them here.",
        "https://gol.kpk.go.id/",
    ),
    Link(
        "dkpp",
        "Etik anggota KPU atau Bawaslu: DKPP\nIdentitas wajib.",
        "Ethics of members of KPU or Bawaslu: DKPP\nIdentity required.",
        "https://dkpp.go.id/",
    ),
    Link(
        "kws",
        "Korupsi besar, pelakunya pimpinan, atau Anda tidak percaya inspektorat: KPK"
        " Whistleblower's System",
        "Grand corruption, the head is involved, or you do not trust the inspectorate: KPK"
        " Whistleblower's System",
        "https://kws.kpk.go.id/",
    ),
    Link(
        "lapor",
        "Keluhan layanan publik: SP4N-LAPOR!",
        "Complaints about public services: SP4N-LAPOR!",
        "https://www.lapor.go.id/",
    ),
    Link(
        "dumas",
        "Kritik, saran, pertanyaan prosedur: pengaduan masyarakat (Dumas) kantor terkait",
        "Criticism, suggestions, questions: the public complaints (Dumas) of the office concerned",
        "https://www.kpu.go.id/",
    ),
    Link(
        "polisi",
        "Bahaya langsung: polisi\nTelepon 110.",
        "Immediate danger: the police\nCall 110.",
        "https://www.polri.go.id/",
    ),
    Link(
        "lpsk",
        "Perlindungan saksi dan korban: LPSK\nIdentitas wajib.",
        "Protection of witnesses and victims: LPSK\nIdentity required.",
        "https://www.lpsk.go.id/",
    ),
)
