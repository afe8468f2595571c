"""The public door: what it gives, and every refusal, which stores nothing (§10.1, §10.3)."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.headers import HEADERS
from dropbox.site.refusals import REFUSALS
from tests.builders import Drop
from tests.site.opened import OCTETS, OpenSite, a_chunk, a_letter, small_settings


def refused(answer: TestResponse, status: int, code: str) -> None:
    assert answer.status_code == status
    assert answer.json == {"error": code, "id": REFUSALS[code].id, "en": REFUSALS[code].en}
    guarded(answer)


def guarded(answer: TestResponse) -> None:
    """Fail unless every header of every answer is there, once."""
    for name, value in HEADERS:
        assert answer.headers.getlist(name) == [value]
    assert "Set-Cookie" not in answer.headers
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers


def test_the_policy_lets_a_page_load_itself_and_nothing_else() -> None:
    policy = dict(HEADERS)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    # The empty icon of the page is the one thing that comes from no server.
    assert policy.count("data:") == 1
    assert "img-src data:;" in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    for never in ("unsafe", "blob:", "http:", "https:", "*", "wasm"):
        assert never not in policy


def test_letters_and_chunks_get_204_and_nothing_else(site: OpenSite) -> None:
    for path, body in (("/letters", a_letter()), ("/chunks", a_chunk())):
        answer = site.post(path, body)
        assert (answer.status_code, answer.data) == (204, b"")
        assert "Content-Type" not in answer.headers
        guarded(answer)


@pytest.mark.parametrize("path", ["/letters", "/chunks"])
@pytest.mark.parametrize("change", [-1, 1, 1 - LETTER_LEN])
def test_a_wrong_length_is_refused(site: OpenSite, path: str, change: int) -> None:
    length = LETTER_LEN if path == "/letters" else CHUNK_RECORD_LEN
    answer = site.post(path, os.urandom(length + change))
    if change > 0:
        refused(answer, 413, "too_long")
    else:
        refused(answer, 400, "bad_content")
    assert site.stored() == 0


def test_an_empty_letter_is_refused(site: OpenSite) -> None:
    zero = {"CONTENT_LENGTH": "0", "CONTENT_TYPE": OCTETS}
    refused(site.public.post("/letters", environ_overrides=zero), 400, "bad_content")
    assert site.stored() == 0


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/octet-stream; charset=utf-8", "multipart/form-data", ""],
)
def test_a_wrong_type_is_refused(site: OpenSite, content_type: str) -> None:
    refused(site.post("/letters", a_letter(), content_type), 415, "type")
    assert site.stored() == 0


def test_a_body_without_length_is_refused(site: OpenSite) -> None:
    refused(site.public.post("/letters", content_type=OCTETS), 411, "length")
    assert site.stored() == 0


def test_a_body_that_is_cut_is_refused(site: OpenSite) -> None:
    longer = {"CONTENT_LENGTH": str(LETTER_LEN), "CONTENT_TYPE": OCTETS}
    answer = site.public.post("/letters", data=b"x" * 1_000, environ_overrides=longer)
    refused(answer, 400, "bad_content")
    assert site.stored() == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("OPTIONS", "/"),
        ("OPTIONS", "/letters"),
        ("GET", "/letters"),
        ("HEAD", "/letters"),
        ("PUT", "/letters"),
        ("DELETE", "/board"),
        ("POST", "/bulletin"),
        ("PATCH", "/chunks"),
        ("TRACE", "/"),
    ],
)
def test_another_method_is_refused(site: OpenSite, method: str, path: str) -> None:
    answer = site.public.open(path, method=method, data=b"", content_type=OCTETS)
    assert answer.status_code == 405
    guarded(answer)
    if method != "HEAD":
        refused(answer, 405, "method")


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/letters/",
        "/static/app.js",
        "/../config.toml",
        "/%2e%2e/config.toml",
        "/site.db",
        "/pickups",
        "/epochs/close",
        "/deliveries",
        "/favicon.ico",
        "/.well-known/security.txt",
    ],
)
def test_other_paths_do_not_exist(site: OpenSite, path: str) -> None:
    refused(site.public.get(path), 404, "not_found")


def test_an_empty_path_is_not_redirected(site: OpenSite) -> None:
    refused(site.public.get("/", environ_overrides={"PATH_INFO": ""}), 404, "not_found")


def test_before_the_first_delivery_there_is_no_bulletin(site: OpenSite) -> None:
    for path in ("/bulletin", "/board"):
        refused(site.public.get(path), 404, "no_bulletin")


def test_what_was_delivered_is_shown(site: OpenSite, desk: Drop) -> None:
    assert site.deliver(desk.deliver()).status_code == 204
    for path, expected in (("/bulletin", desk.last), ("/board", desk.board)):
        answer = site.public.get(path)
        assert (answer.status_code, answer.data) == (200, expected)
        assert answer.headers["Content-Type"] == OCTETS
        assert answer.headers["Content-Length"] == str(len(expected))
        guarded(answer)
        head = site.public.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Length"] == str(len(expected))
        guarded(head)


def test_the_bulletin_comes_packed_for_those_who_ask(site: OpenSite, desk: Drop) -> None:
    seen = []
    for _ in range(2):
        assert site.deliver(desk.deliver()).status_code == 204
        answer = site.public.get("/bulletin", headers={"Accept-Encoding": "gzip, deflate, br"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(answer.data) == desk.last
        assert len(answer.data) < len(desk.last)
        guarded(answer)
        seen.append(answer.data)
    assert seen[0] != seen[1]


def test_the_identity_is_canonical_json(site: OpenSite, desk: Drop) -> None:
    answer = site.public.get("/site.json")
    expected = f'{{"root_pk":"{desk.root_pk.hex()}","sid":"{desk.sid.hex()}"}}'
    assert answer.data == expected.encode()
    assert answer.headers["Content-Type"] == "application/json"
    guarded(answer)


def test_the_page_is_served(site: OpenSite) -> None:
    answer = site.public.get("/", headers={"If-None-Match": "*", "Range": "bytes=0-3"})
    assert (answer.status_code, answer.data) == (200, b"<!doctype html>")
    guarded(answer)


@pytest.mark.parametrize("path", ["/letters", "/chunks", "/bulletin"])
def test_a_visitor_beyond_the_limit_waits_and_others_do_not(
    tmp_path: Path, desk: Drop, path: str
) -> None:
    settings = replace(
        small_settings(tmp_path),
        letters_limit="3/hour",
        chunks_limit="3/hour",
        reads_limit="3/hour",
    )
    with OpenSite(tmp_path, desk, settings) as site:
        assert site.deliver(desk.deliver()).status_code == 204

        def ask(visitor: str) -> TestResponse:
            body = {"/letters": a_letter, "/chunks": a_chunk}.get(path, bytes)()
            return site.public.open(
                path,
                method="GET" if path == "/bulletin" else "POST",
                data=body,
                content_type=OCTETS,
                environ_overrides={"REMOTE_ADDR": visitor},
            )

        assert [ask("first").status_code < 300 for _ in range(3)] == [True] * 3
        before = site.stored()
        answer = ask("first")
        refused(answer, 429, "too_many")
        assert 0 < int(answer.headers["Retry-After"]) <= 3_601
        assert site.stored() == before
        assert ask("second").status_code < 300
        # Another budget is not touched.
        other = "/site.json" if path != "/bulletin" else "/letters"
        method = "GET" if other == "/site.json" else "POST"
        again = site.public.open(
            other,
            method=method,
            data=a_letter() if method == "POST" else b"",
            content_type=OCTETS,
            environ_overrides={"REMOTE_ADDR": "first"},
        )
        assert again.status_code < 300


def test_all_reads_share_one_budget(tmp_path: Path, desk: Drop) -> None:
    settings = replace(small_settings(tmp_path), reads_limit="2/hour")
    with OpenSite(tmp_path, desk, settings) as site:
        assert site.public.get("/").status_code == 200
        assert site.public.get("/site.json").status_code == 200
        refused(site.public.get("/"), 429, "too_many")


def test_an_error_of_our_own_is_a_refusal_that_tells_nothing(
    site: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("frasa sandi rahasia")

    monkeypatch.setattr(site.custody, "put_letter", fail)
    answer = site.post("/letters", a_letter())
    refused(answer, 503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert b"rahasia" not in answer.data
