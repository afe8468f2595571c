"""What both doors share: reading a body, refusing, the headers of every answer (§10.3)."""

from __future__ import annotations

import logging
from io import BytesIO

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wsgi import wrap_file

from dropbox.site.custody import Custody, Shown
from dropbox.site.headers import HEADERS
from dropbox.site.refusals import RefusedError, refusal_headers
from dropbox.site.store import StoreError
from dropbox.site.writer import FullError, GrowingError, NotYetError

OCTETS = "application/octet-stream"
_CODES = {404: "not_found", 405: "method", 413: "too_long"}
_log = logging.getLogger(__name__)


def make_app(name: str) -> Flask:
    """Return a Flask app that has no static folder, no redirects and only answers of §10.3."""
    app = Flask(name, static_folder=None, template_folder=None)
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.before_request(_refuse_redirects)
    app.after_request(_with_headers)
    app.register_error_handler(RefusedError, refuse)
    app.register_error_handler(FullError, lambda _: refuse(RefusedError("full")))
    app.register_error_handler(NotYetError, lambda no: refuse(RefusedError("busy", no.wait_s)))
    app.register_error_handler(GrowingError, lambda _: refuse(RefusedError("busy")))
    app.register_error_handler(StoreError, lambda _: refuse(RefusedError("busy")))
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(Exception, _refuse_unexpected)
    return app


def read_body(content_type: str, most: int) -> bytes:
    """Return the request's body.

    Raises RefusedError unless it has this type and an exact length up to `most`.
    """
    if request.headers.get("Transfer-Encoding") or request.content_length is None:
        raise RefusedError("length")
    if request.content_length > most:
        raise RefusedError("too_long")
    if request.headers.get("Content-Type") != content_type:
        raise RefusedError("type")
    raw = request.stream.read(request.content_length)
    if len(raw) != request.content_length:
        raise RefusedError("bad_content")
    return raw


def bytes_answer(raw: bytes, content_type: str = OCTETS) -> Response:
    """Return an answer that shares `raw` with every other answer that sends the same bytes.

    Thirty slow readers of the board then cost no more memory than one.
    """
    answer = Response(
        wrap_file(request.environ, BytesIO(raw)),
        content_type=content_type,
        direct_passthrough=True,
    )
    answer.content_length = len(raw)
    return answer


def shown(custody: Custody) -> Shown:
    """Return what is shown; raises RefusedError before the first delivery."""
    if custody.shown is None:
        raise RefusedError("no_bulletin")
    return custody.shown


def done() -> Response:
    """Return the answer to what is now durable: 204, nothing more."""
    answer = Response(status=204)
    answer.headers.remove("Content-Type")
    return answer


def refuse(refused: RefusedError) -> Response:
    """Return the answer of a refusal."""
    refusal = refused.refusal
    headers = refusal_headers(refusal, refused.retry_s)
    return Response(refusal.body, refusal.status, headers)


def _refuse_redirects() -> None:
    # Flask answers these itself, with a page of its own.
    if isinstance(request.routing_exception, RoutingException):
        raise RefusedError("not_found")


def _refuse_http(error: HTTPException) -> Response:
    return refuse(RefusedError(_CODES.get(error.code or 0, "bad_content")))


def _refuse_unexpected(_: Exception) -> Response:
    # The log gets the type and the line, never the text, which may quote the request.
    _log.exception("request")
    return refuse(RefusedError("busy"))


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS:
        # A page with forms brings a policy of its own.
        response.headers.setdefault(name, value)
    return response
