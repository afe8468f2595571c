"""Brings a delivery to the site: verified before, compared with what visitors see after (§9)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dropbox.carriage import Carriage, RefusalError
from dropbox.courier.door import BULLETIN_MAX_LEN, get_bulletin, post_delivery
from dropbox.courier.refusals import ExplainedError
from dropbox.delivery_refusals import DELIVERY_REFUSED
from dropbox.protocol.bulletin import check_succession, verify_bulletin
from dropbox.protocol.delivery import DELIVERY_MAX_LEN, Delivery, verify_delivery
from dropbox.protocol.errors import DeliveryFormError, TitipError
from dropbox.protocol.sizes import SHEET_LEN, SHEETS_MAX
from dropbox.stick import open_plain


class ShownError(ExplainedError):
    """The public door shows something else than what was delivered."""

    def __init__(self) -> None:
        super().__init__(
            "Situs menerima antaran, tetapi menampilkan hal lain kepada umum. Ulangi sekali; bila "
            "tetap, laporkan ke inspektorat.",
            "The site took the delivery but shows something else to the public. Try once more; if "
            "it stays, tell the inspectorate.",
        )


class ForeignSiteError(ExplainedError):
    """What the site shows is not this drop's."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "Situs ini menampilkan maklumat yang bukan dari inspektorat Anda. Antaran tidak"
            " dikirim. Periksa courier_url; bila benar, laporkan ke inspektorat.",
            "This site shows a bulletin that is not your inspectorate's. Nothing was delivered."
            " Check courier_url; if it is right, tell the inspectorate.",
            code,
        )


@dataclass(frozen=True)
class Delivered:
    """What the site now shows; `repeated` where it showed that bulletin already."""

    number: int
    issued_day: int
    next_day: int
    sheets: int
    pickups: int
    repeated: bool


def read_delivery(path: Path, did: bytes) -> tuple[bytes, Delivery]:
    """Return bytes and content of a verified delivery; raises OSError, ExplainedError (§9.2)."""
    with open_plain(path) as file:
        raw = file.read(DELIVERY_MAX_LEN + 1)
    try:
        if len(raw) > DELIVERY_MAX_LEN:
            raise DeliveryFormError
        return raw, verify_delivery(raw, did)
    except TitipError as error:
        raise ExplainedError.of(error) from None


def check_fits(door: Carriage, delivery: Delivery) -> bytes | None:
    """Return the bulletin that the site shows, None before the first, if this one may follow it.

    Changes nothing. Raises CarriageError, ExplainedError, ForeignSiteError.
    """
    shown = get_bulletin(door)
    if shown is not None:
        try:
            earlier = verify_bulletin(shown, delivery.bulletin.did)
        except TitipError as error:
            raise ForeignSiteError(type(error).__name__) from None
        try:
            check_succession(earlier, delivery.bulletin)
        except TitipError as error:
            raise ExplainedError.of(error) from None
    return shown


def bring_delivery(door: Carriage, public: Carriage, raw: bytes, delivery: Delivery) -> Delivered:
    """Return what the site shows after it took the delivery.

    A visitor's view is compared with it byte for byte. Safe to repeat. Raises CarriageError,
    ExplainedError, ShownError.
    """
    shown = check_fits(door, delivery)
    try:
        post_delivery(door, raw)
    except RefusalError as error:
        if error.status == 422 and error.code in DELIVERY_REFUSED:
            raise ExplainedError(*DELIVERY_REFUSED[error.code]) from None
        raise
    compare_shown(public, delivery)
    content = delivery.bulletin.content
    return Delivered(
        delivery.bulletin.number,
        delivery.bulletin.issued,
        content["next"],
        len(delivery.bulletin.sheet_hashes),
        len(delivery.pickup_ids),
        shown == delivery.bulletin.raw,
    )


def compare_shown(public: Carriage, delivery: Delivery) -> None:
    """Return if the public door shows this bulletin and board; raises ShownError, CarriageError."""
    bulletin = public.get("/bulletin", BULLETIN_MAX_LEN)
    board = public.get("/board", SHEETS_MAX * SHEET_LEN)
    if bulletin != delivery.bulletin.raw or board != delivery.board:
        raise ShownError
