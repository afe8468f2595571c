"""Passphrase, drop id, certificate and the keys of a thread (§3)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.labels import derive, label
from dropbox.protocol.passphrase import passphrase_words, with_check
from dropbox.protocol.signing import signing_pk
from dropbox.protocol.words import WORDS
from tests.protocol.cases.maker import Maker, fixed, of

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def passphrase() -> Maker:
    """Return the cases of §3.5."""
    m = Maker("passphrase", "eight words: made, checked, mended, and turned into the root secret")
    given = with_check(fixed("passphrase", 11))
    words = passphrase_words(given)
    text = " ".join(words)
    m.case("check bits", "with_check", "84 bits and 4 of a hash", random_hex=fixed("p", 11).hex())
    m.case("check bits of zeros", "with_check", "84 bits and 4 of a hash", random_hex="00" * 11)
    m.case(
        "check bits of ones",
        "with_check",
        "the last four bits given are dropped",
        random_hex="ff" * 11,
    )
    m.case("words", "passphrase_words", "eleven bits each", passphrase_hex=given.hex())
    m.case("first word", "passphrase_words", "index 0 eight times", passphrase_hex="00" * 11)
    m.case("last word", "passphrase_words", "index 2047 eight times", passphrase_hex="ff" * 11)
    m.case("as given out", "check_passphrase", "the words as they stand in the list", text=text)
    for name, typed, comment in (
        ("upper case", text.upper(), "case does not matter"),
        ("punctuation", "1. " + ", ".join(words) + "!", "only runs of a-z count"),
        ("lines", "\r\n".join(words) + "\n", "white space does not matter"),
        ("full width", text.translate({ord(a): ord(a) + 0xFEE0 for a in ALPHABET}), "NFKC"),
        ("ligature and bold", "\ufb01 \U0001d41a\U0001d41b", "NFKC gives ASCII letters"),
    ):
        m.case(f"typed: {name}", "typed_words", comment, text=typed)
    for name, typed, comment in (
        ("Kelvin sign", "\u212aata", "lower-cased after NFKC, it is a k"),
        ("dotted capital I", "BER\u0130TA", "lower-casing leaves a combining dot, which splits"),
        ("dotless i", "ber\u0131ta", "not a letter of a-z"),
        ("accent", "b\u00e9rita be\u0301rita", "not mended silently"),
        ("Cyrillic", "b\u0435rita", "looks alike and is not"),
        ("zero width", "be\u200brita be\u00adrita", "splits a word"),
        ("lone surrogate", "be\ud800rita", "splits a word"),
        ("nothing", "", "no words"),
        ("digits", "12 34", "no words"),
    ):
        m.case(f"runs: {name}", "typed_words", comment, text=typed)
    for name, typed in (
        ("seven", " ".join(words[:7])),
        ("nine", text + " " + words[0]),
        ("none", ""),
        ("joined", "".join(words)),
    ):
        m.case(
            f"{name} words", "check_passphrase", "eight words", expect="WordCountError", text=typed
        )
    m.case(
        "seven words to mend",
        "mend_passphrase",
        "eight words",
        expect="WordCountError",
        text=" ".join(words[:7]),
    )
    _slips(m, words)
    swapped = [words[1], words[0], *words[2:]]
    other = next(
        [word, *words[1:]] for word in WORDS if word != words[0] and not _passes([word, *words[1:]])
    )
    if not _passes(swapped):
        m.case(
            "two words swapped",
            "check_passphrase",
            "the check covers the order",
            expect="CheckError",
            text=" ".join(swapped),
        )
    m.case(
        "one other word",
        "check_passphrase",
        "the check covers every word",
        expect="CheckError",
        text=" ".join(other),
    )
    m.case(
        "nothing to mend",
        "mend_passphrase",
        "all in the list, check wrong: no reading",
        text=" ".join(other),
    )
    m.case("as given out, mended", "mend_passphrase", "one reading", text=text)
    m.case(
        "root secret",
        "root_secret",
        "a million rounds",
        passphrase_hex=given.hex(),
        sid_hex=fixed("sid", 16).hex(),
    )
    return m


def _passes(words: list[str]) -> bool:
    number = 0
    for word in words:
        number = number << 11 | WORDS.index(word)
    raw = number.to_bytes(11, "big")
    return with_check(raw) == raw


def _with_first(word: str) -> list[str]:
    """Return seven words that pass the check behind a first one."""
    number = WORDS.index(word) << 77 | int.from_bytes(fixed("seven", 9), "big")
    return passphrase_words(with_check(number.to_bytes(11, "big")))[1:]


def _slips(m: Maker, words: list[str]) -> None:
    word = words[2]
    slips = {
        "a letter wrong": word[0] + ("x" if word[1] != "x" else "z") + word[2:],
        "a letter missing": word[0] + word[2:],
        "a letter added": word[:2] + "x" + word[2:],
        "neighbours swapped": word[1] + word[0] + word[2:],
        "first four letters": next(long for long in WORDS if len(long) > 4)[:4],
        "first four letters and a wrong end": next(long for long in WORDS if len(long) > 5)[:4]
        + "xyzq",
        "nothing like it": "xqxqxqxq",
        "two letters": "xq",
    }
    for name, typed in slips.items():
        if typed in WORDS:
            continue
        text = " ".join([*words[:2], typed, *words[3:]])
        comment = "the place and its candidates are told"
        m.case(
            f"unknown: {name}", "check_passphrase", comment, expect="UnknownWordError", text=text
        )
        m.case(f"mended: {name}", "mend_passphrase", "all readings that pass the check", text=text)
        m.case(f"candidates: {name}", "word_candidates", "in order of the list", typed=typed)
    beginnings = {long[:4]: long for long in WORDS if len(long) > 4}
    given, typed = next(
        (short, slip)
        for short in WORDS
        for slip in (short[:3] + letter for letter in ALPHABET)
        if len(short) == 4 and slip in beginnings and slip != short
    )
    m.case(
        f"candidates: a slip in {given} that begins {beginnings[typed]}",
        "word_candidates",
        "both",
        typed=typed,
    )
    m.case(
        "mended: a slip that begins another word",
        "mend_passphrase",
        "what was given out is among the readings",
        text=" ".join([typed, *_with_first(given)]),
    )
    m.case("candidates: in the list", "word_candidates", "itself alone", typed=word)
    both = " ".join([word[0] + word[2:], *words[1:4], "zzzzzzz", *words[5:]])
    m.case(
        "unknown: two places",
        "check_passphrase",
        "both are told",
        expect="UnknownWordError",
        text=both,
    )
    for start in ("a", "be", "men", "s", "zz"):
        m.case(f"candidates: {start!r}", "word_candidates", "in order of the list", typed=start)


def drop() -> Maker:
    """Return the cases of §3.1 and §3.2."""
    m = Maker("drop", "the drop id, as a fragment and as digits")
    did = fixed("drop", 32)
    m.case(
        "drop id",
        "drop_id",
        "binds site and root key",
        sid_hex=fixed("sid", 16).hex(),
        root_pk_hex=fixed("pk").hex(),
    )
    m.case("fragment", "write_fragment", "43 characters", did_hex=did.hex())
    m.case("digits", "drop_id_digits", "modulo 10^40, eight groups of five", did_hex=did.hex())
    m.case("digits of zero", "drop_id_digits", "padded with zeros", did_hex={"zeros": 32})
    m.case("digits of one", "drop_id_digits", "padded with zeros", did_hex="00" * 31 + "01")
    m.case("digits of ones", "drop_id_digits", "modulo 10^40", did_hex="ff" * 32)
    m.case(
        "digits of 10^40",
        "drop_id_digits",
        "modulo 10^40",
        did_hex=(10**40).to_bytes(32, "big").hex(),
    )
    text = "#k=" + "A" * 42 + "E"
    m.case("read", "read_fragment", "43 characters", fragment=text)
    for name, fragment, comment in (
        ("nothing", "", "no fragment"),
        ("hash only", "#", "no drop id"),
        ("name only", "#k=", "no drop id"),
        ("no hash", text[1:], "begins with #k="),
        ("other name", "#x" + text[2:], "begins with #k="),
        ("upper-case name", "#K" + text[2:], "begins with #k="),
        ("42 characters", text[:-1], "43 characters"),
        ("44 characters", text + "A", "43 characters"),
        ("padding", text + "=", "no padding"),
        ("loose bits", text[:-1] + "B", "unused bits are zero"),
        ("more behind", text + "&a=b", "nothing behind"),
        ("space", text + " ", "nothing behind"),
        ("percent escape", text[:-3] + "%41", "not in the alphabet"),
        ("other alphabet", "#k=+" + text[4:], "the alphabet of URLs"),
        ("hex", "#k=" + "00" * 32, "base64url"),
    ):
        m.case(
            f"refused: {name}", "read_fragment", comment, expect="FragmentError", fragment=fragment
        )
    return m


def certificate() -> Maker:
    """Return the cases of §3.3."""
    m = Maker("certificate", "by which the root lends its authority to a signing key")
    root, pk, did = fixed("root"), signing_pk(fixed("signing")), fixed("did")
    base = {"did_hex": did.hex(), "signing_pk_hex": pk.hex()}
    period: dict[str, Any] = {"from_day": 20_000, "to_day": 20_100}
    m.case("made", "make_certificate", "100 days", root_seed_hex=root.hex(), **base, **period)
    signature = m.make(
        "signature", "make_certificate", "signature_hex", root_seed_hex=root.hex(), **base, **period
    )
    good = {**base, **period, "root_pk_hex": signing_pk(root).hex(), "signature_hex": signature}
    m.case("good", "verify_certificate", "the root's own", **good)
    for name, change, comment in (
        (
            "signature, first bit",
            {"signature_hex": of("signature", at=0, xor_hex="80")},
            "changed R",
        ),
        (
            "signature, last bit",
            {"signature_hex": of("signature", at=63, xor_hex="01")},
            "changed S",
        ),
        ("signature of zeros", {"signature_hex": "00" * 64}, "no signature"),
        ("other key", {"signing_pk_hex": fixed("x").hex()}, "the key is signed"),
        ("other first day", {"from_day": 20_001}, "the period is signed"),
        ("other last day", {"to_day": 20_099}, "the period is signed"),
        ("other drop", {"did_hex": fixed("y").hex()}, "the drop is signed"),
        ("other root", {"root_pk_hex": signing_pk(fixed("z")).hex()}, "another root"),
        ("no point", {"root_pk_hex": "02" + "00" * 31}, "the root key is no point of the curve"),
    ):
        m.case(
            name,
            "verify_certificate",
            comment,
            expect="CertificateSignatureError",
            **{**good, **change},
        )
    seeds = {
        "root_seed_hex": root.hex(),
        "signing_seed_hex": fixed("signing").hex(),
        "did_hex": did.hex(),
    }
    m.case("one day", "verify_signed_certificate", "the shortest", **seeds, from_day=5, to_day=6)
    m.case(
        "last days",
        "verify_signed_certificate",
        "the end of u32",
        **seeds,
        from_day=2**32 - 101,
        to_day=2**32 - 1,
    )
    for name, first, last in (
        ("empty", 20_000, 20_000),
        ("backwards", 20_001, 20_000),
        ("101 days", 20_000, 20_101),
        ("for ever", 0, 2**32 - 1),
    ):
        comment = "well signed, but not 1 to 100 days"
        m.case(
            f"{name}, signed",
            "verify_signed_certificate",
            comment,
            expect="CertificatePeriodError",
            **seeds,
            from_day=first,
            to_day=last,
        )
        m.case(
            f"{name}, not made",
            "make_certificate",
            "is not made either",
            expect="CertificatePeriodError",
            root_seed_hex=root.hex(),
            **base,
            from_day=first,
            to_day=last,
        )
    return m


def thread() -> Maker:
    """Return the cases of §3.6."""
    m = Maker("thread", "what a passphrase opens")
    given = {
        "passphrase_hex": with_check(fixed("passphrase", 11)).hex(),
        "sid_hex": fixed("sid", 16).hex(),
        "did_hex": fixed("did").hex(),
    }
    m.case("keys", "thread_keys", "a million rounds, then thread key and author seed", **given)
    m.case(
        "other drop",
        "thread_keys",
        "the same words at another drop",
        **{**given, "did_hex": fixed("other").hex()},
    )
    key = derive(fixed("root"), label("thread"), fixed("did"))
    m.case("tid", "thread_id", "the name of the thread", thread_key_hex=key.hex())
    m.case("cell key", "cell_key", "for replies", thread_key_hex=key.hex())
    return m
