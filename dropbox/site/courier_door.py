"""The courier's door (§10.2): close the epoch, fetch pickups, bring deliveries."""

from __future__ import annotations

import hmac
import json

from flask import Flask, Response, request

from dropbox.protocol.delivery import DELIVERY_MAX_LEN
from dropbox.protocol.errors import TitipError
from dropbox.protocol.shape import check_fields, check_integer
from dropbox.protocol.sizes import PICKUP_MAX_LEN
from dropbox.site.answers import OCTETS, bytes_answer, done, make_app, read_body, refuse, shown
from dropbox.site.carrying.page import OPEN, CourierPage
from dropbox.site.custody import Custody, UnknownPickupError
from dropbox.site.refusals import JSON, RefusedError

READ_MAX_LEN = 8 << 20
_JSON_MAX_LEN = 1_000
_REFUSED_ID = "Antaran ditolak dan tidak ada yang diubah. Alasannya ada pada kode galat."


def make_courier_app(token: str, custody: Custody) -> Flask:
    """Return the app of the courier's door, which answers nobody without the token.

    The page for browsers alone shows its door to anybody who reaches the address.
    """
    app = make_app("courier")
    expected = f"Bearer {token}".encode()

    @app.before_request
    def check_token() -> None:
        if request.url_rule is not None and request.url_rule.endpoint.startswith(f"{OPEN} "):
            return
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, expected):
            raise RefusedError("token")

    def close_epoch() -> Response:
        custody.close_epoch()
        return _pickups(custody)

    def deliver() -> Response:
        custody.deliver(read_body(OCTETS, DELIVERY_MAX_LEN))
        return done()

    CourierPage(token, custody).add_to(app)
    app.register_error_handler(TitipError, _refuse_delivery)
    app.register_error_handler(UnknownPickupError, _unknown_pickup)
    app.add_url_rule("/pickups", "pickups", lambda: _pickups(custody), methods=["GET"])
    app.add_url_rule("/epochs/close", "close", close_epoch, methods=["POST"])
    app.add_url_rule("/pickups/read", "read", lambda: _read_pickup(custody), methods=["POST"])
    app.add_url_rule("/deliveries", "deliver", deliver, methods=["POST"])
    app.add_url_rule(
        "/bulletin", "bulletin", lambda: bytes_answer(shown(custody).bulletin.raw), methods=["GET"]
    )
    return app


def _pickups(custody: Custody) -> Response:
    pickups, open_epoch = custody.pickups()
    rows = [{**vars(pickup), "id": pickup.id.hex()} for pickup in pickups]
    return _json({"pickups": rows, "open": open_epoch})


def _read_pickup(custody: Custody) -> Response:
    raw = read_body(JSON, _JSON_MAX_LEN)
    try:
        wanted = check_fields(json.loads(raw), ("epoch", "offset", "len"))
        epoch = check_integer(wanted["epoch"], 1, (1 << 32) - 1)
        offset = check_integer(wanted["offset"], 0, PICKUP_MAX_LEN)
        length = check_integer(wanted["len"], 1, READ_MAX_LEN)
    except (TitipError, ValueError, RecursionError):
        raise RefusedError("bad_content") from None
    return bytes_answer(custody.read_pickup(epoch, offset, length))


def _unknown_pickup(_: UnknownPickupError) -> Response:
    return refuse(RefusedError("not_found"))


def _refuse_delivery(error: TitipError) -> Response:
    return _json({"error": type(error).__name__, "id": _REFUSED_ID, "en": str(error)}, 422)


def _json(content: object, status: int = 200) -> Response:
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(raw, status, content_type=JSON)
