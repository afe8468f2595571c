"""Takes over what was published into a vault that is older than it.

The bulletin and its certificates, every sheet of the board, and what the board holds for the
threads that the vault knows. Afterwards the vault goes on where the published bulletin ended:
nobody's reply leaves the board, nothing is said twice, no number and no seq is used again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from dropbox.protocol.bulletin import Bulletin
from dropbox.protocol.canonical import JsonObject, from_base64url, write_canonical
from dropbox.protocol.certificate import Certificate
from dropbox.protocol.reply import Reply, read_replies, write_reply_body
from dropbox.protocol.sheet import sheet_cells
from dropbox.protocol.signing import SIGNATURE_LEN
from dropbox.protocol.sizes import INTAKE_PK_LEN
from dropbox.workstation import audit
from dropbox.workstation.replies import ADDED_FIELDS
from dropbox.workstation.shown import Shown
from dropbox.workstation.vault import Vault

SUBJECT = "titip"


@dataclass(frozen=True)
class TakenOver:
    """What a vault took over from the bulletin of that number, and what it could not.

    `sheets` are new to it, `sheets_lost` are those whose bytes were not on the stick. `found`
    replies were read from the board, `waiting_again` had never been on it. `keys_lost` are the
    first days of published intake keys whose seeds are not here: letters sealed to them open no
    more.
    """

    number: int
    issued_day: int
    sheets: int
    sheets_lost: int
    found: int
    waiting_again: int
    keys_lost: list[int]


def take_over(
    vault: Vault, shown: Shown, live_pks: Iterable[bytes], today: int, who: str
) -> TakenOver:
    """Return what was taken over; called inside a transaction.

    `live_pks` are the intake public keys whose seeds are at hand.
    """
    bulletin = shown.bulletin
    key_id = _take_certificates(vault, bulletin)
    waiting_again = _drop_unpublished(vault, bulletin)
    known = _clear_numbers(vault, bulletin)
    vault.change("UPDATE bulletins SET delivery = NULL")
    vault.change(
        "INSERT INTO bulletins (number, issued, next_day, raw, delivery, exported, resealed,"
        " signing_key, attachments_len, taken_over) VALUES (?, ?, ?, ?, NULL, 1, 0, ?, ?, 1)",
        bulletin.number,
        bulletin.issued,
        bulletin.content["next"],
        bulletin.raw,
        key_id,
        bulletin.content["attachments_len"],
    )
    taken = _take_sheets(vault, shown, known)
    found = _find_replies(vault, bulletin, taken, today)
    vault.unset("shown_foreign")
    audit.record(vault, today, who, "numbers_taken_over", str(bulletin.number))
    live = set(live_pks)
    stored = vault.number("SELECT count(*) FROM sheets")
    return TakenOver(
        bulletin.number,
        bulletin.issued,
        len(taken),
        len(bulletin.sheet_hashes) - stored,
        found,
        waiting_again,
        [
            key["from"]
            for key in bulletin.content["keys"]
            if from_base64url(key["pk"], INTAKE_PK_LEN) not in live
        ],
    )


def _take_certificates(vault: Vault, bulletin: Bulletin) -> int:
    # Replies on the sheets taken over may be signed under any of these, so all are named in our
    # own bulletins while the sheets live.
    until = max((sheet["until"] for sheet in bulletin.content["sheets"]), default=0)
    for certificate in (*bulletin.signers, bulletin.certificate):
        _take_certificate(vault, certificate)
        vault.change(
            "UPDATE signing_keys SET named_until = max(named_until, ?) WHERE pk = ?",
            until,
            certificate.signing_pk,
        )
    pk = bulletin.certificate.signing_pk
    return int(vault.need_row("SELECT id FROM signing_keys WHERE pk = ?", pk)[0])


def _take_certificate(vault: Vault, certificate: Certificate) -> None:
    vault.change(
        "INSERT INTO signing_keys (pk, seed, from_day, to_day, signature)"
        " VALUES (?, NULL, ?, ?, ?) ON CONFLICT (pk) DO NOTHING",
        certificate.signing_pk,
        certificate.from_day,
        certificate.to_day,
        certificate.signature,
    )


def _drop_unpublished(vault: Vault, bulletin: Bulletin) -> int:
    # A sheet that should be live by then and that the bulletin does not name was never on the
    # board. What went out with it goes out again, under a new seq.
    named = set(bulletin.sheet_hashes)
    again = 0
    rows = vault.rows("SELECT hash, bulletin, until FROM sheets WHERE until > ?", bulletin.issued)
    unpublished = {(number, until) for hashed, number, until in rows if bytes(hashed) not in named}
    for number, until in sorted(unpublished):
        # What was only sealed again into it keeps its seq (§6.2), and is due at once.
        vault.change(
            "UPDATE replies SET until = ? WHERE until = ? AND bulletin < ?",
            bulletin.issued,
            until,
            number,
        )
        receipts = vault.rows(
            "SELECT id, letter_id FROM replies WHERE bulletin = ? AND kind = 'receipt'", number
        )
        for reply_id, letter_id in receipts:
            vault.change("DELETE FROM replies WHERE id = ?", reply_id)
            _recount_receipt(vault, letter_id)
        again += len(receipts)
        again += vault.change_count(
            "UPDATE replies SET seq = NULL, bulletin = NULL, joined = NULL, signing_key = NULL,"
            " until = NULL WHERE bulletin = ?",
            number,
        )
        vault.change("DELETE FROM sheets WHERE bulletin = ?", number)
        vault.change("DELETE FROM bulletins WHERE number = ?", number)
    return again


def _recount_receipt(vault: Vault, letter_id: int | None) -> None:
    rows = vault.rows("SELECT fields FROM replies WHERE letter_id = ?", letter_id)
    told = [json.loads(fields)["pieces_received"] for (fields,) in rows]
    vault.change(
        "UPDATE letters SET receipted = ? WHERE id = ?", max(told, default=None), letter_id
    )


def _clear_numbers(vault: Vault, bulletin: Bulletin) -> dict[bytes, bytes]:
    """Make room for the bulletin's number; returns the sheets at hand by their hashes."""
    known = {bytes(row[0]): bytes(row[1]) for row in vault.rows("SELECT hash, sheet FROM sheets")}
    vault.change(
        "DELETE FROM sheets WHERE bulletin >= ? OR until <= ?", bulletin.number, bulletin.issued
    )
    vault.change("DELETE FROM bulletins WHERE number >= ?", bulletin.number)
    return known


def _take_sheets(vault: Vault, shown: Shown, known: dict[bytes, bytes]) -> list[tuple[int, bytes]]:
    """Keep every sheet that the bulletin names; returns those that were new, with their days."""
    bulletin = shown.bulletin
    brought = dict(zip(bulletin.sheet_hashes, shown.sheets or (), strict=False))
    taken = []
    for place, (hashed, sheet) in enumerate(
        zip(bulletin.sheet_hashes, bulletin.content["sheets"], strict=True)
    ):
        raw = known.get(hashed) or brought.get(hashed)
        if raw is None:
            continue
        new = vault.change_count(
            "INSERT INTO sheets VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
            hashed,
            bulletin.number,
            place,
            sheet["until"],
            raw,
        )
        if new and hashed not in known:
            taken.append((sheet["until"], raw))
    return taken


# -- what the board holds for known threads --------------------------------------------


def _find_replies(
    vault: Vault, bulletin: Bulletin, taken: list[tuple[int, bytes]], today: int
) -> int:
    cells: dict[int, list[bytes]] = {}
    for until, sheet in taken:
        cells.setdefault(until, []).extend(sheet_cells(sheet))
    found = 0
    for case_id, thread_key in vault.rows("SELECT id, thread_key FROM cases"):
        statuses: dict[int, JsonObject] = {}
        for until in sorted(cells):
            read = read_replies(cells[until], thread_key, bulletin.did, bulletin.signing_pks)
            for reply in read.replies:
                if _keep_found(vault, case_id, reply, until, today):
                    found += 1
                    if reply.body["kind"] == "status":
                        statuses[reply.seq] = reply.body
        if statuses:
            _follow_status(vault, case_id, statuses[max(statuses)])
    return found


def _keep_found(vault: Vault, case_id: int, reply: Reply, until: int, today: int) -> bool:
    """Write down a reply that was sent; returns whether the vault did not know it."""
    if vault.change_count(
        "UPDATE replies SET until = max(until, ?) WHERE case_id = ? AND seq = ?",
        until,
        case_id,
        reply.seq,
    ):
        return False
    body = reply.body
    fields = write_canonical({k: v for k, v in body.items() if k not in ADDED_FIELDS})
    waiting = vault.row(
        "SELECT id FROM replies WHERE case_id = ? AND seq IS NULL AND kind = ? AND fields = ?"
        " ORDER BY entry LIMIT 1",
        case_id,
        body["kind"],
        fields,
    )
    if waiting is not None:
        reply_id = int(waiting[0])
    else:
        reply_id = vault.change(
            "INSERT INTO replies (case_id, entry, kind, fields, queued_day, who)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            case_id,
            vault.next_entry(),
            body["kind"],
            fields,
            min(body["day"], today),
            SUBJECT,
        )
    # The signature is not kept by the reader. Without a signing key on record the reply is signed
    # again before it is sealed again (§6.2), so these zeros never leave the vault.
    vault.change(
        "UPDATE replies SET seq = ?, bulletin = ?, joined = ?, signing_key = NULL, until = ?"
        " WHERE id = ?",
        reply.seq,
        reply.seq // 256,
        bytes(SIGNATURE_LEN) + write_reply_body(body),
        until,
        reply_id,
    )
    if body["kind"] == "receipt":
        _follow_receipt(vault, case_id, reply_id, body)
    return True


def _follow_receipt(vault: Vault, case_id: int, reply_id: int, body: JsonObject) -> None:
    message_id, received = bytes.fromhex(body["letter"]), body["pieces_received"]
    letter = vault.row(
        "SELECT id FROM letters WHERE case_id = ? AND message_id = ?", case_id, message_id
    )
    if letter is None:
        return
    vault.change("UPDATE replies SET letter_id = ? WHERE id = ?", letter[0], reply_id)
    vault.change(
        "UPDATE letters SET receipted = max(coalesce(receipted, 0), ?) WHERE id = ?",
        received,
        letter[0],
    )


def _follow_status(vault: Vault, case_id: int, body: JsonObject) -> None:
    # What an inspector has set since the vault was restored is newer than the board.
    waits = vault.row(
        "SELECT 1 FROM replies WHERE case_id = ? AND seq IS NULL AND kind = 'status'", case_id
    )
    if waits:
        return
    vault.change("UPDATE cases SET status = ? WHERE id = ?", body["status"], case_id)
    vault.change(
        "INSERT INTO steps (case_id, entry, day, who, status, reason) VALUES (?, ?, ?, ?, ?, ?)",
        case_id,
        vault.next_entry(),
        body["day"],
        SUBJECT,
        body["status"],
        body.get("reason"),
    )
