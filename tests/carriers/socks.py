"""A SOCKS5 proxy that demands a user name, as Tor accepts one, and knows one onion (tests only)."""

from __future__ import annotations

import socket

from tests.carriers.listener import Listener, receive_exactly

ONION = "titipaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaadqkyd.onion"
# Another whose check fits, and which nobody knows.
OTHER_ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
_OK, _NOT_FOUND = 0, 4


class SocksProxy(Listener):
    """Remembers which names it was asked for, and under which user names."""

    def __init__(self, onion_port: int) -> None:
        self.onion_port = onion_port
        self.refusal = _NOT_FOUND
        self.asked: list[tuple[str, int]] = []
        self.users: set[bytes] = set()
        super().__init__()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def port_of(self, _user: bytes) -> int:
        """Return where the onion is for whoever comes under this user name."""
        return self.onion_port

    def serve(self, near: socket.socket) -> None:
        version, methods_len = receive_exactly(near, 2)
        methods = receive_exactly(near, methods_len)
        assert version == 5
        if 2 not in methods:
            near.sendall(b"\x05\xff")
            return
        near.sendall(b"\x05\x02")
        user_len = receive_exactly(near, 2)[1]
        user = receive_exactly(near, user_len)
        self.users.add(user)
        receive_exactly(near, receive_exactly(near, 1)[0])
        near.sendall(b"\x01\x00")
        _, command, _, kind = receive_exactly(near, 4)
        assert command == 1
        if kind == 3:
            host = receive_exactly(near, receive_exactly(near, 1)[0]).decode()
        else:
            host = socket.inet_ntoa(receive_exactly(near, 4))
        port = int.from_bytes(receive_exactly(near, 2), "big")
        self.asked.append((host, port))
        known = {ONION: self.port_of(user), "127.0.0.1": port}
        if host not in known:
            near.sendall(bytes([5, self.refusal, 0, 1]) + bytes(6))
            return
        far = self.connect(known[host])
        near.sendall(bytes([5, _OK, 0, 1]) + bytes(6))
        self.pump(near, far)
