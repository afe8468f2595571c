"""Stands between Tor and the site and notes what Tor says of each visitor (tests only)."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

from tests.carriers.listener import Listener


class Tap(Listener):
    """Passes every connection on; `lines` are Tor's PROXY lines in order of arrival."""

    def __init__(self, path: Path, site: Path) -> None:
        self._site = site
        self._guard = threading.Lock()
        self._said: list[bytes] = []
        super().__init__(path)

    @property
    def lines(self) -> list[bytes]:
        with self._guard:
            return list(self._said)

    def serve(self, near: socket.socket) -> None:
        line = b""
        while not line.endswith(b"\r\n"):
            sign = near.recv(1)
            if not sign:
                return
            line += sign
        with self._guard:
            self._said.append(line)
        far = self.connect(self._site)
        far.sendall(line)
        self.pump(near, far)
