"""Pickup and delivery (§8, §9)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import digest
from tests.protocol.cases.bulletin_fields import DID, PERIOD, SEEDS, SID, SIGNER, content, with_pk
from tests.protocol.cases.cells import sheet_form
from tests.protocol.cases.maker import Maker, fixed, of


def _letter(number: int) -> dict[str, Any]:
    return {"join": [bytes([number]).hex(), {"zeros": 32_767}]}


def _chunk(number: int, last: str = "00") -> dict[str, Any]:
    return {"join": [bytes([number]).hex(), {"zeros": 262_174}, last]}


def pickup() -> Maker:
    """Return the cases of §8."""
    m = Maker("pickup", "flat records from the site to the workstation")
    sid = {"sid_hex": SID.hex()}
    head: dict[str, Any] = {**sid, "epoch": 7, "closed_day": 20_000}
    m.case(
        "made",
        "make_pickup",
        "sorted as unsigned bytes",
        **head,
        letters_hex=[_letter(200), _letter(3)],
        chunks_hex=[_chunk(255), _chunk(1)],
    )
    m.case("made, empty", "make_pickup", "an empty epoch", **head, letters_hex=[], chunks_hex=[])
    m.case(
        "greatest header",
        "write_pickup_header",
        "just below 2^31",
        **head,
        letters=65_535,
        chunks=0,
    )
    m.case(
        "header of 2 GiB",
        "write_pickup_header",
        "FAT32",
        expect="PickupLengthError",
        **head,
        letters=65_536,
        chunks=0,
    )
    m.put(
        "header",
        {"join": [{"text": "titip/1p"}, SID.hex(), "00000007", "00004e20", "00000002", "00000002"]},
    )
    m.put("good", {"join": [of("header"), _letter(3), _letter(200), _chunk(1), _chunk(255)]})
    m.put("empty", {"join": [of("header", first=32), {"zeros": 8}]})
    for name in ("good", "empty"):
        m.case(name, "verify_pickup", "header and id", raw_hex=of(name), **sid)
        m.case(f"{name}: records", "read_records", "letters, then chunks", raw_hex=of(name), **sid)
    for name, expect, form, comment in (
        ("nothing", "PickupFormError", "", "shorter than a header"),
        ("39 bytes", "PickupFormError", of("empty", first=39), "shorter than a header"),
        ("other magic", "PickupFormError", of("good", at=7, xor_hex="12"), "titip/1p"),
        ("other site", "PickupForeignError", of("good", at=8, xor_hex="01"), "another SID"),
        ("cut in a chunk", "PickupLengthError", of("good", first=40 + 65_536 + 300_000), "cut"),
        ("cut in a letter", "PickupLengthError", of("good", first=41), "cut"),
        ("one byte short", "PickupLengthError", of("good", first=40 + 65_536 + 524_351), "cut"),
        (
            "one byte long",
            "PickupLengthError",
            {"join": [of("good"), "00"]},
            "something behind the end",
        ),
        (
            "behind an empty one",
            "PickupLengthError",
            {"join": [of("empty"), "00"]},
            "something behind the end",
        ),
        (
            "one letter less in the header",
            "PickupLengthError",
            {"join": [of("header", first=32), "0000000100000000", _letter(3), _letter(200)]},
            "counts and length disagree",
        ),
        (
            "2^32 - 1 letters",
            "PickupLengthError",
            {"join": [of("header", first=32), "ffffffff00000000"]},
            "2 GiB and more",
        ),
        (
            "2^32 - 1 chunks",
            "PickupLengthError",
            {"join": [of("header", first=32), "00000000ffffffff"]},
            "2 GiB and more",
        ),
        (
            "letters falling",
            "PickupOrderError",
            {"join": [of("header"), _letter(200), _letter(3), _chunk(1), _chunk(255)]},
            "strictly rising",
        ),
        (
            "letter twice",
            "PickupOrderError",
            {"join": [of("header"), _letter(3), _letter(3), _chunk(1), _chunk(255)]},
            "strictly rising",
        ),
        (
            "chunks falling",
            "PickupOrderError",
            {"join": [of("header"), _letter(3), _letter(200), _chunk(255), _chunk(1)]},
            "strictly rising",
        ),
        (
            "cid twice, other bytes",
            "PickupOrderError",
            {"join": [of("header"), _letter(3), _letter(200), _chunk(1), _chunk(1, "01")]},
            "cids strictly rising",
        ),
    ):
        m.case(f"refused: {name}", "verify_pickup", comment, expect=expect, raw_hex=form, **sid)
        m.case(f"records: {name}", "read_records", comment, expect=expect, raw_hex=form, **sid)
    return m


def delivery() -> Maker:
    """Return the cases of §9."""
    m = Maker("delivery", "bulletin, board and receipts from the workstation to the site")
    m.put("sheet 1", sheet_form(1))
    m.put("sheet 2", sheet_form(100))
    m.put(
        "unsorted",
        {
            "join": [
                *sheet_form(2, 1)["join"],
                *sheet_form(1, 1)["join"],
                *sheet_form(3, 30)["join"],
            ]
        },
    )
    pk = m.put("pk", {"text": to_base64url(IntakeKey(fixed("intake")).pk)})

    def named(*sheets: str) -> Any:  # noqa: ANN401 -- a form
        listed = [{"hash": digest(m.read(of(name))).hex(), "until": 20_100} for name in sheets]
        return with_pk(content(sheets=listed), pk)

    m.make(
        "bulletin",
        "make_bulletin",
        "raw_hex",
        json_hex=named("sheet 1", "sheet 2"),
        **SEEDS,
        **PERIOD,
    )
    m.make(
        "bulletin of unsorted",
        "make_bulletin",
        "raw_hex",
        json_hex=named("unsorted"),
        **SEEDS,
        **PERIOD,
    )
    m.make(
        "bulletin without sheets", "make_bulletin", "raw_hex", json_hex=named(), **SEEDS, **PERIOD
    )
    ids = [bytes([number]).hex() * 32 for number in (1, 128, 255)]
    board = {"join": [of("sheet 1"), of("sheet 2")]}
    parts = {
        "signing_seed_hex": SIGNER.hex(),
        "did_hex": DID.hex(),
        "bulletin_hex": of("bulletin"),
        "board_hex": board,
    }
    m.case(
        "made",
        "make_delivery",
        "ids sorted, each once",
        **parts,
        pickup_ids_hex=[ids[2], ids[0], ids[1], ids[0]],
    )
    m.make("good", "make_delivery", "raw_hex", **parts, pickup_ids_hex=ids)
    trust = {"did_hex": DID.hex()}
    m.case("good", "verify_delivery", "whole and signed", raw_hex=of("good"), **trust)
    m.make(
        "least",
        "make_delivery",
        "raw_hex",
        **{**parts, "bulletin_hex": of("bulletin without sheets"), "board_hex": ""},
        pickup_ids_hex=[],
    )
    m.case("least", "verify_delivery", "no pickups, no sheets", raw_hex=of("least"), **trust)
    length = len(m.read(of("good")))
    at = 80 + 96
    for name, expect, form, comment in (
        ("nothing", "DeliveryFormError", "", "shorter than a header"),
        ("79 bytes", "DeliveryFormError", of("good", first=79), "shorter than a header"),
        ("header only", "DeliveryFormError", of("good", first=80), "cut"),
        ("other magic", "DeliveryFormError", of("good", at=7, xor_hex="06"), "titip/1d"),
        ("one byte short", "DeliveryFormError", of("good", first=length - 1), "exact length"),
        ("one byte long", "DeliveryFormError", {"join": [of("good"), "00"]}, "exact length"),
        ("one sheet less", "DeliveryFormError", of("good", first=length - 32_768), "exact length"),
        ("count of sheets", "DeliveryFormError", of("good", at=11, xor_hex="01"), "exact length"),
        ("count of pickups", "DeliveryFormError", of("good", at=9, xor_hex="01"), "exact length"),
        (
            "length of the bulletin",
            "DeliveryFormError",
            of("good", at=15, xor_hex="01"),
            "exact length",
        ),
        (
            "bulletin of 2^32 - 1",
            "DeliveryFormError",
            of("least", at=12, xor_hex="ff000000"),
            "exact length",
        ),
        ("bulletin's magic", "BulletinFormError", of("good", at=at + 7, xor_hex="01"), "§7.3"),
        ("bulletin's site", "ForeignDropError", of("good", at=at + 8, xor_hex="01"), "§7.3"),
        (
            "bulletin's certificate",
            "CertificateSignatureError",
            of("good", at=at + 96, xor_hex="01"),
            "§7.3",
        ),
        (
            "bulletin's signature",
            "BulletinSignatureError",
            of("good", at=at + 160, xor_hex="01"),
            "§7.3",
        ),
        (
            "bulletin's JSON",
            "BulletinSignatureError",
            of("good", at=at + 230, xor_hex="01"),
            "§7.3",
        ),
        ("signature", "DeliverySignatureError", of("good", at=16, xor_hex="01"), "changed"),
        ("end of signature", "DeliverySignatureError", of("good", at=79, xor_hex="01"), "changed"),
        (
            "a pickup id",
            "DeliverySignatureError",
            of("good", at=80 + 40, xor_hex="01"),
            "ids are signed",
        ),
        (
            "a cell",
            "SheetHashError",
            of("good", at=length - 5, xor_hex="01"),
            "not the bulletin's sheet",
        ),
    ):
        m.case(f"refused: {name}", "verify_delivery", comment, expect=expect, raw_hex=form, **trust)
    m.case(
        "refused: other drop",
        "verify_delivery",
        "not the drop that is trusted",
        expect="ForeignDropError",
        raw_hex=of("good"),
        did_hex=fixed("other").hex(),
    )
    good = {**parts, "pickup_ids_hex": ids, "sheets": 2}
    many = {"numbers": [1, 1_025]}
    m.case("resigned", "verify_signed_delivery", "what the following cases change", **good)
    for name, expect, change, comment in (
        ("ids falling", "DeliveryFormError", {"pickup_ids_hex": ids[::-1]}, "strictly rising"),
        (
            "an id twice",
            "DeliveryFormError",
            {"pickup_ids_hex": [ids[0], ids[0]]},
            "strictly rising",
        ),
        ("1,025 ids", "DeliveryFormError", {"pickup_ids_hex": many}, "at most 1,024"),
        (
            "a stranger's signature",
            "DeliverySignatureError",
            {"signing_seed_hex": fixed("stranger").hex()},
            "the bulletin's key",
        ),
        (
            "a sheet missing",
            "BoardLengthError",
            {"board_hex": of("sheet 1"), "sheets": 1},
            "the whole board",
        ),
        (
            "a sheet too many",
            "BoardLengthError",
            {"board_hex": {"join": [board, of("sheet 1")]}, "sheets": 3},
            "the whole board",
        ),
        (
            "sheets swapped",
            "SheetHashError",
            {"board_hex": {"join": [of("sheet 2"), of("sheet 1")]}},
            "the bulletin's order",
        ),
        (
            "sheet unsorted",
            "SheetOrderError",
            {"bulletin_hex": of("bulletin of unsorted"), "board_hex": of("unsorted"), "sheets": 1},
            "§6.5",
        ),
    ):
        m.case(
            f"signed: {name}",
            "verify_signed_delivery",
            comment,
            expect=expect,
            **{**good, **change},
        )
    m.case(
        "signed: 1,024 ids",
        "verify_signed_delivery",
        "the most",
        **{**good, "pickup_ids_hex": {"numbers": [1, 1_024]}},
    )
    m.case(
        "not made: 1,025 ids",
        "make_delivery",
        "is not made either",
        expect="DeliveryFormError",
        **parts,
        pickup_ids_hex=many,
    )
    return m
