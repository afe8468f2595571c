"""The public door (§10.1): the page, the bulletin, the board, letters, chunks."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.answers import OCTETS, bytes_answer, done, make_app, read_body, refuse, shown
from dropbox.site.counters import COUNTERS_URI
from dropbox.site.custody import Custody
from dropbox.site.refusals import JSON, RefusedError
from dropbox.site.settings import SiteIdentity, SiteSettings
from dropbox.site.static_files import StaticFile


def make_public_app(
    settings: SiteSettings,
    identity: SiteIdentity,
    custody: Custody,
    files: dict[str, StaticFile],
) -> Flask:
    """Return the app of the public door; REMOTE_ADDR is what it counts the limits by."""
    app = make_app("public")
    limiter = Limiter(
        # The server has put the visitor's keyed hash there; the app never sees an address.
        lambda: request.environ.get("REMOTE_ADDR", ""),
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
        "/bulletin": lambda: bytes_answer(shown(custody).bulletin.raw),
        "/board": lambda: bytes_answer(shown(custody).board),
        **dict.fromkeys(files, lambda: _static(files[request.path])),
    }
    for path, view in gets.items():
        app.add_url_rule(path, f"get {path}".replace(".", " "), reads(view), methods=["GET"])

    @app.post("/letters")
    @limiter.shared_limit(settings.letters_limit, scope="letters")
    def post_letter() -> Response:
        custody.put_letter(_exactly(LETTER_LEN))
        return done()

    @app.post("/chunks")
    @limiter.shared_limit(settings.chunks_limit, scope="chunks")
    def post_chunk() -> Response:
        custody.put_chunk(_exactly(CHUNK_RECORD_LEN))
        return done()

    return app


def _too_many(limiter: Limiter) -> Response:
    passed = limiter.current_limit
    wait_s = max(1, int(passed.reset_at - time.time()) + 1) if passed else None
    return refuse(RefusedError("too_many", wait_s))


def _exactly(length: int) -> bytes:
    raw = read_body(OCTETS, length)
    if len(raw) != length:
        raise RefusedError("bad_content")
    return raw


def _static(file: StaticFile) -> Response:
    if file.packed is not None and request.accept_encodings["gzip"] > 0:
        answer = bytes_answer(file.packed, file.content_type)
        answer.headers["Content-Encoding"] = "gzip"
    else:
        answer = bytes_answer(file.raw, file.content_type)
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
