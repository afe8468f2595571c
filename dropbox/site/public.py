"""The public door (§10.1): the page, the bulletin, the board, and two slots to put things through."""

from __future__ import annotations

import time

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.answers import OCTETS, bytes_answer, make_app, read_body, refuse
from dropbox.site.custody import Custody, Shown
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
        storage_uri="memory://",
        strategy="fixed-window",
        headers_enabled=False,
        default_limits=[],
    )
    # One budget for all reads together: the page always asks for the same things.
    reads = limiter.shared_limit(settings.reads_limit, scope="reads")
    letters = limiter.shared_limit(settings.letters_limit, scope="letters")
    chunks = limiter.shared_limit(settings.chunks_limit, scope="chunks")

    def too_many(_: RateLimitExceeded) -> Response:
        passed = limiter.current_limit
        wait_s = max(1, int(passed.reset_at - time.time()) + 1) if passed else None
        return refuse(RefusedError("too_many", wait_s))

    app.register_error_handler(RateLimitExceeded, too_many)

    def shown() -> Shown:
        if custody.shown is None:
            raise RefusedError("no_bulletin")
        return custody.shown

    @app.get("/site.json")
    @reads
    def site_json() -> Response:
        return bytes_answer(identity.json, JSON)

    @app.get("/bulletin")
    @reads
    def bulletin() -> Response:
        return bytes_answer(shown().bulletin.raw)

    @app.get("/board")
    @reads
    def board() -> Response:
        return bytes_answer(shown().board)

    @app.post("/letters")
    @letters
    def post_letter() -> Response:
        custody.put_letter(_exactly(read_body(OCTETS, LETTER_LEN), LETTER_LEN))
        return Response(status=204)

    @app.post("/chunks")
    @chunks
    def post_chunk() -> Response:
        custody.put_chunk(_exactly(read_body(OCTETS, CHUNK_RECORD_LEN), CHUNK_RECORD_LEN))
        return Response(status=204)

    @reads
    def static_file() -> Response:
        file = files[request.path]
        packed = file.packed is not None and "gzip" in request.accept_encodings
        answer = bytes_answer(
            file.packed if packed and file.packed else file.raw, file.content_type
        )
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Vary"] = "Accept-Encoding"
        return answer

    for number, path in enumerate(files):
        app.add_url_rule(path, f"static_{number}", static_file, methods=["GET"])
    return app


def _exactly(raw: bytes, length: int) -> bytes:
    if len(raw) != length:
        raise RefusedError("bad_content")
    return raw
