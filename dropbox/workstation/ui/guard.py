"""What every request must pass, and what every answer carries.

They keep out web pages that the same browser has open (DNS rebinding, forged forms) and other
programs of this machine.
"""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from dropbox.workstation.ui.gate import same_token
from dropbox.workstation.ui.headers import set_headers
from dropbox.workstation.ui.workplace import hold, page, page_of, workplace

COOKIE = "titip_meja"
# Where no session is needed: what the link opens, and the style of the page that refuses.
OPEN_ENDPOINTS = frozenset({"enter", "static"})
_log = logging.getLogger("titip.workstation.ui")


def install_guard(app: Flask) -> None:
    """Let every request pass the checks and give every answer its headers."""
    app.before_request(check_request)
    app.after_request(finish_answer)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(Exception, refuse_failure)


def check_request() -> Response | None:  # noqa: PLR0911 - each refusal stands where it is decided
    """Return a refusal, or None for a request that may go on."""
    place = workplace()
    g.session = place.gate.session(request.cookies.get(COOKIE))
    # A name that somebody else's DNS points at 127.0.0.1 is refused, whatever else the request has.
    if request.host != place.host:
        g.session = None
        return refusal("refused.origin", HTTPStatus.MISDIRECTED_REQUEST)
    if request.endpoint in OPEN_ENDPOINTS and request.method in {"GET", "HEAD"}:
        return None
    if g.session is None:
        return refusal("refused.session", HTTPStatus.FORBIDDEN)
    if request.method in {"GET", "HEAD"}:
        # A navigation from elsewhere can see nothing, but there is no reason for one either.
        if request.headers.get("Sec-Fetch-Site", "none") == "cross-site":
            return refusal("refused.origin", HTTPStatus.FORBIDDEN)
        return None
    if request.headers.get("Origin") != f"http://{place.host}":
        return refusal("refused.origin", HTTPStatus.FORBIDDEN)
    if not same_token(request.form.get("csrf", ""), g.session.csrf):
        return refusal("refused.csrf", HTTPStatus.FORBIDDEN)
    hold_others()
    return None


def hold_others() -> None:
    """Keep what stands in the other forms of the page from which this one was sent."""
    try:
        fields = json.loads(request.form.get("held", "") or "{}")
    except ValueError:
        return
    if isinstance(fields, dict):
        path = request.form.get("page") or request.path
        hold(page_of(path), {str(name): str(text) for name, text in fields.items()})


def finish_answer(answer: Response) -> Response:
    """Give an answer the headers that all have."""
    set_headers(answer.headers)
    return answer


def refusal(key: str, status: int) -> Response:
    """Return a refusal with its reason; without a session in both languages."""
    return page("refused.html", status, reason=key, both=g.get("session") is None)


def refuse_http(error: HTTPException) -> Response:
    """Turn Flask's own refusals into pages of ours."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status in {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}:
        return Response(status=status, headers=error.get_headers())
    known = {
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "refused.too_long",
        HTTPStatus.INTERNAL_SERVER_ERROR: "refused.failed",
    }
    return refusal(known.get(HTTPStatus(status), "refused.missing"), status)


def refuse_failure(error: Exception) -> Response:
    """Say that the program failed, and log where, without anything that was typed or read."""
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    # Not the message and not the arguments: they may quote a letter.
    _log.error("%s at %s", type(error).__name__, " < ".join(reversed(places[-4:])))
    if request.method == "POST" and g.get("session") is not None:
        hold(page_of(request.path), request.form)
    return refusal("refused.failed", HTTPStatus.INTERNAL_SERVER_ERROR)
