"""The courier's page: what a browser alone can fetch and hand in, and what it cannot (§10.2)."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from dropbox.delivery_refusals import DELIVERY_REFUSED
from dropbox.protocol.delivery import DELIVERY_MAX_LEN
from dropbox.site.carrying.forms import FORM_MAX_LEN
from dropbox.site.carrying.grants import GRANT_S, GRANTS_MAX, Grants
from dropbox.site.headers import FORM_POLICY, HEADERS
from tests.site.opened import TOKEN, OpenSite

PART = (
    b'--b\r\nContent-Disposition: form-data; name="delivery"; filename="x"\r\n\r\nabc\r\n--b--\r\n'
)
CARRY = re.compile(r"/carry/[A-Za-z0-9_-]{43}/")


@pytest.fixture(autouse=True)
def _without_token(site: OpenSite) -> None:
    del site.courier.environ_base["HTTP_AUTHORIZATION"]


def enter(site: OpenSite, token: str = TOKEN) -> TestResponse:
    return site.courier.post("/carry", data={"token": token})


def entered(site: OpenSite) -> str:
    answer = enter(site)
    assert answer.status_code == 303
    where = answer.headers["Location"]
    assert CARRY.fullmatch(where)
    return where


def links(site: OpenSite, where: str) -> list[str]:
    return re.findall(r'href="(titip-[^"]+)"', site.courier.get(where).text)


def hand_in(site: OpenSite, where: str, raw: bytes, name: str = "x") -> TestResponse:
    body = PART.replace(b'"x"', b'"%s"' % name.encode()).replace(b"abc", raw)
    kind = "multipart/form-data; boundary=b"
    return site.courier.post(f"{where}delivery", data=body, content_type=kind)


def test_a_pickup_is_fetched_whole_and_in_parts(site: OpenSite) -> None:
    for _ in range(40):
        site.give_letter()
    site.give_chunk()
    where = entered(site)
    assert links(site, where) == []
    closed = site.courier.post(f"{where}close")
    assert (closed.status_code, closed.headers["Location"]) == (303, where)
    (name,) = links(site, where)
    whole = site.courier.get(where + name)
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert len(site.records(whole.data)) == 41
    found = site.verified(whole.data)
    assert found.id.hex()[:8] in name
    assert whole.headers["ETag"] == f'"{found.id.hex()}"'
    assert found.id.hex() in site.courier.get(where).text
    at = 1_200_000
    for asked, start, stop in (
        (f"bytes={at}-", at, len(whole.data)),
        ("bytes=7-9", 7, 10),
        ("bytes=-5", len(whole.data) - 5, len(whole.data)),
    ):
        rest = site.courier.get(
            where + name, headers={"Range": asked, "If-Range": whole.headers["ETag"]}
        )
        assert rest.status_code == 206
        assert rest.data == whole.data[start:stop]
        assert rest.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole.data)}"
    # Another file, several ranges, a range beyond the end: the whole file.
    for headers in (
        {"Range": "bytes=7-", "If-Range": '"another"'},
        {"Range": "bytes=1-2,5-6"},
        {"Range": f"bytes={len(whole.data)}-"},
    ):
        again = site.courier.get(where + name, headers=headers)
        assert (again.status_code, again.data) == (200, whole.data)


def test_a_delivery_is_handed_in_and_shown(site: OpenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    where = entered(site)
    raw = [site.desk.deliver() for _ in range(20)][-1]
    # More than the parser would keep in memory by itself; a temporary file would outlive a seizure.
    assert len(raw) > 600_000
    monkeypatch.setattr("tempfile.TemporaryFile", None)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", None, raising=False)
    answer = hand_in(site, where, raw)
    assert answer.status_code == 200
    assert 'role="status"' in answer.text
    assert "maklumat nomor 20" in answer.text
    assert site.public.get("/bulletin").data == site.desk.last
    for name, served in (
        ("titip-maklumat.bulletin", site.desk.last),
        ("titip-papan.board", site.desk.board),
    ):
        assert name in links(site, where)
        assert site.courier.get(where + name).data == served


def test_what_is_refused_is_said_in_words(site: OpenSite) -> None:
    where = entered(site)
    broken = site.desk.deliver()[:-1]
    answer = hand_in(site, where, broken)
    assert answer.status_code == 422
    assert DELIVERY_REFUSED["DeliveryFormError"][0] in answer.text
    assert 'role="alert"' in answer.text
    assert site.public.get("/bulletin").status_code == 404
    nothing = hand_in(site, where, b"", "")
    assert (nothing.status_code, "Pilih dulu" in nothing.text) == (400, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\nContent-Disposition: form-data; name=delivery; filename=x\r\n\r\nabc",
        PART.replace(b"delivery", b"other"),
        PART.replace(b'; filename="x"', b""),
        (b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\na\r\n' * 3)
        + b"--b--\r\n",
        b"\xff" * 100,
    ],
)
def test_a_form_of_another_shape_is_refused(site: OpenSite, body: bytes) -> None:
    where = entered(site)
    kind = "multipart/form-data; boundary=b"
    answer = site.courier.post(f"{where}delivery", data=body, content_type=kind)
    assert answer.status_code == 400
    assert "Permintaan" in answer.text or "permintaan" in answer.text


def test_bounds(site: OpenSite) -> None:
    where = entered(site)
    assert hand_in(site, where, bytes(DELIVERY_MAX_LEN)).status_code == 422
    assert hand_in(site, where, bytes(FORM_MAX_LEN)).status_code == 413
    assert enter(site, "x" * 2_000).status_code == 413
    assert site.courier.post(f"{where}delivery", data=b"x").status_code == 415
    assert (
        site.courier.post("/carry", data=b"{}", content_type="application/json").status_code == 415
    )


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "ü" * 40, TOKEN.upper()])
def test_without_the_token_there_is_only_the_door(site: OpenSite, token: str) -> None:
    answer = enter(site, token)
    assert answer.status_code == 401
    assert "WWW-Authenticate" not in answer.headers
    assert "Token kurir tidak cocok" in answer.text
    assert site.courier.get("/").status_code == 200
    forged = f"/carry/{'A' * 43}/"
    for path in ("", "titip-ambilan-000001-00000000.pickup", "titip-papan.board"):
        assert site.courier.get(forged + path).status_code == 401
    for path in ("close", "delivery", "end"):
        assert site.courier.post(forged + path).status_code == 401
    # A grant opens the page and nothing else.
    grant = entered(site).split("/")[2]
    for headers in ({"Authorization": f"Bearer {grant}"}, {"Authorization": ""}):
        assert site.courier.get("/pickups", headers=headers).status_code == 401
    assert site.courier.post("/epochs/close").status_code == 401
    assert site.custody.pickups() == ([], 1)


def test_who_leaves_is_out(site: OpenSite) -> None:
    where = entered(site)
    assert site.courier.post(f"{where}end").headers["Location"] == "/"
    assert site.courier.get(where).status_code == 401


def test_a_grant_ends_by_itself_and_few_live() -> None:
    now = 0.0
    grants = Grants(lambda: now)
    first = grants.issue()
    assert grants.holds(first)
    now = GRANT_S
    assert not grants.holds(first)
    issued = [grants.issue() for _ in range(GRANTS_MAX + 1)]
    assert [grants.holds(grant) for grant in issued] == [False] + [True] * GRANTS_MAX


def test_every_answer_is_guarded(site: OpenSite) -> None:
    where = entered(site)
    pages = [site.courier.get("/"), site.courier.get(where), enter(site, "x")]
    others = [site.courier.get("/page.css"), enter(site), site.courier.post(f"{where}close")]
    for answer in pages + others:
        for name, value in HEADERS:
            policy = name == "Content-Security-Policy" and answer in pages
            assert answer.headers.getlist(name) == [FORM_POLICY if policy else value]
    for answer in pages:
        assert "<script" not in answer.text
        assert " style=" not in answer.text
        # The token never comes back, nor does a grant where the browser would show it.
        assert TOKEN not in answer.text
    assert "script-src" not in FORM_POLICY
    assert "default-src 'none'" in FORM_POLICY
