"""A line to a site that breaks after so many bytes, or changes one (tests only)."""

from __future__ import annotations

import contextlib
import socket

from tests.carriers.listener import Listener, hang_up, receive_request


class Line(Listener):
    """Forwards requests one by one and looks at the answers' bodies.

    `cut_after`: hang up when so many bytes of one body have passed. `flip_at`: change the byte at
    this place of every body that is long enough.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.cut_after: int | None = None
        self.flip_at: int | None = None
        self.cuts = self.flips = self.passed = 0
        super().__init__()

    def serve(self, near: socket.socket) -> None:
        while True:
            head, body = receive_request(near)
            if not head:
                return
            far = self.connect(self._port)
            with contextlib.closing(far):
                # One request per connection makes the end of the answer plain.
                lines = [
                    line
                    for line in head.split(b"\r\n")
                    if not line.lower().startswith(b"connection:")
                ]
                far.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body)
                answer = b""
                while block := far.recv(65_536):
                    answer += block
            if not self._pass_on(near, answer):
                hang_up(near)
                return

    def _pass_on(self, near: socket.socket, answer: bytes) -> bool:
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = [
            line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")
        ]
        if self.flip_at is not None and len(body) > self.flip_at:
            self.flips += 1
            changed = bytearray(body)
            changed[self.flip_at] ^= 0x40
            body = bytes(changed)
        kept = body[: self.cut_after]
        self.passed += len(kept)
        near.sendall(b"\r\n".join([*lines, b"", b""]) + kept)
        self.cuts += len(kept) < len(body)
        return len(kept) == len(body)
