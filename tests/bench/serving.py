"""A site that runs for the bench, with or without its store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

from dropbox.protocol.canonical import write_canonical
from dropbox.site.settings import SiteSettings
from tests.builders import Drop

# Making the slots writes every byte that they will ever hold.
START_S = 120
ENOUGH = "100000000/minute"


@dataclass
class RunningSite:
    """`titip site serve` in `folder`, or the same without the store (`bare`).

    Limits are counted as ever, but allow what one client of the bench sends.
    """

    folder: Path
    drop: Drop
    letters_max: int = 64
    chunks_max: int = 16
    bare: bool = False
    token: str = field(default_factory=lambda: os.urandom(32).hex())

    def __enter__(self) -> Self:
        """Start and wait until it listens."""
        self.folder.mkdir(parents=True)
        keys = {"root_pk": self.drop.root_pk.hex(), "sid": self.drop.sid.hex()}
        (self.folder / "site.json").write_bytes(write_canonical(keys))
        token = self.folder / "token"
        token.touch(mode=0o600)
        token.write_text(self.token)
        settings: dict[str, object] = {
            "data": "site",
            "site_json": "site.json",
            "courier_token": "token",
            "public": "127.0.0.1:0",
            "courier": "127.0.0.1:0",
            "static": str(SiteSettings.static),
            "letters_max": self.letters_max,
            "chunks_max": self.chunks_max,
            "chunks_extent": self.chunks_max,
            "letters_extent": self.letters_max,
            "reserve_percent": 0,
            "letters_limit": ENOUGH,
            "chunks_limit": ENOUGH,
            "reads_limit": ENOUGH,
            "connections_per_visitor": 256,
        }
        config = self.folder / "config.toml"
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
        config.write_text("[site]\n" + "".join(lines))
        program = ["-m", "tests.bench.bare_site", str(config)]
        if not self.bare:
            program = ["-m", "dropbox.cli", "site", "serve", "--config", str(config)]
        out, errors = self.folder / "out", self.folder / "errors"
        with out.open("wb") as output, errors.open("wb") as error:
            self._process = subprocess.Popen(
                [sys.executable, *program], stdin=subprocess.DEVNULL, stdout=output, stderr=error
            )
        deadline = time.monotonic() + START_S
        while b"courier" not in out.read_bytes():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._end()
                raise AssertionError(f"The site did not start: {errors.read_text()[-2000:]}")
            time.sleep(0.02)
        said = dict(line.split() for line in out.read_text().splitlines())
        self.address = _address(said["public"])
        self._courier = said["courier"]
        return self

    def __exit__(self, *_: object) -> None:
        """End it as an operator would."""
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)

    @property
    def url(self) -> str:
        """Where a browser finds the page."""
        return f"http://{self.address[0]}:{self.address[1]}/"

    def deliver(self, delivery: bytes) -> None:
        """Bring a delivery to the courier's door."""
        door = HTTPConnection(*_address(self._courier), timeout=60)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/octet-stream",
        }
        door.request("POST", "/deliveries", body=delivery, headers=headers)
        answer = door.getresponse()
        said = answer.read()
        door.close()
        assert answer.status in {200, 204}, said


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)
