"""Pieces and chunks (§5.2, §5.3)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.sizes import PIECE_LEN
from tests.protocol.cases.maker import Maker, fixed, of

DID = fixed("did")


def chunk() -> Maker:
    """Return the cases of §5.2 and §5.3."""
    m = Maker("chunk", "the encrypted records that carry the pieces of files")
    fk = fixed("fk")
    at: dict[str, Any] = {"fk_hex": fk.hex(), "index": 1, "pieces": 3, "did_hex": DID.hex()}
    m.case("chunk key", "chunk_key", "from fk", fk_hex=fk.hex())
    for index in (0, 1, 65_535):
        m.case(f"cid {index}", "chunk_id", "from fk and i", fk_hex=fk.hex(), index=index)
    seal: dict[str, Any] = {
        **at,
        "piece_hex": {"text": "halo"},
        "nonce_hex": fixed("nonce", 12).hex(),
    }
    m.case("sealed", "seal_chunk", "zero-filled", **seal)
    m.case(
        "sealed, full",
        "seal_chunk",
        "no zeros added",
        **{**seal, "piece_hex": {"join": [{"zeros": PIECE_LEN - 1}, "01"]}},
    )
    m.case("sealed, empty", "seal_chunk", "only zeros", **{**seal, "piece_hex": ""})
    m.case(
        "sealed, last of 65,536",
        "seal_chunk",
        "the greatest i and N",
        **{**seal, "index": 65_535, "pieces": 65_536},
    )
    m.put("record", {"chunk": seal})
    m.case("opened", "open_chunk", "the piece and its zeros", record_hex=of("record"), **at)
    for name, expect, change, comment in (
        (
            "one byte short",
            "ChunkLengthError",
            {"record_hex": of("record", first=262_175)},
            "exact length",
        ),
        (
            "one byte long",
            "ChunkLengthError",
            {"record_hex": {"join": [of("record"), "00"]}},
            "exact length",
        ),
        ("empty", "ChunkLengthError", {"record_hex": ""}, "exact length"),
        (
            "cid changed, first byte",
            "ChunkIdError",
            {"record_hex": of("record", at=0, xor_hex="80")},
            "not cid_i",
        ),
        (
            "cid changed, last byte",
            "ChunkIdError",
            {"record_hex": of("record", at=31, xor_hex="01")},
            "not cid_i",
        ),
        ("another place", "ChunkIdError", {"index": 2}, "not cid_i"),
        ("another fk", "ChunkIdError", {"fk_hex": fixed("fk2").hex()}, "not cid_i"),
        (
            "nonce changed",
            "ChunkOpenError",
            {"record_hex": of("record", at=32, xor_hex="01")},
            "AEAD",
        ),
        (
            "ciphertext changed",
            "ChunkOpenError",
            {"record_hex": of("record", at=100_000, xor_hex="01")},
            "AEAD",
        ),
        (
            "tag changed",
            "ChunkOpenError",
            {"record_hex": of("record", at=262_175, xor_hex="01")},
            "AEAD",
        ),
        ("another N", "ChunkOpenError", {"pieces": 4}, "N is bound"),
        (
            "another drop",
            "ChunkOpenError",
            {"did_hex": fixed("other did").hex()},
            "the drop is bound",
        ),
        ("i = N", "ChunkRangeError", {"index": 3}, "i below N"),
        ("N = 0", "ChunkRangeError", {"index": 0, "pieces": 0}, "N at least 1"),
        ("i below 0", "ChunkRangeError", {"index": -1}, "i at least 0"),
        ("N above 65,536", "ChunkRangeError", {"pieces": 65_537}, "N at most 65,536"),
    ):
        m.case(
            f"refused: {name}",
            "open_chunk",
            comment,
            expect=expect,
            **{**at, "record_hex": of("record"), **change},
        )
    for name, expect, change in (
        ("piece too long", "ChunkLengthError", {"piece_hex": {"zeros": PIECE_LEN + 1}}),
        ("i = N", "ChunkRangeError", {"index": 3}),
        ("i below 0", "ChunkRangeError", {"index": -1}),
        ("N above 65,536", "ChunkRangeError", {"pieces": 65_537}),
    ):
        m.case(
            f"not sealed: {name}",
            "seal_chunk",
            "is not made either",
            expect=expect,
            **{**seal, **change},
        )
    m.case("no rest", "check_padding", "the last file ends with the last piece", rest_hex="")
    m.case(
        "rest of zeros", "check_padding", "zeros behind the last file", rest_hex={"zeros": 1_000}
    )
    m.case(
        "rest, first byte",
        "check_padding",
        "something behind the last file",
        expect="AttachmentsPaddingError",
        rest_hex={"join": ["01", {"zeros": 999}]},
    )
    m.case(
        "rest, last byte",
        "check_padding",
        "something behind the last file",
        expect="AttachmentsPaddingError",
        rest_hex={"join": [{"zeros": 999}, "80"]},
    )
    for needed in (
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        12,
        13,
        16,
        17,
        24,
        25,
        32,
        33,
        49_152,
        49_153,
        65_536,
    ):
        m.case(
            f"{needed} pieces full",
            "padded_pieces",
            "least 2^k or 3*2^k",
            total_len=needed * PIECE_LEN,
        )
        if needed:
            m.case(
                f"{needed} pieces, last almost empty",
                "padded_pieces",
                "least 2^k or 3*2^k",
                total_len=(needed - 1) * PIECE_LEN + 1,
            )
    m.case(
        "one byte too much",
        "padded_pieces",
        "at most 65,536",
        expect="AttachmentsTooLargeError",
        total_len=65_536 * PIECE_LEN + 1,
    )
    m.case(
        "200 files of 2^40",
        "padded_pieces",
        "at most 65,536",
        expect="AttachmentsTooLargeError",
        total_len=200 * 2**40,
    )
    return m
