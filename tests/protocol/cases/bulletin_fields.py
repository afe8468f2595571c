"""The JSON of bulletins (§7.2)."""

from __future__ import annotations

from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.drop import drop_id
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import label
from dropbox.protocol.signing import sign, signing_pk
from tests.protocol.cases.letter_bodies import compact
from tests.protocol.cases.maker import Maker, fixed, of

SID = fixed("sid", 16)
ROOT, SIGNER = fixed("root"), fixed("signing")
ROOT_PK = signing_pk(ROOT)
DID = drop_id(SID, ROOT_PK)
ISSUED = 20_010
PERIOD: dict[str, Any] = {"from_day": 20_000, "to_day": 20_100}
SEEDS = {"sid_hex": SID.hex(), "root_seed_hex": ROOT.hex(), "signing_seed_hex": SIGNER.hex()}
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


def earlier_signer(
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


def with_pk(fields: dict[str, Any], pk: Any) -> dict[str, Any]:  # noqa: ANN401 -- forms
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


def bulletin_json(m: Maker) -> None:
    """Add the cases of §7.2."""
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
            form = with_pk(content(**change), pk)
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
                "300 totals",
                {"totals": [{"category": "c", "count": 0, "outcome": "o", "period": "p"}] * 300},
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
        ("nine signers", {"signers": [earlier_signer()] * 9}, "0 to 8"),
        ("signer, short cert", {"signers": [{**earlier_signer(), "cert": "AAAA"}]}, "64 bytes"),
        ("signer, short pk", {"signers": [{**earlier_signer(), "pk": "AAAA"}]}, "32 bytes"),
        ("signer, days above u32", {"signers": [{**earlier_signer(), "to": 2**32}]}, "days"),
        (
            "signer from after issued",
            {"signers": [earlier_signer(ISSUED + 1, ISSUED + 2)]},
            "from at or before issued",
        ),
        (
            "signer without to",
            {"signers": [{k: v for k, v in earlier_signer().items() if k != "to"}]},
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
        form = with_pk(fields, pk)
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
        json_hex=with_pk(long, pk),
        **SEEDS,
        **PERIOD,
    )
