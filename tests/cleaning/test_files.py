"""Documents, films, recordings: what is found goes, what they show stays, what cannot is said."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cleaning import planted as p
from tests.cleaning.films import make_films, samples_of
from tests.cleaning.judging import clean, cleaned_path, exiftool, holds, mat2, unzipped
from tests.cleaning.matrix import DOCUMENTS, FILMS, PAPERS, UNCLEANED, Row, table
from tests.cleaning.office import convert, make_documents, pages_of, text_of
from tests.cleaning.papers import check, make_papers, unpacked
from tests.cleaning.pictures import SECRETS

DOCS = Path(__file__).parents[2] / "docs" / "CLEANING.md"
ROWS = (*DOCUMENTS, *PAPERS, *FILMS)
BY_NAME = {row.name: row for row in ROWS}
ALL_SECRETS = (
    p.AUTHOR,
    p.READER,
    p.INITIALS,
    p.COMPANY,
    p.TITLE,
    p.TEMPLATE,
    p.FOLDER,
    "siti.rahasia",
    p.PRINTER,
    p.SERIAL,
    p.OLD,
    p.INSIDE,
    p.SCRIPT,
    p.DOCUMENT_ID,
    p.SITTING,
    *SECRETS,
)


def words(text: str) -> set[str]:
    return set(text.split())


class Files:
    """All files, what was said of them, and the cleaned ones."""

    def __init__(self, folder: Path, home: Path) -> None:
        make_documents(folder, home)
        make_papers(folder)
        make_films(folder)
        _make_uncleaned(folder)
        names = [*BY_NAME, *UNCLEANED]
        paths = [folder / name for name in names]
        self.folder = folder
        self.answers: dict[str, dict[str, Any]] = dict(zip(names, clean(*paths), strict=True))
        self.cleaned = {
            name: cleaned_path(folder / name)
            for name in BY_NAME
            if self.answers[name]["obstacle"] is None
        }
        self.pdfs = self._as_pdf(home)
        cleaned = list(self.cleaned.values())
        originals = [folder / name for name in self.cleaned]
        before, after = exiftool(*originals), exiftool(*cleaned)
        self.tags = dict(zip(self.cleaned, zip(before, after, strict=True), strict=True))
        # mat2 knows these formats but for recordings.
        self.mat2 = mat2(*(path for path in cleaned if path.suffix not in {".m4a", ".3gp", ".mov"}))

    def _as_pdf(self, home: Path) -> dict[str, tuple[Path, Path]]:
        """Let LibreOffice open every office document, before and after."""
        before, after = self.folder / "sebelum", self.folder / "sesudah"
        names = [row.name for row in DOCUMENTS]
        # Under names of their own: the endings go, and so would the difference.
        for target, source in ((before, self.folder), (after, self.folder / "bersih")):
            target.mkdir()
            for name in names:
                shutil.copy(
                    source / name, target / f"{name.replace('.', '-')}.{name[-4:].strip('.')}"
                )
        copies = [path for target in (before, after) for path in sorted(target.iterdir())]
        for target in (before, after):
            convert("pdf", [path for path in copies if path.parent == target], target, home)
        return {
            name: tuple(target / f"{name.replace('.', '-')}.pdf" for target in (before, after))  # type: ignore[misc]
            for name in names
        }


def _make_uncleaned(folder: Path) -> None:
    with zipfile.ZipFile(folder / "surat.docx") as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts["word/vbaProject.bin"] = b"x"
    types = parts["[Content_Types].xml"].decode()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = types.replace(main, "application/vnd.ms-word.document.macroEnabled.main+xml")
    assert macros != types
    parts["[Content_Types].xml"] = macros.encode()
    with zipfile.ZipFile(folder / "makro.docm", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(folder / "arsip.zip", "w") as archive:
        archive.writestr("catatan.txt", "isi")
    (folder / "foto.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99))
    (folder / "gambar.gif").write_bytes(b"GIF89a" + bytes(99))
    (folder / "data.bin").write_bytes(os.urandom(8) + bytes(99))
    for ending in ("pdf", "docx"):
        raw = (folder / f"surat.{ending}").read_bytes()
        (folder / f"rusak.{ending}").write_bytes(raw[: len(raw) // 2])
    raw = (folder / "rapat.mp4").read_bytes()
    (folder / "rusak.mp4").write_bytes(raw[: len(raw) // 3])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("berkas"), tmp_path_factory.mktemp("kantor"))


@pytest.mark.parametrize("name", BY_NAME)
def test_what_betrays_is_found_and_gone(name: str, files: Files) -> None:
    row, answer = BY_NAME[name], files.answers[name]
    assert answer["obstacle"] is None
    assert answer["ending"] == name.rpartition(".")[2]
    assert row.kinds <= set(answer["found"]), row.kinds - set(answer["found"])
    assert set(row.remains.split()) <= set(answer["remains"])
    before = _everything(files.folder / name)
    after = _everything(files.cleaned[name])
    planted = {secret for secret in ALL_SECRETS if holds(before, secret)}
    assert len(planted) >= 2
    assert not {secret for secret in ALL_SECRETS if holds(after, secret)}
    # What was found is shown as it stood in the file.
    said = " ".join(value for values in answer["said"].values() for value in values)
    assert p.AUTHOR in said or p.READER in said


def _everything(path: Path) -> bytes:
    raw = path.read_bytes()
    return unpacked(path) if raw.startswith(b"%PDF") else unzipped(raw)


@pytest.mark.parametrize("name", BY_NAME)
def test_other_programs_find_nothing_either(name: str, files: Files) -> None:
    before, after = files.tags[name]
    assert _metadata(after) == {}
    assert _metadata(before) != {}
    # How a picture is turned counts as metadata with mat2.
    said = files.mat2.get(name, [])
    assert [line for line in said if not line.startswith(MAT2_STRUCTURE)] == []


MAT2_STRUCTURE = (
    "ExifByteOrder: ",
    "Orientation: ",
    "creation-date: -1",
    "mod-date: -1",
    "format: PDF-",
    *(
        f"{tag}: "
        for tag in words(
            "AudioBitsPerSample AudioChannels AudioFormat AudioSampleRate AverageBitrate Balance"
            " BitDepth BufferSize CompatibleBrands CompressorID GraphicsMode HandlerType MajorBrand"
            " MatrixStructure MaxBitrate MediaDataOffset MediaDataSize MediaHeaderVersion"
            " MediaLanguageCode MinorVersion MovieHeaderVersion MovieFragmentSequence NextTrackID"
            " OpColor PixelAspectRatio PreferredRate PreferredVolume Rotation SourceImageHeight"
            " SourceImageWidth TimeScale TrackHeaderVersion TrackID TrackLayer TrackVolume"
        )
    ),
)
# What says how a file is built, and nothing of who made it.
STRUCTURE = {"File", "ExifTool", "SourceFile", "Composite", "ZIP"}
STRUCTURE_TAGS = {
    "PDF": words(
        "PDFVersion Linearized PageCount Language TaggedPDF PageMode PageLayout HasXFA"
        " EmbeddedImageColorSpace EmbeddedImageFilter EmbeddedImageHeight EmbeddedImageWidth"
        " EmbeddedImage"
    ),
    "JFIF": words("JFIFVersion ResolutionUnit XResolution YResolution"),
    "QuickTime": words(
        "MajorBrand MinorVersion CompatibleBrands MediaDataSize MediaDataOffset MediaData"
        " MovieHeaderVersion TimeScale Duration PreferredRate PreferredVolume MatrixStructure"
        " PreviewTime PreviewDuration PosterTime SelectionTime SelectionDuration CurrentTime"
        " NextTrackID TrackHeaderVersion TrackID TrackDuration TrackLayer TrackVolume ImageWidth"
        " ImageHeight MediaHeaderVersion MediaTimeScale MediaDuration MediaLanguageCode HandlerType"
        " GraphicsMode OpColor Balance CompressorID SourceImageWidth SourceImageHeight XResolution"
        " YResolution BitDepth AVCConfiguration PixelAspectRatio BufferSize MaxBitrate"
        " AverageBitrate VideoFrameRate TimeToSampleTable SyncSampleTable CompositionTimeToSample"
        " SampleToChunk SampleSizes ChunkOffset AudioFormat AudioChannels AudioBitsPerSample"
        " AudioSampleRate SampleGroupDescription SampleToGroup MovieFragmentSequence"
        " ColorProfiles ColorPrimaries TransferCharacteristics MatrixCoefficients FieldOrder"
        " HandlerClass LayoutFlags AudioChannelTypes IndependentAndDisposableSamples"
        " Unknown_edts Unknown_esds Unknown_btrt Unknown_trex Unknown_tfhd Unknown_tfdt"
        " Unknown_trun Unknown_mfra Wide Free VideoFieldOrder"
        " QuickTime_ChannelLayout_0x0008 QuickTime_ChannelLayout_0x000c"
    ),
}


def _metadata(tags: dict[str, Any]) -> dict[str, Any]:
    left = {}
    for name, value in tags.items():
        group, _, tag = name.rpartition(":")
        known = (group or tag) in STRUCTURE or tag in STRUCTURE_TAGS.get(group, set())
        # ExifTool shows times that are not set, and boxes of zeros, as such.
        empty = value in ("", "0000:00:00 00:00:00") or "(Binary data" in str(value)
        if not (known or empty):
            left[name] = value
    return left


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row.name)
def test_documents_open_with_the_same_text_and_pages(
    row: Row, files: Files, tmp_path: Path
) -> None:
    before, after = files.pdfs[row.name]
    text = text_of(after)
    assert text == text_of(before)
    words = p.CELLS if row.name.startswith("tabel") else (p.SENTENCE,)
    assert all(word in " ".join(text.split()) for word in words)
    # Each word at the same place; the colour of tracked changes depends on who made them.
    assert text_of(after, "-bbox") == text_of(before, "-bbox")
    if "changes" not in row.remains.split() or row.name.endswith("docx"):
        pages = pages_of(after, tmp_path / "b")
        assert pages == pages_of(before, tmp_path / "a")
        assert len(set(pages[0])) > 1
    raw = unzipped(files.cleaned[row.name].read_bytes())
    for kind, said in (("remarks", p.REMARK), ("changes", p.CHANGED), ("notes", p.REMARK)):
        assert kind not in row.remains.split() or holds(raw, said)


@pytest.mark.parametrize("row", PAPERS, ids=lambda row: row.name)
def test_pdf_documents_show_the_same_text_and_pages(row: Row, files: Files, tmp_path: Path) -> None:
    before, after = files.folder / row.name, files.cleaned[row.name]
    check(after)
    assert text_of(after) == text_of(before)
    assert p.SENTENCE in text_of(after)
    pages = pages_of(after, tmp_path / "b")
    assert len(pages) > 0
    assert pages == pages_of(before, tmp_path / "a")


@pytest.mark.parametrize("row", FILMS, ids=lambda row: row.name)
def test_films_play_the_same_frames(row: Row, files: Files) -> None:
    assert samples_of(files.cleaned[row.name]) == samples_of(files.folder / row.name)


@pytest.mark.parametrize("name", UNCLEANED)
def test_what_is_not_cleaned_is_said_and_nothing_comes_of_it(name: str, files: Files) -> None:
    answer = files.answers[name]
    assert answer["obstacle"] == UNCLEANED[name]
    assert answer["found"] == []
    assert not (files.folder / f"{name}.cleaned").exists()


@pytest.mark.parametrize("name", [*BY_NAME])
def test_nothing_is_found_in_what_is_clean(name: str, files: Files) -> None:
    (again,) = _CLEANED_AGAIN(files)[name]
    assert again["obstacle"] is None
    assert again["found"] == []


def _once() -> Callable[[Files], dict[str, list[dict[str, Any]]]]:
    kept: dict[str, list[dict[str, Any]]] = {}

    def again(files: Files) -> dict[str, list[dict[str, Any]]]:
        if not kept:
            answers = clean(*files.cleaned.values())
            kept.update({name: [one] for name, one in zip(files.cleaned, answers, strict=True)})
        return kept

    return again


_CLEANED_AGAIN = _once()


def test_comments_go_by_wish_and_the_text_stays(files: Files, tmp_path: Path) -> None:
    names = ["surat.docx", "tabel.xlsx", "paparan.pptx", "surat.odt", "tabel.ods", "lengkap.pdf"]
    paths = [Path(shutil.copy(files.folder / name, tmp_path)) for name in names]
    answers = clean(*paths, flags=("--without-remarks",))
    bare = [cleaned_path(path) for path in paths]
    for path, answer in zip(bare, answers, strict=True):
        assert "remarks" not in answer["remains"], path.name
        raw = _everything(path)
        # The same words stand in the notes of the slides.
        assert path.suffix == ".pptx" or not holds(raw, p.REMARK), path.name
        assert holds(_everything(files.cleaned[path.name]), p.REMARK), path.name
    office = [path for path in bare if path.suffix != ".pdf"]
    convert("txt:Text", [one for one in office if one.name.startswith("surat")], tmp_path, tmp_path)
    check(bare[-1])
    assert text_of(bare[-1]) == text_of(files.folder / "lengkap.pdf")


def test_a_film_of_500_megabytes_takes_little_memory(files: Files, tmp_path: Path) -> None:
    film = tmp_path / "panjang.mp4"
    shutil.copy(files.folder / "siaran.mp4", film)
    # Half a gigabyte of room behind the film, as editors leave it: a hole on this disk.
    with film.open("r+b") as out:
        out.seek(0, os.SEEK_END)
        out.write((500_000_000).to_bytes(4) + b"free" + p.OLD.encode())
        out.truncate(out.tell() + 500_000_000 - 8 - len(p.OLD))
    (answer,) = clean(film, flags=("--dry",))
    assert answer["obstacle"] is None
    assert "leftovers" in answer["found"]
    assert answer["len"] == film.stat().st_size
    assert answer["heldLen"] < 100_000
    assert answer["read"] < 32_000_000


def test_the_table_is_the_one_in_the_docs() -> None:
    assert table() in DOCS.read_text()
