"""Ends requests that take too long in all, however busily the other side keeps them alive.

A limit on silence does not end an answer that comes byte by byte, and httpx has no other. So the
sockets are remembered, and shut when the time is over: whoever reads from them then hears the end.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Iterator, Mapping


class TimeLimit:
    """The sockets of one client; the limit of one request ends the others of that client too.

    They get an error that passes, and are tried again.
    """

    def __init__(self) -> None:
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def trace(self, _event: str, told: Mapping[str, object]) -> None:
        """Remember what a request connects; given to httpcore as the extension `trace`."""
        stream = told.get("return_value")
        if hasattr(stream, "get_extra_info"):
            connected = stream.get_extra_info("socket")
            if isinstance(connected, socket.socket):
                self._sockets.add(connected)

    @contextlib.contextmanager
    def of(self, seconds: float) -> Iterator[None]:
        """Shut all sockets unless the block ends within `seconds`."""
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _shut(self) -> None:
        for connected in list(self._sockets):
            # Closed, or handed over to TLS, which has a socket of its own here.
            with contextlib.suppress(OSError):
                # Not the method of an SSL socket: that would go on reading in the clear.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
