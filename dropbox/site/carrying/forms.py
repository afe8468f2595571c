"""What the courier's page is sent: two small forms, read within bounds and in memory (§10.2)."""

from __future__ import annotations

from io import BytesIO

from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser

from dropbox.protocol.delivery import DELIVERY_MAX_LEN
from dropbox.site.answers import read_body
from dropbox.site.refusals import RefusedError

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_FIELDS_MAX_LEN = 1_000
# Boundaries and the part's headers, with a file name of the longest.
_ENVELOPE_MAX_LEN = 4_096
FORM_MAX_LEN = DELIVERY_MAX_LEN + _ENVELOPE_MAX_LEN


def read_token_field() -> str:
    """Return the field `token` of a form; raises RefusedError for what is no such form."""
    read = read_body(URLENCODED, _FIELDS_MAX_LEN)
    fields = _parse(read, URLENCODED, {})[0]
    return fields.get("token", "").strip()


def read_delivery_field() -> bytes:
    """Return the bytes of the file in the field `delivery`, none where no file was chosen.

    Nothing is written to disk: the parser would put large files into temporary ones by itself.
    Raises RefusedError.
    """
    if request.mimetype != MULTIPART:
        raise RefusedError("type")
    raw = read_body(request.headers["Content-Type"], FORM_MAX_LEN)
    found = _parse(raw, MULTIPART, request.mimetype_params)[1].get("delivery")
    if found is None:
        raise RefusedError("bad_content")
    return found


def _parse(
    raw: bytes, kind: str, options: dict[str, str]
) -> tuple[dict[str, str], dict[str, bytes]]:
    parser = FormDataParser(
        stream_factory=lambda *_args, **_names: BytesIO(),
        # Bounded already: read_body took it whole.
        max_form_parts=2,
        silent=False,
    )
    try:
        _, fields, files = parser.parse(BytesIO(raw), kind, len(raw), options)
    except (ValueError, HTTPException):
        raise RefusedError("bad_content") from None
    return dict(fields.items()), {name: file.read() for name, file in files.items()}
