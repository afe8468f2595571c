"""Replies (§6.1, §6.4)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.signing import signing_pk
from dropbox.protocol.sizes import REPLY_BODY_MAX_LEN, SLICE_LEN
from tests.protocol.cases.cells import THREAD, cell_plain
from tests.protocol.cases.letter_bodies import compact
from tests.protocol.cases.maker import Maker, fixed, of

DID = fixed("did")
SIGNER = fixed("signing")
MESSAGE: dict[str, Any] = {"day": 20_000, "kind": "message", "text": "Terima kasih."}
RECEIPT: dict[str, Any] = {
    "day": 20_000,
    "kind": "receipt",
    "letter": fixed("message id", 16).hex(),
    "letter_type": 1,
    "ordinal": 1,
    "pieces": 40,
    "pieces_received": 12,
}
STATUS: dict[str, Any] = {"day": 20_000, "kind": "status", "status": "ditelaah"}
DUE: dict[str, Any] = {"day": 20_011, "step": "verify"}


def reply() -> Maker:
    """Return the cases of §6.1 and §6.4."""
    m = Maker("reply", "what the inspectorate says to one thread")
    _bodies(m)
    pks = [signing_pk(SIGNER).hex(), signing_pk(fixed("earlier signer")).hex()]
    m.put("message", compact(MESSAGE))
    given: dict[str, Any] = {
        "signing_seed_hex": SIGNER.hex(),
        **THREAD,
        "seq": 256,
        "body_hex": of("message"),
    }
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
    opens: dict[str, Any] = {**THREAD, "seq": 256, "signing_pks_hex": pks}
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
        ("status that ends the case", {**STATUS, "reason": "x", "closed": True}),
        ("status with what is due", {**STATUS, "due": {**DUE, "step": "conclude"}}),
        ("message with what is due", {**MESSAGE, "due": DUE}),
        ("receipt with what is due", {**RECEIPT, "due": DUE}),
        ("due on day 0", {**RECEIPT, "due": {**DUE, "day": 0}}),
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
        ("status, closed false", {**STATUS, "closed": False}, "absent, never false"),
        ("status, closed 1", {**STATUS, "closed": 1}, "true"),
        ("status, closed null", {**STATUS, "closed": None}, "true"),
        ("status, closed and due", {**STATUS, "closed": True, "due": DUE}, "nothing is owed"),
        ("message, closed", {**MESSAGE, "closed": True}, "statuses only"),
        ("receipt, closed", {**RECEIPT, "closed": True}, "statuses only"),
        ("due null", {**MESSAGE, "due": None}, "absent, never null"),
        ("due a day alone", {**MESSAGE, "due": 20_011}, "an object"),
        ("due without step", {**MESSAGE, "due": {"day": 1}}, "required"),
        ("due without day", {**MESSAGE, "due": {"step": "verify"}}, "required"),
        ("due, unknown field", {**MESSAGE, "due": {**DUE, "x": 1}}, "no other field"),
        ("due, unknown step", {**MESSAGE, "due": {**DUE, "step": "acknowledge"}}, "one of two"),
        ("due, step null", {**STATUS, "due": {**DUE, "step": None}}, "one of two"),
        ("due, day above u32", {**RECEIPT, "due": {**DUE, "day": 2**32}}, "a u32"),
        ("due, day text", {**STATUS, "due": {**DUE, "day": "1"}}, "an integer"),
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
    longest: dict[str, Any] = {"day": 1, "kind": "message", "text": "x" * (REPLY_BODY_MAX_LEN - 36)}
    m.case("written: longest", "write_reply_body", "23,648 bytes", body=longest)
    m.case(
        "written: one field alone too long",
        "write_reply_body",
        "tells by how much, too",
        expect="ReplyTooLongError",
        body={**STATUS, "reason": "x" * (REPLY_BODY_MAX_LEN + 1)},
    )
    m.case(
        "written: too long",
        "write_reply_body",
        "tells by how much",
        expect="ReplyTooLongError",
        body={**longest, "text": longest["text"] + "xxx"},
    )


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
            sealed(f"{name}: cell {part}", cell_plain(seq, part, len(pieces), len(piece), piece))
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
    tiny = sealed("too short", cell_plain(260, 0, 1, 5, b"hello"))
    form = sealed("bad form", cell_plain(1, 3, 2, 1, b"x"))
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
