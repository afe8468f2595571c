"""A line between a browser and the site that writes down what passes, and can be cut (tests only).

It forwards TCP on 127.0.0.1. Connections to the site come from an address of their own inside
127.0.0.0/8, so that a test can look for the client's address in everything that the site wrote.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Self

CLIENT_ADDRESS = "127.83.71.59"
_CODINGS = re.compile(rb"(?i)(\r\naccept-encoding: )[^\r]*")
_REQUEST = re.compile(rb"(GET|HEAD|POST|PUT|DELETE|OPTIONS) (\S+) HTTP/1\.1\r\n")


@dataclass
class Request:
    """One request as it passed: method, path, header fields and the length of its body in bytes."""

    method: str
    path: str
    headers: dict[str, str]
    body_len: int


@dataclass
class Wire:
    """The line; `requests` grows as they pass, in order of arrival."""

    site_port: int
    requests: list[Request] = field(default_factory=list)
    asked_bytes: int = 0
    answered_bytes: int = 0
    cut: bool = False
    # Seconds that each block on its way to the site is held up: a slow line.
    drag_s: float = 0.0
    # What each request says that it takes; None leaves that to the browser.
    codings: str | None = None
    # Paths whose requests do not get through until they are taken out again.
    held: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where the browser connects."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """The address that a browser opens."""
        return f"http://127.0.0.1:{self.port}/"

    def sever(self) -> None:
        """Cut the line: what is open breaks, what comes is closed at once."""
        self.cut = True
        self._close_all()

    def mend(self) -> None:
        """Let traffic pass again."""
        self.cut = False

    def clear(self) -> None:
        """Forget what has passed."""
        with self._lock:
            self.requests.clear()
            self.asked_bytes = self.answered_bytes = 0

    def wait_for(self, path: str, seconds: int = 60) -> None:
        """Wait until `path` has been asked for."""
        deadline = time.monotonic() + seconds
        while all(asked != path for _, asked in self.paths()):
            assert time.monotonic() < deadline, f"{path} was not asked for: {self.paths()}"
            time.sleep(0.05)

    def paths(self) -> list[tuple[str, str]]:
        """Return method and path of every request so far."""
        with self._lock:
            return [(request.method, request.path) for request in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            try:
                far = socket.create_connection(
                    ("127.0.0.1", self.site_port), source_address=(CLIENT_ADDRESS, 0)
                )
            except OSError:
                near.close()
                continue
            self._open |= {near, far}
            threading.Thread(target=self._upward, args=(near, far), daemon=True).start()
            threading.Thread(target=self._downward, args=(near, far), daemon=True).start()

    def _upward(self, near: socket.socket, far: socket.socket) -> None:
        head = b""
        body_left = 0
        with contextlib.suppress(OSError):
            while block := near.recv(65536):
                time.sleep(self.drag_s)
                with self._lock:
                    self.asked_bytes += len(block)
                passing = block
                while block:
                    if body_left:
                        taken = min(body_left, len(block))
                        body_left -= taken
                        block = block[taken:]
                        continue
                    head += block
                    block = b""
                    if b"\r\n\r\n" in head:
                        fields, block = head.split(b"\r\n\r\n", 1)
                        head = b""
                        body_left = self._note(fields + b"\r\n")
                if self.codings is not None:
                    passing = _CODINGS.sub(rb"\g<1>" + self.codings.encode(), passing)
                far.sendall(passing)
        self._drop(near, far)

    def _note(self, fields: bytes) -> int:
        match = _REQUEST.match(fields)
        assert match, fields[:80]
        pairs = [line.split(b": ", 1) for line in fields.split(b"\r\n")[1:] if line]
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in pairs}
        body_len = int(headers.get("content-length", "0"))
        request = Request(match[1].decode(), match[2].decode("latin-1"), headers, body_len)
        with self._lock:
            self.requests.append(request)
        while request.path in self.held and not self.cut:
            time.sleep(0.05)
        return body_len

    def _downward(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while block := far.recv(65536):
                with self._lock:
                    self.answered_bytes += len(block)
                near.sendall(block)
        self._drop(near, far)

    def _drop(self, *ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
            self._open.discard(end)

    def _close_all(self) -> None:
        self._drop(*list(self._open))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self._close_all()
