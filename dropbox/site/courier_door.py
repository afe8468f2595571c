"""The courier's door (§10.2): close the epoch, fetch pickups, bring deliveries."""

from __future__ import annotations

import hmac
import json

from flask import Flask, Response, request

from dropbox.protocol.delivery import DELIVERY_MAX_LEN
from dropbox.protocol.errors import TitipError
from dropbox.protocol.shape import check_fields, check_integer
from dropbox.protocol.sizes import PICKUP_MAX_LEN
from dropbox.site.answers import OCTETS, bytes_answer, make_app, read_body
from dropbox.site.custody import Custody, UnknownPickupError
from dropbox.site.refusals import JSON, RefusedError

READ_MAX_LEN = 8 << 20
_JSON_MAX_LEN = 1_000


def make_courier_app(token: str, custody: Custody) -> Flask:
    """Return the app of the courier's door, which answers nobody without the token."""
    app = make_app("courier")
    expected = f"Bearer {token}".encode()

    @app.before_request
    def check_token() -> None:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, expected):
            raise RefusedError("token")

    @app.errorhandler(TitipError)
    def refuse_delivery(error: TitipError) -> Response:
        return _json({"error": type(error).__name__, "id": _INDONESIAN, "en": str(error)}, 422)

    def list_pickups() -> Response:
        pickups, open_epoch = custody.pickups()
        rows = [{**vars(pickup), "id": pickup.id.hex()} for pickup in pickups]
        return _json({"pickups": rows, "open": open_epoch})

    @app.get("/pickups")
    def pickups() -> Response:
        return list_pickups()

    @app.post("/epochs/close")
    def close_epoch() -> Response:
        custody.close_epoch()
        return list_pickups()

    @app.post("/pickups/read")
    def read_pickup() -> Response:
        try:
            fields = json.loads(read_body(JSON, _JSON_MAX_LEN))
            wanted = check_fields(fields, ("epoch", "offset", "len"))
            epoch = check_integer(wanted["epoch"], 1, (1 << 32) - 1)
            offset = check_integer(wanted["offset"], 0, PICKUP_MAX_LEN)
            length = check_integer(wanted["len"], 1, READ_MAX_LEN)
        except (TitipError, ValueError, RecursionError):
            raise RefusedError("bad_content") from None
        try:
            return bytes_answer(custody.read_pickup(epoch, offset, length))
        except UnknownPickupError:
            raise RefusedError("not_found") from None

    @app.post("/deliveries")
    def deliver() -> Response:
        custody.deliver(read_body(OCTETS, DELIVERY_MAX_LEN))
        return Response(status=204)

    @app.get("/bulletin")
    def bulletin() -> Response:
        if custody.shown is None:
            raise RefusedError("no_bulletin")
        return bytes_answer(custody.shown.bulletin.raw)

    return app


_INDONESIAN = "Antaran ditolak dan tidak ada yang diubah. Alasannya ada pada kode galat."


def _json(content: object, status: int = 200) -> Response:
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(raw, status, content_type=JSON)
