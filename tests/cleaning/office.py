"""Office documents written by LibreOffice, with what Microsoft's programs write besides put in."""

from __future__ import annotations

import base64
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.cleaning import planted as p
from tests.cleaning.pictures import PICTURES

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
)
_META = (
    f"<office:meta><meta:initial-creator>{p.AUTHOR}</meta:initial-creator>"
    f"<dc:creator>{p.READER}</dc:creator><dc:title>{p.TITLE}</dc:title>"
    "<meta:creation-date>2026-11-03T14:07:31</meta:creation-date>"
    "<dc:date>2026-11-04T09:00:00</dc:date><meta:editing-cycles>17</meta:editing-cycles>"
    f'<meta:user-defined meta:name="Company">{p.COMPANY}</meta:user-defined></office:meta>'
)
_NOTE = (
    f"<office:annotation><dc:creator>{p.READER}</dc:creator>"
    "<dc:date>2026-11-03T14:07:31</dc:date>"
    f"<meta:creator-initials>{p.INITIALS}</meta:creator-initials>"
    f"<text:p>{p.REMARK}</text:p></office:annotation>"
)
_SETTINGS = (
    '<office:settings><config:config-item-set config:name="ooo:configuration-settings">'
    f'<config:config-item config:name="PrinterName" config:type="string">{p.PRINTER}'
    "</config:config-item></config:config-item-set></office:settings>"
)


def _flat(kind: str, body: str, more: str = "") -> str:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3"'
        f' office:mimetype="{mimetype}">{_META}{_SETTINGS}{more}'
        f"<office:body>{body}</office:body></office:document>"
    )


def _picture(folder: Path) -> str:
    path = folder / "dalam.jpg"
    PICTURES["baseline.jpg"][0](path)
    raw = base64.b64encode(path.read_bytes()).decode()
    path.unlink()
    return (
        '<draw:frame draw:name="Gambar" text:anchor-type="paragraph" svg:width="4cm"'
        ' svg:height="3cm" svg:x="1cm" svg:y="2cm">'
        f"<draw:image><office:binary-data>{raw}</office:binary-data></draw:image></draw:frame>"
    )


def _text(folder: Path) -> str:
    changes = (
        '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:insertion>'
        f"<office:change-info><dc:creator>{p.AUTHOR}</dc:creator>"
        "<dc:date>2026-11-03T14:07:31</dc:date></office:change-info></text:insertion>"
        "</text:changed-region></text:tracked-changes>"
    )
    return _flat(
        "text",
        f"<office:text>{changes}<text:p>{p.SENTENCE} {_NOTE}"
        f'<text:change-start text:change-id="c1"/>{p.CHANGED}'
        f'<text:change-end text:change-id="c1"/></text:p><text:p>{_picture(folder)}</text:p>'
        "</office:text>",
    )


def _sheet(folder: Path) -> str:
    cells = "".join(
        '<table:table-cell office:value-type="string">'
        f"{_NOTE if at == 0 else ''}<text:p>{cell}</text:p></table:table-cell>"
        for at, cell in enumerate(p.CELLS)
    )
    frame = _picture(folder).replace(' text:anchor-type="paragraph"', "")
    return _flat(
        "spreadsheet",
        '<office:spreadsheet><table:table table:name="Lembar">'
        f"<table:shapes>{frame}</table:shapes><table:table-column/>"
        f"<table:table-row>{cells}</table:table-row></table:table></office:spreadsheet>",
    )


def _slides(folder: Path) -> str:
    frame = _picture(folder).replace(' text:anchor-type="paragraph"', "")
    notes = (
        '<presentation:notes><draw:frame presentation:class="notes" svg:width="10cm"'
        f' svg:height="5cm"><draw:text-box><text:p>{p.REMARK}</text:p></draw:text-box>'
        "</draw:frame></presentation:notes>"
    )
    master = (
        '<office:automatic-styles><style:page-layout style:name="PM"/></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="M" style:page-layout-name="PM"/>'
        "</office:master-styles>"
    )
    return _flat(
        "presentation",
        '<office:presentation><draw:page draw:name="satu" draw:master-page-name="M">'
        '<draw:frame svg:width="20cm" svg:height="3cm" svg:x="1cm" svg:y="8cm"><draw:text-box>'
        f"<text:p>{p.SENTENCE}</text:p></draw:text-box></draw:frame>{frame}"
        f"{_NOTE.replace('<office:annotation>', _PLACED)}{notes}</draw:page></office:presentation>",
        master,
    )


_PLACED = '<office:annotation svg:x="1cm" svg:y="1cm" svg:width="2cm" svg:height="2cm">'
_SOURCES: dict[str, tuple[Callable[[Path], str], tuple[str, ...]]] = {
    "surat.fodt": (_text, ("docx", "odt", "pdf", "doc")),
    "tabel.fods": (_sheet, ("xlsx", "ods")),
    "paparan.fodp": (_slides, ("pptx", "odp")),
}


def convert(target: str, paths: Iterable[Path], folder: Path, home: Path) -> None:
    """Let LibreOffice write each file in another format into `folder`, in one run."""
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{home}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            *map(str, paths),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


def make_documents(folder: Path, home: Path, *only: str) -> None:
    """Write surat.docx, .odt, .pdf and .doc, tabel.xlsx and .ods, paparan.pptx and .odp."""
    targets: dict[str, list[Path]] = {}
    for name, (source, endings) in _SOURCES.items():
        path = folder / name
        path.write_text(source(folder))
        for ending in endings if not only else set(endings) & set(only):
            targets.setdefault(ending, []).append(path)
    for ending, paths in targets.items():
        convert(ending, paths, folder, home)
    for path in folder.glob("*.fod?"):
        path.unlink()
    for name, planting in _PLANTINGS.items():
        if (folder / name).exists():
            _replant(folder / name, planting)


# What Microsoft's programs write and LibreOffice does not.
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLANTINGS: dict[str, Callable[[dict[str, bytes]], None]] = {}


def _plants(name: str) -> Callable[[Callable[[dict[str, bytes]], None]], None]:
    def keep(planting: Callable[[dict[str, bytes]], None]) -> None:
        _PLANTINGS[name] = planting

    return keep


def _replant(path: Path, planting: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    planting(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 3, 14, 7, 30))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def _edit(parts: dict[str, bytes], name: str, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, lambda _: replacement, parts[name].decode(), count=1)
    assert count == 1, (name, pattern)
    parts[name] = text.encode()


def _relate(parts: dict[str, bytes], name: str, relationship: str) -> None:
    empty = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships'
        ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    parts.setdefault(name, empty.encode())
    _edit(parts, name, "</Relationships>", f"{relationship}</Relationships>")


def _declare(parts: dict[str, bytes], name: str, kind: str) -> None:
    override = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    _edit(parts, "[Content_Types].xml", "</Types>", f"{override}</Types>")


def _custom(parts: dict[str, bytes], rels: str) -> None:
    parts["customXml/item1.xml"] = f"<pemilik>{p.AUTHOR}</pemilik>".encode()
    _relate(
        parts,
        rels,
        f'<Relationship Id="rIdC" Type="{_RELATIONSHIP}/customXml"'
        ' Target="../customXml/item1.xml"/>',
    )
    parts["docProps/thumbnail.jpeg"] = b"\xff\xd8" + p.SERIAL.encode()
    _relate(
        parts,
        "_rels/.rels",
        '<Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/>',
    )
    _edit(
        parts,
        "[Content_Types].xml",
        "<Default",
        '<Default Extension="jpeg" ContentType="image/jpeg"/><Default',
    )
    _edit(
        parts,
        "docProps/app.xml",
        "</Properties>",
        f"<Company>{p.COMPANY}</Company><Manager>{p.READER}</Manager></Properties>",
    )


@_plants("surat.docx")
def _docx(parts: dict[str, bytes]) -> None:
    _custom(parts, "word/_rels/document.xml.rels")
    parts["word/people.xml"] = (
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:person w15:author="{p.AUTHOR}"><w15:presenceInfo w15:providerId="AD"'
        f' w15:userId="{p.SERIAL}"/></w15:person></w15:people>'
    ).encode()
    _declare(
        parts,
        "word/people.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml",
    )
    _relate(
        parts,
        "word/_rels/document.xml.rels",
        '<Relationship Id="rIdP" Type="http://schemas.microsoft.com/office/2011/relationships/'
        'people" Target="people.xml"/>',
    )
    _relate(
        parts,
        "word/_rels/settings.xml.rels",
        f'<Relationship Id="rIdA" Type="{_RELATIONSHIP}/attachedTemplate"'
        f' Target="file:///{p.FOLDER}\\{p.TEMPLATE}" TargetMode="External"/>',
    )
    _edit(
        parts,
        "word/settings.xml",
        "(?<=<w:zoom)([^>]*/>)",
        f' w:percent="100"/><w:attachedTemplate r:id="rIdA" xmlns:r="{_RELATIONSHIP}"/>',
    )
    _edit(
        parts,
        "word/settings.xml",
        "</w:settings>",
        f'<w:rsids><w:rsidRoot w:val="{p.SITTING}"/></w:rsids></w:settings>',
    )
    _edit(
        parts, "word/document.xml", "<w:p>", f'<w:p w:rsidR="{p.SITTING}" w14:textId="{p.SITTING}">'
    )
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    if "xmlns:w14=" not in parts["word/document.xml"].decode():
        _edit(parts, "word/document.xml", "<w:document ", f"<w:document {w14} ")
    _edit(parts, "word/document.xml", 'descr="[^"]*"', f'descr="{p.FOLDER}\\gambar.jpg"')


@_plants("tabel.xlsx")
def _xlsx(parts: dict[str, bytes]) -> None:
    _custom(parts, "xl/_rels/workbook.xml.rels")
    parts["xl/printerSettings/printerSettings1.bin"] = p.PRINTER.encode("utf-16-le")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    default = f'<Default Extension="bin" ContentType="{kind}"/>'
    _edit(parts, "[Content_Types].xml", "<Default", f"{default}<Default")
    _relate(
        parts,
        "xl/worksheets/_rels/sheet1.xml.rels",
        f'<Relationship Id="rIdS" Type="{_RELATIONSHIP}/printerSettings"'
        ' Target="../printerSettings/printerSettings1.bin"/>',
    )
    _edit(parts, "xl/worksheets/sheet1.xml", "<pageSetup ", '<pageSetup r:id="rIdS" ')
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        f'<x15ac:absPath url="{p.FOLDER}\\" xmlns:x15ac="http://schemas.microsoft.com/office/'
        'spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
    )
    _edit(parts, "xl/workbook.xml", "(?=<bookViews)", path)


@_plants("paparan.pptx")
def _pptx(parts: dict[str, bytes]) -> None:
    _custom(parts, "ppt/_rels/presentation.xml.rels")
    _relate(
        parts,
        "ppt/slides/_rels/slide1.xml.rels",
        f'<Relationship Id="rIdH" Type="{_RELATIONSHIP}/hyperlink"'
        f' Target="file:///{p.FOLDER}\\lama.pptx" TargetMode="External"/>',
    )


def text_of(path: Path, form: str = "-layout") -> str:
    """Return the text of all pages of a PDF; with the form `-bbox` each word with its place."""
    done = subprocess.run(
        ["pdftotext", form, str(path), "-"], capture_output=True, text=True, check=True
    )
    if form != "-bbox":
        return done.stdout
    return "\n".join(re.findall(r"<(?:page|word).*", done.stdout))


def pages_of(path: Path, folder: Path) -> list[bytes]:
    """Return the pages of a PDF as pixels."""
    folder.mkdir()
    subprocess.run(
        ["pdftoppm", "-r", "60", str(path), str(folder / "page")], capture_output=True, check=True
    )
    pages = [page.read_bytes() for page in sorted(folder.glob("page-*.ppm"))]
    assert pages
    return pages
