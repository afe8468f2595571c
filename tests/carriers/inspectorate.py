"""An inspectorate of the protocol's own parts, without a workstation (tests only)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from dropbox.protocol.bulletin import make_bulletin
from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.cell import decoy_cell, seal_cells
from dropbox.protocol.certificate import make_certificate
from dropbox.protocol.delivery import make_delivery
from dropbox.protocol.drop import drop_id, write_fragment
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import digest
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.reply import sign_reply, write_reply_body
from dropbox.protocol.sheet import make_sheet, sheet_hash
from dropbox.protocol.signing import signing_pk
from dropbox.protocol.sizes import SHEET_CELLS

DAY_S = 86_400


def today() -> int:
    return int(time.time()) // DAY_S


@dataclass
class Inspectorate:
    """Keys and the last bulletin; every delivery adds one sheet."""

    sid: bytes = field(default_factory=lambda: random_bytes(16))
    root_seed: bytes = field(default_factory=lambda: random_bytes(32))
    signing_seed: bytes = field(default_factory=lambda: random_bytes(32))
    intake: IntakeKey = field(default_factory=lambda: IntakeKey(random_bytes(32)))
    number: int = 0
    prev: str = "0" * 64
    board: bytes = b""
    last: bytes = b""

    @property
    def root_pk(self) -> bytes:
        return signing_pk(self.root_seed)

    @property
    def did(self) -> bytes:
        return drop_id(self.sid, self.root_pk)

    @property
    def fragment(self) -> str:
        return write_fragment(self.did)

    def reply_cells(self, thread_key: bytes, seq: int, body: dict[str, Any]) -> list[bytes]:
        joined = sign_reply(self.signing_seed, self.did, thread_key, seq, write_reply_body(body))
        return seal_cells(joined, seq, thread_key, self.did)

    def bulletin(self, **changes: Any) -> bytes:  # noqa: ANN401 - any field of a bulletin
        """Return a bulletin with the present board; `changes` replace fields."""
        day = changes.get("issued", today())
        certified = make_certificate(
            self.root_seed, self.did, signing_pk(self.signing_seed), day - 50, day + 50
        )
        sheet_len = SHEET_CELLS * 1_024
        sheets = [self.board[at : at + sheet_len] for at in range(0, len(self.board), sheet_len)]
        content = {
            "number": self.number,
            "prev": self.prev,
            "issued": day,
            "next": day + 7,
            "expires": day + 35,
            "demo": False,
            "desk": {"id": "Inspektorat Uji", "en": "Test Inspectorate"},
            "keys": [{"from": day - 3, "to": day + 4, "pk": to_base64url(self.intake.pk)}],
            "signers": [],
            "sheets": [{"hash": sheet_hash(sheet).hex(), "until": day + 90} for sheet in sheets],
            "log": "00" * 32,
            "attachments_len": 0,
            "categories": [{"code": "anggaran", "id": "Anggaran", "en": "Budget"}],
            "statuses": [{"code": "telaah", "id": "Telaah", "en": "Review"}],
            "notices": [],
            "links": [],
            "totals": [],
        }
        return make_bulletin(
            self.sid, self.root_pk, certified, self.signing_seed, content | changes
        )

    def deliver(
        self,
        pickup_ids: tuple[bytes, ...] = (),
        cells: tuple[bytes, ...] = (),
        **changes: Any,  # noqa: ANN401 - any field of a bulletin
    ) -> bytes:
        """Return the next delivery, with one more sheet that holds `cells`."""
        filling = [decoy_cell() for _ in range(SHEET_CELLS - len(cells))]
        self.board += make_sheet([*cells, *filling])
        self.number += 1
        self.last = self.bulletin(**changes)
        self.prev = digest(self.last).hex()
        return make_delivery(self.signing_seed, self.did, self.last, self.board, pickup_ids)
