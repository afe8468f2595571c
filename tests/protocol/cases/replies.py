"""Cells, replies and sheets (§6)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.labels import digest
from dropbox.protocol.signing import signing_pk
from dropbox.protocol.sizes import REPLY_BODY_MAX_LEN, SHEET_LEN, SLICE_LEN
from tests.protocol.cases.letters import compact
from tests.protocol.cases.maker import Maker, fixed, of

DID = fixed("did")
THREAD = {"thread_key_hex": fixed("thread key").hex(), "did_hex": DID.hex()}
SIGNER = fixed("signing")
MESSAGE = {"day": 20_000, "kind": "message", "text": "Terima kasih."}
RECEIPT = {
    "day": 20_000,
    "kind": "receipt",
    "letter": fixed("message id", 16).hex(),
    "letter_type": 1,
    "ordinal": 1,
    "pieces": 40,
    "pieces_received": 12,
}
STATUS = {"day": 20_000, "kind": "status", "status": "ditelaah"}


def _head(seq: int, part: int, parts: int, length: int) -> str:
    return (seq.to_bytes(4, "big") + bytes([part, parts]) + length.to_bytes(2, "big")).hex()


def _plain(seq: int, part: int, parts: int, length: int, piece: bytes) -> dict[str, Any]:
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
    good = _plain(513, 1, 3, SLICE_LEN, full)
    m.make("cell", "seal_cell", "cell_hex", plain_hex=good, **seal)
    m.case("sealed", "seal_cell", "nonce, ciphertext, tag", plain_hex=good, **seal)
    m.case("opened", "open_cell", "middle part", cell_hex=of("cell"), **THREAD)
    for name, plain in (
        ("first of one", _plain(0, 0, 1, 1, b"x")),
        ("last of 24", _plain(2**32 - 1, 23, 24, 5, b"hello")),
        ("last part of full length", _plain(1, 1, 2, SLICE_LEN, full)),
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
        ("no parts", _plain(1, 0, 0, 1, b"x"), "parts at least 1"),
        ("25 parts", _plain(1, 0, 25, SLICE_LEN, full), "parts at most 24"),
        ("part equal to parts", _plain(1, 2, 2, 1, b"x"), "part below parts"),
        ("part 255", _plain(1, 255, 2, 1, b"x"), "part below parts"),
        ("no length", _plain(1, 0, 1, 0, b""), "len at least 1"),
        ("length 989", _plain(1, 0, 1, SLICE_LEN + 1, full), "len at most 988"),
        ("length 65,535", _plain(1, 0, 1, 65_535, full), "len at most 988"),
        (
            "short first part",
            _plain(1, 0, 2, SLICE_LEN - 1, full[:-1]),
            "only the last part is short",
        ),
        ("byte behind the slice", _plain(1, 0, 1, 1, b"xy"), "zeros behind the slice"),
        (
            "last byte not zero",
            {"join": [_head(1, 0, 1, 1), "78", {"zeros": 986}, "01"]},
            "zeros behind the slice",
        ),
    ):
        made = m.make(f"cell: {name}", "seal_cell", "cell_hex", plain_hex=plain, **seal)
        m.case(name, "open_cell", comment, expect="CellFormError", cell_hex=made, **THREAD)
    return m


def reply() -> Maker:
    """Return the cases of §6.1 and §6.4."""
    m = Maker("reply", "what the inspectorate says to one thread")
    _bodies(m)
    pks = [signing_pk(SIGNER).hex(), signing_pk(fixed("earlier signer")).hex()]
    m.put("message", compact(MESSAGE))
    given = {"signing_seed_hex": SIGNER.hex(), **THREAD, "seq": 256, "body_hex": of("message")}
    m.case("signed", "sign_reply", "signature and body", **given)
    m.make("joined", "sign_reply", "joined_hex", **given)
    m.make(
        "joined by an earlier signer",
        "sign_reply",
        "joined_hex",
        **{**given, "signing_seed_hex": fixed("earlier signer").hex()},
    )
    m.make(
        "joined by a stranger",
        "sign_reply",
        "joined_hex",
        **{**given, "signing_seed_hex": fixed("stranger").hex()},
    )
    m.make(
        "joined, body broken",
        "sign_reply",
        "joined_hex",
        **{**given, "body_hex": {"text": '{"kind":"message"}'}},
    )
    opens = {**THREAD, "seq": 256, "signing_pks_hex": pks}
    m.case("opened", "open_reply", "signed by the present key", joined_hex=of("joined"), **opens)
    m.case(
        "opened, earlier key",
        "open_reply",
        "signed by an earlier key",
        joined_hex=of("joined by an earlier signer"),
        **opens,
    )
    for name, expect, change, comment in (
        ("nothing", "ReplyFormError", {"joined_hex": ""}, "at least 65 bytes"),
        ("64 bytes", "ReplyFormError", {"joined_hex": of("joined", first=64)}, "at least 65 bytes"),
        ("65 bytes", "ReplySignatureError", {"joined_hex": of("joined", first=65)}, "cut"),
        (
            "stranger",
            "ReplySignatureError",
            {"joined_hex": of("joined by a stranger")},
            "no key of the inspectorate",
        ),
        ("no keys", "ReplySignatureError", {"signing_pks_hex": []}, "no key"),
        (
            "signature changed",
            "ReplySignatureError",
            {"joined_hex": of("joined", at=5, xor_hex="01")},
            "changed",
        ),
        (
            "body changed",
            "ReplySignatureError",
            {"joined_hex": of("joined", at=70, xor_hex="01")},
            "changed",
        ),
        ("another seq", "ReplySignatureError", {"seq": 257}, "seq is signed"),
        (
            "another thread",
            "ReplySignatureError",
            {"thread_key_hex": fixed("other").hex()},
            "the thread is signed",
        ),
        (
            "another drop",
            "ReplySignatureError",
            {"did_hex": fixed("other").hex()},
            "the drop is signed",
        ),
        ("body broken", "ReplyBodyError", {"joined_hex": of("joined, body broken")}, "well signed"),
    ):
        m.case(
            f"refused: {name}",
            "open_reply",
            comment,
            expect=expect,
            **{**opens, "joined_hex": of("joined"), **change},
        )
    _boards(m, pks)
    return m


def _bodies(m: Maker) -> None:
    for name, body in (
        ("message", MESSAGE),
        ("receipt", RECEIPT),
        ("receipt without pieces", {**RECEIPT, "pieces": 0, "pieces_received": 0}),
        ("status", STATUS),
        ("status with reason", {**STATUS, "reason": "x"}),
    ):
        m.case(f"body: {name}", "read_reply_body", "as §6.1 says", raw_hex=compact(body))
        m.case(f"written: {name}", "write_reply_body", "the same bytes", body=body)
    for name, body, comment in (
        ("no kind", {"day": 1}, "required"),
        ("unknown kind", {**MESSAGE, "kind": "letter"}, "one of three"),
        ("kind null", {**MESSAGE, "kind": None}, "one of three"),
        ("kind of Object's own", {**MESSAGE, "kind": "constructor"}, "one of three"),
        ("no day", {"kind": "message", "text": "x"}, "required"),
        ("day text", {**MESSAGE, "day": "1"}, "an integer"),
        ("day true", {**MESSAGE, "day": True}, "an integer"),
        ("day above u32", {**MESSAGE, "day": 2**32}, "a u32"),
        ("message, no text", {"day": 1, "kind": "message"}, "required"),
        ("message, empty text", {**MESSAGE, "text": ""}, "at least 1 byte"),
        ("message, status", {**MESSAGE, "status": "x"}, "no other field"),
        ("status, no status", {"day": 1, "kind": "status"}, "required"),
        ("status, no code", {**STATUS, "status": "Di telaah"}, "a code"),
        ("status, empty reason", {**STATUS, "reason": ""}, "absent, never empty"),
        ("status, text", {**STATUS, "text": "x"}, "no other field"),
        *(
            (f"receipt, no {name}", {k: v for k, v in RECEIPT.items() if k != name}, "required")
            for name in ("letter", "letter_type", "ordinal", "pieces", "pieces_received")
        ),
        ("receipt, letter short", {**RECEIPT, "letter": "00" * 15}, "16 bytes"),
        ("receipt, letter upper case", {**RECEIPT, "letter": "AB" * 16}, "lower case"),
        ("receipt, letter number", {**RECEIPT, "letter": 1}, "a string"),
        ("receipt, type 0", {**RECEIPT, "letter_type": 0}, "1 to 3"),
        ("receipt, type 4", {**RECEIPT, "letter_type": 4}, "1 to 3"),
        ("receipt, ordinal 0", {**RECEIPT, "ordinal": 0}, "from 1"),
        ("receipt, too many pieces", {**RECEIPT, "pieces": 65_537}, "at most 65,536"),
        ("receipt, more received", {**RECEIPT, "pieces_received": 41}, "not more than pieces"),
        ("receipt, text", {**RECEIPT, "text": "x"}, "no other field"),
    ):
        m.case(
            f"body: {name}",
            "read_reply_body",
            comment,
            expect="ReplyBodyError",
            raw_hex=compact(body),
        )
        m.case(
            f"not written: {name}",
            "write_reply_body",
            "is not written either",
            expect="ReplyBodyError",
            body=body,
        )
    m.case(
        "body: white space",
        "read_reply_body",
        "canonical",
        expect="ReplyBodyError",
        raw_hex={"text": '{"day":1, "kind":"message","text":"x"}'},
    )
    longest = {"day": 1, "kind": "message", "text": "x" * (REPLY_BODY_MAX_LEN - 36)}
    m.case("written: longest", "write_reply_body", "23,648 bytes", body=longest)
    m.case(
        "written: too long",
        "write_reply_body",
        "tells by how much",
        expect="ReplyTooLongError",
        body={**longest, "text": longest["text"] + "xxx"},
    )  # type: ignore[operator]


def _boards(m: Maker, pks: list[str]) -> None:
    def sealed(name: str, plain: Any) -> Any:  # noqa: ANN401 -- forms
        return m.make(
            name,
            "seal_cell",
            "cell_hex",
            plain_hex=plain,
            **THREAD,
            nonce_hex=fixed(name, 12).hex(),
        )

    def reply_cells(name: str, seq: int, body: Any, signer: bytes = SIGNER) -> list[Any]:  # noqa: ANN401 -- forms
        joined = m.make(
            f"{name}: joined",
            "sign_reply",
            "joined_hex",
            signing_seed_hex=signer.hex(),
            **THREAD,
            seq=seq,
            body_hex=compact(body),
        )
        raw = m.read(joined)
        pieces = [raw[at : at + SLICE_LEN] for at in range(0, len(raw), SLICE_LEN)]
        return [
            sealed(f"{name}: cell {part}", _plain(seq, part, len(pieces), len(piece), piece))
            for part, piece in enumerate(pieces)
        ]

    short = reply_cells("short", 256, MESSAGE)
    long = reply_cells("long", 257, {**MESSAGE, "text": "panjang " * 240})
    other = reply_cells("other with the same seq", 256, {**MESSAGE, "text": "Lain."})
    earlier = reply_cells("earlier signer", 10, RECEIPT, fixed("earlier signer"))
    stranger = reply_cells("stranger", 258, MESSAGE, fixed("stranger"))
    broken = reply_cells("broken body", 259, {"kind": "message"})
    loud = reply_cells("other long with the same seq", 257, {**MESSAGE, "text": "keras " * 320})
    twin = reply_cells("good with the seq of the broken one", 259, MESSAGE)
    rival = reply_cells(
        "stranger with the seq of a good one", 256, {**MESSAGE, "text": "Palsu."}, fixed("stranger")
    )
    bad_tiny = reply_cells(
        "stranger with the seq of the too short one", 260, MESSAGE, fixed("stranger")
    )
    tiny = sealed("too short", _plain(260, 0, 1, 5, b"hello"))
    form = sealed("bad form", _plain(1, 3, 2, 1, b"x"))
    decoys = [fixed(f"decoy {number}", 1_024).hex() for number in range(3)]
    for name, cells, comment in (
        ("nothing", [], "an empty board"),
        ("decoys", decoys, "nothing for this thread"),
        ("one reply", [decoys[0], *short, *decoys[1:]], "among decoys"),
        ("two replies out of order", [*long[::-1], decoys[0], *short], "in order of seq"),
        ("sealed twice", [*short, *short, *long, long[0]], "equal slices count once"),
        ("conflict", [*short, *other], "two replies with one seq are both shown"),
        ("conflict of long ones", [*long, *loud], "combinations are tried"),
        ("a part is missing", [long[0], *short], "one bad seq never hides another"),
        ("earlier signer", [*earlier, *short], "signed by an earlier key"),
        ("stranger", [*stranger, *short], "refused, and hides nothing"),
        ("broken body", [*broken, *short], "refused, and hides nothing"),
        (
            "broken body beside a good one",
            [*twin, *broken],
            "what was signed and cannot be read is said",
        ),
        ("stranger beside a good one", [*short, *rival], "what was not signed says nothing"),
        ("too short beside a stranger", [tiny, *bad_tiny], "too short only where all are"),
        ("too short", [tiny, *short], "refused, and hides nothing"),
        ("bad form", [form, *short], "reported under seq 0"),
        (
            "everything",
            [form, tiny, *broken, *stranger, *earlier, *other, *short, *long, *decoys],
            "all at once",
        ),
    ):
        m.case(
            f"board: {name}",
            "read_replies",
            comment,
            cells_hex=cells,
            **THREAD,
            signing_pks_hex=pks,
        )
    m.case(
        "board: other thread",
        "read_replies",
        "nothing opens",
        cells_hex=[*short, *long],
        thread_key_hex=fixed("other").hex(),
        did_hex=DID.hex(),
        signing_pks_hex=pks,
    )
    m.case(
        "board: a cell is short",
        "read_replies",
        "not a cell",
        expect="CellLengthError",
        cells_hex=[of("short: cell 0", first=1_000)],
        **THREAD,
        signing_pks_hex=pks,
    )


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
