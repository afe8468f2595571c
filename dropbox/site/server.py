"""The two doors as servers: waitress, taught about Tor's circuits and our refusals.

Waitress takes a request in whole, in one thread for all connections, before a worker sees it: a
sender who sends slowly holds some memory and no worker. Decision 0004 says why it was chosen.
"""

from __future__ import annotations

import contextlib
import math
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, TcpWSGIServer, UnixWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

from dropbox.site.headers import HEADERS
from dropbox.site.refusals import REFUSALS, Refusal, refusal_headers
from dropbox.site.settings import Listening
from dropbox.site.visitors import PROXY_LINE_MAX_LEN, Visitors, read_proxy_line

HEADER_MAX_LEN = 16_384
# What of a body that is too long is still taken and thrown away, so that the sender reads the
# refusal instead of a broken connection.
DISCARD_MAX_LEN = 16 << 20
MAINTENANCE_S = 2
# Connections that wait to be taken; each costs the kernel little.
BACKLOG = 2_048
# How old a connection must be before it may have to go for a newer one.
SETTLED_S = 2.0
# How soon it is looked again where nobody had to go.
WAY_EVERY_S = 0.1
# Threads of each lane. It waits for itself alone: a flood of chunks takes no thread from letters.
# What waits is bounded by the connections and in memory already: refusing it would save nothing.
Lanes = Mapping[str, int]
PUBLIC_LANES: Lanes = {"/letters": 32, "/chunks": 8, "": 6}
# A browser's download holds its thread as long as the line takes: it never holds up the courier.
COURIER_LANES: Lanes = {"/carry": 4, "": 3}


@dataclass(frozen=True)
class Policy:
    """What a door puts up with.

    `body_most`: the longest body in bytes that any route takes. `proxy_line`: whether every
    connection begins with one. `silence_s`, `request_s`: seconds without a byte, and for a whole
    request.
    """

    body_most: int
    proxy_line: bool
    connections_max: int
    connections_per_visitor: int
    silence_s: int
    request_s: int


class _CodedError(BadRequest):  # type: ignore[misc]
    """A refusal of the server's own, on its way through waitress."""


class _Discard:
    """Takes a body and forgets it."""

    error = None
    completed = False

    def __init__(self, length: int) -> None:
        self._left = length

    def received(self, data: bytes) -> int:
        taken = min(self._left, len(data))
        self._left -= taken
        self.completed = not self._left
        return taken


class RequestParser(HTTPRequestParser):  # type: ignore[misc]
    """Refuses at the header what no route would take."""

    body_rcv: Any
    content_length: int

    def parse_header(self, header_plus: bytes) -> None:
        """Parse; chunked bodies have no length beforehand and are refused (§10.1)."""
        try:
            super().parse_header(header_plus)
        except ValueError:
            # A length of thousands of digits, which Python refuses to read.
            raise ParsingError("too_long") from None
        if self.chunked:
            raise ParsingError("length")
        if self.content_length > self.adj.policy.body_most:
            self.error = RequestEntityTooLarge("too_long")
            self.expect_continue = False
            if self.content_length <= DISCARD_MAX_LEN:
                self.body_rcv = _Discard(self.content_length)
            else:
                self.body_rcv, self.content_length = None, 0

    def close(self) -> None:
        """Let go of the body."""
        if not isinstance(self.body_rcv, _Discard):
            super().close()


class RefusalTask(ErrorTask):  # type: ignore[misc]
    """Answers in the server's own name as every other answer looks."""

    def execute(self) -> None:
        """Write the refusal and close the connection."""
        refusal = _refusal_of(self.request.error)
        body = refusal.body
        self.status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
        self.response_headers = [*HEADERS, *refusal_headers(refusal)]
        self.response_headers.append(("Content-Length", str(len(body))))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class AnswerTask(WSGITask):  # type: ignore[misc]
    """Answers with what the app says, and keeps the connection after an answer without a body."""

    def set_close_on_finish(self) -> None:
        """Close after the answer; not where waitress misses the length that a 204 cannot have."""
        kept = self.version == "1.1" and not self.request.connection_close
        if not (kept and self.status.startswith("204")):
            super().set_close_on_finish()


def _refusal_of(error: Error) -> Refusal:
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return REFUSALS["length" if error.code == HTTPStatus.NOT_IMPLEMENTED else "busy"]
    # Waitress's own texts quote the request; only our codes are taken from there.
    return REFUSALS.get(error.body, REFUSALS["bad_content"])


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection, named after its visitor's keyed hash; the address is forgotten at once."""

    request: RequestParser | None
    parser_class = RequestParser
    error_task_class = RefusalTask
    task_class = AnswerTask

    def __init__(
        self,
        server: Door,
        sock: Any,  # noqa: ANN401
        addr: Any,  # noqa: ANN401
        adj: Adjustments,
        map: dict[int, Any] | None = None,  # noqa: A002 - waitress calls it so
    ) -> None:
        self._moved = 0
        self._proxy_line: bytes | None = b"" if adj.policy.proxy_line else None
        self._begun: float | None = None
        super().__init__(server, sock, ("", 0), adj, map)
        if not adj.policy.proxy_line:
            self._admit(addr[0])

    def received(self, data: bytes) -> bool:
        """Take what arrived: first Tor's line, then requests."""
        self._moved += len(data)
        if self._proxy_line is not None:
            line, found, rest = (self._proxy_line + data).partition(b"\r\n")
            if not found and len(line) < PROXY_LINE_MAX_LEN:
                self._proxy_line = line
                return True
            self._proxy_line = None
            address = read_proxy_line(line) if found else None
            if address is None:
                self.refuse("bad_content")
                return False
            self._admit(address)
            data = rest
        taken = bool(super().received(data))
        if self.request is None:
            self._begun = None
        elif self._begun is None:
            self._begun = time.monotonic()
        return taken

    def _admit(self, address: str) -> None:
        name = self.server.visitors.name(address)
        self.addr = (name, 0)
        same = sum(channel.addr[0] == name for channel in self.server.active_channels.values())
        if same > self.adj.policy.connections_per_visitor:
            self.refuse("busy")

    def send(self, data: bytes, *, do_close: bool = True) -> int:
        """Send what the line takes of it."""
        sent = int(super().send(data, do_close=do_close))
        self._moved += sent
        return sent

    def use(self, now: float) -> float:
        """Return how many bytes a second it moved since it began; infinite while it is answered.

        Infinite too while it is too young to tell.
        """
        age_s = now - self.creation_time
        spared = self.requests or self.will_close or age_s < SETTLED_S
        return math.inf if spared else self._moved / age_s

    def drop(self) -> None:
        """End the connection now, also where the other side does not take what is sent."""
        self.will_close = True
        # Waitress closes at the next chance to write, which such a visitor never gives.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def refuse(self, code: str) -> None:
        """Answer with the refusal of this code and close."""
        with self.requests_lock:
            if self.requests or self.will_close or self.close_when_flushed:
                return
            request = self.parser_class(self.adj)
            request.parse_header(b"GET / HTTP/1.0\r\n")
            request.error = _CodedError(code)
            request.completed = True
            self.request = None
            self._begun = None
            self.requests.append(request)
            self.server.add_task(self)

    def refuse_if_slow(self) -> None:
        """Give up a request whose sender fell silent or takes too long (408)."""
        begun = self._begun
        if begun is None or self.request is None:
            return
        silent = time.time() - self.last_activity > self.adj.policy.silence_s
        if silent or time.monotonic() - begun > self.adj.policy.request_s:
            self.refuse("slow")

    def leave_if_stuck(self) -> None:
        """Give up an answer of which nobody takes a byte: it holds a thread."""
        silent = time.time() - self.last_activity > self.adj.policy.silence_s
        if silent and self.total_outbufs_len > self.adj.outbuf_high_watermark:
            self.handle_close()


class LaneDispatcher:
    """Threads in lanes by the first part of the path."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = {path: ThreadedTaskDispatcher() for path in lanes}
        for path, threads in lanes.items():
            self._lanes[path].set_thread_count(threads)

    def add_task(self, task: Channel) -> None:
        """Put a connection whose request is whole into its lane."""
        request = task.requests[0]
        part = "" if request.error else "/" + request.path.strip("/").split("/")[0]
        self._lanes.get(part, self._lanes[""]).add_task(task)

    def shutdown(self) -> None:
        """Let the requests that are being answered end, and stop the threads."""
        for dispatcher in self._lanes.values():
            dispatcher.shutdown()


class Door(BaseWSGIServer):  # type: ignore[misc]
    """What a Unix socket and a TCP socket have in common."""

    channel_class = Channel
    visitors: Visitors
    _next_way_at = 0.0

    def readable(self) -> bool:
        """Tell whether another connection is taken; where there are too many, the idlest go.

        Else whoever holds them open, and sends nothing or drips, would keep everybody else out.
        """
        crowded = len(self.active_channels) >= self.adj.policy.connections_max
        if crowded and time.time() >= self._next_way_at:
            self._make_way(time.time())
        return bool(super().readable())

    def _make_way(self, now: float) -> None:
        uses = {channel: channel.use(now) for channel in self.active_channels.values()}
        idlest = sorted(uses, key=uses.__getitem__)[: 1 + len(uses) // 16]
        going = [channel for channel in idlest if uses[channel] < math.inf]
        for channel in going:
            channel.drop()
        if not going:
            self._next_way_at = now + WAY_EVERY_S

    def maintenance(self, now: float) -> None:
        """Refuse what is too slow, then close what is silent."""
        for channel in list(self.active_channels.values()):
            channel.refuse_if_slow()
            channel.leave_if_stuck()
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.will_close:
                channel.drop()

    @property
    def address(self) -> str:
        """Where the door listens, as it is written in config.toml."""
        if self.effective_host == "unix":
            return f"unix:{self.effective_port}"
        return f"{self.effective_host}:{self.effective_port}"

    def stop(self) -> None:
        """Stop taking connections and let what is being answered end."""
        self.task_dispatcher.shutdown()


class _TcpDoor(Door, TcpWSGIServer):  # type: ignore[misc]
    """A door on a host and a port."""


class _UnixDoor(Door, UnixWSGIServer):  # type: ignore[misc]
    """A door on a Unix socket."""


def open_door(
    app: Callable[..., Any],
    listening: Listening,
    lanes: Lanes,
    visitors: Visitors,
    policy: Policy,
) -> Door:
    """Return a server that listens; `run` serves until the process ends.

    Raises OSError where it cannot listen.
    """
    where = {"listen": f"{listening.host}:{listening.port}"}
    if listening.path is not None:
        # The folder decides who may connect; Tor and the site are seldom the same user.
        where = {"unix_socket": str(listening.path), "unix_socket_perms": "666"}
    adj = Adjustments(
        **where,
        ident=None,
        backlog=BACKLOG,
        recv_bytes=65_536,
        # Beside the connections waitress counts the listening socket and its own trigger.
        connection_limit=policy.connections_max + 2,
        cleanup_interval=MAINTENANCE_S,
        channel_timeout=policy.silence_s,
        log_socket_errors=False,
        max_request_header_size=HEADER_MAX_LEN,
        # The parser above decides; and nothing may ever be written to a temporary file.
        max_request_body_size=1 << 40,
        inbuf_overflow=1 << 40,
        outbuf_overflow=1 << 40,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=True,
        expose_tracebacks=False,
    )
    adj.policy = policy
    kind = _TcpDoor if listening.path is None else _UnixDoor
    door = kind(app, map={}, _start=False, dispatcher=LaneDispatcher(lanes), adj=adj)
    door.visitors = visitors
    door.accept_connections()
    return door
