"""A drop made of the protocol's own parts: keys, bulletins, deliveries (tests only)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dropbox.protocol.bulletin import make_bulletin
from dropbox.protocol.canonical import JsonObject, to_base64url
from dropbox.protocol.certificate import make_certificate
from dropbox.protocol.delivery import make_delivery
from dropbox.protocol.drop import drop_id
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import digest
from dropbox.protocol.sheet import make_sheet, sheet_hash
from dropbox.protocol.signing import signing_pk
from dropbox.protocol.sizes import CELL_LEN, SHEET_CELLS


def today() -> int:
    """Return the day of this computer, UTC."""
    return int(time.time() // 86_400)


@dataclass
class Drop:
    """An inspectorate's keys and its chain of bulletins. Every delivery adds one sheet."""

    sid: bytes = field(default_factory=lambda: os.urandom(16))
    root_seed: bytes = field(default_factory=lambda: os.urandom(32))
    signing_seed: bytes = field(default_factory=lambda: os.urandom(32))
    intake_seed: bytes = field(default_factory=lambda: os.urandom(32))
    certified_from: int = field(default_factory=lambda: today() - 50)
    number: int = 0
    prev: str = "00" * 32
    sheets: list[bytes] = field(default_factory=list)
    last: bytes = b""

    @property
    def root_pk(self) -> bytes:
        return signing_pk(self.root_seed)

    @property
    def did(self) -> bytes:
        return drop_id(self.sid, self.root_pk)

    @property
    def board(self) -> bytes:
        return b"".join(self.sheets)

    def content(self, **changes: Any) -> JsonObject:  # noqa: ANN401 - any field of a bulletin
        """Return the fields of §7.2; `changes` replace some."""
        day = int(changes.get("issued", today()))
        intake_pk = IntakeKey(self.intake_seed).pk
        return {
            "number": self.number,
            "prev": self.prev,
            "issued": day,
            "next": day + 7,
            "expires": day + 35,
            "demo": True,
            "desk": {"id": "Inspektorat Uji", "en": "Test Inspectorate"},
            "keys": [{"from": day - 3, "to": day + 4, "pk": to_base64url(intake_pk)}],
            "signers": [],
            "sheets": [{"hash": sheet_hash(s).hex(), "until": day + 90} for s in self.sheets],
            "log": "00" * 32,
            "attachments_len": 1 << 30,
            "categories": [{"code": "anggaran", "id": "Anggaran", "en": "Budget"}],
            "statuses": [{"code": "telaah", "id": "Telaah", "en": "Review"}],
            "notices": [],
            "links": [],
            "totals": [],
        } | changes

    def bulletin(self, **changes: Any) -> bytes:  # noqa: ANN401
        """Return a signed bulletin with the present number and sheets."""
        content = self.content(**changes)
        period = self.certified_from, self.certified_from + 100
        certificate = make_certificate(
            self.root_seed, self.did, signing_pk(self.signing_seed), *period
        )
        return make_bulletin(self.sid, self.root_pk, certificate, self.signing_seed, content)

    def wrap(self, bulletin: bytes, pickup_ids: Iterable[bytes] = ()) -> bytes:
        """Return a delivery of this bulletin and the whole board."""
        return make_delivery(self.signing_seed, self.did, bulletin, self.board, pickup_ids)

    def deliver(
        self,
        pickup_ids: Iterable[bytes] = (),
        **changes: Any,  # noqa: ANN401
    ) -> bytes:
        """Return the next delivery: one number more, one sheet of decoys more."""
        self.sheets.append(make_sheet([os.urandom(CELL_LEN) for _ in range(SHEET_CELLS)]))
        self.number += 1
        self.last = self.bulletin(**changes)
        self.prev = digest(self.last).hex()
        return self.wrap(self.last, pickup_ids)
