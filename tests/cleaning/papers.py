"""PDF documents: one with everything that betrays, and what qpdf and ExifTool make of others."""

from __future__ import annotations

import io
import subprocess
import zlib
from pathlib import Path

from PIL import Image

from tests.cleaning import planted as p
from tests.cleaning.pictures import scene, tag


class _Writer:
    """Writes objects one after another, as a program does that appends to a file."""

    def __init__(self) -> None:
        self.raw = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self.offsets: dict[int, int] = {}
        self.start = 0

    def add(self, number: int, content: str | bytes, stream: bytes | None = None) -> None:
        body = content.encode() if isinstance(content, str) else content
        self.offsets[number] = len(self.raw)
        self.raw += b"%d 0 obj\n" % number + body
        if stream is not None:
            self.raw += b"\nstream\n" + stream + b"\nendstream"
        self.raw += b"\nendobj\n"

    def finish(self, trailer: str) -> None:
        at = len(self.raw)
        self.raw += b"xref\n"
        if not self.start:
            self.raw += b"0 1\n0000000000 65535 f \n"
        for number, offset in sorted(self.offsets.items()):
            self.raw += b"%d 1\n%010d 00000 n \n" % (number, offset)
        prev = f"/Prev {self.start}" if self.start else ""
        self.raw += f"trailer\n<<{trailer}{prev}>>\nstartxref\n{at}\n%%EOF\n".encode()
        self.start = at
        self.offsets = {}


def _photograph(folder: Path) -> bytes:
    path = folder / "foto.jpg"
    scene().resize((1100, 1100)).save(path, "JPEG", quality=80)
    tag(path, f"-EXIF:Artist={p.AUTHOR}", "-EXIF:GPSLatitude=6.2088", "-EXIF:GPSLatitudeRef=S")
    raw = path.read_bytes()
    path.unlink()
    return raw


_XMP = (
    '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
    f' xmpMM:DocumentID="{p.DOCUMENT_ID}"><dc:creator><rdf:Seq><rdf:li>{p.AUTHOR}</rdf:li>'
    "</rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def _page_text(text: str) -> bytes:
    return f"BT /F1 18 Tf 40 700 Td ({text}) Tj ET q 200 0 0 200 40 400 cm /I1 Do Q".encode()


def make_everything(path: Path) -> None:
    """Write a document whose second state hides a sentence of the first."""
    photo = _photograph(path.parent)
    xmp = zlib.compress(_XMP)
    with Image.open(io.BytesIO(photo)) as picture:
        width, height = picture.size
    folder = p.FOLDER[9:].replace("\\", "/")
    w = _Writer()
    w.add(
        1,
        "<</Type/Catalog/Pages 2 0 R/Metadata 9 0 R/AcroForm<</Fields[15 0 R]/SigFlags 3>>"
        "/Names<</EmbeddedFiles<</Names[(f)10 0 R]>>/JavaScript<</Names[(j)12 0 R]>>>>"
        f"/OpenAction<</S/JavaScript/JS({p.SCRIPT})>>/PieceInfo<</Adobe<</Private({p.SERIAL})>>>>"
        f"/AA<</WC<</S/JavaScript/JS({p.SCRIPT})>>>>/Lang(id-ID)/OutputIntents[]"
        "/OCProperties<</OCGs[19 0 R]/D<</OFF[19 0 R]>>>>>>",
    )
    w.add(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
    w.add(
        3,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/LastModified(D:2026)"
        "/Resources<</Font<</F1 5 0 R>>/XObject<</I1 6 0 R>>>>/Thumb 7 0 R/Metadata 9 0 R"
        "/Annots[13 0 R 14 0 R 15 0 R 16 0 R 17 0 R 18 0 R]>>",
    )
    content = _page_text(p.OLD)
    w.add(4, f"<</Length {len(content)}>>", content)
    w.add(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    w.add(
        6,
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB"
        "/BitsPerComponent 8/Filter/DCTDecode/Length 8 0 R/Metadata 9 0 R"
        f"/PTEX.FileName({folder})>>",
        photo,
    )
    w.add(7, "<</Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>", b"x")
    w.add(8, str(len(photo)))
    w.add(9, f"<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length {len(xmp)}>>", xmp)
    w.add(10, f"<</Type/Filespec/F({p.INSIDE})/UF({p.INSIDE})/EF<</F 11 0 R>>>>")
    w.add(11, f"<</Type/EmbeddedFile/Length {len(p.INSIDE)}>>", p.INSIDE.encode())
    w.add(12, f"<</S/JavaScript/JS({p.SCRIPT})>>")
    remark = f"/T({p.READER})/Contents({p.REMARK})/M(D:20261103)/NM({p.SERIAL})"
    w.add(13, f"<</Type/Annot/Subtype/Text/Rect[400 700 420 720]{remark}>>")
    w.add(14, "<</Type/Annot/Subtype/FileAttachment/F 2/Rect[0 0 9 9]/FS 10 0 R>>")
    w.add(
        15,
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(tanda)/Rect[0 0 0 0]/V<</Type/Sig"
        f"/Filter/Adobe.PPKLite/Name({p.AUTHOR})/ByteRange[0 1 2 3]/Contents<00>>>>>",
    )
    launch = f"/A<</S/Launch/F({folder})>>"
    w.add(16, f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]{launch}>>")
    w.add(
        17,
        "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(file:///home/siti.rahasia/a)>>>>",
    )
    w.add(18, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://contoh.example/)>>>>")
    w.add(19, f"<</Type/OCG/Name(L)/Usage<</CreatorInfo<</Creator({p.AUTHOR})>>>>>>")
    w.add(20, f"<</Author({p.AUTHOR})/Title({p.TITLE})/Company({p.COMPANY})/Creator(Word)>>")
    trailer = "/Size 21/Root 1 0 R/Info 20 0 R/ID[<0123456789abcdef><0123456789abcdef>]"
    w.finish(trailer)
    content = _page_text(p.SENTENCE) + b" BT 3 Tr /F1 1 Tf (tersembunyi) Tj ET"
    w.add(4, f"<</Length {len(content)}>>", content)
    w.finish(trailer)
    path.write_bytes(w.raw + f"% di belakang: {p.SERIAL}\n".encode())


def make_papers(folder: Path) -> None:
    """Write lengkap.pdf; of LibreOffice's surat.pdf: diubah, rapat, web, terkunci."""
    make_everything(folder / "lengkap.pdf")
    changed = folder / "diubah.pdf"
    changed.write_bytes((folder / "surat.pdf").read_bytes())
    # ExifTool writes behind what is there, so that the first state stays in the file.
    tag(
        changed, f"-PDF:Author={p.READER}", f"-PDF:Keywords={p.COMPANY}", f"-XMP:Creator={p.READER}"
    )
    for name, flags in {
        "rapat.pdf": ["--object-streams=generate"],
        "web.pdf": ["--linearize"],
        "terkunci.pdf": ["--encrypt", "", "pemilik", "256", "--"],
    }.items():
        subprocess.run(
            ["qpdf", str(changed), *flags, str(folder / name)], capture_output=True, check=True
        )
    qpdf = ["qpdf", str(changed), "--add-attachment", str(_inside(folder)), "--", "--"]
    subprocess.run([*qpdf[:-1], str(folder / "berisi.pdf")], capture_output=True, check=True)
    (folder / p.INSIDE).unlink()


def _inside(folder: Path) -> Path:
    path = folder / p.INSIDE
    path.write_text(f"{p.INSIDE} {p.SERIAL}")
    return path


def unpacked(path: Path) -> bytes:
    """Return all objects of all states with their streams unpacked, as qpdf reads them."""
    out = path.with_suffix(".qdf")
    subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", str(path), str(out)],
        capture_output=True,
        check=False,
    )
    raw = out.read_bytes()
    out.unlink()
    return path.read_bytes() + raw


def check(path: Path) -> None:
    """Let qpdf look for faults."""
    done = subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
