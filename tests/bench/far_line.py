"""A line to a site that is far away: every byte comes half a round trip later."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time

from tests.carriers.listener import Listener, hang_up


class FarLine(Listener):
    """Forwards TCP; takes nothing of the speed and adds the distance.

    `round_trip_s` may be changed while it runs. A new connection costs one round trip before its
    first byte, as the handshake of TCP does. Slow start is not imitated: over Tor, whose windows
    are larger than a letter, there is none.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.round_trip_s = 0.0
        super().__init__()

    def hang_up_all(self) -> None:
        """End what is open, as a site does with connections that were idle for minutes."""
        for end in list(self._sockets):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(self, near: socket.socket) -> None:
        time.sleep(self.round_trip_s)
        self.pump(near, self.connect(self._port))

    def _one_way(self, source: socket.socket, sink: socket.socket) -> None:
        under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        arriving = threading.Thread(target=_arrive, args=(under_way, sink))
        arriving.start()
        with contextlib.suppress(OSError):
            while block := source.recv(65_536):
                under_way.put((time.monotonic() + self.round_trip_s / 2, block))
        under_way.put((time.monotonic() + self.round_trip_s / 2, b""))
        arriving.join()
        hang_up(source, sink)


def _arrive(under_way: queue.SimpleQueue[tuple[float, bytes]], sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            due, block = under_way.get()
            time.sleep(max(0.0, due - time.monotonic()))
            if not block:
                return
            sink.sendall(block)
