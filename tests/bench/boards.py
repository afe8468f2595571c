"""A board of a wished size, on which one reply waits for a known passphrase."""

from __future__ import annotations

import os
from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.cell import seal_cells
from dropbox.protocol.passphrase import check_passphrase, make_passphrase
from dropbox.protocol.reply import sign_reply, write_reply_body
from dropbox.protocol.sheet import make_sheet
from dropbox.protocol.sizes import CELL_LEN, SHEET_CELLS
from dropbox.protocol.thread import thread_keys
from tests.builders import Drop, today

TEXT = "Laporan Anda sudah kami terima dan sedang kami telaah. "


def waiting_reply(
    drop: Drop,
    cells: int,
    **changes: Any,  # noqa: ANN401 - any field of a bulletin
) -> tuple[str, str, bytes]:
    """Return a passphrase, the page's fragment, and a delivery whose board has so many cells.

    One of them, in the middle, is a reply to the thread of the passphrase.
    """
    words = " ".join(make_passphrase())
    keys = thread_keys(check_passphrase(words), drop.sid, drop.did)
    body = write_reply_body({"kind": "message", "day": today(), "text": TEXT * 10})
    signed = sign_reply(drop.signing_seed, drop.did, keys.thread_key, 256, body)
    real = seal_cells(signed, 256, keys.thread_key, drop.did)
    for place in range(cells // SHEET_CELLS):
        here = real if place == cells // SHEET_CELLS // 2 else []
        decoys = [os.urandom(CELL_LEN) for _ in range(SHEET_CELLS - len(here))]
        drop.sheets.append(make_sheet([*here, *decoys]))
    drop.number += 1
    return words, f"#k={to_base64url(drop.did)}", drop.wrap(drop.bulletin(**changes))
