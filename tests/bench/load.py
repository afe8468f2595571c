"""Clients that hand in bodies over HTTP, each as soon as its last answer came.

One thread serves all of them, so that measuring takes as little of the machine as it can.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

PATIENCE_S = 60
DONE = b"HTTP/1.1 204"


class RefusedByTheSiteError(AssertionError):
    """An answer was not the 204 that a durable record gets."""


@dataclass
class Outcome:
    """Seconds for everything, and for each request from connecting or sending to its answer."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)


class _Client:
    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self.socket: socket.socket | None = None
        self.began = 0.0
        self._unsent = memoryview(b"")
        self._answer = b""

    def begin(self, request: bytes) -> socket.socket:
        self.began = time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(self._address, timeout=PATIENCE_S)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.settimeout(0)
        self._unsent, self._answer = memoryview(request), b""
        self.send()
        return self.socket

    @property
    def sending(self) -> bool:
        return bool(self._unsent)

    def send(self) -> None:
        assert self.socket is not None
        try:
            while self._unsent:
                self._unsent = self._unsent[self.socket.send(self._unsent) :]
        except BlockingIOError:
            return

    def answered(self) -> bool:
        """Read what came; tell whether the answer is whole. Closes where the site wants that."""
        assert self.socket is not None
        block = self.socket.recv(65_536)
        self._answer += block
        whole = b"\r\n\r\n" in self._answer
        if whole and not self._answer.startswith(DONE):
            raise RefusedByTheSiteError(self._answer.decode("latin-1"))
        if not whole and not block:
            raise RefusedByTheSiteError("the site closed the connection")
        return whole

    @property
    def keeps(self) -> bool:
        return b"connection: close" not in self._answer.lower()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def hand_in(
    address: tuple[str, int], path: str, bodies: Sequence[bytes], clients: int, *, keep: bool
) -> Outcome:
    """Hand in every body once, with so many clients at a time.

    `keep`: each client keeps its connection; else every request has one of its own.
    """
    head = f"POST {path} HTTP/1.1\r\nHost: situs\r\nContent-Type: application/octet-stream\r\n"
    head += "" if keep else "Connection: close\r\n"
    requests = [f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body for body in bodies]
    requests.reverse()
    outcome = Outcome()
    selector = selectors.DefaultSelector()

    def give(client: _Client) -> None:
        if not requests:
            client.close()
            return
        line = client.begin(requests.pop())
        selector.register(line, _events(client), client)

    began = time.perf_counter()
    with ExitStack() as stack:
        stack.enter_context(selector)
        for _ in range(min(clients, len(bodies))):
            client = _Client(address)
            stack.callback(client.close)
            give(client)
        while selector.get_map():
            ready = selector.select(PATIENCE_S)
            if not ready:
                raise RefusedByTheSiteError(f"no answer in {PATIENCE_S} s")
            for key, events in ready:
                client = key.data
                if events & selectors.EVENT_WRITE:
                    client.send()
                    selector.modify(key.fileobj, _events(client), client)
                if events & selectors.EVENT_READ and client.answered():
                    outcome.latencies.append(time.perf_counter() - client.began)
                    selector.unregister(key.fileobj)
                    if not (keep and client.keeps):
                        client.close()
                    give(client)
    outcome.seconds = time.perf_counter() - began
    return outcome


def _events(client: _Client) -> int:
    return selectors.EVENT_READ | (selectors.EVENT_WRITE if client.sending else 0)
