"""Bulletins (§7.1, §7.3 to §7.5)."""

from __future__ import annotations

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import digest
from dropbox.protocol.signing import signing_pk
from tests.protocol.cases.bulletin_fields import (
    DID,
    ISSUED,
    PERIOD,
    SEEDS,
    bulletin_json,
    content,
    earlier_signer,
    with_pk,
)
from tests.protocol.cases.maker import Maker, fixed, of


def bulletin() -> Maker:
    """Return the cases of §7."""
    m = Maker("bulletin", "what the inspectorate signs for everybody")
    pk = m.put("pk", {"text": to_base64url(IntakeKey(fixed("intake")).pk)})
    m.put("json", with_pk(content(), pk))
    m.make("good", "make_bulletin", "raw_hex", json_hex=of("json"), **SEEDS, **PERIOD)
    trust = {"did_hex": DID.hex()}
    m.case(
        "good", "verify_bulletin", "for a reader that trusts the drop", raw_hex=of("good"), **trust
    )
    m.case(
        "without a link",
        "verify_bulletin",
        "the reader has nothing to go by",
        raw_hex=of("good"),
        did_hex=None,
    )
    _outside(m, trust)
    _certificates(m)
    bulletin_json(m)
    _days(m)
    _succession(m)
    pk_hex = signing_pk(fixed("earlier signer")).hex()
    m.case(
        "signer",
        "write_signer",
        "an entry of signers",
        signing_pk_hex=pk_hex,
        from_day=1,
        to_day=2,
        signature_hex=fixed("s", 64).hex(),
    )
    return m


def _outside(m: Maker, trust: dict[str, str]) -> None:
    raw = m.read(of("good"))
    length = len(raw) - 228
    for name, form, comment in (
        ("nothing", "", "shorter than its header"),
        ("227 bytes", of("good", first=227), "shorter than its header"),
        ("228 bytes", of("good", first=228), "the JSON is missing"),
        ("one byte short", of("good", first=len(raw) - 1), "exact length"),
        ("one byte long", {"join": [of("good"), "00"]}, "exact length"),
        ("other magic", of("good", at=7, xor_hex="01"), "titip/1b"),
        ("pickup's magic", of("good", at=7, xor_hex="12"), "titip/1b"),
        (
            "length one less",
            of("good", at=224, xor_hex=(length ^ (length - 1)).to_bytes(4, "big").hex()),
            "exact length",
        ),
        (
            "length 2^32 - 1",
            of("good", at=224, xor_hex=(length ^ 0xFFFFFFFF).to_bytes(4, "big").hex()),
            "at most 65,536",
        ),
        (
            "JSON of 65,537 bytes",
            {"join": [of("good", first=224), "00010001", {"zeros": 65_537}]},
            "at most 65,536",
        ),
    ):
        m.case(
            f"form: {name}",
            "verify_bulletin",
            comment,
            expect="BulletinFormError",
            raw_hex=form,
            **trust,
        )
    for name, form in (
        ("other site", of("good", at=8, xor_hex="01")),
        ("other root key", of("good", at=24, xor_hex="01")),
    ):
        m.case(
            f"foreign: {name}",
            "verify_bulletin",
            "not the drop that is trusted",
            expect="ForeignDropError",
            raw_hex=form,
            **trust,
        )
    m.case(
        "foreign: other trust",
        "verify_bulletin",
        "not the drop that is trusted",
        expect="ForeignDropError",
        raw_hex=of("good"),
        did_hex=fixed("other").hex(),
    )
    for name, at in (
        ("signing key", 56),
        ("first day", 91),
        ("last day", 95),
        ("certificate", 96),
        ("end of certificate", 159),
    ):
        mask = "01" if name != "last day" else "04"
        m.case(
            f"certificate: {name} changed",
            "verify_bulletin",
            "signed by the root",
            expect="CertificateSignatureError",
            raw_hex=of("good", at=at, xor_hex=mask),
            **trust,
        )
    m.case(
        "certificate: other drop, no link",
        "verify_bulletin",
        "the drop is in what the root signed",
        expect="CertificateSignatureError",
        raw_hex=of("good", at=8, xor_hex="01"),
        did_hex=None,
    )
    for name, at in (
        ("signature", 160),
        ("end of signature", 223),
        ("JSON", 230),
        ("end of JSON", len(raw) - 1),
    ):
        m.case(
            f"signature: {name} changed",
            "verify_bulletin",
            "signed by the signing key",
            expect="BulletinSignatureError",
            raw_hex=of("good", at=at, xor_hex="01"),
            **trust,
        )


def _certificates(m: Maker) -> None:
    signed = {"json_hex": of("json"), **SEEDS}
    m.case(
        "resigned", "verify_signed_bulletin", "what the following cases change", **signed, **PERIOD
    )
    for name, first, last in (
        ("empty", 20_010, 20_010),
        ("backwards", 20_010, 20_009),
        ("101 days", 20_000, 20_101),
    ):
        m.case(
            f"certificate: {name}",
            "verify_signed_bulletin",
            "1 to 100 days",
            expect="CertificatePeriodError",
            **signed,
            from_day=first,
            to_day=last,
        )
    m.case(
        "issued on the first day",
        "verify_signed_bulletin",
        "the period holds its first day",
        **signed,
        from_day=ISSUED,
        to_day=ISSUED + 1,
    )
    for name, first, last in (
        ("on the last day", 19_950, ISSUED),
        ("before", ISSUED + 1, ISSUED + 50),
        ("long after", 19_800, 19_900),
    ):
        m.case(
            f"issued {name}",
            "verify_signed_bulletin",
            "issued within the period",
            expect="CertificateDayError",
            **signed,
            from_day=first,
            to_day=last,
        )
    pk = of("pk")
    for name, expect, signer in (
        ("good", "ok", earlier_signer()),
        ("101 days", "CertificatePeriodError", earlier_signer(to_day=20_001)),
        ("backwards", "CertificatePeriodError", earlier_signer(to_day=19_899)),
        ("of another drop", "CertificateSignatureError", earlier_signer(drop=fixed("other"))),
        ("for another day", "CertificateSignatureError", {**earlier_signer(), "from": 19_901}),
    ):
        form = with_pk(content(signers=[signer]), pk)
        m.case(
            f"earlier signer {name}",
            "verify_signed_bulletin",
            "as every certificate",
            expect=expect,
            json_hex=form,
            **SEEDS,
            **PERIOD,
        )


def _days(m: Maker) -> None:
    good = {"raw_hex": of("good")}
    for device, comment in (
        (19_000, "the device is behind"),
        (ISSUED, "the same day"),
        (20_020, "the device is ahead"),
    ):
        m.case(f"today on {device}", "effective_day", comment, **good, device_day=device)
    for today in (ISSUED, ISSUED + 10, ISSUED + 11):
        m.case(f"stale on {today}", "is_stale", "warns after 10 days", **good, today=today)
    m.put(
        "two keys",
        with_pk(
            content(
                keys=[
                    {**content()["keys"][0], "from": start, "to": start + 7}
                    for start in (20_010, 20_020)
                ]
            ),
            of("pk"),
        ),
    )
    m.make("with a gap", "make_bulletin", "raw_hex", json_hex=of("two keys"), **SEEDS, **PERIOD)
    for today, expect in (
        (20_010, "ok"),
        (20_016, "ok"),
        (20_017, "NoIntakeKeyError"),
        (20_019, "NoIntakeKeyError"),
        (20_020, "ok"),
        (20_027, "NoIntakeKeyError"),
        (20_044, "NoIntakeKeyError"),
        (20_045, "BulletinClosedError"),
        (2**32, "BulletinClosedError"),
    ):
        m.case(
            f"key on {today}",
            "choose_intake_pk",
            "from <= today < to; closed after 35 days",
            expect=expect,
            raw_hex=of("with a gap"),
            today=today,
        )
    m.put("short-lived", with_pk(content(next=ISSUED + 1, expires=ISSUED + 2), of("pk")))
    m.make("short", "make_bulletin", "raw_hex", json_hex=of("short-lived"), **SEEDS, **PERIOD)
    for today, expect in ((ISSUED + 1, "ok"), (ISSUED + 2, "BulletinClosedError")):
        m.case(
            f"expires on {today}",
            "choose_intake_pk",
            "closed when it expires",
            expect=expect,
            raw_hex=of("short"),
            today=today,
        )
    for today, expect in (
        (ISSUED, "ok"),
        (ISSUED - 2, "ok"),
        (ISSUED - 3, "BulletinFutureError"),
        (ISSUED + 14, "ok"),
        (ISSUED + 15, "BulletinStaleError"),
    ):
        m.case(
            f"shown on {today}",
            "check_issue_day",
            "2 days ahead, 14 behind",
            expect=expect,
            **good,
            today=today,
        )


def _succession(m: Maker) -> None:
    first = digest(m.read(of("good"))).hex()
    for name, number, prev, extra in (
        ("second", 2, first, {}),
        ("second of another chain", 2, fixed("prev").hex(), {}),
        ("third", 3, fixed("prev").hex(), {}),
        ("first again, changed", 1, "0" * 64, {"attachments_len": 7}),
    ):
        m.put(f"JSON of {name}", with_pk(content(number, prev, **extra), of("pk")))
        m.make(name, "make_bulletin", "raw_hex", json_hex=of(f"JSON of {name}"), **SEEDS, **PERIOD)
    for name, number, first_day in (
        ("second, new key", 2, 20_001),
        ("second, old key", 2, 19_999),
        ("first, new key", 1, 20_001),
    ):
        prev = "0" * 64 if number == 1 else first
        m.put(f"JSON of {name}", with_pk(content(number, prev, log=fixed(name).hex()), of("pk")))
        m.make(
            name,
            "make_bulletin",
            "raw_hex",
            json_hex=of(f"JSON of {name}"),
            **SEEDS,
            from_day=first_day,
            to_day=20_050,
        )
    for name, earlier, later, expect, comment in (
        (
            "a new key, number rising",
            "good",
            "second, new key",
            "ok",
            "the later certificate is followed",
        ),
        (
            "a new key, number falling",
            "second",
            "first, new key",
            "ok",
            "whatever numbers a thief has used",
        ),
        ("a new key, another chain", "good", "first, new key", "ok", "fork and chain do not count"),
        (
            "an old key, number rising",
            "good",
            "second, old key",
            "BulletinRollbackError",
            "certificates come first",
        ),
        ("the first one seen", None, "third", "ok", "nothing to compare with"),
        ("the same", "good", "good", "ok", "the same bytes"),
        ("the next", "good", "second", "ok", "prev names the one before"),
        ("a later one", "good", "third", "ok", "one was missed; prev cannot be compared"),
        ("a lower number", "second", "good", "BulletinRollbackError", "never back"),
        (
            "the same number",
            "good",
            "first again, changed",
            "BulletinForkError",
            "two with one number",
        ),
        (
            "another chain",
            "good",
            "second of another chain",
            "BulletinChainError",
            "prev is not the one before",
        ),
    ):
        m.case(
            f"succession: {name}",
            "check_succession",
            comment,
            expect=expect,
            earlier_hex=None if earlier is None else of(earlier),
            later_hex=of(later),
        )
