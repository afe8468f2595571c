"""The letter: 32,768 bytes from reporter to inspectorate, sealed, and signed inside (§4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag

from dropbox.protocol.body import DECOY, WITHDRAWAL
from dropbox.protocol.errors import (
    LetterAmbiguousError,
    LetterFormError,
    LetterLengthError,
    LetterSignatureError,
    LetterTooLongError,
    NoIntakeKeyError,
    NotForThisKeyError,
)
from dropbox.protocol.intake import SUITE, IntakeKey, letter_info, sealing_key
from dropbox.protocol.labels import digest, label
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.signing import sign, verify
from dropbox.protocol.sizes import (
    LETTER_BODY_MAX_LEN,
    LETTER_HEADER_LEN,
    LETTER_LEN,
    LETTER_PLAIN_LEN,
)
from dropbox.protocol.thread import ThreadKeys, thread_id

MESSAGE_ID_LEN = 16
_SIGNED_LEN = 84


@dataclass(frozen=True)
class Letter:
    """What an opened letter holds; its signature has been verified, its body has not been read yet.

    `message_id` 16 bytes, `thread_key` and `author_pk` 32 bytes each, `body` as sent (§4.4),
    `signature` 64 bytes. Equal fields mean equal plaintext (§4.5, step 2).
    """

    letter_type: int
    message_id: bytes
    thread_key: bytes = field(repr=False)
    author_pk: bytes = field(repr=False)
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def tid(self) -> bytes:
        """The name of the thread, 32 bytes (§3.6)."""
        return thread_id(self.thread_key)


def seal_letter(
    letter_type: int, thread: ThreadKeys, body: bytes, did: bytes, intake_pk: bytes
) -> bytes:
    """Return a letter of 32,768 bytes; raises LetterTooLongError (§4.2)."""
    plain = letter_plain(letter_type, random_bytes(MESSAGE_ID_LEN), thread, body, did, intake_pk)
    return seal_plain(plain, did, intake_pk)


def seal_decoy(did: bytes, intake_pk: bytes) -> bytes:
    """Return a letter of type 0, which nobody outside can tell from any other (§4.2)."""
    thread = ThreadKeys(random_bytes(32), random_bytes(32))
    return seal_letter(DECOY, thread, b"", did, intake_pk)


def letter_plain(
    letter_type: int,
    message_id: bytes,
    thread: ThreadKeys,
    body: bytes,
    did: bytes,
    intake_pk: bytes,
) -> bytes:
    """Return the signed and padded plaintext, 31,632 bytes (§4.1).

    Raises LetterTooLongError, and LetterFormError for a type or a message id of another form.
    """
    if not DECOY <= letter_type <= WITHDRAWAL or len(message_id) != MESSAGE_ID_LEN:
        raise LetterFormError
    if len(body) > LETTER_BODY_MAX_LEN:
        raise LetterTooLongError(len(body) - LETTER_BODY_MAX_LEN)
    header = bytes([letter_type, 0]) + len(body).to_bytes(2, "big") + message_id
    header += thread.thread_key + thread.author_pk
    signature = sign(thread.author_seed, *_signed(did, intake_pk, header, body))
    return (header + signature + body).ljust(LETTER_PLAIN_LEN, b"\0")


def seal_plain(plain: bytes, did: bytes, intake_pk: bytes) -> bytes:
    """Return the HPKE seal of a plaintext (§4.1): enc ‖ ciphertext ‖ tag, 32,768 bytes.

    Raises LetterFormError where the plaintext has not 31,632 bytes, NoIntakeKeyError where
    `intake_pk` is no key.
    """
    if len(plain) != LETTER_PLAIN_LEN:
        raise LetterFormError
    try:
        return SUITE.encrypt(plain, sealing_key(intake_pk), info=letter_info(did, intake_pk))
    except ValueError:
        raise NoIntakeKeyError from None


def open_letter(sealed: bytes, key: IntakeKey, did: bytes) -> Letter:
    """Return the letter that `key` opens (§4.3).

    Raises LetterLengthError, NotForThisKeyError, LetterFormError, LetterSignatureError.
    """
    if len(sealed) != LETTER_LEN:
        raise LetterLengthError
    try:
        plain = SUITE.decrypt(sealed, key.private, info=letter_info(did, key.pk))
    except InvalidTag:
        raise NotForThisKeyError from None
    return _read_plain(plain, did, key.pk)


def open_with_any(sealed: bytes, keys: Iterable[IntakeKey], did: bytes) -> Letter:
    """Return the letter that exactly one of `keys` opens (§4.3, step 2).

    Raises NotForThisKeyError where none does, LetterAmbiguousError where several do, and what
    open_letter raises. All keys are tried, also after one fits: a letter that opens twice could be
    shown differently to two inspectors.
    """
    found: list[Letter] = []
    broken: list[LetterFormError | LetterSignatureError] = []
    for key in {key.pk: key for key in keys}.values():
        try:
            found.append(open_letter(sealed, key, did))
        except NotForThisKeyError:
            continue
        except (LetterFormError, LetterSignatureError) as error:
            broken.append(error)
    if len(found) + len(broken) > 1:
        raise LetterAmbiguousError
    if broken:
        raise broken[0]
    if not found:
        raise NotForThisKeyError
    return found[0]


def _read_plain(plain: bytes, did: bytes, intake_pk: bytes) -> Letter:
    letter_type, reserved, body_len = plain[0], plain[1], int.from_bytes(plain[2:4], "big")
    end = LETTER_HEADER_LEN + body_len
    if reserved or letter_type > WITHDRAWAL or end > LETTER_PLAIN_LEN:
        raise LetterFormError
    if plain[end:] != bytes(LETTER_PLAIN_LEN - end):
        raise LetterFormError
    if letter_type == DECOY and body_len:
        raise LetterFormError
    header, signature = plain[:_SIGNED_LEN], plain[_SIGNED_LEN:LETTER_HEADER_LEN]
    body, author_pk = plain[LETTER_HEADER_LEN:end], plain[52:84]
    verify(author_pk, signature, LetterSignatureError, *_signed(did, intake_pk, header, body))
    return Letter(letter_type, plain[4:20], plain[20:52], author_pk, body, signature)


def _signed(did: bytes, intake_pk: bytes, header: bytes, body: bytes) -> tuple[bytes, ...]:
    # The intake key is inside so that an inspector cannot seal a reporter's letter again under a
    # later week's key.
    return label("written"), did, digest(intake_pk), header, body
