"""What is found in which file and how it is judged: the rows of docs/CLEANING.md."""

from __future__ import annotations

from dataclasses import dataclass

_PHOTO = "position author camera serial time thumbnail comment"
_OFFICE = f"author title time history software company {_PHOTO}"
_FILM = "author title comment position time software"


@dataclass(frozen=True)
class Row:
    """A file: who wrote it, what is found in it at least, and what stays and is said."""

    name: str
    written_by: str
    found: str
    remains: str = ""
    judge: str = ""

    @property
    def kinds(self) -> set[str]:
        """The kinds of findings."""
        return set(self.found.split())


_TEXT = "text and pages the same in LibreOffice (pdftotext, pdftoppm)"
_PAGES = "text and pages the same (pdftotext, pdftoppm); no fault (qpdf)"
_FRAMES = "every frame of picture and sound the same (ffmpeg)"
_PIXELS = "every pixel the same (Pillow)"
_LO = "LibreOffice"

PICTURES = (
    Row(
        "JPEG, six kinds",
        "Pillow, ImageMagick, ExifTool",
        f"{_PHOTO} history profile appended",
        "",
        _PIXELS,
    ),
    Row(
        "PNG, six kinds",
        "Pillow, ImageMagick, ExifTool",
        f"{_PHOTO} history profile appended".replace("thumbnail ", ""),
        "",
        _PIXELS,
    ),
    Row(
        "WebP, five kinds",
        "Pillow, ExifTool",
        f"{_PHOTO} history profile appended".replace("thumbnail ", ""),
        "",
        _PIXELS,
    ),
)
DOCUMENTS = (
    Row(
        "surat.docx",
        f"{_LO}, with Word's template, people, sittings",
        f"{_OFFICE} template path other",
        "remarks changes",
        _TEXT,
    ),
    Row(
        "tabel.xlsx",
        f"{_LO}, with Excel's folder, printer",
        f"{_OFFICE} path printer other",
        "remarks",
        _TEXT,
    ),
    Row(
        "paparan.pptx",
        f"{_LO}, with a link to a folder",
        f"{_OFFICE} path other",
        "remarks notes",
        _TEXT,
    ),
    Row("surat.odt", _LO, f"{_OFFICE} printer".replace("company ", ""), "remarks changes", _TEXT),
    Row("tabel.ods", _LO, f"{_OFFICE} printer".replace("company ", ""), "remarks", _TEXT),
    Row("paparan.odp", _LO, f"{_OFFICE}".replace("company ", ""), "notes", _TEXT),
)
PAPERS = (
    Row("surat.pdf", _LO, "author title time software identifier", "", _PAGES),
    Row(
        "diubah.pdf",
        f"{_LO}, ExifTool: an older state below",
        "author title time software identifier history",
        "",
        _PAGES,
    ),
    Row(
        "rapat.pdf",
        f"{_LO}, qpdf: objects packed together",
        "author title software identifier",
        "",
        _PAGES,
    ),
    Row(
        "web.pdf",
        f"{_LO}, qpdf: laid out for the web",
        "author title software identifier",
        "",
        _PAGES,
    ),
    Row("berisi.pdf", f"{_LO}, qpdf: a file inside", "author title embedded", "", _PAGES),
    Row(
        "lengkap.pdf",
        "the test, checked by qpdf",
        "author company title time software identifier history embedded script path signature"
        " thumbnail serial appended profile",
        "remarks links scan hidden",
        _PAGES,
    ),
)
FILMS = (
    Row("ponsel.mov", "ffmpeg", f"{_FILM} track", "", _FRAMES),
    Row("rapat.mp4", "ffmpeg, with leftovers", f"{_FILM} leftovers appended other", "", _FRAMES),
    Row("siaran.mp4", "ffmpeg", _FILM, "", _FRAMES),
    Row("potong.mp4", "ffmpeg, in fragments", _FILM, "", _FRAMES),
    Row("suara.m4a", "ffmpeg", _FILM, "", _FRAMES),
    Row("lama.3gp", "ffmpeg", _FILM, "", _FRAMES),
)
# Name, and what is said of it.
UNCLEANED = {
    "terkunci.pdf": "locked",
    "surat.doc": "old",
    "makro.docm": "macros",
    "arsip.zip": "archive",
    "lain.mkv": "film",
    "lain.mp3": "sound",
    "foto.heic": "photo",
    "gambar.gif": "photo",
    "data.bin": "type",
    "rusak.pdf": "damaged",
    "rusak.docx": "damaged",
    "rusak.mp4": "damaged",
}
_WORDS = {
    "position": "place",
    "author": "author",
    "company": "agency",
    "serial": "serial numbers",
    "camera": "camera",
    "time": "times",
    "thumbnail": "thumbnail",
    "title": "title",
    "comment": "notes",
    "history": "history",
    "software": "program",
    "template": "template",
    "path": "folders",
    "printer": "printer",
    "embedded": "files inside",
    "script": "commands",
    "signature": "signature",
    "track": "data tracks",
    "identifier": "identifiers",
    "profile": "colour profile",
    "appended": "tail",
    "leftovers": "leftovers",
    "other": "custom data",
    "remarks": "comments",
    "changes": "tracked changes",
    "hidden": "hidden text",
    "notes": "speaker notes",
    "links": "links",
    "scan": "scans",
}
_OBSTACLES = {
    "locked": "locked with a password",
    "old": "old or unsafe document format",
    "macros": "programs inside",
    "archive": "an archive",
    "film": "another kind of film",
    "sound": "another kind of recording",
    "photo": "another kind of picture",
    "type": "unknown",
    "damaged": "damaged",
}


def table() -> str:
    """Return the tables of docs/CLEANING.md."""
    lines = [
        "| file | written by | found | removed | stays, and is said | opens unchanged |",
        "|---|---|---|---|---|---|",
    ]
    for row in (*PICTURES, *PAPERS, *DOCUMENTS, *FILMS):
        found = ", ".join(_WORDS[kind] for kind in dict.fromkeys(row.found.split()))
        stays = ", ".join(_WORDS[kind] for kind in row.remains.split()) or "–"
        lines.append(f"| {row.name} | {row.written_by} | {found} | all | {stays} | {row.judge} |")
    lines += ["", "| file | said instead |", "|---|---|"]
    lines += [f"| {name} | {_OBSTACLES[said]} |" for name, said in UNCLEANED.items()]
    return "\n".join(lines) + "\n"
