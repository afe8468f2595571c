"""A flood: many circuits that hand in junk as fast as they are answered (tests only).

Junk of the right length is a letter to the site, which can open none. One thread serves all
circuits, so that the flood takes as little of the machine as it can from those it is to hinder.
"""

from __future__ import annotations

import itertools
import os
import selectors
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from tests.durability.crowd import circuit

LENGTHS = {"/letters": LETTER_LEN, "/chunks": CHUNK_RECORD_LEN}
SILENCE_S = 120
# Each junk body begins with so many bytes of its own; the rest is the same noise.
_OWN_LEN = 64
_numbers = itertools.count(0x10000)


class _Circuit:
    """One connection with the number of a circuit that nobody had before."""

    def __init__(self, address: str, head: bytes, noise: bytes) -> None:
        self._head, self._noise = head, noise
        self._answer = b""
        self.requests = 0
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(SILENCE_S)
        self.socket.connect(address)
        self.socket.settimeout(0)
        self.unsent = memoryview(circuit(next(_numbers)) + self._request())

    def _request(self) -> bytes:
        return b"".join((self._head, os.urandom(_OWN_LEN), self._noise))

    def send(self) -> None:
        try:
            while self.unsent:
                self.unsent = self.unsent[self.socket.send(self.unsent) :]
        except BlockingIOError:
            return

    def answer(self) -> tuple[int, bool] | None:
        """Return a whole answer's status and whether the connection stays, or None."""
        block = self.socket.recv(65_536)
        self._answer += block
        head, found, rest = self._answer.partition(b"\r\n\r\n")
        if not block:
            return 0, False
        status = int(head[9:12])
        _, names_length, length = head.lower().partition(b"content-length:")
        whole = not names_length or len(rest) >= int(length.split(b"\r\n")[0])
        if not (found and whole):
            return None
        self._answer = b""
        self.requests += 1
        return status, status == 204

    def again(self) -> None:
        self.unsent = memoryview(self._request())


@dataclass
class Flood:
    """Hands in junk under `path` over so many circuits at a time, each used for `each` requests.

    `statuses` counts the answers, 0 being a connection that was closed. It ends after `most`
    answers or when the block does. `a_second` bounds how fast it goes on, 0 does not.
    """

    address: str
    path: str
    circuits: int
    most: int
    each: int = 10
    a_second: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        length = LENGTHS[self.path]
        self._head = (
            f"POST {self.path} HTTP/1.1\r\nHost: situs\r\nContent-Length: {length}\r\n"
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self._noise = os.urandom(length - _OWN_LEN)
        self._stopping = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._guarded)

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())

    @property
    def over(self) -> bool:
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self.join()

    def join(self) -> None:
        """Wait until all its answers came."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _guarded(self) -> None:
        began = time.monotonic()
        try:
            self._run()
        except BaseException as failure:  # noqa: BLE001 - raised again by `join`
            self._failure = failure
        self.seconds = time.monotonic() - began

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            try:
                for _ in range(self.circuits):
                    self._open(selector)
                began = time.monotonic()
                while self.answers < self.most and not self._stopping.is_set():
                    if self.a_second:
                        due = began + self.answers / self.a_second
                        time.sleep(max(0.0, due - time.monotonic()))
                    ready = selector.select(SILENCE_S)
                    assert ready, "the site answers nobody"
                    for key, events in ready:
                        self._serve(selector, key.data, events)
            finally:
                for key in list(selector.get_map().values()):
                    key.data.socket.close()

    def _open(self, selector: selectors.BaseSelector) -> None:
        fresh = _Circuit(self.address, self._head, self._noise)
        selector.register(fresh.socket, _BOTH, fresh)

    def _serve(self, selector: selectors.BaseSelector, one: _Circuit, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                one.send()
                if not one.unsent:
                    selector.modify(one.socket, selectors.EVENT_READ, one)
            answered = one.answer() if events & selectors.EVENT_READ else None
        except (BrokenPipeError, ConnectionResetError):
            answered = 0, False
        if answered is None:
            return
        status, stays = answered
        self.statuses[status] += 1
        if stays and one.requests < self.each:
            one.again()
            selector.modify(one.socket, _BOTH, one)
        else:
            # A refused circuit is left behind: the next one costs the attacker little.
            selector.unregister(one.socket)
            one.socket.close()
            self._open(selector)


_BOTH = selectors.EVENT_READ | selectors.EVENT_WRITE
