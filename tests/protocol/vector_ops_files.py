"""Ops of certificates and of the files that are signed and carried (§3.3, §7 to §9)."""

from __future__ import annotations

import io

from dropbox.protocol import (
    bulletin,
    canonical,
    certificate,
    delivery,
    drop,
    pickup,
    signing,
)
from dropbox.protocol.labels import digest, label, u32
from tests.protocol.vector_op import Fields, op

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
