"""Cells and sheets (§6.2, §6.3, §6.5)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.labels import digest
from dropbox.protocol.sizes import SHEET_LEN, SLICE_LEN
from tests.protocol.cases.maker import Maker, fixed, of

DID = fixed("did")
THREAD = {"thread_key_hex": fixed("thread key").hex(), "did_hex": DID.hex()}


def _head(seq: int, part: int, parts: int, length: int) -> str:
    return (seq.to_bytes(4, "big") + bytes([part, parts]) + length.to_bytes(2, "big")).hex()


def cell_plain(seq: int, part: int, parts: int, length: int, piece: bytes) -> dict[str, Any]:
    filled = {"zeros": SLICE_LEN - len(piece)} if len(piece) < SLICE_LEN else ""
    return {"join": [_head(seq, part, parts, length), piece.hex(), filled]}


def cell() -> Maker:
    """Return the cases of §6.2 and §6.3."""
    m = Maker("cell", "1,024 bytes that carry a slice of a reply, or nothing")
    full = b"x" * SLICE_LEN
    for name, joined, comment in (
        ("one byte", "61", "one part"),
        ("one full slice", full.hex(), "one part, no zeros"),
        ("one more byte", full.hex() + "79", "two parts"),
        ("longest", {"join": [{"zeros": 24 * SLICE_LEN - 1}, "01"]}, "24 parts"),
    ):
        m.case(f"cut: {name}", "cell_plains", comment, joined_hex=joined, seq=513)
    m.case(
        "cut: too long",
        "cell_plains",
        "at most 24 parts",
        expect="ReplyTooLongError",
        joined_hex={"zeros": 24 * SLICE_LEN + 1},
        seq=513,
    )
    seal = {**THREAD, "nonce_hex": fixed("nonce", 12).hex()}
    good = cell_plain(513, 1, 3, SLICE_LEN, full)
    m.make("cell", "seal_cell", "cell_hex", plain_hex=good, **seal)
    m.case("sealed", "seal_cell", "nonce, ciphertext, tag", plain_hex=good, **seal)
    m.case("opened", "open_cell", "middle part", cell_hex=of("cell"), **THREAD)
    for name, plain in (
        ("first of one", cell_plain(0, 0, 1, 1, b"x")),
        ("last of 24", cell_plain(2**32 - 1, 23, 24, 5, b"hello")),
        ("last part of full length", cell_plain(1, 1, 2, SLICE_LEN, full)),
    ):
        made = m.make(f"cell: {name}", "seal_cell", "cell_hex", plain_hex=plain, **seal)
        m.case(name, "open_cell", "a good cell", cell_hex=made, **THREAD)
    for name, form in (
        ("empty", ""),
        ("short", of("cell", first=1_023)),
        ("long", {"join": [of("cell"), "00"]}),
    ):
        m.case(name, "open_cell", "exact length", expect="CellLengthError", cell_hex=form, **THREAD)
    for name, change in (
        ("nonce changed", {"cell_hex": of("cell", at=0, xor_hex="01")}),
        ("ciphertext changed", {"cell_hex": of("cell", at=500, xor_hex="01")}),
        ("tag changed", {"cell_hex": of("cell", at=1_023, xor_hex="01")}),
        ("other thread", {"thread_key_hex": fixed("other").hex()}),
        ("other drop", {"did_hex": fixed("other").hex()}),
        ("decoy", {"cell_hex": fixed("decoy", 1_024).hex()}),
        ("zeros", {"cell_hex": {"zeros": 1_024}}),
    ):
        m.case(
            name,
            "open_cell",
            "not mine, silently",
            expect="NotForThisThreadError",
            **{**THREAD, "cell_hex": of("cell"), **change},
        )
    for name, plain, comment in (
        ("no parts", cell_plain(1, 0, 0, 1, b"x"), "parts at least 1"),
        ("25 parts", cell_plain(1, 0, 25, SLICE_LEN, full), "parts at most 24"),
        ("part equal to parts", cell_plain(1, 2, 2, 1, b"x"), "part below parts"),
        ("part 255", cell_plain(1, 255, 2, 1, b"x"), "part below parts"),
        ("no length", cell_plain(1, 0, 1, 0, b""), "len at least 1"),
        ("length 989", cell_plain(1, 0, 1, SLICE_LEN + 1, full), "len at most 988"),
        ("length 65,535", cell_plain(1, 0, 1, 65_535, full), "len at most 988"),
        (
            "short first part",
            cell_plain(1, 0, 2, SLICE_LEN - 1, full[:-1]),
            "only the last part is short",
        ),
        ("byte behind the slice", cell_plain(1, 0, 1, 1, b"xy"), "zeros behind the slice"),
        (
            "last byte not zero",
            {"join": [_head(1, 0, 1, 1), "78", {"zeros": 986}, "01"]},
            "zeros behind the slice",
        ),
    ):
        made = m.make(f"cell: {name}", "seal_cell", "cell_hex", plain_hex=plain, **seal)
        m.case(name, "open_cell", comment, expect="CellFormError", cell_hex=made, **THREAD)
    return m


def sheet_form(first: int, count: int = 32) -> dict[str, Any]:
    """Return the form of cells that are all zeros but for a rising number at their beginning."""
    parts: list[Any] = []
    for number in range(first, first + count):
        parts += [number.to_bytes(4, "big").hex(), {"zeros": 1_020}]
    return {"join": parts}


def sheet() -> Maker:
    """Return the cases of §6.5."""
    m = Maker("sheet", "32 cells, sorted, and the board of all sheets")
    cells = [
        {"join": [bytes([0x80 - number % 2 * 0x7F, number]).hex(), {"zeros": 1_022}]}
        for number in range(32)
    ]
    m.case("made", "make_sheet", "sorted as unsigned bytes", cells_hex=cells)
    m.case("31 cells", "make_sheet", "exactly 32", expect="SheetLengthError", cells_hex=cells[:31])
    m.case(
        "33 cells",
        "make_sheet",
        "exactly 32",
        expect="SheetLengthError",
        cells_hex=[*cells, {"zeros": 1_024}],
    )
    m.case(
        "two alike",
        "make_sheet",
        "all different",
        expect="SheetOrderError",
        cells_hex=[*cells[:31], cells[0]],
    )
    m.put("first", sheet_form(1))
    m.put("second", sheet_form(100))
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
    m.put("doubled", {"join": [*sheet_form(1, 1)["join"], *sheet_form(1, 31)["join"]]})
    m.case("cut", "sheet_cells", "32 cells", sheet_hex=of("first"))
    for name, expect, form in (
        ("empty", "SheetLengthError", ""),
        ("short", "SheetLengthError", of("first", first=SHEET_LEN - 1)),
        ("long", "SheetLengthError", {"join": [of("first"), "00"]}),
        ("unsorted", "SheetOrderError", of("unsorted")),
        ("doubled", "SheetOrderError", of("doubled")),
        ("falling at the end", "SheetOrderError", of("first", at=31 * 1_024, xor_hex="00000020")),
    ):
        m.case(f"refused: {name}", "sheet_cells", "length and order", expect=expect, sheet_hex=form)
    hashes = [digest(m.read(of(name))).hex() for name in ("first", "second")]
    both = {"join": [of("first"), of("second")]}
    m.case(
        "board",
        "board_cells",
        "the bulletin's sheets in its order",
        board_hex=both,
        hashes_hex=hashes,
    )
    m.case("empty board", "board_cells", "a bulletin without sheets", board_hex="", hashes_hex=[])
    for name, expect, board, named in (
        ("a sheet missing", "BoardLengthError", of("first"), hashes),
        ("a sheet too many", "BoardLengthError", both, hashes[:1]),
        ("a byte too many", "BoardLengthError", {"join": [both, "00"]}, hashes),
        ("sheets for nothing", "BoardLengthError", of("first"), []),
        ("other order", "SheetHashError", both, hashes[::-1]),
        (
            "one bit changed",
            "SheetHashError",
            {"join": [of("first"), of("second", at=500, xor_hex="01")]},
            hashes,
        ),
        (
            "unsorted though named",
            "SheetOrderError",
            of("unsorted"),
            [digest(m.read(of("unsorted"))).hex()],
        ),
    ):
        m.case(
            f"board: {name}",
            "board_cells",
            "exactly the bulletin's",
            expect=expect,
            board_hex=board,
            hashes_hex=named,
        )
    return m
