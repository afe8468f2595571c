"""What a case can do: one function per `op`, from the decoded input to the output (PROTOCOL §12).

`tests/js/vector_ops.js` has the same functions under the same names. Functions called `verify_signed_…` and `open_plain`
make what no maker of the protocol would make, well signed or sealed but with a fault inside, and give it to the reader.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from dropbox.protocol import (
    body,
    bulletin,
    canonical,
    cell,
    certificate,
    chunk,
    delivery,
    drop,
    intake,
    letter,
    passphrase,
    pickup,
    pieces,
    reply,
    sheet,
    signing,
    thread,
)
from dropbox.protocol.errors import TitipError
from dropbox.protocol.labels import digest, label, u32

Fields = dict[str, Any]
OPS: dict[str, Callable[[Fields], Fields]] = {}
# Their outputs differ from run to run; all others give the same bytes in both languages.
RANDOM_OPS = frozenset({"seal_plain"})


def op(function: Callable[[Fields], Fields]) -> Callable[[Fields], Fields]:
    """Enter a function under its name."""
    OPS[function.__name__] = function
    return function


# -- canonical, encoding ---------------------------------------------------------------------------


@op
def read_canonical(i: Fields) -> Fields:
    return {"value": canonical.read_canonical(i["raw_hex"])}


@op
def write_canonical(i: Fields) -> Fields:
    return {"raw_hex": canonical.write_canonical(i["value"])}


@op
def to_base64url(i: Fields) -> Fields:
    return {"text": canonical.to_base64url(i["raw_hex"])}


@op
def from_base64url(i: Fields) -> Fields:
    return {"raw_hex": canonical.from_base64url(i["text"], i["length"])}


@op
def from_hex(i: Fields) -> Fields:
    return {"raw_hex": canonical.from_hex(i["text"], i["length"])}


# -- passphrase, thread, drop ----------------------------------------------------------------------


@op
def with_check(i: Fields) -> Fields:
    return {"passphrase_hex": passphrase.with_check(i["random_hex"])}


@op
def passphrase_words(i: Fields) -> Fields:
    return {"words": passphrase.passphrase_words(i["passphrase_hex"])}


@op
def typed_words(i: Fields) -> Fields:
    return {"words": passphrase.typed_words(i["text"])}


@op
def word_candidates(i: Fields) -> Fields:
    return {"words": passphrase.word_candidates(i["typed"])}


@op
def check_passphrase(i: Fields) -> Fields:
    return {"passphrase_hex": passphrase.check_passphrase(i["text"])}


@op
def mend_passphrase(i: Fields) -> Fields:
    return {"readings": passphrase.mend_passphrase(i["text"])}


@op
def root_secret(i: Fields) -> Fields:
    return {"root_secret_hex": passphrase.root_secret(i["passphrase_hex"], i["sid_hex"])}


@op
def thread_keys(i: Fields) -> Fields:
    keys = thread.thread_keys(i["passphrase_hex"], i["sid_hex"], i["did_hex"])
    return {
        "thread_key_hex": keys.thread_key,
        "author_seed_hex": keys.author_seed,
        "author_pk_hex": keys.author_pk,
    }


@op
def thread_id(i: Fields) -> Fields:
    return {"tid_hex": thread.thread_id(i["thread_key_hex"])}


@op
def cell_key(i: Fields) -> Fields:
    return {"cell_key_hex": thread.cell_key(i["thread_key_hex"])}


@op
def drop_id(i: Fields) -> Fields:
    return {"did_hex": drop.drop_id(i["sid_hex"], i["root_pk_hex"])}


@op
def write_fragment(i: Fields) -> Fields:
    return {"fragment": drop.write_fragment(i["did_hex"])}


@op
def read_fragment(i: Fields) -> Fields:
    return {"did_hex": drop.read_fragment(i["fragment"])}


@op
def drop_id_digits(i: Fields) -> Fields:
    return {"groups": drop.drop_id_digits(i["did_hex"])}


# -- certificate -----------------------------------------------------------------------------------


@op
def make_certificate(i: Fields) -> Fields:
    made = certificate.make_certificate(
        i["root_seed_hex"], i["did_hex"], i["signing_pk_hex"], i["from_day"], i["to_day"]
    )
    return {"signature_hex": made.signature}


@op
def verify_certificate(i: Fields) -> Fields:
    given = certificate.Certificate(
        i["signing_pk_hex"], i["from_day"], i["to_day"], i["signature_hex"]
    )
    certificate.verify_certificate(given, i["did_hex"], i["root_pk_hex"])
    return {}


@op
def verify_signed_certificate(i: Fields) -> Fields:
    given = _certificate(i["root_seed_hex"], i["did_hex"], i)
    certificate.verify_certificate(given, i["did_hex"], signing.signing_pk(i["root_seed_hex"]))
    return {}


def _certificate(root_seed: bytes, did: bytes, i: Fields) -> certificate.Certificate:
    """Return a certificate with a good signature, whatever its period."""
    signing_pk = signing.signing_pk(i["signing_seed_hex"])
    period = i["from_day"], i["to_day"]
    signature = signing.sign(root_seed, label("cert"), did, signing_pk, *map(u32, period))
    return certificate.Certificate(signing_pk, *period, signature)


# -- letter ----------------------------------------------------------------------------------------


@op
def intake_pk(i: Fields) -> Fields:
    return {"pk_hex": intake.IntakeKey(i["intake_seed_hex"]).pk}


@op
def letter_plain(i: Fields) -> Fields:
    keys = thread.ThreadKeys(i["thread_key_hex"], i["author_seed_hex"])
    pk = intake.IntakeKey(i["intake_seed_hex"]).pk
    plain = letter.letter_plain(
        i["letter_type"], i["message_id_hex"], keys, i["body_hex"], i["did_hex"], pk
    )
    return {"plain_hex": plain}


@op
def seal_plain(i: Fields) -> Fields:
    pk = intake.IntakeKey(i["intake_seed_hex"]).pk
    return {"sealed_hex": letter.seal_plain(i["plain_hex"], i["did_hex"], pk)}


@op
def seal_to(i: Fields) -> Fields:
    return {"len": len(letter.seal_plain(i["plain_hex"], i["did_hex"], i["intake_pk_hex"]))}


@op
def open_letter(i: Fields) -> Fields:
    key = intake.IntakeKey(i["intake_seed_hex"])
    return _opened(letter.open_letter(i["sealed_hex"], key, i["did_hex"]))


@op
def open_plain(i: Fields) -> Fields:
    key = intake.IntakeKey(i["intake_seed_hex"])
    sealed = letter.seal_plain(i["plain_hex"], i["did_hex"], key.pk)
    return _opened(letter.open_letter(sealed, key, i["did_hex"]))


@op
def open_with_any(i: Fields) -> Fields:
    keys = [intake.IntakeKey(seed) for seed in i["intake_seeds_hex"]]
    return _opened(letter.open_with_any(i["sealed_hex"], keys, i["did_hex"]))


@op
def open_plain_with_any(i: Fields) -> Fields:
    keys = [intake.IntakeKey(seed) for seed in i["intake_seeds_hex"]]
    sealed = letter.seal_plain(i["plain_hex"], i["did_hex"], keys[0].pk)
    return _opened(letter.open_with_any(sealed, keys, i["did_hex"]))


def _opened(found: letter.Letter) -> Fields:
    return {
        "letter_type": found.letter_type,
        "message_id_hex": found.message_id,
        "thread_key_hex": found.thread_key,
        "author_pk_hex": found.author_pk,
        "body_hex": found.body,
        "signature_hex": found.signature,
        "tid_hex": found.tid,
    }


@op
def write_letter_body(i: Fields) -> Fields:
    return {"raw_hex": body.write_letter_body(i["letter_type"], i["body"])}


@op
def read_letter_body(i: Fields) -> Fields:
    return {"body": body.read_letter_body(i["letter_type"], i["raw_hex"])}


# -- chunk -----------------------------------------------------------------------------------------


@op
def chunk_key(i: Fields) -> Fields:
    return {"chunk_key_hex": chunk.chunk_key(i["fk_hex"])}


@op
def chunk_id(i: Fields) -> Fields:
    return {"cid_hex": chunk.chunk_id(i["fk_hex"], i["index"])}


@op
def seal_chunk(i: Fields) -> Fields:
    sealer = chunk.ChunkSealer(i["fk_hex"], i["pieces"], i["did_hex"])
    record = sealer.seal_with(i["index"], i["piece_hex"], i["nonce_hex"])
    return {"record_hash_hex": digest(record), "record_len": len(record)}


@op
def open_chunk(i: Fields) -> Fields:
    piece = chunk.open_chunk(i["record_hex"], i["fk_hex"], i["index"], i["pieces"], i["did_hex"])
    return {"piece_hex": piece}


@op
def check_padding(i: Fields) -> Fields:
    chunk.check_padding(i["rest_hex"])
    return {}


@op
def padded_pieces(i: Fields) -> Fields:
    return {"pieces": pieces.padded_pieces(i["total_len"])}


# -- cell, reply, sheet ----------------------------------------------------------------------------


@op
def cell_plains(i: Fields) -> Fields:
    return {"plains_hex": cell.cell_plains(i["joined_hex"], i["seq"])}


@op
def seal_cell(i: Fields) -> Fields:
    sealed = cell.seal_cell_with(i["plain_hex"], i["thread_key_hex"], i["did_hex"], i["nonce_hex"])
    return {"cell_hex": sealed}


@op
def open_cell(i: Fields) -> Fields:
    part = cell.open_cell(i["cell_hex"], i["thread_key_hex"], i["did_hex"])
    return {"seq": part.seq, "part": part.part, "parts": part.parts, "slice_hex": part.slice}


@op
def write_reply_body(i: Fields) -> Fields:
    return {"raw_hex": reply.write_reply_body(i["body"])}


@op
def read_reply_body(i: Fields) -> Fields:
    return {"body": reply.read_reply_body(i["raw_hex"])}


@op
def sign_reply(i: Fields) -> Fields:
    joined = reply.sign_reply(
        i["signing_seed_hex"], i["did_hex"], i["thread_key_hex"], i["seq"], i["body_hex"]
    )
    return {"joined_hex": joined}


@op
def open_reply(i: Fields) -> Fields:
    found = reply.open_reply(
        i["joined_hex"], i["seq"], i["thread_key_hex"], i["did_hex"], i["signing_pks_hex"]
    )
    return {"body": found}


@op
def read_replies(i: Fields) -> Fields:
    found = reply.read_replies(
        i["cells_hex"], i["thread_key_hex"], i["did_hex"], i["signing_pks_hex"]
    )
    return {
        "opened": found.opened,
        "replies": [
            {"seq": one.seq, "body": one.body, "conflict": one.conflict} for one in found.replies
        ],
        "refused": [[seq, type(error).__name__] for seq, error in found.refused],
    }


@op
def make_sheet(i: Fields) -> Fields:
    made = sheet.make_sheet(i["cells_hex"])
    return {"sheet_hex": made, "hash_hex": sheet.sheet_hash(made)}


@op
def sheet_cells(i: Fields) -> Fields:
    return {"cells_hex": sheet.sheet_cells(i["sheet_hex"])}


@op
def board_cells(i: Fields) -> Fields:
    return {"count": len(sheet.board_cells(i["board_hex"], i["hashes_hex"]))}


# -- bulletin --------------------------------------------------------------------------------------


@op
def make_bulletin(i: Fields) -> Fields:
    root_pk = signing.signing_pk(i["root_seed_hex"])
    did = drop.drop_id(i["sid_hex"], root_pk)
    made = certificate.make_certificate(
        i["root_seed_hex"],
        did,
        signing.signing_pk(i["signing_seed_hex"]),
        i["from_day"],
        i["to_day"],
    )
    content = canonical.read_canonical(i["json_hex"])
    raw = bulletin.make_bulletin(i["sid_hex"], root_pk, made, i["signing_seed_hex"], content)
    return {"raw_hex": raw}


@op
def write_signer(i: Fields) -> Fields:
    given = certificate.Certificate(
        i["signing_pk_hex"], i["from_day"], i["to_day"], i["signature_hex"]
    )
    return {"signer": bulletin.write_signer(given)}


@op
def verify_bulletin(i: Fields) -> Fields:
    return _verified(bulletin.verify_bulletin(i["raw_hex"], i["did_hex"]))


@op
def verify_signed_bulletin(i: Fields) -> Fields:
    raw, did = _signed_bulletin(i)
    return _verified(bulletin.verify_bulletin(raw, did))


def _signed_bulletin(i: Fields) -> tuple[bytes, bytes]:
    """Return a bulletin with good signatures, whatever its JSON and the certificate's period."""
    root_pk = signing.signing_pk(i["root_seed_hex"])
    did = drop.drop_id(i["sid_hex"], root_pk)
    given = _certificate(i["root_seed_hex"], did, i)
    signature = signing.sign(i["signing_seed_hex"], label("bulletin"), did, i["json_hex"])
    head = bulletin.MAGIC + i["sid_hex"] + root_pk + given.signing_pk
    period = u32(given.from_day) + u32(given.to_day)
    length = u32(len(i["json_hex"]))
    return head + period + given.signature + signature + length + i["json_hex"], did


def _verified(found: bulletin.Bulletin) -> Fields:
    return {
        "did_hex": found.did,
        "sid_hex": found.sid,
        "root_pk_hex": found.root_pk,
        "number": found.number,
        "issued": found.issued,
        "hash_hex": found.hash,
        "sheet_hashes_hex": found.sheet_hashes,
        "signing_pks_hex": found.signing_pks,
    }


@op
def effective_day(i: Fields) -> Fields:
    found = bulletin.verify_bulletin(i["raw_hex"], None)
    return {"today": bulletin.effective_day(found, i["device_day"])}


@op
def is_stale(i: Fields) -> Fields:
    found = bulletin.verify_bulletin(i["raw_hex"], None)
    return {"stale": bulletin.is_stale(found, i["today"])}


@op
def choose_intake_pk(i: Fields) -> Fields:
    found = bulletin.verify_bulletin(i["raw_hex"], None)
    return {"hash_hex": digest(bulletin.choose_intake_pk(found, i["today"]))}


@op
def check_succession(i: Fields) -> Fields:
    raw = i["earlier_hex"]
    earlier = None if raw is None else bulletin.verify_bulletin(raw, None)
    later = bulletin.verify_bulletin(i["later_hex"], None)
    return {"number": bulletin.check_succession(earlier, later).number}


@op
def check_issue_day(i: Fields) -> Fields:
    found = bulletin.verify_bulletin(i["raw_hex"], None)
    return {"number": bulletin.check_issue_day(found, i["today"]).number}


# -- pickup, delivery ------------------------------------------------------------------------------


@op
def make_pickup(i: Fields) -> Fields:
    raw = pickup.make_pickup(
        i["sid_hex"], i["epoch"], i["closed_day"], i["letters_hex"], i["chunks_hex"]
    )
    return {"raw_hex": raw}


@op
def write_pickup_header(i: Fields) -> Fields:
    header = pickup.PickupHeader(
        i["sid_hex"], i["epoch"], i["closed_day"], i["letters"], i["chunks"]
    )
    return {"raw_hex": pickup.write_pickup_header(header)}


@op
def verify_pickup(i: Fields) -> Fields:
    found = pickup.verify_pickup(io.BytesIO(i["raw_hex"]), i["sid_hex"])
    header = found.header
    return {
        "epoch": header.epoch,
        "closed_day": header.closed_day,
        "letters": header.letters,
        "chunks": header.chunks,
        "id_hex": found.id,
    }


@op
def read_records(i: Fields) -> Fields:
    records = list(pickup.read_records(io.BytesIO(i["raw_hex"]), i["sid_hex"]))
    return {"records": [[kind, digest(record).hex()] for kind, record in records]}


@op
def make_delivery(i: Fields) -> Fields:
    raw = delivery.make_delivery(
        i["signing_seed_hex"], i["did_hex"], i["bulletin_hex"], i["board_hex"], i["pickup_ids_hex"]
    )
    return {"raw_hex": raw}


@op
def verify_delivery(i: Fields) -> Fields:
    return _delivered(delivery.verify_delivery(i["raw_hex"], i["did_hex"]))


@op
def verify_signed_delivery(i: Fields) -> Fields:
    ids, raw, board = i["pickup_ids_hex"], i["bulletin_hex"], i["board_hex"]
    signed = label("delivery"), i["did_hex"], digest(raw), *ids
    signature = signing.sign(i["signing_seed_hex"], *signed)
    counts = len(ids).to_bytes(2, "big") + i["sheets"].to_bytes(2, "big") + u32(len(raw))
    whole = b"".join((delivery.MAGIC, counts, signature, *ids, raw, board))
    return _delivered(delivery.verify_delivery(whole, i["did_hex"]))


def _delivered(found: delivery.Delivery) -> Fields:
    return {
        "number": found.bulletin.number,
        "board_hash_hex": digest(found.board),
        "pickups": len(found.pickup_ids),
        "pickup_ids_hash_hex": digest(*found.pickup_ids),
    }


def run(name: str, given: Fields) -> tuple[str, Fields]:
    """Return what an op does with a decoded input: "ok" or the error's name, and the output.

    The output of a refusal is what the error carries: count, positions, excess.
    """
    try:
        return "ok", OPS[name](given)
    except TitipError as error:
        carried = {key: value for key, value in vars(error).items() if not key.startswith("_")}
        if "positions" in carried:
            carried["positions"] = {str(at): words for at, words in carried["positions"].items()}
        return type(error).__name__, carried
