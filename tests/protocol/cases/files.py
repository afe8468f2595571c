"""Bulletin, pickup and delivery (§7, §8, §9)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.drop import drop_id
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import digest, label
from dropbox.protocol.signing import sign, signing_pk
from tests.protocol.cases.letters import compact
from tests.protocol.cases.maker import Maker, fixed, of
from tests.protocol.cases.replies import sheet_form

SID = fixed("sid", 16)
ROOT, SIGNER = fixed("root"), fixed("signing")
ROOT_PK = signing_pk(ROOT)
DID = drop_id(SID, ROOT_PK)
ISSUED = 20_010
PERIOD = {"from_day": 20_000, "to_day": 20_100}
SEEDS = {"sid_hex": SID.hex(), "root_seed_hex": ROOT.hex(), "signing_seed_hex": SIGNER.hex()}


def _earlier_signer(
    from_day: int = 19_900, to_day: int = 20_000, drop: bytes = DID
) -> dict[str, Any]:
    pk = signing_pk(fixed("earlier signer"))
    days = from_day.to_bytes(4, "big"), to_day.to_bytes(4, "big")
    signature = sign(ROOT, label("cert"), drop, pk, *days)
    return {"cert": to_base64url(signature), "from": from_day, "pk": to_base64url(pk), "to": to_day}


def content(number: int = 1, prev: str = "0" * 64, **change: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """Return the fields of a good bulletin."""
    pk = to_base64url(IntakeKey(fixed("intake")).pk)
    return {
        "attachments_len": 2**30,
        "categories": [{"code": "suap", "en": "Bribery", "id": "Suap"}],
        "demo": True,
        "desk": {"en": "Inspectorate", "id": "Inspektorat"},
        "expires": ISSUED + 35,
        "issued": ISSUED,
        "keys": [{"from": 20_006, "pk": pk, "to": 20_013}],
        "links": [],
        "log": fixed("log").hex(),
        "next": ISSUED + 7,
        "notices": [],
        "number": number,
        "prev": prev,
        "sheets": [],
        "signers": [],
        "statuses": [{"code": "diterima", "en": "Received", "id": "Diterima"}],
        "totals": [],
        **change,
    }


def bulletin() -> Maker:
    """Return the cases of §7."""
    m = Maker("bulletin", "what the inspectorate signs for everybody")
    pk = m.put("pk", {"text": to_base64url(IntakeKey(fixed("intake")).pk)})
    m.put("json", _with_pk(content(), pk))
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
    _json(m)
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


def _with_pk(fields: dict[str, Any], pk: Any) -> dict[str, Any]:  # noqa: ANN401 -- forms
    """Return the form of the JSON in which the long public key stands once for all cases."""
    text = compact(fields)["text"]
    key = to_base64url(IntakeKey(fixed("intake")).pk)
    parts: list[Any] = []
    for number, piece in enumerate(text.split(key)):
        if number:
            parts.append(pk)
        if piece:
            parts.append({"text": piece})
    return {"join": parts}


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
        ("good", "ok", _earlier_signer()),
        ("101 days", "CertificatePeriodError", _earlier_signer(to_day=20_001)),
        ("backwards", "CertificatePeriodError", _earlier_signer(to_day=19_899)),
        ("of another drop", "CertificateSignatureError", _earlier_signer(drop=fixed("other"))),
        ("for another day", "CertificateSignatureError", {**_earlier_signer(), "from": 19_901}),
    ):
        form = _with_pk(content(signers=[signer]), pk)
        m.case(
            f"earlier signer {name}",
            "verify_signed_bulletin",
            "as every certificate",
            expect=expect,
            json_hex=form,
            **SEEDS,
            **PERIOD,
        )


def _json(m: Maker) -> None:
    pk = of("pk")
    key = content()["keys"][0]
    choice = content()["categories"][0]
    link = {"code": "kpk", "en": "K", "id": "K", "url": "https://kws.kpk.go.id"}
    notice = {"day": 20_000, "en": "x", "id": "x"}
    total = {"category": "suap", "count": 3, "outcome": "x", "period": "2026-Q1"}
    one_sheet = {"hash": fixed("sheet").hex(), "until": ISSUED + 1}

    def keys(*starts: int) -> list[dict[str, Any]]:
        return [{**key, "from": start, "to": start + 7} for start in starts]

    def try_all(expect: str, cases: list[tuple[str, dict[str, Any], str]]) -> None:
        for name, change, comment in cases:
            form = _with_pk(content(**change), pk)
            m.case(
                f"JSON: {name}",
                "verify_signed_bulletin",
                comment,
                expect=expect,
                json_hex=form,
                **SEEDS,
                **PERIOD,
            )

    try_all(
        "ok",
        [
            ("greatest number", {"number": 2**24 - 1, "prev": fixed("prev").hex()}, "2^24 - 1"),
            ("no attachments", {"attachments_len": 0}, "from 0"),
            ("attachments 2^40", {"attachments_len": 2**40}, "to 2^40"),
            (
                "shortest days",
                {"next": ISSUED + 1, "expires": ISSUED + 1},
                "issued < next <= expires",
            ),
            ("next on the last day", {"next": ISSUED + 35}, "next <= expires"),
            (
                "text of 4,000 bytes",
                {"desk": {"en": "x" * 4_000, "id": "\u00e9" * 2_000}},
                "bytes, not characters",
            ),
            (
                "six keys",
                {"keys": keys(20_010, 20_017, 20_024, 20_031, 20_038, 20_045)},
                "the most",
            ),
            (
                "keys with a gap",
                {"keys": keys(20_000, 20_020)},
                "from at or after to of the one before",
            ),
            ("last key at 49 days", {"keys": keys(ISSUED + 42)}, "at most issued + 49"),
            (
                "sheets",
                {"sheets": [one_sheet, one_sheet, {**one_sheet, "until": ISSUED + 90}]},
                "until not falling",
            ),
            (
                "total suppressed",
                {"totals": [total, {**total, "count": None}]},
                "null where suppressed",
            ),
            ("notice", {"notices": [notice]}, "a dated text pair"),
            (
                "64 categories",
                {"categories": [{**choice, "code": f"c{n}"} for n in range(64)]},
                "the most",
            ),
            (
                "1,100 totals",
                {"totals": [{"category": "c", "count": 0, "outcome": "o", "period": "p"}] * 1_100},
                "many small ones",
            ),
        ],
    )
    for url in GOOD_URLS:
        try_all(
            "ok",
            [(f"URL {url[:80]}", {"links": [{**link, "url": url}]}, "a link that may be shown")],
        )
    for url in BAD_URLS:
        shown = ascii(url[:50])
        try_all(
            "BulletinBodyError",
            [(f"URL {shown}", {"links": [{**link, "url": url}]}, "no link to show")],
        )
    later = fixed("prev").hex()
    bad: list[tuple[str, dict[str, Any], str]] = [
        ("unknown field", {"x": 1}, "no other field"),
        ("constructor", {"constructor": "x"}, "no other field"),
        ("number 0", {"number": 0, "prev": later}, "from 1"),
        ("number 2^24", {"number": 2**24, "prev": later}, "to 2^24 - 1"),
        ("number text", {"number": "2", "prev": later}, "an integer"),
        ("number true", {"number": True}, "an integer"),
        ("number 1 with prev", {"prev": later}, "zeros in number 1"),
        ("number 2 without prev", {"number": 2}, "zeros in number 1 alone"),
        ("prev short", {"prev": "0" * 62}, "32 bytes"),
        ("prev upper case", {"prev": "A" * 64}, "lower case"),
        ("prev null", {"prev": None}, "hex"),
        ("log long", {"log": "0" * 66}, "32 bytes"),
        ("attachments above 2^40", {"attachments_len": 2**40 + 1}, "to 2^40"),
        ("demo 1", {"demo": 1}, "a boolean"),
        ("demo null", {"demo": None}, "a boolean"),
        ("desk text", {"desk": "x"}, "a text pair"),
        ("desk without en", {"desk": {"id": "x"}}, "a text pair"),
        ("desk with fr", {"desk": {"en": "x", "fr": "x", "id": "x"}}, "a text pair"),
        ("desk empty", {"desk": {"en": "", "id": "x"}}, "1 to 4,000 bytes"),
        (
            "desk of 4,001 bytes",
            {"desk": {"en": "\u00e9" * 2_000 + "x", "id": "x"}},
            "1 to 4,000 bytes",
        ),
        ("issued text", {"issued": "20010"}, "a day"),
        ("issued above u32", {"issued": 2**32}, "a day"),
        ("next on the day of issue", {"next": ISSUED}, "issued < next"),
        ("next after expires", {"next": ISSUED + 8, "expires": ISSUED + 7}, "next <= expires"),
        ("expires after 36 days", {"expires": ISSUED + 36}, "expires <= issued + 35"),
        ("no keys", {"keys": []}, "1 to 6"),
        ("seven keys", {"keys": keys(*range(20_004, 20_053, 7))}, "1 to 6"),
        ("key of 8 days", {"keys": [{**key, "to": 20_014}]}, "7 days"),
        ("key of 6 days", {"keys": [{**key, "to": 20_012}]}, "7 days"),
        ("keys overlap", {"keys": keys(20_006, 20_012)}, "from at or after to of the one before"),
        ("keys out of order", {"keys": keys(20_013, 20_006)}, "in order"),
        ("last key at 50 days", {"keys": keys(ISSUED + 43)}, "at most issued + 49"),
        ("key short", {"keys": [{**key, "pk": key["pk"][:-4]}]}, "1,216 bytes"),
        ("key with padding", {"keys": [{**key, "pk": key["pk"] + "="}]}, "no padding"),
        ("key, unknown field", {"keys": [{**key, "x": 1}]}, "no other field"),
        ("key null", {"keys": [None]}, "an object"),
        ("keys object", {"keys": {}}, "an array"),
        ("nine signers", {"signers": [_earlier_signer()] * 9}, "0 to 8"),
        ("signer, short cert", {"signers": [{**_earlier_signer(), "cert": "AAAA"}]}, "64 bytes"),
        ("signer, short pk", {"signers": [{**_earlier_signer(), "pk": "AAAA"}]}, "32 bytes"),
        ("signer, days above u32", {"signers": [{**_earlier_signer(), "to": 2**32}]}, "days"),
        (
            "signer from after issued",
            {"signers": [_earlier_signer(ISSUED + 1, ISSUED + 2)]},
            "from at or before issued",
        ),
        (
            "signer without to",
            {"signers": [{k: v for k, v in _earlier_signer().items() if k != "to"}]},
            "required",
        ),
        (
            "sheet until the day of issue",
            {"sheets": [{**one_sheet, "until": ISSUED}]},
            "after issued",
        ),
        (
            "sheet until 91 days",
            {"sheets": [{**one_sheet, "until": ISSUED + 91}]},
            "at most issued + 90",
        ),
        (
            "sheets falling",
            {"sheets": [{**one_sheet, "until": ISSUED + 2}, one_sheet]},
            "until not falling",
        ),
        ("sheet, short hash", {"sheets": [{**one_sheet, "hash": "00"}]}, "32 bytes"),
        ("sheet, unknown field", {"sheets": [{**one_sheet, "x": 1}]}, "no other field"),
        ("257 sheets", {"sheets": [one_sheet] * 257}, "0 to 256"),
        ("no categories", {"categories": []}, "1 to 64"),
        (
            "65 categories",
            {"categories": [{**choice, "code": f"c{n}"} for n in range(65)]},
            "1 to 64",
        ),
        ("category twice", {"categories": [choice, choice]}, "codes different"),
        ("category, no code", {"categories": [{**choice, "code": "A b"}]}, "a code"),
        ("category, name of 201", {"categories": [{**choice, "en": "x" * 201}]}, "1 to 200 bytes"),
        ("status twice", {"statuses": [choice, choice]}, "codes different"),
        ("no statuses", {"statuses": []}, "1 to 64"),
        ("33 notices", {"notices": [notice] * 33}, "0 to 32"),
        ("notice, no day", {"notices": [{"en": "x", "id": "x"}]}, "required"),
        ("notice, empty", {"notices": [{**notice, "en": ""}]}, "1 to 4,000 bytes"),
        ("65 links", {"links": [link] * 65}, "0 to 64"),
        (
            "link without url",
            {"links": [{k: v for k, v in link.items() if k != "url"}]},
            "required",
        ),
        ("link, name of 201", {"links": [{**link, "id": "x" * 201}]}, "1 to 200 bytes"),
        ("total, count text", {"totals": [{**total, "count": "3"}]}, "an integer or null"),
        ("total, count above u32", {"totals": [{**total, "count": 2**32}]}, "a u32"),
        (
            "total, no count",
            {"totals": [{k: v for k, v in total.items() if k != "count"}]},
            "required",
        ),
        ("total, long period", {"totals": [{**total, "period": "x" * 41}]}, "1 to 40 bytes"),
        ("total, empty outcome", {"totals": [{**total, "outcome": ""}]}, "1 to 40 bytes"),
    ]
    try_all("BulletinBodyError", bad)
    for name in content():
        fields = {field: value for field, value in content().items() if field != name}
        form = _with_pk(fields, pk)
        m.case(
            f"JSON: without {name}",
            "verify_signed_bulletin",
            "required",
            expect="BulletinBodyError",
            json_hex=form,
            **SEEDS,
            **PERIOD,
        )
    for name, old, new in (
        ("white space", '"number":1', '"number": 1'),
        ("float", '"number":1', '"number":1.0'),
        ("NaN", '"number":1', '"number":NaN'),
        ("doubled field", '"number":1', '"number":1,"number":1'),
        ("another order", '"next":20017,"notices":[]', '"notices":[],"next":20017'),
        ("escaped letter", '"Inspektorat"', '"Inspektor\\u0061t"'),
        ("lone surrogate", '"Inspektorat"', '"\\ud800"'),
    ):
        form = of("json", replace=[old, new])
        m.case(
            f"JSON: {name}",
            "verify_signed_bulletin",
            "canonical",
            expect="BulletinBodyError",
            json_hex=form,
            **SEEDS,
            **PERIOD,
        )
    m.case(
        "JSON: trailing newline",
        "verify_signed_bulletin",
        "canonical",
        expect="BulletinBodyError",
        json_hex={"join": [of("json"), "0a"]},
        **SEEDS,
        **PERIOD,
    )
    m.case(
        "JSON: nothing",
        "verify_signed_bulletin",
        "no JSON",
        expect="BulletinBodyError",
        json_hex="",
        **SEEDS,
        **PERIOD,
    )
    for name, old, change in (
        ("no number", '"number":1,', ""),
        ("demo 1", '"demo":true', '"demo":1'),
    ):
        form = of("json", replace=[old, change])
        m.case(
            f"not made: {name}",
            "make_bulletin",
            "is not made either",
            expect="BulletinBodyError",
            json_hex=form,
            **SEEDS,
            **PERIOD,
        )
    long = content(notices=[{"day": 1, "en": "x" * 4_000, "id": "y" * 4_000}] * 9)
    m.case(
        "not made: over 65,536 bytes",
        "make_bulletin",
        "is not made either",
        expect="BulletinBodyError",
        json_hex=_with_pk(long, pk),
        **SEEDS,
        **PERIOD,
    )


GOOD_URLS = (
    "https://kws.kpk.go.id",
    "https://a",
    "https://kws.kpk.go.id/",
    "https://kws.kpk.go.id:8443/a/b?c=d&e=%20#f",
    "https://a/!#$%&'()*+,-.:;=?@[]^_`{|}~",
    "http://" + "a" * 56 + ".onion",
    "http://" + "a" * 56 + ".onion:80/x",
    "https://" + "a" * 56 + ".onion/",
    "https://xn--bcher-kva.example/",
    "https://a/" + "x" * 490,
)
BAD_URLS = (
    "",
    "https://",
    "https:///a",
    "http://kws.kpk.go.id",
    "http://a.onion.example",
    "http://aonion",
    "http://x.example/.onion",
    "http://x.example?a.onion",
    "HTTPS://a",
    "https://A",
    "https://a b",
    "https://a/b c",
    "https://a\n",
    "https://a/\n",
    "https://a/\t",
    "https://a/\u007f",
    "https://a/\u00e9",
    "https://b\u00fccher.example",
    'https://a/"',
    "https://a/<",
    "https://a/>",
    "https://a/\\",
    "https://a\\b",
    "https://user@a",
    "https://user:pw@a",
    "https://a:",
    "https://a:123456",
    "https://a:x",
    "https://a?b",
    "https://a#b",
    "https://[::1]",
    "javascript:alert(1)",
    "javascript://a/%0aalert(1)",
    "data:text/html,x",
    "ftp://a",
    "//a",
    "/a",
    "a",
    " https://a",
    "https://a/" + "x" * 491,
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
        _with_pk(
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
    m.put("short-lived", _with_pk(content(next=ISSUED + 1, expires=ISSUED + 2), of("pk")))
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
        m.put(f"JSON of {name}", _with_pk(content(number, prev, **extra), of("pk")))
        m.make(name, "make_bulletin", "raw_hex", json_hex=of(f"JSON of {name}"), **SEEDS, **PERIOD)
    for name, number, first_day in (
        ("second, new key", 2, 20_001),
        ("second, old key", 2, 19_999),
        ("first, new key", 1, 20_001),
    ):
        prev = "0" * 64 if number == 1 else first
        m.put(f"JSON of {name}", _with_pk(content(number, prev, log=fixed(name).hex()), of("pk")))
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


def _letter(number: int) -> dict[str, Any]:
    return {"join": [bytes([number]).hex(), {"zeros": 32_767}]}


def _chunk(number: int, last: str = "00") -> dict[str, Any]:
    return {"join": [bytes([number]).hex(), {"zeros": 262_174}, last]}


def pickup() -> Maker:
    """Return the cases of §8."""
    m = Maker("pickup", "flat records from the site to the workstation")
    sid = {"sid_hex": SID.hex()}
    head = {**sid, "epoch": 7, "closed_day": 20_000}
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
        return _with_pk(content(sheets=listed), pk)

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
