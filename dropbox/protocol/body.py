"""The JSON inside a letter: report, follow-up, withdrawal (§4.4, §5.1)."""

from __future__ import annotations

import re

from dropbox.protocol.canonical import JsonObject, read_canonical, write_canonical
from dropbox.protocol.errors import (
    AttachmentsTooLargeError,
    LetterBodyError,
    LetterTooLongError,
    ShapeError,
)
from dropbox.protocol.pieces import padded_pieces
from dropbox.protocol.shape import (
    check_base64url,
    check_choice,
    check_code,
    check_fields,
    check_integer,
    check_list,
    check_text,
    refusing_as,
)
from dropbox.protocol.sizes import (
    ATTACHMENTS_MAX_LEN,
    FILE_NAME_MAX_LEN,
    FILES_MAX,
    LETTER_BODY_MAX_LEN,
    PIECES_MAX,
)

DECOY, REPORT, FOLLOW_UP, WITHDRAWAL = range(4)
REPORT_TEXTS = ("who", "when", "where", "how", "why", "unit", "how_known", "who_else")
SURVEY_QUESTIONS = ("ease", "safety", "handling")
SURVEY_BEST = 4
TREATMENTS = ("cleaned", "kept", "untreated")
_UNFIT_NAME = re.compile(r"[/\\\x00-\x1f\x7f]")


def write_letter_body(letter_type: int, body: JsonObject) -> bytes:
    """Return the bytes of a letter's body (§4.4).

    Raises LetterBodyError for wrong fields and LetterTooLongError, with the excess in bytes, for
    more than 31,484.
    """
    with refusing_as(LetterBodyError):
        raw = write_canonical(body)
        # Before the fields, of which a single one may be too long: whoever writes is told by how
        # much.
        if len(raw) > LETTER_BODY_MAX_LEN:
            raise LetterTooLongError(len(raw) - LETTER_BODY_MAX_LEN)
        _check_body(letter_type, body)
    return raw


def read_letter_body(letter_type: int, raw: bytes) -> JsonObject:
    """Return the fields of a letter's body; raises LetterBodyError (§4.4)."""
    with refusing_as(LetterBodyError):
        body = read_canonical(raw)
        _check_body(letter_type, body)
        return body


def _check_body(letter_type: int, body: JsonObject) -> None:
    texts: tuple[str, ...]
    if letter_type == REPORT:
        required, texts = (
            ("language", "category", "what", "account"),
            ("what", "account", *REPORT_TEXTS),
        )
        check_fields(body, required, (*REPORT_TEXTS, "attachments"))
        check_code(body["category"])
    elif letter_type == FOLLOW_UP:
        texts = ("text",)
        words = ("attachments",) if "text" in body else ()
        needed = () if "survey" in body else ("text",)
        check_fields(body, ("language", *needed), ("text", "survey", *words))
    elif letter_type == WITHDRAWAL:
        texts = ("reason",)
        check_fields(body, ("language",), ("reason",))
    else:
        raise ShapeError
    check_choice(body["language"], ("id", "en"))
    for name in texts:
        if name in body:
            check_text(body[name], 1, LETTER_BODY_MAX_LEN)
    if "survey" in body:
        _check_survey(body["survey"])
    if "attachments" in body:
        _check_attachments(body["attachments"])


def _check_survey(value: object) -> None:
    answers = check_fields(value, (), SURVEY_QUESTIONS)
    if not answers:
        raise ShapeError
    for answer in answers.values():
        check_integer(answer, 1, SURVEY_BEST)


def _check_attachments(value: object) -> None:
    attachments = check_fields(value, ("fk", "pieces", "files"))
    check_base64url(attachments["fk"], 32)
    pieces = check_integer(attachments["pieces"], 1, PIECES_MAX)
    lengths = check_list(attachments["files"], 1, FILES_MAX, _check_file)
    try:
        padded = padded_pieces(sum(lengths))
    except AttachmentsTooLargeError:
        raise ShapeError from None
    if pieces != padded:
        raise ShapeError


def _check_file(value: object) -> int:
    file = check_fields(value, ("name", "len", "treatment"))
    name = check_text(file["name"], 1, FILE_NAME_MAX_LEN)
    if _UNFIT_NAME.search(name) or name in {".", ".."}:
        raise ShapeError
    check_choice(file["treatment"], TREATMENTS)
    return check_integer(file["len"], 0, ATTACHMENTS_MAX_LEN)
