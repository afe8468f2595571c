"""Makes a letter out of what the reporter wrote (§4.2)."""

from __future__ import annotations

from collections.abc import Callable
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
from dropbox.reporter.attaching import Attached
from dropbox.reporter.wording import ReporterError


@dataclass(frozen=True)
class SealedLetter:
    """What is sent, in this order: the letter of 32,768 bytes, then its chunk records (§5.4).

    A chunk record, 262,176 bytes, is made when it is called for: all of them may be gigabytes.
    """

    letter: bytes
    chunk_records: list[Callable[[], bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """A body that fits, and the intake key of today: all that can fail before a passphrase."""

    letter_type: int
    did: bytes
    intake_pk: bytes
    body: bytes = field(repr=False)
    attached: Attached | None = field(repr=False, default=None)

    def seal(self, thread: ThreadKeys) -> SealedLetter:
        """Return the sealed letter.

        What is sent again after a failure must be this object, so that a letter never arrives
        twice.
        """
        letter = seal_letter(self.letter_type, thread, self.body, self.did, self.intake_pk)
        return SealedLetter(letter, self.attached.chunk_records if self.attached else [])


def draft_letter(
    bulletin: Bulletin,
    today: int,
    letter_type: int,
    body: JsonObject,
    attached: Attached | None = None,
) -> Draft:
    """Return the draft of a letter for the intake key of `today`; raises ReporterError (§7.4)."""
    if attached is not None:
        body = {**body, "attachments": attached.manifest}
    if letter_type == REPORT:
        _check_category(bulletin, body)
    try:
        raw = write_letter_body(letter_type, body)
        intake_pk = choose_intake_pk(bulletin, today)
        return Draft(letter_type, bulletin.did, intake_pk, raw, attached)
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
