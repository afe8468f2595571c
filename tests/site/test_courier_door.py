"""The courier's door: the token, and every delivery that is refused (§7.5, §9.2, §10.2)."""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy

import pytest
from werkzeug.test import TestResponse

from dropbox.protocol.delivery import DELIVERY_MAX_LEN, make_delivery
from dropbox.protocol.sizes import SHEET_LEN
from dropbox.site.headers import HEADERS
from tests.builders import Drop, today
from tests.site.opened import OCTETS, TOKEN, OpenSite

ROUTES = [
    ("POST", "/epochs/close"),
    ("GET", "/pickups"),
    ("POST", "/pickups/read"),
    ("POST", "/deliveries"),
    ("GET", "/bulletin"),
    ("GET", "/nothing"),
]


def guarded(answer: TestResponse) -> None:
    for name, value in HEADERS:
        assert answer.headers.getlist(name) == [value]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        TOKEN,
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"bearer {TOKEN}",
        "Bearer ",
        "Bearer \xff",
    ],
)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_the_token_nothing_is_answered(
    site: OpenSite, method: str, path: str, authorization: str | None
) -> None:
    del site.courier.environ_base["HTTP_AUTHORIZATION"]
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = site.courier.open(path, method=method, headers=headers)
    assert (answer.status_code, answer.json and answer.json["error"]) == (401, "token")
    guarded(answer)
    assert site.custody.pickups() == ([], 1)


def forged(desk: Drop) -> bytes:
    raw = bytearray(desk.deliver())
    raw[20] ^= 1
    return bytes(raw)


def unsigned_bulletin(desk: Drop) -> bytes:
    desk.deliver()
    broken = bytearray(desk.last)
    broken[170] ^= 1
    return desk.wrap(bytes(broken))


def signed_by_another(desk: Drop) -> bytes:
    desk.deliver()
    return make_delivery(os.urandom(32), desk.did, desk.last, desk.board, [])


def with_ids_of_another(desk: Drop) -> bytes:
    named = deepcopy(desk).deliver([b"\x11" * 32])
    plain = desk.deliver([b"\x22" * 32])
    return plain[:80] + named[80:112] + plain[112:]


def with_the_bulletin_of_another(desk: Drop) -> bytes:
    other = deepcopy(desk)
    raw = desk.deliver()
    other.deliver(next=today() + 8)
    assert len(other.last) == len(desk.last)
    return raw[:80] + other.last + raw[80 + len(other.last) :]


def with_sheets_in_another_order(desk: Drop) -> bytes:
    raw = desk.deliver()
    return raw[:-SHEET_LEN][:-SHEET_LEN] + raw[-SHEET_LEN:] + raw[-2 * SHEET_LEN : -SHEET_LEN]


def cut(desk: Drop) -> bytes:
    return desk.deliver()[:-1]


def with_a_tail(desk: Drop) -> bytes:
    return desk.deliver() + b"\0"


def foreign(_: Drop) -> bytes:
    return Drop().deliver()


def rolled_back(desk: Drop) -> bytes:
    earlier = deepcopy(desk)
    earlier.number -= 2
    return earlier.deliver()


def fork(desk: Drop) -> bytes:
    other = deepcopy(desk)
    other.number -= 1
    return other.deliver()


def broken_chain(desk: Drop) -> bytes:
    return desk.deliver(prev="11" * 32)


def future(desk: Drop) -> bytes:
    return desk.deliver(issued=today() + 3)


def stale(desk: Drop) -> bytes:
    return desk.deliver(issued=today() - 15)


def under_an_older_certificate(desk: Drop) -> bytes:
    desk.certified_from -= 1
    return desk.deliver()


def changed_board(desk: Drop) -> bytes:
    raw = bytearray(desk.deliver())
    raw[-1] ^= 1
    return bytes(raw)


def missing_sheet(desk: Drop) -> bytes:
    desk.deliver()
    return make_delivery(desk.signing_seed, desk.did, desk.last, desk.board[SHEET_LEN:], [])


def not_a_delivery(_: Drop) -> bytes:
    return os.urandom(500)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (forged, "DeliverySignatureError"),
        (signed_by_another, "DeliverySignatureError"),
        (with_ids_of_another, "DeliverySignatureError"),
        (with_the_bulletin_of_another, "DeliverySignatureError"),
        (with_sheets_in_another_order, "SheetHashError"),
        (unsigned_bulletin, "BulletinSignatureError"),
        (cut, "DeliveryFormError"),
        (with_a_tail, "DeliveryFormError"),
        (not_a_delivery, "DeliveryFormError"),
        (foreign, "ForeignDropError"),
        (rolled_back, "BulletinRollbackError"),
        (under_an_older_certificate, "BulletinRollbackError"),
        (fork, "BulletinForkError"),
        (broken_chain, "BulletinChainError"),
        (future, "BulletinFutureError"),
        (stale, "BulletinStaleError"),
        (changed_board, "SheetHashError"),
        (missing_sheet, "BoardLengthError"),
    ],
)
def test_a_delivery_that_must_not_be_shown_changes_nothing(
    site: OpenSite, desk: Drop, make: Callable[[Drop], bytes], error: str
) -> None:
    for _ in range(3):
        assert site.deliver(desk.deliver()).status_code == 204
    shown, board = desk.last, desk.board
    letter = site.give_letter()
    [listed] = site.close_epoch()
    answer = site.deliver(make(deepcopy(desk)))
    assert (answer.status_code, answer.json and answer.json["error"]) == (422, error)
    assert answer.json is not None
    assert answer.json["en"]
    assert answer.json["id"]
    guarded(answer)
    site.reopen()
    assert site.public.get("/bulletin").data == shown
    assert site.public.get("/board").data == board
    assert site.records(site.fetch(listed["epoch"])) == [letter]


def test_a_refused_delivery_frees_no_pickup(site: OpenSite, desk: Drop) -> None:
    assert site.deliver(desk.deliver()).status_code == 204
    site.give_letter()
    [listed] = site.close_epoch()
    named = bytes.fromhex(str(listed["id"]))
    late = deepcopy(desk).deliver([named], issued=today() + 3)
    assert site.deliver(late).status_code == 422
    assert site.close_epoch()[0] == listed


def test_a_delivery_may_be_repeated_and_then_frees_what_it_names(
    site: OpenSite, desk: Drop
) -> None:
    assert site.deliver(desk.deliver()).status_code == 204
    site.give_letter()
    [listed] = site.close_epoch()
    again = desk.wrap(desk.last, [bytes.fromhex(str(listed["id"])), os.urandom(32)])
    # Long after its day: it is what the site shows already.
    site.day += 30
    for _ in range(2):
        assert site.deliver(again).status_code == 204
    assert listed["epoch"] not in [p.epoch for p in site.custody.pickups()[0]]
    assert site.public.get("/bulletin").data == desk.last


def test_the_root_ends_the_reign_of_a_stolen_signing_key(site: OpenSite, desk: Drop) -> None:
    thief = deepcopy(desk)
    thief.number, thief.prev = 90_000, "11" * 32
    assert site.deliver(thief.deliver()).status_code == 204
    desk.certified_from += 1
    assert site.deliver(desk.deliver()).status_code == 204
    assert site.public.get("/bulletin").data == desk.last
    assert site.deliver(thief.deliver()).status_code == 422


def test_numbers_may_be_skipped(site: OpenSite, desk: Drop) -> None:
    assert site.deliver(desk.deliver()).status_code == 204
    desk.deliver()
    assert site.deliver(desk.deliver()).status_code == 204
    assert site.courier.get("/bulletin").data == desk.last


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 411, "length"),
        (b"[]", 400, "bad_content"),
        (b"{", 400, "bad_content"),
        (b'{"epoch":1,"offset":0}', 400, "bad_content"),
        (b'{"epoch":1,"offset":0,"len":1,"more":1}', 400, "bad_content"),
        (b'{"epoch":true,"offset":0,"len":1}', 400, "bad_content"),
        (b'{"epoch":"1","offset":0,"len":1}', 400, "bad_content"),
        (b'{"epoch":1,"offset":-1,"len":1}', 400, "bad_content"),
        (b'{"epoch":1,"offset":0,"len":8388609}', 400, "bad_content"),
        (b'{"epoch":1,"offset":0,"len":0}', 400, "bad_content"),
        (b'{"epoch":1.0,"offset":0,"len":1}', 400, "bad_content"),
        (b"[" * 900, 400, "bad_content"),
        (b" " * 2_000, 413, "too_long"),
        (b'{"epoch":2,"offset":0,"len":1}', 404, "not_found"),
        (b'{"epoch":9,"offset":0,"len":1}', 404, "not_found"),
    ],
)
def test_a_malformed_wish_for_a_pickup_is_refused(
    site: OpenSite, body: bytes, status: int, code: str
) -> None:
    site.close_epoch()
    answer = site.courier.post("/pickups/read", data=body, content_type="application/json")
    assert (answer.status_code, answer.json and answer.json["error"]) == (status, code)
    guarded(answer)


def test_a_body_longer_than_any_delivery_is_refused(site: OpenSite) -> None:
    answer = site.deliver(bytes(DELIVERY_MAX_LEN + 1))
    assert (answer.status_code, answer.json and answer.json["error"]) == (413, "too_long")


def test_a_delivery_of_another_type_is_refused(site: OpenSite, desk: Drop) -> None:
    answer = site.courier.post("/deliveries", data=desk.deliver(), content_type="text/plain")
    assert (answer.status_code, answer.json and answer.json["error"]) == (415, "type")
    assert site.public.get("/bulletin").status_code == 404


def test_the_courier_is_told_before_the_first_delivery(site: OpenSite) -> None:
    answer = site.courier.get("/bulletin")
    assert (answer.status_code, answer.json and answer.json["error"]) == (404, "no_bulletin")


def test_the_public_door_has_no_route_of_the_couriers(site: OpenSite, desk: Drop) -> None:
    for path in ("/deliveries", "/epochs/close", "/pickups/read"):
        answer = site.public.post(
            path,
            data=desk.deliver(),
            content_type=OCTETS,
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        assert answer.status_code == 404
