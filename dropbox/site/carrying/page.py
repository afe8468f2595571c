"""The courier's page: fetch a file, hand in a file, with Tor Browser alone and no script (§10.2).

It adds no power to the courier's door: whoever knows the token can do all of it without the page.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dropbox.delivery_refusals import DELIVERY_REFUSED
from dropbox.protocol.errors import TitipError
from dropbox.site.answers import OCTETS, bytes_answer, shown
from dropbox.site.carrying.forms import read_delivery_field, read_token_field
from dropbox.site.carrying.grants import Grants
from dropbox.site.custody import Custody, Pickup, UnknownPickupError
from dropbox.site.headers import FORM_POLICY
from dropbox.site.refusals import REFUSALS, RefusedError, refusal_headers
from dropbox.site.store import StoreError
from dropbox.site.writer import FullError, GrowingError
from dropbox.stick_names import SHOWN_BOARD, SHOWN_BULLETIN, pickup_name

OPEN = "page"
READ_LEN = 1 << 20
_HERE = Path(__file__).parent
_EPOCH = date(1970, 1, 1)
_STYLE = (_HERE / "page.css").read_bytes()
_SHOWN = {
    SHOWN_BULLETIN: lambda now: now.bulletin.raw,
    SHOWN_BOARD: lambda now: now.board,
}


class CourierPage:
    """The routes of the page; their endpoints begin with `page` and check the grant themselves."""

    def __init__(self, token: str, custody: Custody) -> None:
        self._token, self._custody = token.encode(), custody
        self._grants = Grants()
        self._templates = Environment(
            loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined
        )

    def add_to(self, app: Flask) -> None:
        """Add the routes."""
        for method, rule, view in (
            ("GET", "/", self._door),
            ("GET", "/page.css", lambda: Response(_STYLE, content_type="text/css; charset=utf-8")),
            ("POST", "/carry", self._enter),
            ("GET", "/carry/<grant>/", self._granted(self._workplace)),
            ("POST", "/carry/<grant>/close", self._granted(self._close)),
            ("POST", "/carry/<grant>/delivery", self._granted(self._deliver)),
            ("POST", "/carry/<grant>/end", self._granted(self._end)),
            ("GET", "/carry/<grant>/<name>", self._granted(self._download)),
        ):
            endpoint = f"{OPEN} {method} {rule}".replace(".", " ")
            app.add_url_rule(rule, endpoint, self._in_words(view), methods=[method])

    # -- what is shown

    def _door(self) -> Response:
        return self._render("door.html")

    def _workplace(self, _grant: str, **said: Any) -> Response:  # noqa: ANN401 - any text
        pickups, _ = self._custody.pickups()
        now = self._custody.shown
        return self._render(
            "workplace.html",
            status=said.pop("status", 200),
            pickups=[_row(pickup) for pickup in pickups],
            number=now and now.bulletin.number,
            issued=now and _EPOCH + timedelta(days=now.bulletin.issued),
            shown_names=list(_SHOWN) if now else [],
            **{"said_id": "", "said_en": "", "bad": False} | said,
        )

    def _render(self, name: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
        text = self._templates.get_template(name).render(values)
        answer = Response(text, status, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = FORM_POLICY
        return answer

    # -- what is done

    def _enter(self) -> Response:
        if not hmac.compare_digest(read_token_field().encode("utf-8", "replace"), self._token):
            raise RefusedError("token")
        return _see(f"/carry/{self._grants.issue()}/")

    def _end(self, grant: str) -> Response:
        self._grants.end(grant)
        return _see("/")

    def _close(self, grant: str) -> Response:
        self._custody.close_epoch()
        return _see(f"/carry/{grant}/")

    def _deliver(self, grant: str) -> Response:
        raw = read_delivery_field()
        if not raw:
            return self._workplace(
                grant,
                bad=True,
                status=400,
                said_id="Pilih dulu berkas antaran (titip-antaran-….delivery) dari stik.",
                said_en="First choose the delivery (titip-antaran-….delivery) from the stick.",
            )
        try:
            self._custody.deliver(raw)
        except TitipError as error:
            code = type(error).__name__
            said_id, said_en = DELIVERY_REFUSED.get(code, ("Antaran ditolak.", str(error)))
            return self._workplace(grant, bad=True, status=422, said_id=said_id, said_en=said_en)
        number = shown(self._custody).bulletin.number
        return self._workplace(
            grant,
            said_id=f"Antaran diterima. Situs kini menampilkan maklumat nomor {number}.",
            said_en=f"The delivery was taken. The site now shows bulletin number {number}.",
        )

    def _download(self, _grant: str, name: str) -> Response:
        if name in _SHOWN:
            answer = bytes_answer(_SHOWN[name](shown(self._custody)))
        else:
            pickups, _ = self._custody.pickups()
            wanted = [pickup for pickup in pickups if pickup_name(pickup.epoch, pickup.id) == name]
            if not wanted:
                raise RefusedError("not_found")
            answer = self._pickup(wanted[0])
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _pickup(self, pickup: Pickup) -> Response:
        """Return the file, or from where the browser's download broke off to its end."""
        etag = f'"{pickup.id.hex()}"'
        start, stop = 0, pickup.len
        asked = request.range
        if asked is not None and request.headers.get("If-Range", etag) == etag:
            found = asked.range_for_length(pickup.len)
            if found is not None:
                start, stop = found
        answer = Response(
            self._pieces(pickup.epoch, start, stop), content_type=OCTETS, direct_passthrough=True
        )
        answer.content_length = stop - start
        answer.headers["ETag"] = etag
        answer.headers["Accept-Ranges"] = "bytes"
        if (start, stop) != (0, pickup.len):
            answer.status_code = 206
            answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{pickup.len}"
        return answer

    def _pieces(self, epoch: int, start: int, stop: int) -> Iterator[bytes]:
        # Little by little: the server takes no more into memory than the line carries away.
        for at in range(start, stop, READ_LEN):
            yield self._custody.read_pickup(epoch, at, min(READ_LEN, stop - at))

    # -- what guards all of it

    def _granted(self, view: Callable[..., Response]) -> Callable[..., Response]:
        def checked(grant: str, **rest: str) -> Response:
            if not self._grants.holds(grant):
                raise RefusedError("token")
            return view(grant, **rest)

        return checked

    def _in_words(self, view: Callable[..., Response]) -> Callable[..., Response]:
        """Answer refusals with a page that says what to do and leads back."""

        def explained(**parts: str) -> Response:
            try:
                return view(**parts)
            except RefusedError as error:
                return self._refuse(error)
            except FullError:
                return self._refuse(RefusedError("full"))
            except UnknownPickupError:
                return self._refuse(RefusedError("not_found"))
            except (GrowingError, StoreError):
                return self._refuse(RefusedError("busy"))

        return explained

    def _refuse(self, error: RefusedError) -> Response:
        refusal = error.refusal
        answer = self._render(
            "refused.html",
            refusal.status,
            said_id=refusal.id,
            said_en=refusal.en,
            again=refusal is REFUSALS["token"],
        )
        for name, value in refusal_headers(refusal, error.retry_s):
            # A browser that reads WWW-Authenticate would ask for a name and password of its own.
            if name == "Retry-After":
                answer.headers[name] = value
        return answer


def _see(path: str) -> Response:
    answer = Response(status=303)
    answer.headers["Location"] = path
    answer.autocorrect_location_header = False
    return answer


def _row(pickup: Pickup) -> dict[str, Any]:
    return {
        "name": pickup_name(pickup.epoch, pickup.id),
        "len": f"{pickup.len:,}".replace(",", "."),
        "day": _EPOCH + timedelta(days=pickup.closed),
        "id": pickup.id.hex(),
    }
