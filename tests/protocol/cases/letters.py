"""Letters, their bodies, and chunks (§4, §5)."""

from __future__ import annotations

import json
from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.intake import IntakeKey, letter_info
from dropbox.protocol.labels import digest, label
from dropbox.protocol.signing import sign
from dropbox.protocol.sizes import LETTER_BODY_MAX_LEN, LETTER_PLAIN_LEN, PIECE_LEN
from tests.protocol.cases.maker import Maker, fixed, of
from tests.protocol.hpke_reference import (
    AES_256_GCM,
    ciphertext_for_two,
    decapsulate,
    key_schedule,
)
from tests.protocol.vectors import write_form

DID = fixed("did")
SEED = fixed("intake")
REPORT = {"account": "Uang di amplop.", "category": "suap", "language": "id", "what": "Suap"}
FILES = {
    "fk": to_base64url(fixed("fk")),
    "files": [{"len": 5, "name": "nota.pdf", "treatment": "cleaned"}],
    "pieces": 1,
}


def compact(value: Any) -> dict[str, str]:  # noqa: ANN401 -- JSON
    """Return the form of a value's canonical JSON."""
    return {"text": json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)}


def letter() -> Maker:
    """Return the cases of §4."""
    m = Maker("letter", "one sealed envelope from reporter to inspectorate, and the JSON inside")
    m.case("intake key", "intake_pk", "X-Wing public key of a seed", intake_seed_hex=SEED.hex())
    who = {
        "message_id_hex": fixed("message id", 16).hex(),
        "thread_key_hex": fixed("thread key").hex(),
        "author_seed_hex": fixed("author").hex(),
    }
    to = {"did_hex": DID.hex(), "intake_seed_hex": SEED.hex()}
    m.put("report", compact(REPORT))
    report = {"letter_type": 1, "body_hex": of("report"), **who, **to}
    m.case("plaintext", "letter_plain", "header, signature, body, zeros", **report)
    m.make("plain", "letter_plain", "plain_hex", **report)
    m.make("sealed", "seal_plain", "sealed_hex", plain_hex=of("plain"), **to)
    m.case(
        "report", "open_letter", "sealed by the maker of the file", sealed_hex=of("sealed"), **to
    )
    m.make("decoy_plain", "letter_plain", "plain_hex", letter_type=0, body_hex="", **who, **to)
    for name, letter_type, text in (
        ("decoy", 0, None),
        ("follow-up", 2, {"language": "en", "text": "More."}),
        ("withdrawal", 3, {"language": "id"}),
    ):
        form = "" if text is None else compact(text)
        plain = {"letter_type": letter_type, "body_hex": form, **who, **to}
        made = m.make(f"plain of {name}", "letter_plain", "plain_hex", **plain)
        m.case(name, "open_plain", f"type {letter_type}", plain_hex=made, **to)
    longest = compact({"language": "id", "text": "x" * (LETTER_BODY_MAX_LEN - 27)})
    full = {"letter_type": 2, "body_hex": longest, **who, **to}
    m.make("longest", "letter_plain", "plain_hex", **full)
    m.case("longest body", "open_plain", "no padding left", plain_hex=of("longest"), **to)
    m.case(
        "one byte too long",
        "letter_plain",
        "before anything is sent",
        expect="LetterTooLongError",
        **{**full, "body_hex": {"join": [longest, "20"]}},
    )
    for name, change in (
        ("type 4", {"letter_type": 4}),
        ("type below 0", {"letter_type": -1}),
        ("message id short", {"message_id_hex": "00" * 15}),
        ("message id long", {"message_id_hex": "00" * 17}),
    ):
        m.case(
            f"not laid out: {name}",
            "letter_plain",
            "is not made either",
            expect="LetterFormError",
            **{**report, **change},
        )
    pk = IntakeKey(SEED).pk
    for name, expect, plain, key in (
        ("good", "ok", {"zeros": 31_632}, pk.hex()),
        ("plaintext short", "LetterFormError", {"zeros": 31_631}, pk.hex()),
        ("plaintext long", "LetterFormError", {"zeros": 31_633}, pk.hex()),
        ("key of ones", "NoIntakeKeyError", {"zeros": 31_632}, "ff" * 1_216),
        (
            "X25519 point of zeros",
            "NoIntakeKeyError",
            {"zeros": 31_632},
            pk[:1_184].hex() + "00" * 32,
        ),
    ):
        m.case(
            f"sealed to: {name}",
            "seal_to",
            "only what a reader can open",
            expect=expect,
            plain_hex=plain,
            did_hex=DID.hex(),
            intake_pk_hex=key,
        )
    _outside(m, to)
    _inside(m, to, who)
    _bodies(m)
    return m


def _outside(m: Maker, to: dict[str, Any]) -> None:
    for name, form in (
        ("empty", ""),
        ("one byte short", of("sealed", first=32_767)),
        ("one byte long", {"join": [of("sealed"), "00"]}),
    ):
        m.case(
            name, "open_letter", "exact length", expect="LetterLengthError", sealed_hex=form, **to
        )
    for name, at in (
        ("first byte of enc", 0),
        ("last byte of the ML-KEM ciphertext", 1_087),
        ("first byte of the X25519 point", 1_088),
        ("first byte of the ciphertext", 1_120),
        ("middle", 16_000),
        ("last byte of the ciphertext", 32_751),
        ("tag", 32_767),
    ):
        form = of("sealed", at=at, xor_hex="01")
        m.case(
            f"changed: {name}",
            "open_letter",
            "one bit changed",
            expect="NotForThisKeyError",
            sealed_hex=form,
            **to,
        )
    for name, point in (("zero", "00" * 32), ("one", "01" + "00" * 31)):
        form = {"join": [of("sealed", first=1_088), point, {"zeros": 31_648}]}
        m.case(
            f"X25519 point {name}",
            "open_letter",
            "a point of low order gives no shared secret",
            expect="NotForThisKeyError",
            sealed_hex=form,
            **to,
        )
    for name, change in (
        ("other key", {"intake_seed_hex": fixed("other intake").hex()}),
        ("other drop", {"did_hex": fixed("other did").hex()}),
    ):
        m.case(
            name,
            "open_letter",
            "bound to key and drop",
            expect="NotForThisKeyError",
            sealed_hex=of("sealed"),
            **{**to, **change},
        )
    m.case(
        "zeros",
        "open_letter",
        "junk of the right length",
        expect="NotForThisKeyError",
        sealed_hex={"zeros": 32_768},
        **to,
    )
    seeds = [fixed("other intake").hex(), SEED.hex(), fixed("third intake").hex()]
    m.case(
        "one of three keys",
        "open_with_any",
        "exactly one opens it",
        sealed_hex=of("sealed"),
        did_hex=DID.hex(),
        intake_seeds_hex=seeds,
    )
    m.case(
        "none of two keys",
        "open_with_any",
        "none opens it",
        expect="NotForThisKeyError",
        sealed_hex=of("sealed"),
        did_hex=DID.hex(),
        intake_seeds_hex=seeds[::2],
    )
    m.case(
        "no keys",
        "open_with_any",
        "none opens it",
        expect="NotForThisKeyError",
        sealed_hex=of("sealed"),
        did_hex=DID.hex(),
        intake_seeds_hex=[],
    )
    m.case(
        "one key twice",
        "open_with_any",
        "equal keys are tried once",
        sealed_hex=of("sealed"),
        did_hex=DID.hex(),
        intake_seeds_hex=[SEED.hex(), SEED.hex()],
    )
    m.put("for two", write_form(_for_two()))
    m.case(
        "two keys open it",
        "open_with_any",
        "made so that AES-GCM accepts both; set aside",
        expect="LetterAmbiguousError",
        sealed_hex=of("for two"),
        did_hex=DID.hex(),
        intake_seeds_hex=seeds[:2],
    )
    m.case(
        "two keys, one known",
        "open_with_any",
        "opens under this one, to nonsense",
        expect="LetterFormError",
        sealed_hex=of("for two"),
        did_hex=DID.hex(),
        intake_seeds_hex=seeds[1:],
    )
    broken = of("plain", at=1, xor_hex="01")
    m.case(
        "broken under the second key",
        "open_plain_with_any",
        "its own error",
        expect="LetterFormError",
        plain_hex=broken,
        did_hex=DID.hex(),
        intake_seeds_hex=[SEED.hex(), fixed("third intake").hex()],
    )


def _for_two() -> bytes:
    """Return a letter that opens under two keys, which takes both private keys to make."""
    seeds = fixed("other intake"), SEED
    encapsulated = fixed("enc", 1_120)
    contexts = [
        key_schedule(
            decapsulate(seed, encapsulated), letter_info(DID, IntakeKey(seed).pk), AES_256_GCM
        )
        for seed in seeds
    ]
    return encapsulated + ciphertext_for_two(contexts[0], contexts[1], LETTER_PLAIN_LEN)


def _inside(m: Maker, to: dict[str, Any], who: dict[str, str]) -> None:
    """Well sealed, wrong inside. Faults in what is signed are signed again, so that each case has one."""
    thread_key, author = bytes.fromhex(who["thread_key_hex"]), bytes.fromhex(who["author_seed_hex"])
    intake_pk = IntakeKey(SEED).pk

    def signed(header: bytes, body: bytes, padding: bytes | None = None) -> Any:  # noqa: ANN401 -- a form
        signature = sign(author, label("written"), DID, digest(intake_pk), header, body)
        plain = header + signature + body + (padding or b"")
        return write_form(plain.ljust(31_632, b"\0"))

    good = m.read(of("plain"))
    header, body = good[:84], m.read(of("report"))
    assert thread_key == header[20:52]  # noqa: S101 -- the layout that the cases rest on
    for name, form, comment in (
        ("type 4", signed(b"\x04" + header[1:], body), "types 0 to 3"),
        ("type 255", signed(b"\xff" + header[1:], body), "types 0 to 3"),
        ("reserved byte", signed(header[:1] + b"\x01" + header[2:], body), "byte 1 is zero"),
        (
            "n above the greatest",
            signed(header[:2] + (31_485).to_bytes(2, "big") + header[4:], body),
            "n at most 31,484",
        ),
        ("n of 65,535", signed(header[:2] + b"\xff\xff" + header[4:], body), "n at most 31,484"),
        (
            "n one short",
            signed(
                header[:2] + (len(body) - 1).to_bytes(2, "big") + header[4:], body[:-1], body[-1:]
            ),
            "the last byte of the body is padding now",
        ),
        ("padding, first byte", signed(header, body, b"\x01"), "the padding is zeros"),
        ("padding, last byte", of("plain", at=31_631, xor_hex="80"), "the padding is zeros"),
        ("decoy with a body", signed(b"\x00" + header[1:], body), "a decoy has no body"),
        ("decoy with padding", of("decoy_plain", at=200, xor_hex="01"), "the padding is zeros"),
    ):
        m.case(name, "open_plain", comment, expect="LetterFormError", plain_hex=form, **to)
    n = len(body)
    for name, form, comment in (
        ("type changed", of("plain", at=0, xor_hex="03"), "the type is signed"),
        ("decoy to report", of("decoy_plain", at=0, xor_hex="01"), "the type is signed"),
        ("message id changed", of("plain", at=4, xor_hex="01"), "the message id is signed"),
        ("thread key changed", of("plain", at=20, xor_hex="01"), "the thread key is signed"),
        ("author key changed", of("plain", at=52, xor_hex="01"), "the author key is signed"),
        (
            "author key of zeros",
            {
                "join": [
                    of("plain", first=52),
                    "00" * 32,
                    good[84:148].hex(),
                    body.hex(),
                    {"zeros": 31_484 - n},
                ]
            },
            "not the signer",
        ),
        ("signature, R changed", of("plain", at=84, xor_hex="01"), "changed"),
        ("signature, S changed", of("plain", at=147, xor_hex="20"), "changed"),
        ("body, first byte", of("plain", at=148, xor_hex="01"), "the body is signed"),
        ("body, last byte", of("plain", at=147 + n, xor_hex="01"), "the body is signed"),
    ):
        m.case(name, "open_plain", comment, expect="LetterSignatureError", plain_hex=form, **to)
    for name, change, comment in (
        (
            "written for another key",
            {"intake_seed_hex": fixed("other intake").hex()},
            "an inspector sealed it again under a later week's key",
        ),
        (
            "written for another drop",
            {"did_hex": fixed("other did").hex()},
            "sealed again for another drop",
        ),
    ):
        m.case(
            name,
            "open_plain",
            comment,
            expect="LetterSignatureError",
            plain_hex=of("plain"),
            **{**to, **change},
        )


def _bodies(m: Maker) -> None:
    follow, leave = {"language": "en", "text": "x"}, {"language": "id"}
    whole = {
        **REPORT,
        **dict.fromkeys(
            ("who", "when", "where", "how", "why", "unit", "how_known", "who_else"), "x"
        ),
        "attachments": FILES,
    }
    good = (
        ("report, least", 1, REPORT),
        ("report, all fields", 1, whole),
        ("follow-up", 2, follow),
        ("follow-up with attachments", 2, {**follow, "attachments": FILES}),
        ("withdrawal", 3, leave),
        ("withdrawal with reason", 3, {**leave, "reason": "x"}),
        ("category of 40", 1, {**REPORT, "category": "a" * 40}),
        ("empty file", 2, {**follow, "attachments": _files(len=0)}),
        ("name of 255 bytes", 2, {**follow, "attachments": _files(name="\u00e9" * 127 + "x")}),
        ("name with dots", 2, {**follow, "attachments": _files(name="...")}),
        ("name with space, quotes, U+0080", 2, {**follow, "attachments": _files(name=' "\u0080')}),
        ("two pieces", 2, {**follow, "attachments": _files(pieces=2, len=PIECE_LEN + 1)}),
        ("200 files", 2, {**follow, "attachments": {**FILES, "files": FILES["files"] * 200}}),
    )
    for name, letter_type, body in good:
        m.case(
            f"body: {name}",
            "read_letter_body",
            "as §4.4 says",
            letter_type=letter_type,
            raw_hex=compact(body),
        )
        m.case(
            f"written: {name}",
            "write_letter_body",
            "the same bytes",
            letter_type=letter_type,
            body=body,
        )
    for name, letter_type, body, comment in _bad_bodies(follow, leave):
        m.case(
            f"body: {name}",
            "read_letter_body",
            comment,
            expect="LetterBodyError",
            letter_type=letter_type,
            raw_hex=compact(body),
        )
        m.case(
            f"written: {name}",
            "write_letter_body",
            "is not written either",
            expect="LetterBodyError",
            letter_type=letter_type,
            body=body,
        )
    for name, text, comment in (
        ("nothing", "", "no JSON"),
        ("white space", '{"language": "id"}', "canonical"),
        ("doubled field", '{"language":"id","language":"id"}', "canonical"),
        ("trailing byte", '{"language":"id"}\n', "canonical"),
        ("array", "[]", "one object"),
        ("lone surrogate", '{"language":"id","reason":"\\ud800"}', "canonical"),
    ):
        m.case(
            f"body: {name}",
            "read_letter_body",
            comment,
            expect="LetterBodyError",
            letter_type=3,
            raw_hex={"text": text},
        )
    m.case(
        "body: float length",
        "read_letter_body",
        "integers only",
        expect="LetterBodyError",
        letter_type=2,
        raw_hex={
            "text": compact({**follow, "attachments": FILES})["text"].replace(
                '"len":5', '"len":5.0'
            )
        },
    )
    fits = {"language": "id", "text": "x" * (LETTER_BODY_MAX_LEN - 27)}
    m.case("written: longest", "write_letter_body", "31,484 bytes", letter_type=2, body=fits)
    m.case(
        "written: too long",
        "write_letter_body",
        "tells by how much",
        expect="LetterTooLongError",
        letter_type=2,
        body={**fits, "text": fits["text"][:-2] + "\u00e9\u00e9"},
    )


def _files(pieces: int = 1, **file: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    return {**FILES, "pieces": pieces, "files": [{**FILES["files"][0], **file}]}  # type: ignore[dict-item]


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


def _bad_bodies(follow: dict[str, Any], leave: dict[str, Any]) -> list[tuple[str, int, Any, str]]:
    bad: list[tuple[str, int, Any, str]] = [
        *((f"report without {name}", 1, _without(REPORT, name), "required") for name in REPORT),
        ("report, unknown field", 1, {**REPORT, "date": "x"}, "no other field"),
        ("report with follow-up's text", 1, {**REPORT, "text": "x"}, "no other field"),
        ("report, constructor", 1, {**REPORT, "constructor": "x"}, "no other field"),
        ("report, empty what", 1, {**REPORT, "what": ""}, "at least 1 byte"),
        ("report, empty optional", 1, {**REPORT, "who": ""}, "absent, never empty"),
        ("report, null optional", 1, {**REPORT, "who": None}, "absent, never null"),
        ("report, number for text", 1, {**REPORT, "who": 1}, "a string"),
        ("report, category upper case", 1, {**REPORT, "category": "Suap"}, "a code"),
        ("report, category empty", 1, {**REPORT, "category": ""}, "a code"),
        ("report, category of 41", 1, {**REPORT, "category": "a" * 41}, "a code"),
        ("report, category with newline", 1, {**REPORT, "category": "suap\n"}, "a code"),
        ("report, category null", 1, {**REPORT, "category": None}, "a code"),
        ("language unknown", 1, {**REPORT, "language": "fr"}, "id or en"),
        ("language null", 3, {"language": None}, "id or en"),
        ("language of Object's own", 3, {"language": "constructor"}, "id or en"),
        ("follow-up without text", 2, {"language": "id"}, "required"),
        ("follow-up, empty text", 2, {**follow, "text": ""}, "at least 1 byte"),
        ("follow-up, category", 2, {**follow, "category": "suap"}, "no other field"),
        ("withdrawal, empty reason", 3, {**leave, "reason": ""}, "absent, never empty"),
        ("withdrawal with attachments", 3, {**leave, "attachments": FILES}, "no attachments"),
        ("withdrawal with text", 3, {**leave, "text": "x"}, "no other field"),
        ("withdrawal without language", 3, {}, "required"),
        ("body of a decoy", 0, leave, "a decoy has none"),
        ("body of type 4", 4, leave, "no such type"),
    ]
    attachments: list[tuple[str, Any, str]] = [
        ("null", None, "absent, never null"),
        ("array", [], "an object"),
        *((f"without {name}", _without(FILES, name), "required") for name in FILES),
        ("unknown field", {**FILES, "x": 1}, "no other field"),
        ("fk short", {**FILES, "fk": FILES["fk"][:-1]}, "32 bytes"),  # type: ignore[index]
        ("fk loose bits", {**FILES, "fk": "A" * 42 + "B"}, "unused bits are zero"),
        ("fk number", {**FILES, "fk": 1}, "a string"),
        ("pieces 0", {**FILES, "pieces": 0}, "at least 1"),
        ("pieces too many", {**FILES, "pieces": 2}, "the padded number"),
        ("pieces too few", _files(pieces=1, len=PIECE_LEN + 1), "the padded number"),
        ("pieces not padded", _files(pieces=5, len=5 * PIECE_LEN), "the padded number: 6"),
        ("pieces true", {**FILES, "pieces": True}, "an integer"),
        ("more than 65,536 pieces", _files(pieces=65_536, len=65_536 * PIECE_LEN + 1), "too large"),
        ("no files", {**FILES, "files": []}, "at least 1"),
        ("201 files", {**FILES, "files": FILES["files"] * 201}, "at most 200"),
        ("files object", {**FILES, "files": {}}, "an array"),
        ("file null", {**FILES, "files": [None]}, "an object"),
        *(
            (f"file without {n}", {**FILES, "files": [_without(FILES["files"][0], n)]}, "required")
            for n in ("name", "len", "treatment")
        ),  # type: ignore[arg-type]
        ("file, unknown field", _files(type="x"), "no other field"),
        ("len above 2^40", _files(len=2**40 + 1), "at most 2^40"),
        ("len text", _files(len="5"), "an integer"),
        ("len true", _files(len=True), "an integer"),
        ("treatment unknown", _files(treatment="none"), "one of three"),
        ("name empty", _files(name=""), "1 to 255 bytes"),
        ("name of 256 bytes", _files(name="\u00e9" * 128), "1 to 255 bytes"),
        ("name with /", _files(name="a/b"), "no path"),
        ("name with \\", _files(name="a\\b"), "no path"),
        ("name .", _files(name="."), "no path"),
        ("name ..", _files(name=".."), "no path"),
        ("name with U+0000", _files(name="a\0"), "no control character"),
        ("name with newline", _files(name="a\n"), "no control character"),
        ("name with U+001F", _files(name="a\x1f"), "no control character"),
        ("name with U+007F", _files(name="a\x7f"), "no control character"),
    ]
    bad += [
        (f"attachments, {name}", 2, {**follow, "attachments": value}, why)
        for name, value, why in attachments
    ]
    return bad


def chunk() -> Maker:
    """Return the cases of §5.2 and §5.3."""
    m = Maker("chunk", "the encrypted records that carry the pieces of files")
    fk = fixed("fk")
    at = {"fk_hex": fk.hex(), "index": 1, "pieces": 3, "did_hex": DID.hex()}
    m.case("chunk key", "chunk_key", "from fk", fk_hex=fk.hex())
    for index in (0, 1, 65_535):
        m.case(f"cid {index}", "chunk_id", "from fk and i", fk_hex=fk.hex(), index=index)
    seal = {**at, "piece_hex": {"text": "halo"}, "nonce_hex": fixed("nonce", 12).hex()}
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
