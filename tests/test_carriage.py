"""The carriage against servers that answer well, badly, slowly and not at all."""

from __future__ import annotations

import gc
import socket
import time
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from dropbox.carriage import (
    AddressError,
    AnswerError,
    AuthorizationError,
    Carriage,
    CarriageError,
    Patience,
    ProxyError,
    RefusalError,
    UnreachableError,
    check_address,
)
from tests.carriers.listener import Listener, receive_request
from tests.carriers.socks import ONION, OTHER_ONION, SocksProxy

HASTY = Patience(tries=3, first_wait_s=0.01, longest_wait_s=1.5, silence_s=0.3, total_s=5.0)


class Scripted(Listener):
    """Answers one request per connection with the next raw answer; the last one stays."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[bytes, bytes]] = []
        super().__init__()

    def serve(self, near: socket.socket) -> None:
        request = receive_request(near)
        if not request[0]:
            return
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        near.sendall(answer)
        if answer.endswith(b"\r\n\r\n...."):  # says it will go on, and does not
            near.recv(1)


def answer(status: str, body: bytes = b"", *fields: str, length: int | None = None) -> bytes:
    length = len(body) if length is None else length
    head = [f"HTTP/1.1 {status}", f"Content-Length: {length}", "Connection: close", *fields]
    return "\r\n".join([*head, "", ""]).encode() + body


OK = answer("200 OK", b"isi")


def refusal(status: str, code: str, *fields: str) -> bytes:
    body = b'{"en":"Wait.","error":"%s","id":"Tunggu."}' % code.encode()
    return answer(status, body, *fields)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "ftp://127.0.0.1/",
        "http://",
        "titip",
        "https://user:word@example.org/",
        "https://example.org/?a=1",
        "https://example.org/#k=1",
        f"http://{ONION}/",
        f"https://{ONION.upper()}/",
        f"http://{ONION}./",
        # With SOCKS too: one letter of the address is wrong.
        f"http://{ONION.replace('titip', 'titit')}/",
    ],
)
def test_an_address_that_would_betray_is_refused(url: str) -> None:
    with pytest.raises(AddressError):
        check_address(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"]
)
def test_a_safe_address_is_taken(url: str) -> None:
    assert check_address(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "socks", ["tor.example:9050", "9050", "127.0.0.1", "http://127.0.0.1:9050", "a:0", "a:65536"]
)
def test_a_malformed_socks_address_is_refused(socks: str) -> None:
    with pytest.raises(AddressError, match="host:port"):
        Carriage("http://127.0.0.1:1", socks=socks)


def test_a_request_tells_no_more_than_it_must() -> None:
    with Scripted(OK) as server, Carriage(server.url) as carriage:
        assert carriage.get("/bulletin", 3) == b"isi"
    head = server.requests[0][0].decode().lower()
    names = {line.split(":")[0] for line in head.split("\r\n")[1:]}
    assert names == {"host", "accept", "accept-encoding"}
    assert "identity" in head


def test_the_environment_chooses_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Scripted(OK) as server, Carriage(server.url, patience=HASTY) as carriage:
        assert carriage.get("/", 3) == b"isi"


def test_the_token_travels_as_bearer_and_a_wrong_one_is_said_plainly() -> None:
    answers = refusal("401 Unauthorized", "token")
    with (
        Scripted(answers) as server,
        Carriage(server.url, token="kunci", patience=HASTY) as carriage,
        pytest.raises(RefusalError, match="token") as caught,
    ):
        carriage.get("/pickups", 100)
    assert b"Authorization: Bearer kunci" in server.requests[0][0]
    assert caught.value.status == 401
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "hostile",
    [
        answer("302 Found", b"", "Location: http://127.0.0.1:9/"),
        answer("200 OK", b"1234"),
        answer("200 OK", b"\x1f\x8b", "Content-Encoding: gzip"),
    ],
)
def test_redirects_floods_and_packed_answers_are_refused_at_once(hostile: bytes) -> None:
    with (
        Scripted(hostile) as server,
        Carriage(server.url, patience=HASTY) as carriage,
        pytest.raises(AnswerError),
    ):
        carriage.get("/bulletin", 3)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "first",
    [
        b"",
        answer("200 OK", b"is", length=3),
        answer("200 OK", b"....", length=9),
        refusal("503 Busy", "busy", "Retry-After: 1"),
        refusal("429 Many", "too_many"),
        answer("502 Bad Gateway", b"<html>"),
    ],
)
def test_what_may_pass_is_tried_again_with_the_same_bytes(first: bytes) -> None:
    said: list[str] = []
    with (
        Scripted(first, OK) as server,
        Carriage(server.url, patience=HASTY, say=said.append) as carriage,
    ):
        assert carriage.post("/letters", b"surat", 10) == b"isi"
    assert [body for _, body in server.requests] == [b"surat", b"surat"]
    assert len(said) == 1


def test_retry_after_is_respected_and_too_long_a_wait_is_told() -> None:
    said: list[str] = []
    with (
        Scripted(refusal("503 Busy", "busy", "Retry-After: 1"), OK) as server,
        Carriage(server.url, patience=HASTY, say=said.append) as carriage,
    ):
        carriage.get("/", 3)
    assert "1 detik" in said[0]
    with (
        Scripted(refusal("503 Busy", "busy", "Retry-After: 900")) as server,
        Carriage(server.url, patience=HASTY) as carriage,
        pytest.raises(RefusalError, match="Tunggu"),
    ):
        carriage.get("/", 3)
    assert len(server.requests) == 1


def test_patience_ends() -> None:
    with (
        Scripted(refusal("503 Busy", "busy")) as server,
        Carriage(server.url, patience=HASTY) as carriage,
        pytest.raises(RefusalError),
    ):
        carriage.get("/", 3)
    assert len(server.requests) == HASTY.tries


@pytest.mark.parametrize("status", ["400 Bad", "413 Long", "422 No", "507 Full", "500 Broken"])
def test_what_cannot_pass_is_not_tried_again(status: str) -> None:
    with (
        Scripted(refusal(status, "kode")) as server,
        Carriage(server.url, patience=HASTY) as carriage,
        pytest.raises(RefusalError) as caught,
    ):
        carriage.get("/", 3)
    assert caught.value.code == "kode"
    assert len(server.requests) == 1


def test_a_site_that_asks_for_time_gets_more_of_it_than_one_that_is_gone() -> None:
    busy = refusal("503 Busy", "busy", "Retry-After: 0")
    with (
        Scripted(*[busy] * 20, b"", b"", *[busy] * 20, OK) as server,
        Carriage(server.url, patience=HASTY) as carriage,
    ):
        assert carriage.post("/letters", b"surat", 3) == b"isi"
    assert len(server.requests) == 43
    patience = replace(HASTY, asked_tries=5)
    with (
        Scripted(busy) as server,
        Carriage(server.url, patience=patience) as carriage,
        pytest.raises(RefusalError),
    ):
        carriage.get("/", 3)
    assert len(server.requests) == 5


def test_a_refusal_cannot_steer_the_terminal() -> None:
    body = b'{"en":"\\u001b[2Jx","error":"\\u001b","id":"a\\nb"}'
    with (
        Scripted(answer("400 Bad", body)) as server,
        Carriage(server.url, patience=HASTY) as carriage,
        pytest.raises(RefusalError) as caught,
    ):
        carriage.get("/", 3)
    assert "\x1b" not in str(caught.value)
    assert caught.value.indonesian == "a b"


def test_a_refusal_of_any_length_and_form_is_bounded() -> None:
    for body in (b"[" * 5000, b"x" * 100_000, b"[]", b'{"id":1}'):
        with (
            Scripted(answer("400 Bad", body)) as server,
            Carriage(server.url, patience=HASTY) as carriage,
            pytest.raises(RefusalError, match="400"),
        ):
            carriage.get("/", 3)


class Rude(Listener):
    """Answers whatever it hears with the same bytes."""

    def __init__(self, greeting: bytes) -> None:
        self.greeting = greeting
        super().__init__()

    def serve(self, near: socket.socket) -> None:
        near.recv(4_096)
        near.sendall(self.greeting)
        near.shutdown(socket.SHUT_WR)
        # To close while the other still writes would reset the line before it read the greeting.
        while near.recv(4_096):
            pass


# httpcore leaves the socket of a failed SOCKS handshake to the garbage collector.
lets_go = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def _collected() -> Iterator[None]:
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_nobody_there(free_port: int) -> None:
    with (
        Carriage(f"http://127.0.0.1:{free_port}", patience=HASTY) as carriage,
        pytest.raises(UnreachableError, match="cannot be reached"),
    ):
        carriage.get("/", 3)


def test_an_unknown_name() -> None:
    with (
        Carriage("https://titip.invalid", patience=HASTY) as carriage,
        pytest.raises(UnreachableError),
    ):
        carriage.get("/", 3)


def test_tls_that_is_no_tls() -> None:
    with (
        Rude(OK) as server,
        Carriage(f"https://127.0.0.1:{server.port}", patience=HASTY) as carriage,
        pytest.raises(UnreachableError, match="TLS"),
    ):
        carriage.get("/", 3)


def test_through_socks_the_proxy_resolves_the_onion_under_a_name_per_run() -> None:
    with Scripted(OK) as server, SocksProxy(server.port) as proxy:
        for _ in range(2):
            with Carriage(f"http://{ONION}", socks=proxy.address, patience=HASTY) as carriage:
                assert carriage.get("/", 3) == b"isi"
    assert proxy.asked == [(ONION, 80)] * 2
    assert len(proxy.users) == 2


def test_socks_is_not_there(free_port: int) -> None:
    with (
        Carriage(f"http://{ONION}", socks=f"127.0.0.1:{free_port}", patience=HASTY) as carriage,
        pytest.raises(ProxyError, match="Start Tor"),
    ):
        carriage.get("/", 3)


@lets_go
@pytest.mark.usefixtures("_collected")
@pytest.mark.parametrize(
    "greeting", [b"HTTP/1.1 400 Bad\r\n\r\n", b"\x05\xff", b"\x05\x00", b"", b"\x04\x02"]
)
def test_socks_is_something_else(greeting: bytes) -> None:
    with (
        Rude(greeting) as other,
        Carriage(f"http://{ONION}", socks=f"127.0.0.1:{other.port}", patience=HASTY) as carriage,
        pytest.raises(ProxyError, match="not Tor"),
    ):
        carriage.get("/", 3)


@lets_go
@pytest.mark.usefixtures("_collected")
def test_an_onion_that_nobody_knows() -> None:
    with (
        SocksProxy(1) as proxy,
        Carriage(f"http://{OTHER_ONION}", socks=proxy.address, patience=HASTY) as carriage,
        pytest.raises(UnreachableError, match=r"\.onion address is not found"),
    ):
        carriage.get("/", 3)
    assert len(proxy.asked) == HASTY.tries


def test_waits_grow() -> None:
    said: list[str] = []
    patience = Patience(tries=4, first_wait_s=0.6, longest_wait_s=9, silence_s=1, total_s=5)
    with (
        Scripted(refusal("429 Many", "too_many")) as server,
        Carriage(server.url, patience=patience, say=said.append) as carriage,
        pytest.raises(RefusalError),
    ):
        carriage.get("/", 3)
    waits = [int(text.split(" detik")[0].split()[-1]) for text in said]
    assert waits == [1, 1, 2]
    assert all(left <= right for left, right in pairwise(waits))


@lets_go
@pytest.mark.usefixtures("_collected")
@pytest.mark.parametrize(
    ("code", "kind", "words", "passing"),
    [
        (0x01, AuthorizationError, "kunci kurir tidak dipasang", False),
        (0x04, UnreachableError, "tidak ditemukan", True),
        (0x06, UnreachableError, "clock is right", True),
        (0x05, UnreachableError, "tidak dapat menyambung", True),
        # Tor's own, with ExtendedErrors (proposal 304).
        (0xF0, UnreachableError, "tidak ditemukan", True),
        (0xF1, UnreachableError, "salah ketik", False),
        (0xF2, UnreachableError, "tidak menyambut", True),
        (0xF3, UnreachableError, "tidak menyambut", True),
        (0xF4, AuthorizationError, "kunci kurir tidak dipasang", False),
        (0xF5, AuthorizationError, "kunci kurir tidak dipasang", False),
        (0xF6, UnreachableError, "salah ketik", False),
        (0xF7, UnreachableError, "tidak menyambut", True),
        (0xEE, ProxyError, "bukan Tor", False),
    ],
)
def test_what_tor_says_is_explained(
    code: int, kind: type[CarriageError], words: str, *, passing: bool
) -> None:
    with SocksProxy(1) as proxy:
        proxy.refusal = code
        url, patience = f"http://{OTHER_ONION}", Patience(tries=1)
        with (
            Carriage(url, socks=proxy.address, patience=patience) as carriage,
            pytest.raises(kind, match=words) as caught,
        ):
            carriage.get("/", 10)
    assert type(caught.value) is kind
    assert caught.value.passing is passing


def test_no_name_is_ever_asked_for_outside_tor(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    ask = socket.getaddrinfo

    def noting(host: object, *rest: object, **names: object) -> object:
        asked.append(host)
        return ask(host, *rest, **names)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    with Scripted(OK) as server, SocksProxy(server.port) as proxy:
        with Carriage(f"http://{ONION}", socks=proxy.address) as carriage:
            assert carriage.get("/", 3) == b"isi"
        assert proxy.asked == [(ONION, 80)]
    assert set(asked) <= {"127.0.0.1"}


def test_the_clock_of_the_site_is_noted() -> None:
    early = "Date: Thu, 01 Jan 1970 01:00:00 GMT"
    with (
        Scripted(answer("200 OK", b"isi", early), answer("200 OK", b"isi", "Date: x")) as server,
        Carriage(server.url) as carriage,
    ):
        noted = []
        for _ in range(2):
            noted.append(carriage.clock_ahead_s)
            carriage.get("/", 3)
        noted.append(carriage.clock_ahead_s)
    assert (noted[0], noted[2]) == (None, None)
    assert abs((noted[1] or 0) + time.time() - 3_600) < 60
