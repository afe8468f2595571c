"""Letters (§4.1 to §4.3)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.intake import IntakeKey, letter_info
from dropbox.protocol.labels import digest, label
from dropbox.protocol.signing import sign
from dropbox.protocol.sizes import LETTER_BODY_MAX_LEN, LETTER_PLAIN_LEN
from tests.protocol.cases.letter_bodies import bodies, compact
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
    sealed: Any
    for name, expect, sealed, key in (
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
            plain_hex=sealed,
            did_hex=DID.hex(),
            intake_pk_hex=key,
        )
    _outside(m, to)
    _inside(m, to, who)
    bodies(m)
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
    """Well sealed, wrong inside; where a fault is in what is signed, it is signed again."""
    thread_key, author = bytes.fromhex(who["thread_key_hex"]), bytes.fromhex(who["author_seed_hex"])
    intake_pk = IntakeKey(SEED).pk

    def signed(header: bytes, body: bytes, padding: bytes | None = None) -> Any:  # noqa: ANN401 -- a form
        signature = sign(author, label("written"), DID, digest(intake_pk), header, body)
        plain = header + signature + body + (padding or b"")
        return write_form(plain.ljust(31_632, b"\0"))

    good = m.read(of("plain"))
    header, body = good[:84], m.read(of("report"))
    assert thread_key == header[20:52]
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
