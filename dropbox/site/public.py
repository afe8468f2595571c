"""The public door (§10.1): the page, the bulletin, the board, letters, chunks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.answers import OCTETS, bytes_answer, done, make_app, read_body, refuse, shown
from dropbox.site.counters import COUNTERS_URI
from dropbox.site.custody import Custody, Shown
from dropbox.site.refusals import JSON, RefusedError
from dropbox.site.settings import SiteIdentity, SiteSettings
from dropbox.site.static_files import StaticFile
from dropbox.site.visitors import PUBLIC_DOOR, Visitor


def make_public_app(
    settings: SiteSettings,
    identity: SiteIdentity,
    custody: Custody,
    files: dict[str, StaticFile],
    door: str = PUBLIC_DOOR,
    page_headers: Mapping[str, str] = MappingProxyType({}),
) -> Flask:
    """Return the app of a public door; REMOTE_ADDR is what it counts the limits by.

    `page_headers`: what `GET /` carries beside the headers of every answer, on the clear web.
    """
    app = make_app("public")
    limiter = Limiter(
        _name,
        app=app,
        storage_uri=COUNTERS_URI,
        strategy="fixed-window",
        headers_enabled=False,
    )
    app.register_error_handler(RateLimitExceeded, lambda _: _too_many(limiter))
    # One budget for all reads together: the page always asks for the same things.
    reads = limiter.shared_limit(settings.reads_limit, scope="reads")
    gets: dict[str, Callable[[], Response]] = {
        "/site.json": lambda: bytes_answer(identity.json, JSON),
        "/bulletin": lambda: _bulletin(shown(custody)),
        "/board": lambda: bytes_answer(shown(custody).board),
        **dict.fromkeys(files, lambda: _file(files[request.path])),
        "/": lambda: _page(files["/"], page_headers),
    }
    for path, view in gets.items():
        app.add_url_rule(path, f"get {path}".replace(".", " "), reads(view), methods=["GET"])

    @app.post("/letters")
    @limiter.shared_limit(settings.letters_limit, scope="letters")
    def post_letter() -> Response:
        custody.put_letter(_exactly(LETTER_LEN), Visitor(_name(), door))
        return done()

    @app.post("/chunks")
    @limiter.shared_limit(settings.chunks_limit, scope="chunks")
    def post_chunk() -> Response:
        custody.put_chunk(_exactly(CHUNK_RECORD_LEN), Visitor(_name(), door))
        return done()

    return app


def _name() -> str:
    # The server has put the visitor's keyed hash there; the app never sees an address.
    return str(request.environ.get("REMOTE_ADDR", ""))


def _too_many(limiter: Limiter) -> Response:
    passed = limiter.current_limit
    wait_s = max(1, int(passed.reset_at - time.time()) + 1) if passed else None
    return refuse(RefusedError("too_many", wait_s))


def _exactly(length: int) -> bytes:
    raw = read_body(OCTETS, length)
    if len(raw) != length:
        raise RefusedError("bad_content")
    return raw


def _page(file: StaticFile, page_headers: Mapping[str, str]) -> Response:
    answer = _file(file)
    answer.headers.update(page_headers)
    return answer


def _file(file: StaticFile) -> Response:
    return _packed(file.raw, file.packed, file.content_type)


def _bulletin(now: Shown) -> Response:
    return _packed(now.bulletin.raw, {"gzip": now.packed_bulletin}, OCTETS)


def _packed(raw: bytes, packed: dict[str, bytes], content_type: str) -> Response:
    # Packing endangers no secret: all of it is public, and none of it reflects the request.
    coding = next((one for one in packed if request.accept_encodings[one] > 0), None)
    answer = bytes_answer(packed[coding] if coding else raw, content_type)
    if coding:
        answer.headers["Content-Encoding"] = coding
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
