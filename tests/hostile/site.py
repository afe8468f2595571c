"""An attacker's site: it serves the genuine page, and about everything else it lies (tests only).

The page's own bytes are left alone: a site that swaps them is another attack, which the threat
model describes (§5 there).
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from dropbox.site.headers import HEADERS
from dropbox.site.static_files import read_static
from tests.carriers.listener import Listener, hang_up, receive_request

STATIC = Path(__file__).resolve().parents[2] / "dropbox" / "site" / "static"
Answer = Callable[["HostileSite", socket.socket], None]
STORED = b"HTTP/1.1 204 No Content\r\n\r\n"


class HostileSite(Listener):
    """`answers` holds by path what is done with a request; else the page's files, or 404.

    `asked` are methods and paths in order of arrival, `heads` the requests' lines and headers,
    `letters` the bodies of all POST requests, `poured` the bytes that endless answers got rid of.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        self.heads: list[str] = []
        self.letters: list[bytes] = []
        self.poured = 0
        self._static = read_static(STATIC)
        self.closing = threading.Event()
        super().__init__()

    def show(self, bulletin: bytes, board: bytes = b"") -> None:
        """Answer as an honest site would that shows these."""
        self.answers = {
            "/bulletin": body(bulletin),
            "/board": body(board),
            "/letters": stored,
            "/chunks": stored,
        }

    def forget(self) -> None:
        """Forget what was asked."""
        self.asked.clear()
        self.heads.clear()
        self.letters.clear()
        self.poured = 0

    @property
    def posts(self) -> list[tuple[str, str]]:
        """What was handed in so far."""
        return [(method, path) for method, path in self.asked if method != "GET"]

    def serve(self, near: socket.socket) -> None:
        while True:
            head, sent = receive_request(near)
            if not head:
                return
            method, path, _ = head.split(b"\r\n")[0].decode().split(" ", 2)
            self.asked.append((method, path))
            self.heads.append(head.decode("latin-1").lower())
            if method == "POST":
                self.letters.append(sent)
            file = self._static.get(path.split("?")[0])
            if file is not None and path not in self.answers:
                near.sendall(framed(200, file.raw, f"Content-Type: {file.content_type}"))
            else:
                self.answers.get(path, refusal(404, "not_found"))(self, near)

    def pour(self, near: socket.socket, block: bytes, most: int, pause_s: float = 0) -> None:
        """Send `block` again and again, at most `most` times, until nobody takes it any more."""
        for _ in range(most):
            near.sendall(block)
            self.poured += len(block)
            if pause_s and self.closing.wait(pause_s):
                return

    def __exit__(self, *ignored: object) -> None:
        self.closing.set()
        super().__exit__(*ignored)


def framed(status: int, raw: bytes, *headers: str) -> bytes:
    """Return one answer with the headers of the real site."""
    lines = [f"{name}: {value}" for name, value in HEADERS]
    first = f"HTTP/1.1 {status} X"
    return (
        "\r\n".join([first, *lines, *headers, f"Content-Length: {len(raw)}", "", ""]).encode() + raw
    )


def body(raw: bytes, content_type: str = "application/octet-stream", status: int = 200) -> Answer:
    """Answer with these bytes."""
    return lambda _, near: near.sendall(framed(status, raw, f"Content-Type: {content_type}"))


def refusal(status: int, code: str, *headers: str) -> Answer:
    """Refuse in the form of the real site (§10.3)."""
    raw = b'{"error":"%s","id":"Tidak.","en":"No."}' % code.encode()
    return lambda _, near: near.sendall(framed(status, raw, *headers))


def stored(_: HostileSite, near: socket.socket) -> None:
    """Say that it is stored, and store nothing."""
    near.sendall(STORED)


def garbage(_: HostileSite, near: socket.socket) -> None:
    """Answer with something that is not HTTP."""
    near.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 9)
    hang_up(near)


def nothing(site: HostileSite, _: socket.socket) -> None:
    """Never answer."""
    site.closing.wait()


def endless_headers(site: HostileSite, near: socket.socket) -> None:
    """Begin an answer whose headers never end, a field every now and then."""
    near.sendall(b"HTTP/1.1 200 OK\r\n")
    site.pour(near, b"X-More: y\r\n", 1_000_000, 0.02)


def redirect(to: str, status: int = 302) -> Answer:
    """Send the visitor elsewhere."""
    return lambda _, near: near.sendall(framed(status, b"", f"Location: {to}"))


def huge(length: int) -> Answer:
    """Announce `length` bytes and send as many of them as are taken."""

    def answer(site: HostileSite, near: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"
        near.sendall(head.encode())
        site.pour(near, bytes(65_536), length // 65_536)

    return answer


def endless(site: HostileSite, near: socket.socket) -> None:
    """Send without end and without saying how much."""
    near.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    site.pour(near, b"10000\r\n" + bytes(65_536) + b"\r\n", 1_000_000)


def bomb(length: int) -> Answer:
    """Send little that unpacks into `length` zeros."""
    packed = gzip.compress(bytes(length))
    return lambda _, near: near.sendall(framed(200, packed, "Content-Encoding: gzip"))


def drip(raw: bytes, pause_s: float) -> Answer:
    """Send `raw` one byte at a time."""

    def answer(site: HostileSite, near: socket.socket) -> None:
        near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        near.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(raw))
        for at in range(len(raw)):
            site.pour(near, raw[at : at + 1], 1, pause_s)

    return answer


def cut(raw: bytes) -> Answer:
    """Announce all of `raw`, send half and hang up."""

    def answer(_: HostileSite, near: socket.socket) -> None:
        near.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(raw))
        near.sendall(raw[: len(raw) // 2])
        time.sleep(0.05)
        hang_up(near)

    return answer
