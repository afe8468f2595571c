"""A listener that hands each connection to a thread (tests only)."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from typing import Self


class Listener:
    """Base of everything that listens in these tests; a subclass says what a connection does.

    On a free port of 127.0.0.1, or on a Unix socket at `path`.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self._listener = socket.create_server(("127.0.0.1", 0))
        else:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(str(path))
            self._listener.listen(128)
        self._path = path
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._closed = False
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, near: socket.socket) -> None:
        raise NotImplementedError

    def connect(self, port: int | Path) -> socket.socket:
        far = reach(port)
        self._sockets.append(far)
        return far

    def pump(self, near: socket.socket, far: socket.socket) -> None:
        """Pass bytes both ways until one side ends."""
        back = threading.Thread(target=self._one_way, args=(far, near))
        self._threads.append(back)
        back.start()
        self._one_way(near, far)

    def _one_way(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(65_536):
                sink.sendall(block)
        hang_up(source, sink)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._closed:
                near.close()
                return
            self._sockets.append(near)
            thread = threading.Thread(target=self._guarded, args=(near,))
            self._threads.append(thread)
            thread.start()

    def _guarded(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near:
            self.serve(near)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        with contextlib.suppress(OSError):
            reach(self._path or self.port).close()
        self._accepting.join()
        self._listener.close()
        hang_up(*self._sockets)
        for thread in self._threads:
            thread.join()


def reach(where: int | Path) -> socket.socket:
    """Return a connection to a port of 127.0.0.1 or to a Unix socket."""
    if isinstance(where, int):
        return socket.create_connection(("127.0.0.1", where))
    far = socket.socket(socket.AF_UNIX)
    try:
        far.connect(str(where))
    except OSError:
        far.close()
        raise
    return far


def hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def receive_exactly(end: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        block = end.recv(length - len(received))
        if not block:
            raise ConnectionResetError
        received += block
    return received


def receive_request(end: socket.socket) -> tuple[bytes, bytes]:
    """Return head and body of one HTTP request; the head is empty where the connection ended."""
    head = b""
    while b"\r\n\r\n" not in head:
        block = end.recv(65_536)
        if not block:
            return b"", b""
        head += block
    head, body = head.split(b"\r\n\r\n", 1)
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            body += receive_exactly(end, int(value) - len(body))
    return head, body
