"""Puts the files of a letter together again, byte for byte, from their chunks (§5.2, §5.3)."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dropbox.protocol.canonical import from_base64url
from dropbox.protocol.chunk import check_padding, open_chunk
from dropbox.protocol.sizes import PIECE_LEN
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.errors import AttachmentError
from dropbox.workstation.files import make_private_dir, sync_dir
from dropbox.workstation.vault import Vault

# File systems allow 255 bytes; this leaves room for the number that keeps two of one name apart.
NAME_MAX_LEN = 240
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_RESERVED = frozenset('<>:"|?*/\\')


@dataclass(frozen=True)
class Attachment:
    """One file of a letter.

    Its place from 0, name and length as announced, and whether all its pieces are there.
    """

    place: int
    name: str = field(repr=False)
    len: int
    treatment: str
    complete: bool


class Attachments:
    """The files of one letter."""

    def __init__(self, vault: Vault, chunks: CiphertextFolder, did: bytes, letter_id: int) -> None:
        """Read what the letter announces.

        Raises AttachmentError where there is no such letter or it has no files.
        """
        row = vault.row("SELECT body FROM letters WHERE id = ?", letter_id)
        announced = json.loads(row[0]).get("attachments") if row else None
        if announced is None:
            raise AttachmentError("Surat ini tanpa lampiran.", "This letter has no attachments.")
        self._chunks = chunks
        self._did = did
        self._fk = from_base64url(announced["fk"], 32)
        self.pieces: int = announced["pieces"]
        self._files: list[dict[str, int | str]] = announced["files"]
        self._starts: list[int] = []
        end = 0
        for file in self._files:
            self._starts.append(end)
            end += int(file["len"])
        self._end = end
        self._here: dict[int, bytes] = dict(
            vault.rows(
                "SELECT piece, chunk FROM expected WHERE letter_id = ? AND chunk NOT NULL",
                letter_id,
            )
        )

    def files(self) -> list[Attachment]:
        """Return the files in the letter's order."""
        return [
            Attachment(
                place,
                str(file["name"]),
                int(file["len"]),
                str(file["treatment"]),
                set(self._needed(place)) <= self._here.keys(),
            )
            for place, file in enumerate(self._files)
        ]

    def read(self, place: int) -> Iterator[bytes]:
        """Yield the bytes of the file at `place`, piece by piece.

        Raises AttachmentError where a piece is missing, ChunkOpenError where one does not open,
        AttachmentsPaddingError where something hides behind the last file.
        """
        if not 0 <= place < len(self._files):
            raise AttachmentError("Lampiran itu tidak ada.", "There is no such attachment.")
        start = self._starts[place]
        end = start + int(self._files[place]["len"])
        for index in self._needed(place):
            piece = self._piece(index)
            first = index * PIECE_LEN
            yield piece[max(start - first, 0) : min(end - first, PIECE_LEN)]
        if place == len(self._files) - 1:
            self._check_rest()

    def save(self, place: int, folder: Path) -> Path:
        """Write the file at `place` into `folder`, mode 0600, under a safe name; returns where.

        An existing file is never replaced. Raises as `read`, and OSError; then nothing is left
        behind.
        """
        make_private_dir(folder)
        path = _free(folder / safe_name(str(self._files[place]["name"]), place))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in self.read(place):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink()
            raise
        sync_dir(folder)
        return path

    def _needed(self, place: int) -> range:
        start, length = self._starts[place], int(self._files[place]["len"])
        if not length:
            return range(0)
        return range(start // PIECE_LEN, -(-(start + length) // PIECE_LEN))

    def _piece(self, index: int) -> bytes:
        record = self._chunks.get(self._here[index]) if index in self._here else None
        if record is None:
            raise AttachmentError(
                f"Potongan {index + 1} dari {self.pieces} belum ada.",
                f"Piece {index + 1} of {self.pieces} is not here yet.",
            )
        return open_chunk(record, self._fk, index, self.pieces, self._did)

    def _check_rest(self) -> None:
        # Only what is here can be checked; a piece of padding that never came hides nothing.
        for index in range(self._end // PIECE_LEN, self.pieces):
            if index not in self._here:
                continue
            check_padding(self._piece(index)[max(self._end - index * PIECE_LEN, 0) :])


def safe_name(name: str, place: int) -> str:
    """Return a name that no file system or shell trips over and that shows what it is.

    Controls, and the marks that turn the direction of writing so that `exe.pdf` may hide its
    ending, become `_`.
    """
    kept = "".join(
        "_" if unicodedata.category(letter) in _UNSEEN or letter in _RESERVED else letter
        for letter in unicodedata.normalize("NFC", name)
    ).strip(" .")
    # Numbered: no name is then reserved, hidden, an option, or another file's.
    numbered = f"{place + 1:03d}-{kept or 'tanpa-nama'}"
    stem, dot, ending = numbered.rpartition(".")
    if not dot or len(ending.encode()) > 16:
        stem, ending = numbered, ""
    room = NAME_MAX_LEN - len(ending.encode()) - len(dot)
    return stem.encode()[:room].decode("utf-8", "ignore") + (dot + ending if ending else "")


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{number}-{path.name}")
    return free
