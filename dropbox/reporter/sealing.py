"""Makes a letter out of what the reporter wrote (§4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dropbox.protocol.body import REPORT, write_letter_body
from dropbox.protocol.bulletin import Bulletin, choose_intake_pk
from dropbox.protocol.canonical import JsonObject
from dropbox.protocol.errors import (
    BulletinClosedError,
    LetterBodyError,
    LetterTooLongError,
    NoIntakeKeyError,
)
from dropbox.protocol.letter import seal_letter
from dropbox.protocol.thread import ThreadKeys
from dropbox.reporter.wording import ReporterError


@dataclass(frozen=True)
class SealedLetter:
    """What is sent, in this order: the letter of 32,768 bytes, then its chunk records (§5.4)."""

    letter: bytes
    chunk_records: Iterator[bytes] = field(default_factory=lambda: iter(()))


@dataclass(frozen=True)
class Draft:
    """A body that fits, and the intake key of today: all that can fail before a passphrase."""

    letter_type: int
    did: bytes
    intake_pk: bytes
    body: bytes = field(repr=False)

    def seal(self, thread: ThreadKeys) -> SealedLetter:
        """Return the sealed letter.

        What is sent again after a failure must be this object, so that a letter never arrives
        twice.
        """
        letter = seal_letter(self.letter_type, thread, self.body, self.did, self.intake_pk)
        return SealedLetter(letter)


def draft_letter(bulletin: Bulletin, today: int, letter_type: int, body: JsonObject) -> Draft:
    """Return the draft of a letter for the intake key of `today`; raises ReporterError (§7.4)."""
    if letter_type == REPORT:
        _check_category(bulletin, body)
    try:
        raw = write_letter_body(letter_type, body)
        return Draft(letter_type, bulletin.did, choose_intake_pk(bulletin, today), raw)
    except LetterTooLongError as error:
        raise ReporterError(
            f"Terlalu panjang {error.excess:,} bita. Singkatkan, atau kirim sisanya sebagai"
            " keterangan tambahan. Tidak ada yang terkirim.",
            f"Too long by {error.excess:,} bytes. Shorten it, or send the rest as a follow-up."
            " Nothing was sent.",
            "too_long",
        ) from None
    except LetterBodyError:
        raise ReporterError(
            "Ada isian wajib yang kosong atau isian yang tidak dikenal. Tidak ada yang terkirim.",
            "A required field is empty, or a field is unknown. Nothing was sent.",
            "fields",
        ) from None
    except (BulletinClosedError, NoIntakeKeyError):
        raise ReporterError(
            "Kotak ini tertutup: maklumatnya sudah terlalu lama. Jangan kirim sampai ada yang baru."
            " Bila tanggal komputer Anda salah, betulkan dengan --today.",
            "This drop is closed: its bulletin is too old. Send nothing until there is a new one."
            " If the date of your computer is wrong, give the right one with --today.",
            "closed",
        ) from None


def _check_category(bulletin: Bulletin, body: JsonObject) -> None:
    codes = [choice["code"] for choice in bulletin.content["categories"]]
    if body.get("category") not in codes:
        raise ReporterError(
            f"Pilih kategori (category): {', '.join(codes)}.",
            f"Choose a category: {', '.join(codes)}.",
            "category",
        )
