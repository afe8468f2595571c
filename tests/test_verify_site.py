"""scripts/verify_site.py against a site that runs: genuine, and changed in one way each."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.carriers.inspectorate import Inspectorate, today
from tests.carriers.listener import Listener, hang_up, receive_request
from tests.carriers.running import Site
from tests.carriers.socks import ONION, SocksProxy

pytestmark = pytest.mark.timeout(240)

ROOT = Path(__file__).parent.parent
SAME, DIFFERENT, UNEXAMINED = 0, 1, 2
Rewrite = Callable[[str, bytes, bytes], tuple[bytes, bytes]]


class Mirror(Listener):
    """Stands before the site and changes what passes: `rewrite` gets path, head and body."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.rewrite: Rewrite = lambda _path, head, body: (head, body)
        self.paths: list[str] = []
        super().__init__()

    def serve(self, near: socket.socket) -> None:
        while True:
            head, body = receive_request(near)
            if not head:
                return
            path = head.split(b" ", 2)[1].decode()
            self.paths.append(path)
            kept = [line for line in head.split(b"\r\n") if b"onnection:" not in line]
            far = self.connect(self._port)
            far.sendall(b"\r\n".join([*kept, b"Connection: close", b"", b""]) + body)
            answer = b""
            while block := far.recv(65_536):
                answer += block
            answered, _, content = answer.partition(b"\r\n\r\n")
            answered, content = self.rewrite(path, answered, content)
            near.sendall(answered + b"\r\nConnection: close\r\n\r\n" + content)
            hang_up(near)
            return


class Circuits(SocksProxy):
    """Tor as a site sees it: every user name is a circuit; some of them may lead elsewhere."""

    def __init__(self, port: int) -> None:
        self.elsewhere: dict[int, int] = {}
        self.order: list[bytes] = []
        super().__init__(port)

    def port_of(self, user: bytes) -> int:
        if user not in self.order:
            self.order.append(user)
        return self.elsewhere.get(self.order.index(user), self.onion_port)


@pytest.fixture(scope="module")
def desk() -> Inspectorate:
    return Inspectorate()


@pytest.fixture(scope="module")
def site(desk: Inspectorate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("verified") / "site", desk) as running:
        running.deliver(desk.deliver())
        yield running


@pytest.fixture
def mirror(site: Site) -> Iterator[Mirror]:
    with Mirror(site.public_port) as mirror:
        yield mirror


@pytest.fixture
def tor(mirror: Mirror) -> Iterator[Circuits]:
    with Circuits(mirror.port) as tor:
        yield tor


def verify(*arguments: object, expect: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "verify_site.py"), *map(str, arguments), "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == expect, (done.returncode, done.stdout, done.stderr)
    return dict(json.loads(done.stdout))


def through(tor: Circuits, desk: Inspectorate, *more: object, expect: int) -> dict[str, Any]:
    onion = f"http://{ONION}/"
    return verify(onion, "--socks", tor.address, "--drop-id", desk.fragment, *more, expect=expect)


def kinds(outcome: dict[str, Any]) -> set[tuple[str, str]]:
    return {(finding["kind"], finding["path"]) for finding in outcome["findings"]}


def test_a_genuine_site_is_the_same_on_every_circuit(
    tor: Circuits, mirror: Mirror, desk: Inspectorate
) -> None:
    outcome = through(tor, desk, expect=SAME)
    assert (outcome["state"], outcome["findings"], outcome["warnings"]) == ("same", [], [])
    assert outcome["bulletin"]["number"] == desk.number
    assert outcome["drop_id"] == desk.fragment
    # The name went to the proxy, which alone resolves it; every visitor had a circuit of its own.
    assert {host for host, _ in tor.asked} == {ONION}
    assert len(tor.users) == 3
    assert all(len(user) >= 16 for user in tor.users)
    # The last visitor asked for what any visitor asks for, in that order, and nothing was sent.
    visit = ["/", "/style.css", "/app.js", "/bulletin", "/onward.js", "/cleaning.js", "/board"]
    assert mirror.paths[-len(visit) :] == visit
    assert not {"/letters", "/chunks"} & set(mirror.paths)


def test_in_words_it_names_release_bulletin_and_digits(site: Site, desk: Inspectorate) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "verify_site.py"), f"{site.url}/{desk.fragment}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == SAME, done.stderr
    assert "same on every circuit" in done.stdout
    assert desk.last.hex() not in done.stdout
    assert str(desk.number) in done.stdout


def swapped_byte(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    if path == "/onward.js" and b"content-encoding: br" in head.lower():
        body = body[:500] + bytes([body[500] ^ 1]) + body[501:]
    return head, body


def without_policy(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    lines = head.split(b"\r\n")
    if path == "/robots.txt":
        lines = [line for line in lines if not line.lower().startswith(b"content-security")]
    return b"\r\n".join(lines), body


def with_cookie(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    return head + (b"\r\nSet-Cookie: visitor=1" if path == "/" and body[:2] != b'{"' else b""), body


def second_policy(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    more = b"\r\nContent-Security-Policy: default-src *" if path == "/app.js" else b""
    return head + more, body


def redirected(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    if path == "/app.js":
        return (
            b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0",
            b"",
        )
    return head, body


def extra_file(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    if path == "/sw.js":
        return b"HTTP/1.1 200 OK\r\nContent-Length: 2", b"//"
    return head, body


def other_type(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
    if path == "/cleaning.js":
        head = head.replace(b"text/javascript; charset=utf-8", b"text/javascript")
    return head, body


@pytest.mark.parametrize(
    ("rewrite", "expected"),
    [
        (swapped_byte, ("bytes", "/onward.js")),
        (without_policy, ("header", "/robots.txt")),
        (with_cookie, ("header", "/")),
        (second_policy, ("header", "/app.js")),
        (redirected, ("redirect", "/app.js")),
        (extra_file, ("extra", "/sw.js")),
        (other_type, ("header", "/cleaning.js")),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_was_changed_is_named(
    tor: Circuits,
    mirror: Mirror,
    desk: Inspectorate,
    rewrite: Rewrite,
    expected: tuple[str, str],
) -> None:
    mirror.rewrite = rewrite
    outcome = through(tor, desk, "--circuits", 1, expect=DIFFERENT)
    assert kinds(outcome) == {expected}


def test_a_page_changed_for_one_visitor_only_is_found(
    tor: Circuits, site: Site, desk: Inspectorate
) -> None:
    with Mirror(site.public_port) as other:
        other.rewrite = swapped_byte
        tor.elsewhere = {2: other.port}
        outcome = through(tor, desk, expect=DIFFERENT)
    assert kinds(outcome) == {("bytes", "/onward.js")}


def test_another_bulletin_for_one_visitor_is_a_split_view(
    tor: Circuits, site: Site, desk: Inspectorate
) -> None:
    # Signed by the same key, with the same number and board: only the notices differ.
    notice = {"day": today(), "id": "Hanya untuk Anda.", "en": "Only for you."}
    split = desk.bulletin(notices=[notice], prev="0" * 64)

    def showing(path: str, head: bytes, body: bytes) -> tuple[bytes, bytes]:
        if path == "/bulletin":
            lines = [
                line
                for line in head.split(b"\r\n")
                if not line.lower().startswith((b"content-encoding", b"content-length"))
            ]
            return b"\r\n".join([*lines, b"Content-Length: %d" % len(split)]), split
        return head, body

    with Mirror(site.public_port) as other:
        other.rewrite = showing
        tor.elsewhere = {1: other.port}
        outcome = through(tor, desk, expect=DIFFERENT)
    assert kinds(outcome) == {("split", "/bulletin")}


def test_an_older_bulletin_than_the_one_kept_is_a_rollback(
    tor: Circuits, desk: Inspectorate, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.bulletin"
    through(tor, desk, "--circuits", 1, "--memory", kept, expect=SAME)
    assert kept.read_bytes() == desk.last
    through(tor, desk, "--circuits", 1, "--memory", kept, expect=SAME)
    newer = desk.bulletin(number=desk.number + 1, prev="11" * 32)
    kept.write_bytes(newer)
    outcome = through(tor, desk, "--circuits", 1, "--memory", kept, expect=DIFFERENT)
    assert kinds(outcome) == {("succession", "/bulletin")}
    assert kept.read_bytes() == newer


def test_another_drop_is_named(tor: Circuits) -> None:
    outcome = through(tor, Inspectorate(), "--circuits", 1, expect=DIFFERENT)
    assert kinds(outcome) == {("bulletin", "/bulletin"), ("drop", "/site.json")}


def test_without_tor_or_release_nothing_is_asked(tmp_path: Path) -> None:
    assert "--socks" in verify("https://titip.example/", expect=UNEXAMINED)["why"]
    assert "SOCKS" in verify(f"http://{ONION}/", expect=UNEXAMINED)["why"]
    assert "43" in verify("http://127.0.0.1:9/#k=short", expect=UNEXAMINED)["why"]
    missing = verify("http://127.0.0.1:9/", "--release", tmp_path, expect=UNEXAMINED)
    assert "scripts/build" in missing["why"]
    assert verify("http://127.0.0.1:9/", "--circuits", 0, expect=UNEXAMINED)["why"]
