"""The reply: what the inspectorate says to a thread, and how it is gathered (§6.1, §6.4)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dropbox.protocol.canonical import JsonObject, read_canonical, write_canonical
from dropbox.protocol.cell import CellOpener, Part
from dropbox.protocol.errors import (
    CellFormError,
    MissingPartsError,
    NotForThisThreadError,
    ReplyBodyError,
    ReplyError,
    ReplyFormError,
    ReplySignatureError,
    ReplyTooLongError,
    ShapeError,
)
from dropbox.protocol.labels import label, u32
from dropbox.protocol.shape import (
    check_choice,
    check_code,
    check_fields,
    check_hex,
    check_integer,
    check_text,
    refusing_as,
)
from dropbox.protocol.signing import SIGNATURE_LEN, sign, verify
from dropbox.protocol.sizes import PIECES_MAX, REPLY_BODY_MAX_LEN
from dropbox.protocol.thread import thread_id

COMBINATIONS_MAX = 64
_DAY_MAX = (1 << 32) - 1
DUE_STEPS = ("verify", "conclude")
_FIELDS = {
    "receipt": (("letter", "letter_type", "ordinal", "pieces", "pieces_received"), ("due",)),
    "message": (("text",), ("due",)),
    "status": (("status",), ("reason", "closed", "due")),
}


@dataclass(frozen=True)
class Reply:
    """A verified reply: its seq and fields (§6.1); `conflict` where another has the same seq."""

    seq: int
    body: JsonObject = field(repr=False)
    conflict: bool = False


@dataclass(frozen=True)
class ThreadReplies:
    """What the board holds for a thread: cells opened, replies, and what is wrong by seq."""

    opened: int
    replies: list[Reply]
    refused: list[tuple[int, ReplyError]]


def write_reply_body(body: JsonObject) -> bytes:
    """Return the bytes of a reply's body; raises ReplyBodyError, ReplyTooLongError (§6.1)."""
    with refusing_as(ReplyBodyError):
        raw = write_canonical(body)
        # Before the fields, of which a single one may be too long: whoever writes is told by how
        # much.
        if len(raw) > REPLY_BODY_MAX_LEN:
            raise ReplyTooLongError(len(raw) - REPLY_BODY_MAX_LEN)
        _check_body(body)
    return raw


def read_reply_body(raw: bytes) -> JsonObject:
    """Return the fields of a reply's body; raises ReplyBodyError (§6.1)."""
    with refusing_as(ReplyBodyError):
        body = read_canonical(raw)
        _check_body(body)
        return body


def sign_reply(signing_seed: bytes, did: bytes, thread_key: bytes, seq: int, body: bytes) -> bytes:
    """Return the joined bytes of a reply: signature, 64 ‖ body (§6.2)."""
    return sign(signing_seed, *_signed(did, thread_id(thread_key), seq, body)) + body


def open_reply(
    joined: bytes, seq: int, thread_key: bytes, did: bytes, signing_pks: Sequence[bytes]
) -> JsonObject:
    """Return the fields of a reply whose signature verifies under one of `signing_pks` (§6.4).

    Raises ReplyFormError, ReplySignatureError, ReplyBodyError.
    """
    if len(joined) <= SIGNATURE_LEN:
        raise ReplyFormError
    signature, body = joined[:SIGNATURE_LEN], joined[SIGNATURE_LEN:]
    pieces = _signed(did, thread_id(thread_key), seq, body)
    for pk in signing_pks:
        try:
            verify(pk, signature, ReplySignatureError, *pieces)
        except ReplySignatureError:
            continue
        return read_reply_body(body)
    raise ReplySignatureError


def read_replies(
    cells: Iterable[bytes], thread_key: bytes, did: bytes, signing_pks: Sequence[bytes]
) -> ThreadReplies:
    """Return everything that `cells` hold for the thread, in order of seq (§6.4).

    What is wrong with one reply is reported under its seq and hides no other. A cell that opens but
    is not laid out as it should be counts as opened and is reported under seq 0.
    """
    opener = CellOpener(thread_key, did)
    opened = 0
    gathered: dict[tuple[int, int], dict[int, set[bytes]]] = {}
    refused: list[tuple[int, ReplyError]] = []
    for cell in cells:
        try:
            part = opener.open_cell(cell)
        except NotForThisThreadError:
            continue
        except CellFormError as error:
            opened += 1
            refused.append((0, error))
            continue
        opened += 1
        _gather(gathered, part)
    found: dict[int, list[JsonObject]] = {}
    for (seq, parts), slices in sorted(gathered.items()):
        bodies, wrong = _join(seq, parts, slices, thread_key, did, signing_pks)
        if wrong:
            refused.append((seq, wrong))
        known = found.setdefault(seq, [])
        known.extend(body for body in bodies if body not in known)
    replies = [
        Reply(seq, body, conflict=len(bodies) > 1)
        for seq, bodies in sorted(found.items())
        for body in bodies
    ]
    return ThreadReplies(opened, replies, refused)


def _gather(gathered: dict[tuple[int, int], dict[int, set[bytes]]], part: Part) -> None:
    slices = gathered.setdefault((part.seq, part.parts), {})
    slices.setdefault(part.part, set()).add(part.slice)


def _join(
    seq: int,
    parts: int,
    slices: dict[int, set[bytes]],
    thread_key: bytes,
    did: bytes,
    signing_pks: Sequence[bytes],
) -> tuple[list[JsonObject], ReplyError | None]:
    if len(slices) < parts:
        return [], MissingPartsError()
    choices = itertools.product(*(sorted(slices[part]) for part in range(parts)))
    bodies: list[JsonObject] = []
    errors: dict[type[ReplyError], ReplyError] = {}
    for chosen in itertools.islice(choices, COMBINATIONS_MAX):
        try:
            bodies.append(open_reply(b"".join(chosen), seq, thread_key, did, signing_pks))
        except ReplyError as error:
            errors[type(error)] = error
    # What was signed but cannot be read is said even beside a good reply; what was not signed says
    # nothing beside one.
    unread = errors.get(ReplyBodyError)
    if bodies or unread:
        return bodies, unread
    return bodies, errors.get(ReplySignatureError) or errors[ReplyFormError]


def _check_body(body: JsonObject) -> None:
    kind = check_choice(body.get("kind"), _FIELDS)
    required, optional = _FIELDS[kind]
    check_fields(body, ("kind", "day", *required), optional)
    check_integer(body["day"], 0, _DAY_MAX)
    if "due" in body:
        due = check_fields(body["due"], ("step", "day"))
        check_choice(due["step"], DUE_STEPS)
        check_integer(due["day"], 0, _DAY_MAX)
    # A case that has ended owes nothing more.
    if "closed" in body and (body["closed"] is not True or "due" in body):
        raise ShapeError
    if kind == "message":
        check_text(body["text"], 1, REPLY_BODY_MAX_LEN)
    elif kind == "status":
        check_code(body["status"])
        if "reason" in body:
            check_text(body["reason"], 1, REPLY_BODY_MAX_LEN)
    else:
        _check_receipt(body)


def _check_receipt(body: JsonObject) -> None:
    check_hex(body["letter"], 16)
    check_integer(body["letter_type"], 1, 3)
    check_integer(body["ordinal"], 1, _DAY_MAX)
    pieces = check_integer(body["pieces"], 0, PIECES_MAX)
    if check_integer(body["pieces_received"], 0, PIECES_MAX) > pieces:
        raise ShapeError


def _signed(did: bytes, tid: bytes, seq: int, body: bytes) -> tuple[bytes, ...]:
    return label("reply"), did, tid, u32(seq), body
