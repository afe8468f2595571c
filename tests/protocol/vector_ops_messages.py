"""Ops of what reporter and inspectorate say to each other (§1, §3 to §6)."""

from __future__ import annotations

from dropbox.protocol import (
    body,
    canonical,
    cell,
    chunk,
    drop,
    intake,
    letter,
    passphrase,
    pieces,
    reply,
    sheet,
    thread,
)
from dropbox.protocol.labels import digest
from tests.protocol.vector_op import Fields, op

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
