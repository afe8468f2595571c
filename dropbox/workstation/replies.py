"""What waits to be said.

Messages and statuses that an inspector queued, receipts that every letter gets (§6.1).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from dropbox.protocol.canonical import JsonObject, write_canonical
from dropbox.protocol.cell import seal_cells
from dropbox.protocol.reply import sign_reply, write_reply_body
from dropbox.protocol.signing import SIGNATURE_LEN
from dropbox.protocol.sizes import SLICE_LEN
from dropbox.workstation.case_list import ALIKE
from dropbox.workstation.deadlines import Deadline
from dropbox.workstation.vault import Vault

# What is owed to a case that was opened on that day and has that status, None where it has ended.
Owed = Callable[[int, str], Deadline | None]

# What a reply gets when it goes out, and so is not kept with it (§6.1).
ADDED_FIELDS = frozenset({"kind", "day", "due"})
# Longer than any that is ever said: what fits when it is written fits when it goes out.
_LONGEST_DUE: JsonObject = {"step": "conclude", "day": (1 << 32) - 1}

_RECEIPT_OWED = "(receipted IS NULL OR receipted < pieces_received) AND dismissal IS NULL"
# seq is 256 · number + k, and k has one byte (§6.2).
IN_THREAD_MAX = 256


@dataclass(frozen=True)
class DueReply:
    """A reply that the next delivery should carry: its case and how many cells it takes.

    `reply_id` is None for a receipt that is not written down yet. `joined`, `seq` and `signing_key`
    are set where the reply went out before and is sealed again.
    """

    case_id: int
    thread_key: bytes = field(repr=False)
    cells: int
    body: bytes = field(repr=False)
    reply_id: int | None = None
    letter_id: int | None = None
    pieces_received: int = 0
    joined: bytes | None = field(repr=False, default=None)
    seq: int | None = None
    signing_key: int | None = None


def queue_reply(
    vault: Vault, case_id: int, kind: str, fields: JsonObject, today: int, who: str
) -> int:
    """Let a reply wait for the next delivery; returns its id.

    `fields` are those of §6.1 without `kind`, `day` and `due`. Raises ReplyBodyError,
    ReplyTooLongError.
    """
    room = {} if "closed" in fields else {"due": _LONGEST_DUE}
    write_reply_body({"kind": kind, "day": today, **room, **fields})
    with vault.transaction():
        return vault.change(
            "INSERT INTO replies (case_id, entry, kind, fields, queued_day, who) VALUES (?, ?, ?, "
            "?, ?, ?)",
            case_id,
            vault.next_entry(),
            kind,
            write_canonical(fields),
            today,
            who,
        )


def due_queued(vault: Vault, today: int, owed: Owed) -> list[DueReply]:
    """Return the messages and statuses that wait, the longest waiting first."""
    rows = vault.rows(
        "SELECT replies.id, case_id, thread_key, kind, fields, opened_day, status FROM replies"
        " JOIN cases ON cases.id = case_id WHERE seq IS NULL ORDER BY entry"
    )
    due = []
    for reply_id, case_id, key, kind, raw, opened_day, status in rows:
        fields = json.loads(raw)
        promise = {} if "closed" in fields else _due_fields(owed(opened_day, status))
        body = {"kind": kind, "day": today, **promise, **fields}
        due.append(_due(case_id, key, body, reply_id=reply_id))
    return due


def due_receipts(vault: Vault, today: int, owed: Owed, *, crowds: bool) -> Iterator[DueReply]:
    """Yield the receipts that are owed, with `crowds` those of threads that look like many others.

    For every letter one, and another when more of its pieces arrived; none for a thread in the junk
    tray. First come threads that somebody works on, then those that wrote again, then new ones.
    """
    # One thread that writes a hundred letters must not keep the others from their first receipt. A
    # crowd is taken as it came.
    turn = "entry" if crowds else "row_number() OVER (PARTITION BY case_id ORDER BY entry)"
    owed_ids = vault.rows(
        f"SELECT letters.id, {turn} AS turn FROM letters JOIN cases ON cases.id = case_id"  # noqa: S608
        f" WHERE {_RECEIPT_OWED} AND ({ALIKE} AND NOT (touched OR returned)) = ?"
        " ORDER BY turn, touched = 0, returned = 0, entry",
        crowds,
    )
    for letter_id, _ in owed_ids:
        (
            case_id,
            key,
            message_id,
            letter_type,
            ordinal,
            pieces,
            received,
            opened_day,
            status,
        ) = vault.need_row(
            "SELECT case_id, thread_key, message_id, letter_type, ordinal, pieces, "
            "pieces_received, opened_day, status"
            " FROM letters JOIN cases ON cases.id = case_id WHERE letters.id = ?",
            letter_id,
        )
        yield _due(
            case_id,
            key,
            {
                "kind": "receipt",
                "day": today,
                "letter": message_id.hex(),
                "letter_type": letter_type,
                "ordinal": ordinal,
                "pieces": pieces,
                "pieces_received": received,
                **_due_fields(owed(opened_day, status)),
            },
            letter_id=letter_id,
            pieces_received=received,
        )


def replies_waiting(vault: Vault) -> int:
    """Return how many messages and statuses no delivery has taken yet."""
    return vault.number("SELECT count(*) FROM replies WHERE seq IS NULL")


def receipts_waiting(vault: Vault) -> int:
    """Return how many receipts are owed; each takes one cell."""
    return vault.number(
        f"SELECT count(*) FROM letters JOIN cases ON cases.id = case_id WHERE {_RECEIPT_OWED}"  # noqa: S608
    )


def _due_fields(deadline: Deadline | None) -> JsonObject:
    # §6.1: whoever reads a reply has had the answer that `acknowledge` is about.
    if deadline is None:
        return {}
    return {"due": {"step": deadline.step, "day": deadline.day}}


def due_again(
    vault: Vault, before: int, closed_codes: frozenset[str], *, receipts: bool
) -> list[DueReply]:
    """Return the last reply of each open case whose sheets are gone by the day `before` (§6.2).

    With `receipts` of threads that nobody has worked on, whose last reply is a receipt; else of the
    others. Nothing of the junk tray.
    """
    rows = vault.rows(
        "SELECT replies.id, case_id, thread_key, joined, seq, signing_key FROM replies"
        " JOIN cases ON cases.id = case_id WHERE until <= ?"
        " AND seq = (SELECT max(seq) FROM replies AS later WHERE later.case_id = cases.id)"
        " AND status NOT IN (SELECT value FROM json_each(?))"
        " AND dismissal IS NULL AND touched != ? ORDER BY until, seq",
        before,
        json.dumps(sorted(closed_codes)),
        receipts,
    )
    return [
        DueReply(
            case_id,
            key,
            _cells(len(joined)),
            joined[SIGNATURE_LEN:],
            reply_id=reply_id,
            joined=joined,
            seq=seq,
            signing_key=signing_key,
        )
        for reply_id, case_id, key, joined, seq, signing_key in rows
    ]


def choose(groups: Iterable[Iterable[DueReply]], capacity: int) -> list[DueReply]:
    """Return what fits into `capacity` cells: whole replies, group after group, in order.

    Where a reply of a case must wait, its later ones wait too, so that no answer overtakes the one
    before. Groups are read no further than there is room.
    """
    chosen: list[DueReply] = []
    held: set[int] = set()
    taken: set[int] = set()
    in_thread: dict[int, int] = {}
    for group in groups:
        for due in group:
            if not capacity:
                return chosen
            if due.reply_id is not None and due.reply_id in taken:
                continue
            if due.case_id in held and due.joined is None:
                continue
            new = due.joined is None
            if due.cells > capacity or (new and in_thread.get(due.case_id, 0) == IN_THREAD_MAX):
                held.add(due.case_id)
                continue
            in_thread[due.case_id] = in_thread.get(due.case_id, 0) + new
            capacity -= due.cells
            chosen.append(due)
            if due.reply_id is not None:
                taken.add(due.reply_id)
    return chosen


@dataclass(frozen=True)
class SealedReply:
    """A reply as it goes out: its seq, joined bytes and cells."""

    due: DueReply
    seq: int
    joined: bytes = field(repr=False)
    cells: list[bytes] = field(repr=False)


def seal_replies(
    chosen: list[DueReply], number: int, signing_key: int, signing_seed: bytes, did: bytes
) -> list[SealedReply]:
    """Return the replies with their seq and cells for the bulletin of that number (§6.2).

    What goes out again keeps its seq and body, and is signed again where the key has changed since.
    Receipts count first: a reporter reads in order of seq (§6.4), and that a letter arrived comes
    before what is said about it.
    """
    in_thread: dict[int, int] = {}
    sealed = []
    for due in sorted(chosen, key=lambda reply: reply.letter_id is None):
        seq = due.seq
        if seq is None:
            place = in_thread.get(due.case_id, 0)
            in_thread[due.case_id] = place + 1
            seq = 256 * number + place
        joined = due.joined
        if joined is None or due.signing_key != signing_key:
            joined = sign_reply(signing_seed, did, due.thread_key, seq, due.body)
        sealed.append(SealedReply(due, seq, joined, seal_cells(joined, seq, due.thread_key, did)))
    return sealed


def keep_sealed(
    vault: Vault, sealed: SealedReply, number: int, signing_key: int, until: int, today: int
) -> None:
    """Write down that a reply went out with that bulletin, on sheets that live until that day."""
    due = sealed.due
    if due.joined is not None:
        vault.change(
            "UPDATE replies SET until = ?, joined = ?, signing_key = ? WHERE id = ?",
            until,
            sealed.joined,
            signing_key,
            due.reply_id,
        )
        return
    reply_id = due.reply_id
    if reply_id is None:
        body = json.loads(due.body)
        fields = {name: value for name, value in body.items() if name not in ADDED_FIELDS}
        reply_id = vault.change(
            "INSERT INTO replies (case_id, entry, kind, fields, queued_day, who, letter_id)"
            " VALUES (?, ?, 'receipt', ?, ?, 'titip', ?)",
            due.case_id,
            vault.next_entry(),
            write_canonical(fields),
            today,
            due.letter_id,
        )
        vault.change(
            "UPDATE letters SET receipted = ? WHERE id = ?", due.pieces_received, due.letter_id
        )
    vault.change(
        "UPDATE replies SET seq = ?, bulletin = ?, joined = ?, signing_key = ?, until = ? WHERE "
        "id = ?",
        sealed.seq,
        number,
        sealed.joined,
        signing_key,
        until,
        reply_id,
    )


def _due(
    case_id: int,
    thread_key: bytes,
    body: JsonObject,
    *,
    reply_id: int | None = None,
    letter_id: int | None = None,
    pieces_received: int = 0,
) -> DueReply:
    raw = write_reply_body(body)
    cells = _cells(SIGNATURE_LEN + len(raw))
    return DueReply(case_id, thread_key, cells, raw, reply_id, letter_id, pieces_received)


def _cells(joined_len: int) -> int:
    return -(-joined_len // SLICE_LEN)
