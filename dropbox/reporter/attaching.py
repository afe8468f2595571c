"""Files that go with a letter: what the letter says of them, and their chunk records (§5.1–§5.3).

Files are read piece by piece when a piece is sealed, so that a big one needs no memory. Nothing is
written.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dropbox.protocol.body import FOLLOW_UP, write_letter_body
from dropbox.protocol.canonical import JsonObject, to_base64url
from dropbox.protocol.chunk import ChunkSealer
from dropbox.protocol.errors import AttachmentsTooLargeError, LetterBodyError
from dropbox.protocol.pieces import padded_pieces
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import FILES_MAX, PIECE_LEN
from dropbox.reporter.wording import ReporterError, one_line

# What an ending may tell: the kind of file, and no word of the owner's.
_ENDING = re.compile(r"\.[a-z0-9]{1,5}\Z")


@dataclass(frozen=True)
class ChosenFile:
    """A file on this computer, and the name under which the inspectorate gets it.

    `state` is what tells that the file was changed or replaced since it was chosen.
    """

    path: Path
    name: str
    file_len: int
    state: tuple[int, int, int, int] = field(repr=False)


@dataclass(frozen=True)
class Attached:
    """The files of one letter: `manifest` goes into its body (§5.1), the pieces follow it."""

    manifest: JsonObject = field(repr=False)
    chunk_records: list[Callable[[], bytes]] = field(repr=False)


def choose_files(paths: list[Path], most_len: int, *, keep_names: bool) -> list[ChosenFile]:
    """Return the files at `paths`, of at most `most_len` bytes together; raises ReporterError.

    Without `keep_names` they are called `lampiran-1.pdf` and so on: a name often names its owner.
    """
    if len(paths) > FILES_MAX:
        raise ReporterError(
            f"Paling banyak {FILES_MAX} berkas per surat. Kirim sisanya dengan --follow-up.",
            f"At most {FILES_MAX} files go with a letter. Send the rest with --follow-up.",
            "attachments",
        )
    chosen = [_choose(path, place, keep_names=keep_names) for place, path in enumerate(paths, 1)]
    total_len = sum(file.file_len for file in chosen)
    if total_len > most_len:
        raise ReporterError(
            f"Lampiran {total_len:,} bita; inspektorat menerima paling banyak {most_len:,} per"
            " surat. Bagi ke beberapa surat (--follow-up). Tidak ada yang terkirim.",
            f"The attachments have {total_len:,} bytes; the inspectorate takes at most"
            f" {most_len:,} with a letter. Divide them (--follow-up). Nothing was sent.",
            "attachments_too_large",
        )
    return chosen


def attach_files(files: list[ChosenFile], did: bytes) -> Attached:
    """Return what a letter says of the files, and what makes each of their chunk records.

    Making one raises ReporterError where its files were changed meanwhile or cannot be read.
    """
    try:
        pieces = padded_pieces(sum(file.file_len for file in files))
    except AttachmentsTooLargeError:
        raise ReporterError(
            "Lampiran terlalu besar untuk satu surat. Bagi ke beberapa surat (--follow-up).",
            "The attachments are too large for one letter. Divide them (--follow-up).",
            "attachments_too_large",
        ) from None
    fk = random_bytes(32)
    sealer = ChunkSealer(fk, pieces, did)
    manifest = {
        "fk": to_base64url(fk),
        "pieces": pieces,
        "files": [
            # The command line removes nothing from inside of files.
            {"name": file.name, "len": file.file_len, "treatment": "untreated"}
            for file in files
        ],
    }
    return Attached(manifest, [partial(_seal, sealer, files, index) for index in range(pieces)])


def attachment_lines(files: list[ChosenFile]) -> list[str]:
    """Return what the reporter must know before the files go."""
    listed = [
        f"  {one_line(file.path.name)} → {one_line(file.name)} ({file.file_len:,} bita/bytes)"
        for file in files
    ]
    return [
        "Lampiran / Attachments:",
        *listed,
        "PERINGATAN: berkas dikirim utuh. Nama pembuat, lokasi GPS, nama komputer, dan tanggal di",
        "dalamnya TIDAK dihapus oleh baris perintah ini. Bersihkan dahulu salinannya dengan mat2,",
        "atau foto dengan: exiftool -all= BERKAS",
        "WARNING: files are sent as they are. Author, GPS position, name of the computer and dates",
        "inside them are NOT removed by this command line. Clean copies of them first with mat2,",
        "or pictures with: exiftool -all= FILE",
    ]


def _choose(path: Path, place: int, *, keep_names: bool) -> ChosenFile:
    descriptor = _open(path)
    try:
        state = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise ReporterError(
            f"{path}: bukan berkas biasa. Lampirkan berkas satu per satu.",
            f"{path}: not an ordinary file. Attach files one by one.",
            "file",
        )
    name = unicodedata.normalize("NFC", path.name) if keep_names else _neutral_name(path, place)
    _check_name(name)
    return ChosenFile(path, name, state.st_size, _state(state))


def _check_name(name: str) -> None:
    # Asked of the protocol itself, with the shortest letter that has a file of this name.
    file = {"name": name, "len": 0, "treatment": "untreated"}
    manifest = {"fk": to_base64url(bytes(32)), "pieces": 1, "files": [file]}
    try:
        write_letter_body(FOLLOW_UP, {"language": "id", "text": "-", "attachments": manifest})
    except LetterBodyError:
        shown = ascii(name)
        raise ReporterError(
            f"{shown}: nama ini tidak dapat dikirim (paling banyak 255 bita, tanpa tanda kendali)."
            " Ganti namanya, atau jangan pakai --keep-names.",
            f"{shown}: this name cannot be sent (at most 255 bytes, no control signs). Rename the"
            " file, or leave out --keep-names.",
            "file",
        ) from None


def _neutral_name(path: Path, place: int) -> str:
    ending = path.suffix.lower()
    return f"lampiran-{place}{ending if _ENDING.fullmatch(ending) else ''}"


def _open(path: Path) -> int:
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
    try:
        try:
            # The time of the last reading would say on this computer what was sent, and when.
            return os.open(path, flags | getattr(os, "O_NOATIME", 0))
        except PermissionError:
            return os.open(path, flags)
    except OSError as error:
        raise _unreadable(path, error) from None


def _state(state: os.stat_result) -> tuple[int, int, int, int]:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def _seal(sealer: ChunkSealer, files: list[ChosenFile], index: int) -> bytes:
    return sealer.seal(index, b"".join(_read_piece(files, index)))


def _read_piece(files: list[ChosenFile], index: int) -> list[bytes]:
    """Return the parts of one piece; what a piece has behind the last file, sealing fills up."""
    start, end, parts = index * PIECE_LEN, (index + 1) * PIECE_LEN, []
    file_at = 0
    for file in files:
        first, last = max(start - file_at, 0), min(end - file_at, file.file_len)
        if first < last:
            parts.append(_read(file, first, last - first))
        file_at += file.file_len
    return parts


def _read(file: ChosenFile, at: int, length: int) -> bytes:
    descriptor = _open(file.path)
    try:
        read = b""
        while len(read) < length:
            block = os.pread(descriptor, length - len(read), at + len(read))
            if not block:
                break
            read += block
        # After reading: what was written while it was read shows in the state, too.
        changed = _state(os.fstat(descriptor)) != file.state
    except OSError as error:
        raise _unreadable(file.path, error) from None
    finally:
        os.close(descriptor)
    if changed or len(read) != length:
        raise ReporterError(
            f"{file.path}: berubah selagi dikirim, jadi lampirannya tidak akan utuh. Jangan ubah"
            " berkasnya, lalu kirim lagi dengan --follow-up.",
            f"{file.path}: was changed while it was being sent, so it would not arrive whole. Leave"
            " the file alone and send it again with --follow-up.",
            "file_changed",
        )
    return read


def _unreadable(path: Path, error: OSError) -> ReporterError:
    return ReporterError(
        f"{path}: tidak terbaca ({error.strerror}).",
        f"{path}: cannot be read ({error.strerror}).",
        "file",
    )
