"""A sealed letter on disk: one file, or a folder with its chunk records beside it (§5.4).

The folder can be carried and posted by any means. Every record is sealed; the names of the files
are what the records begin with, and how many there are is in the name of the letter.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dropbox.protocol.chunk import CID_LEN
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PIECES_MAX
from dropbox.reporter.sealing import SealedLetter
from dropbox.reporter.wording import ReporterError

_LETTER = re.compile(r"surat-([0-9]{1,5})\.letter\Z")
_CHUNK = re.compile(r"[0-9a-f]{64}\.chunk\Z")


def read_sealed(path: Path) -> SealedLetter:
    """Return what write_sealed wrote, or a letter alone; raises ReporterError.

    Chunk records are read when they are sent.
    """
    if not path.is_dir():
        return SealedLetter(_read_exactly(path, LETTER_LEN))
    names = _listed(path)
    letters = [name for name in names if _LETTER.match(name)]
    if len(letters) != 1:
        raise ReporterError(
            f"{path}: bukan folder surat tersegel; di dalamnya harus ada satu surat-N.letter.",
            f"{path}: not the folder of a sealed letter, which has one surat-N.letter.",
            "file",
        )
    chunks = [name for name in names if _CHUNK.match(name)]
    found = _LETTER.match(letters[0])
    wanted = int(found[1]) if found else 0
    if len(chunks) != wanted:
        raise ReporterError(
            f"{path}: ada {len(chunks)} dari {wanted} potongan lampiran. Salin lagi foldernya; atau"
            f" kirim suratnya saja: --letter {path / letters[0]}",
            f"{path}: {len(chunks)} of {wanted} pieces of the attachments are there. Copy the"
            f" folder again; or send the letter alone: --letter {path / letters[0]}",
            "incomplete",
        )
    letter = _read_exactly(path / letters[0], LETTER_LEN)
    return SealedLetter(letter, [partial(_read_chunk, path / name) for name in chunks])


def write_sealed(path: Path, sealed: SealedLetter, progress: Callable[[int, int], None]) -> None:
    """Write a letter to a new file, or with its chunk records into a new folder.

    `progress` is told the records written and in all. Raises ReporterError; then nothing of it is
    left.
    """
    try:
        if not sealed.chunk_records:
            _write(path, sealed.letter)
            return
        path.mkdir(mode=0o700)
        try:
            _fill(path, sealed, progress)
        except BaseException:
            for name in _listed(path):
                (path / name).unlink()
            path.rmdir()
            raise
    except OSError as error:
        raise ReporterError(
            f"{path}: tidak dapat ditulis ({error.strerror}).",
            f"{path}: cannot be written ({error.strerror}).",
            "file",
        ) from None


def shuffled(records: list[Callable[[], bytes]]) -> list[Callable[[], bytes]]:
    """Return the records in an order that tells nothing about the files (§5.4)."""
    order = list(records)
    secrets.SystemRandom().shuffle(order)
    return order


def _fill(path: Path, sealed: SealedLetter, progress: Callable[[int, int], None]) -> None:
    count = len(sealed.chunk_records)
    # The order of writing stays in the folder's times; the letter comes last, so that a folder
    # which has one is whole.
    for written, make_record in enumerate(shuffled(sealed.chunk_records), 1):
        record = make_record()
        _write(path / f"{record[:CID_LEN].hex()}.chunk", record)
        progress(written, count)
    _write(path / f"surat-{count}.letter", sealed.letter)


def _write(path: Path, raw: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            file.write(raw)
            file.flush()
        except BaseException:
            path.unlink()
            raise


def _read_chunk(path: Path) -> bytes:
    record = _read_exactly(path, CHUNK_RECORD_LEN)
    if record[:CID_LEN].hex() != path.stem:
        raise _unfit(path)
    return record


def _listed(path: Path) -> list[str]:
    try:
        with os.scandir(path) as entries:
            # Bounded: one letter and its pieces; more is some other folder.
            return [entry.name for entry, _ in zip(entries, range(PIECES_MAX + 2), strict=False)]
    except OSError as error:
        raise _unreadable(path, error) from None


def _read_exactly(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(length + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(raw) != length:
        raise _unfit(path)
    return raw


def _unfit(path: Path) -> ReporterError:
    return ReporterError(
        f"{path}: bukan surat atau potongan tersegel; surat tepat {LETTER_LEN:,} bita, potongan"
        f" {CHUNK_RECORD_LEN:,}. Salin lagi.",
        f"{path}: not a sealed letter or piece; a letter has exactly {LETTER_LEN:,} bytes, a piece"
        f" {CHUNK_RECORD_LEN:,}. Copy it again.",
        "file",
    )


def _unreadable(path: Path, error: OSError) -> ReporterError:
    return ReporterError(
        f"{path}: tidak terbaca ({error.strerror}).",
        f"{path}: cannot be read ({error.strerror}).",
        "file",
    )
