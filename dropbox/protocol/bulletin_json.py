"""The JSON inside a bulletin: its fields and their bounds (§7.2)."""

from __future__ import annotations

import re
from typing import Any

from dropbox.protocol.canonical import JsonObject
from dropbox.protocol.errors import ShapeError
from dropbox.protocol.shape import (
    check_base64url,
    check_code,
    check_fields,
    check_hex,
    check_integer,
    check_list,
    check_text,
)
from dropbox.protocol.sizes import (
    ATTACHMENTS_MAX_LEN,
    BULLETIN_CLOSED_DAYS,
    BULLETIN_NUMBER_MAX,
    INTAKE_AHEAD_DAYS_MAX,
    INTAKE_KEY_DAYS,
    INTAKE_KEYS_MAX,
    INTAKE_PK_LEN,
    SHEET_DAYS,
    SHEETS_MAX,
)

FIELDS = (
    "attachments_len",
    "categories",
    "demo",
    "desk",
    "expires",
    "issued",
    "keys",
    "links",
    "log",
    "next",
    "notices",
    "number",
    "prev",
    "sheets",
    "signers",
    "statuses",
    "totals",
)
FIRST_PREV = "0" * 64
DAY_MAX = (1 << 32) - 1
TEXT_MAX_LEN = 4_000
NAME_MAX_LEN = 200
URL_MAX_LEN = 500
SIGNERS_MAX = 8
CHOICES_MAX = 64
NOTICES_MAX = 32
TOTALS_MAX = 2_000
# Either TLS, or an onion address, which authenticates itself. No scheme that runs or embeds
# anything.
_URL = re.compile(
    r"(?:https://[a-z0-9.-]+(?::[0-9]{1,5})?|http://[a-z0-9.-]+\.onion(?::[0-9]{1,5})?)"
    r"(?:/[!#-;=?-\[\]-~]*)?\Z"
)


def check_bulletin_json(content: object) -> JsonObject:
    """Return `content` if it has the fields of §7.2; raises ShapeError or EncodingError."""
    fields = check_fields(content, FIELDS)
    check_integer(fields["number"], 1, BULLETIN_NUMBER_MAX)
    check_hex(fields["prev"], 32)
    check_hex(fields["log"], 32)
    if (fields["number"] == 1) != (fields["prev"] == FIRST_PREV):
        raise ShapeError
    check_integer(fields["attachments_len"], 0, ATTACHMENTS_MAX_LEN)
    if not isinstance(fields["demo"], bool):
        raise ShapeError
    _check_pair(check_fields(fields["desk"], ("id", "en")), TEXT_MAX_LEN)
    _check_days(fields)
    _check_keys(fields)
    _check_sheets(fields)
    for from_day in check_list(fields["signers"], 0, SIGNERS_MAX, _check_signer):
        check_integer(from_day, 0, fields["issued"])
    for name in ("categories", "statuses"):
        codes = check_list(fields[name], 1, CHOICES_MAX, check_named)
        if len(set(codes)) != len(codes):
            raise ShapeError
    check_list(fields["notices"], 0, NOTICES_MAX, check_notice)
    check_list(fields["links"], 0, CHOICES_MAX, check_link)
    check_list(fields["totals"], 0, TOTALS_MAX, _check_total)
    return fields


def _check_days(fields: JsonObject) -> None:
    issued = check_integer(fields["issued"], 0, DAY_MAX)
    next_day = check_integer(fields["next"], issued + 1, issued + BULLETIN_CLOSED_DAYS)
    check_integer(fields["expires"], next_day, issued + BULLETIN_CLOSED_DAYS)


def _check_keys(fields: JsonObject) -> None:
    end = 0
    for from_day, to_day in check_list(fields["keys"], 1, INTAKE_KEYS_MAX, _check_key):
        if from_day < end or to_day != from_day + INTAKE_KEY_DAYS:
            raise ShapeError
        end = to_day
    if end > fields["issued"] + INTAKE_AHEAD_DAYS_MAX:
        raise ShapeError


def _check_key(value: object) -> tuple[int, int]:
    key = check_fields(value, ("from", "to", "pk"))
    check_base64url(key["pk"], INTAKE_PK_LEN)
    return check_integer(key["from"], 0, DAY_MAX), check_integer(key["to"], 0, DAY_MAX)


def _check_sheets(fields: JsonObject) -> None:
    least = fields["issued"] + 1
    for until in check_list(fields["sheets"], 0, SHEETS_MAX, _check_sheet):
        if not least <= until <= fields["issued"] + SHEET_DAYS:
            raise ShapeError
        least = until


def _check_sheet(value: object) -> int:
    sheet = check_fields(value, ("hash", "until"))
    check_hex(sheet["hash"], 32)
    return check_integer(sheet["until"], 0, DAY_MAX)


def _check_signer(value: object) -> int:
    signer = check_fields(value, ("pk", "from", "to", "cert"))
    check_base64url(signer["pk"], 32)
    check_base64url(signer["cert"], 64)
    check_integer(signer["to"], 0, DAY_MAX)
    return check_integer(signer["from"], 0, DAY_MAX)


def check_named(value: object) -> str:
    """Return the code of an entry of `categories` or `statuses`; raises ShapeError (§7.2)."""
    choice = check_fields(value, ("code", "id", "en"))
    _check_pair(choice, NAME_MAX_LEN)
    return check_code(choice["code"])


def check_notice(value: object) -> None:
    """Raise ShapeError unless `value` is an entry of `notices` (§7.2)."""
    notice = check_fields(value, ("day", "id", "en"))
    check_integer(notice["day"], 0, DAY_MAX)
    _check_pair(notice, TEXT_MAX_LEN)


def check_link(value: object) -> None:
    """Raise ShapeError unless `value` is an entry of `links` (§7.2)."""
    link = check_fields(value, ("code", "id", "en", "url"))
    check_code(link["code"])
    _check_pair(link, NAME_MAX_LEN)
    if not _URL.match(check_text(link["url"], 1, URL_MAX_LEN)):
        raise ShapeError


def _check_total(value: object) -> None:
    total = check_fields(value, ("period", "category", "outcome", "count"))
    for name in ("period", "category", "outcome"):
        check_text(total[name], 1, 40)
    if total["count"] is not None:
        check_integer(total["count"], 0, DAY_MAX)


def _check_pair(value: dict[str, Any], most: int) -> None:
    check_text(value["id"], 1, most)
    check_text(value["en"], 1, most)
