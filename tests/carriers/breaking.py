"""A line to a site that breaks while requests travel on it (tests only)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from tests.carriers.listener import Listener, hang_up, receive_request

_FULL = b'{"error":"full","id":"Penuh.","en":"Full."}'


class BreakingLine(Listener):
    """Forwards requests one by one; those whose number is in a set below fail.

    `cut`: half of the body reaches the site. `deaf`: all of it does, and the answer is lost.
    `full`: refused for want of room.
    `before` is called before a request is passed on, with its path; one at a time.
    """

    def __init__(
        self,
        port: int,
        cut: frozenset[int] = frozenset(),
        deaf: frozenset[int] = frozenset(),
        full: frozenset[int] = frozenset(),
        before: Callable[[str], None] = lambda _path: None,
    ) -> None:
        self._port, self._before = port, before
        self._cut, self._deaf, self._full = cut, deaf, full
        self._turn = threading.Lock()
        self.paths: list[str] = []
        super().__init__()

    def serve(self, near: socket.socket) -> None:
        while True:
            head, body = receive_request(near)
            if not head:
                return
            with self._turn:
                path = head.split(b" ", 2)[1].decode()
                number = len(self.paths)
                self.paths.append(path)
                self._before(path)
            lines = [
                line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")
            ]
            whole = b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body
            answer = b""
            if number in self._full:
                near.sendall(
                    b"HTTP/1.1 507 Insufficient Storage\r\nContent-Length: %d\r\n\r\n" % len(_FULL)
                    + _FULL
                )
                continue
            # The site may be down: then the line breaks, as through Tor.
            with contextlib.closing(self.connect(self._port)) as far:
                if number in self._cut:
                    far.sendall(whole[: len(whole) // 2])
                    hang_up(near)
                    return
                far.sendall(whole)
                while block := far.recv(65_536):
                    answer += block
            if number in self._deaf or not answer:
                hang_up(near)
                return
            kept = [
                line
                for line in answer.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
                if not line.lower().startswith(b"connection:")
            ]
            near.sendall(b"\r\n".join([*kept, b"", b""]) + answer.split(b"\r\n\r\n", 1)[1])
