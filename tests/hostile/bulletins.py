"""Bulletins that an attacker with a site, or with the signing key, might show (tests only)."""

from __future__ import annotations

import json
import struct
from typing import Any

from dropbox.protocol.bulletin import make_bulletin
from dropbox.protocol.canonical import to_base64url, write_canonical
from dropbox.protocol.certificate import Certificate, make_certificate
from dropbox.protocol.drop import drop_id
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import label, u32
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.signing import sign, signing_pk
from dropbox.protocol.sizes import BULLETIN_HEADER_LEN, BULLETIN_JSON_MAX_LEN, INTAKE_PK_LEN
from tests.carriers.inspectorate import Inspectorate, today

WEEKS = 6
# What would run, load, lead away, hide or turn its surroundings if anything took it for markup.
MARKUP = (
    '<img src="x" onerror="pwned=1"><script>pwned=1</script><svg/onload=pwned=1>'
    '<a href="javascript:pwned=1">tekan</a><iframe srcdoc="<script>top.pwned=1</script>"></iframe>'
    "<style>*{display:none}</style><base href=//elsewhere.example/><meta http-equiv=refresh "
    'content="0;url=/elsewhere">{{pwned=1}}${pwned=1}"\'--><form action=/elsewhere>'
    "data:text/html,<script>pwned=1</script>"
)
TURNING = "aman\u202e\u0007\u0000\u200b\u2066"
LONG = "W" * 700


def content_of(bulletin: bytes) -> dict[str, Any]:
    """Return the fields of a bulletin without checking anything."""
    return dict(json.loads(bulletin[BULLETIN_HEADER_LEN:]))


def signed(desk: Inspectorate, raw_json: bytes) -> bytes:
    """Return a bulletin whose JSON is whatever is given, genuinely signed by the desk."""
    header = desk.bulletin()[:BULLETIN_HEADER_LEN]
    signature = sign(desk.signing_seed, label("bulletin"), desk.did, raw_json)
    return header[:160] + signature + struct.pack(">I", len(raw_json)) + raw_json


def with_fields(owner: Inspectorate, **changes: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return a genuinely signed bulletin with fields that §7.2 may not allow."""
    return signed(owner, write_canonical(content_of(owner.bulletin()) | changes))


def week_keys(first: int, intake: IntakeKey, weeks: int = WEEKS) -> list[dict[str, Any]]:
    """Return the entries of `keys` for so many weeks from `first`, all with one key."""
    return [
        {"from": first + 7 * week, "to": first + 7 * week + 7, "pk": to_base64url(intake.pk)}
        for week in range(weeks)
    ]


def issued_ago(desk: Inspectorate, days: int) -> bytes:
    """Return a genuine bulletin of so many days ago, with keys for the six weeks after it."""
    day = today() - days
    return desk.bulletin(issued=day, keys=week_keys(day, desk.intake))


def by_a_thief(desk: Inspectorate, *, root_pk: bytes | None = None) -> bytes:
    """Return what names the desk's root key but stands on a root key of the thief's own."""
    thief = Inspectorate(sid=desk.sid)
    pk = root_pk or desk.root_pk
    certificate = make_certificate(
        thief.root_seed,
        drop_id(desk.sid, pk),
        signing_pk(thief.signing_seed),
        today() - 50,
        today() + 50,
    )
    return make_bulletin(
        desk.sid, pk, certificate, thief.signing_seed, content_of(thief.bulletin(number=1))
    )


def with_certificate(desk: Inspectorate, from_day: int, to_day: int) -> bytes:
    """Return a bulletin of today under a certificate that the root gave for another time."""
    pk = signing_pk(desk.signing_seed)
    signature = sign(desk.root_seed, label("cert"), desk.did, pk, u32(from_day), u32(to_day))
    certificate = Certificate(pk, from_day, to_day, signature)
    fields = content_of(desk.bulletin())
    return make_bulletin(desk.sid, desk.root_pk, certificate, desk.signing_seed, fields)


def flipped(bulletin: bytes, at: int) -> bytes:
    """Return the bulletin with one bit changed."""
    changed = bytearray(bulletin)
    changed[at] ^= 1
    return bytes(changed)


def refused(desk: Inspectorate) -> dict[str, tuple[bytes, str]]:
    """Return by name what the page must refuse, and the stop that it must show."""
    genuine = desk.bulletin()
    raw_json = genuine[BULLETIN_HEADER_LEN:]
    link = {"code": "lain", "id": "Pintu lain", "en": "Another door"}
    key = {"from": today() - 3, "to": today() + 4}
    nowhere = to_base64url(bytes(INTAKE_PK_LEN))
    bad = {
        "another desk's": Inspectorate(number=1).bulletin(),
        "another root key for the same site": Inspectorate(sid=desk.sid, number=1).bulletin(),
    }
    broken = {
        "a signing key that the root never certified": by_a_thief(desk),
        "a changed signature": flipped(genuine, 170),
        "a changed word": flipped(genuine, len(genuine) - 3),
        "a changed certificate": flipped(genuine, 100),
        "an expired certificate": with_certificate(desk, today() - 90, today() - 1),
        "a certificate that is not valid yet": with_certificate(desk, today() + 1, today() + 90),
        "a certificate for a thousand days": with_certificate(desk, today() - 50, today() + 950),
        "cut by a byte": genuine[:-1],
        "cut inside its header": genuine[:100],
        "empty": b"",
        "a byte more": genuine + b"\0",
        "two, one behind the other": genuine * 2,
        "a page instead": b"<!doctype html><title>Masuk</title>" * 20,
        "JSON with white space": signed(desk, raw_json.replace(b":", b": ", 1)),
        "JSON with a doubled key": signed(desk, raw_json[:-1] + b',"totals":[]}'),
        "JSON as deep as it is long": signed(desk, b"[" * BULLETIN_JSON_MAX_LEN),
        "objects as deep as they are long": signed(desk, b'{"a":' * (BULLETIN_JSON_MAX_LEN // 5)),
        "JSON that is none": signed(desk, b"\xff\xfe{}"),
        "longer than it may be": signed(desk, b" " * (BULLETIN_JSON_MAX_LEN + 1)),
        "an unknown field": with_fields(desk, motd="x"),
        "a link that runs": with_fields(desk, links=[link | {"url": "javascript:pwned=1"}]),
        "a link that is a document": with_fields(
            desk, links=[link | {"url": "data:text/html,<script>pwned=1</script>"}]
        ),
        "a link in the clear": with_fields(desk, links=[link | {"url": "http://lain.example/"}]),
        "a link with a user's name": with_fields(
            desk, links=[link | {"url": "https://kpk.example@lain.example/"}]
        ),
        "a link with a quotation mark": with_fields(
            desk, links=[link | {"url": 'https://lain.example/"onclick="pwned=1'}]
        ),
        "a category's code with markup": with_fields(
            desk, categories=[{"code": "<b>", "id": "x", "en": "x"}]
        ),
        "a name that is no text": with_fields(desk, desk={"id": ["x"], "en": {"a": "b"}}),
        "an intake key that is too short": with_fields(desk, keys=[key | {"pk": "AAAA"}]),
        "an intake key for a month": with_fields(
            desk, keys=[key | {"to": today() + 28, "pk": nowhere}]
        ),
    }
    return {name: (raw, "Foreign") for name, raw in bad.items()} | {
        name: (raw, "Broken") for name, raw in broken.items()
    }


def compromised(desk: Inspectorate) -> bytes:
    """Return a bulletin that is valid in form and whose every text is an attack."""
    text = (MARKUP + TURNING + LONG)[:1_900]
    pair = {"id": "id " + text, "en": "en " + text}
    # Names hold 200 bytes at most: one attack each.
    names = [MARKUP[:77], MARKUP[77:140], MARKUP[200:300], TURNING + "<script>pwned=1</script>"]
    named = [
        {"code": f"c{place}", "id": f"id {name}", "en": f"en {name}"}
        for place, name in enumerate(names)
    ]
    url = "https://lain.example/javascript:pwned=1//%22onclick=%22pwned=1;'&#x3c;script&#x3e;"
    return with_fields(
        desk,
        desk=pair,
        categories=named,
        statuses=named,
        notices=[{"day": today(), **pair}, {"day": 2**32 - 1, **pair}],
        links=[
            named[0] | {"url": url},
            named[3] | {"url": "http://" + "a" * 56 + ".onion:65535/~`|{}^"},
        ],
        totals=[
            {"period": MARKUP[:40], "category": "<b>x</b>", "outcome": "\u202e", "count": None}
        ],
    )


def random_intake_pk(desk: Inspectorate) -> bytes:
    """Return a bulletin whose intake key has the right length and is no key."""
    # Above the modulus of ML-KEM in every coefficient (FIPS 203, §7.2).
    entry = {"from": today() - 3, "to": today() + 4, "pk": to_base64url(b"\xff" * INTAKE_PK_LEN)}
    return desk.bulletin(keys=[entry])


def odd_root(desk: Inspectorate) -> bytes:
    """Return a bulletin whose root key is no point of the curve."""
    return by_a_thief(desk, root_pk=b"\xff" * 31 + b"\x7f")


def fresh_desk() -> Inspectorate:
    """Return an inspectorate that has made two deliveries."""
    desk = Inspectorate(intake=IntakeKey(random_bytes(32)))
    desk.deliver()
    desk.deliver()
    return desk
