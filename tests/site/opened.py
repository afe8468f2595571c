"""The real store and both apps in this process, on a day that a test may set (tests only)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Self

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dropbox.protocol.pickup import VerifiedPickup, read_records, verify_pickup
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PICKUP_MAX_LEN
from dropbox.site.courier_door import make_courier_app
from dropbox.site.custody import Custody, today
from dropbox.site.public import make_public_app
from dropbox.site.settings import SiteIdentity, SiteSettings, open_folder
from dropbox.site.static_files import StaticFile
from tests.builders import Drop

TOKEN = "kurir-" + "k" * 40
OCTETS = "application/octet-stream"
PATIENCE_S = 20
FILES = {"/": StaticFile("text/html; charset=utf-8", b"<!doctype html>", {})}


def small_settings(folder: Path) -> SiteSettings:
    return SiteSettings(
        data=folder / "data",
        site_json=folder / "site.json",
        courier_token=folder / "token",
        letters_max=64,
        chunks_max=16,
        chunks_extent=8,
        reserve_percent=0,
        letters_limit="100000/minute",
        chunks_limit="100000/minute",
        reads_limit="100000/minute",
    )


def a_letter() -> bytes:
    """What the site sees of a letter: 32,768 bytes that look random."""
    return os.urandom(LETTER_LEN)


def a_chunk() -> bytes:
    return os.urandom(CHUNK_RECORD_LEN)


def wait_until(happened: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Return once it happened; fails where it does not for long."""
    end = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


class OpenSite:
    """A site whose requests are made by Flask's client. `day` is the site's today."""

    def __init__(
        self,
        folder: Path,
        desk: Drop,
        settings: SiteSettings,
        pickup_max_len: int = PICKUP_MAX_LEN,
    ) -> None:
        self.desk = desk
        self.settings = settings
        self.folder = folder
        self.day = today()
        self.identity = SiteIdentity(desk.sid, desk.root_pk)
        self._pickup_max_len = pickup_max_len
        self.open()

    def open(self) -> None:
        self.custody = Custody(
            self.settings,
            open_folder(self.settings.data),
            self.identity,
            day=lambda: self.day,
            pickup_max_len=self._pickup_max_len,
        )
        public = make_public_app(self.settings, self.identity, self.custody, FILES)
        courier = make_courier_app(TOKEN, self.custody)
        self.public: FlaskClient = public.test_client()
        self.courier: FlaskClient = courier.test_client()
        self.courier.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"

    def reopen(self) -> None:
        self.custody.close()
        self.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.custody.close()

    def post(self, path: str, body: bytes, content_type: str = OCTETS) -> TestResponse:
        return self.public.post(path, data=body, content_type=content_type)

    def give_letter(self, letter: bytes | None = None) -> bytes:
        letter = letter or a_letter()
        assert self.post("/letters", letter).status_code == 204
        return letter

    def give_chunk(self, record: bytes | None = None) -> bytes:
        record = record or a_chunk()
        assert self.post("/chunks", record).status_code == 204
        return record

    def close_epoch(self) -> list[dict[str, object]]:
        answer = self.courier.post("/epochs/close")
        assert answer.status_code == 200
        assert answer.json is not None
        return list(answer.json["pickups"])

    def read(self, epoch: object, offset: int = 0, length: int = 8 << 20) -> bytes:
        wanted = {"epoch": epoch, "offset": offset, "len": length}
        answer = self.courier.post("/pickups/read", json=wanted)
        assert answer.status_code == 200, answer.json
        return bytes(answer.data)

    def fetch(self, epoch: object, step: int = 8 << 20) -> bytes:
        """Return a whole pickup, read in pieces of `step` bytes."""
        raw = b""
        while piece := self.read(epoch, len(raw), step):
            raw += piece
        return raw

    def verified(self, raw: bytes) -> VerifiedPickup:
        return verify_pickup(BytesIO(raw), self.desk.sid)

    def records(self, raw: bytes) -> list[bytes]:
        return [record for _, record in read_records(BytesIO(raw), self.desk.sid)]

    def deliver(self, delivery: bytes) -> TestResponse:
        return self.courier.post("/deliveries", data=delivery, content_type=OCTETS)

    def stored(self) -> int:
        """How many letters and chunks there are, as a restart would find them."""
        kept = self.custody._writer.do(
            lambda: sum(
                pool.count(epoch)
                for pool in (self.custody._letters, self.custody._chunks)
                for epoch in self.custody._epochs
            )
        )
        return int(kept)

    def files(self) -> bytes:
        """Every byte that the site keeps on disk."""
        names = sorted(self.settings.data.iterdir())
        return b"".join(path.read_bytes() for path in names)
