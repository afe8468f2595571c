"""The running site, spoken to over sockets: circuits, slow and malformed senders, kills (§10)."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import threading
from collections.abc import Iterator
from http.client import HTTPException
from io import BytesIO
from pathlib import Path

import pytest

from dropbox.protocol.pickup import read_records
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.headers import HEADERS
from dropbox.site.refusals import REFUSALS
from tests.builders import Drop
from tests.site.opened import OCTETS, TOKEN, a_chunk, a_letter
from tests.site.process import Answer, Line, Process, request

# What a browser gets besides our own headers: nothing that names the server.
EXPECTED = {name.lower() for name, _ in HEADERS}
BESIDES = {"connection", "content-encoding", "content-length", "content-type", "date"} | {
    "retry-after",
    "vary",
    "www-authenticate",
}


def circuit(number: int) -> bytes:
    """Tor's line for a circuit of this number."""
    high, low = divmod(number, 1 << 16)
    return f"PROXY TCP6 fc00:dead:beef:4dad::{high:x}:{low:x} ::1 {low} 80\r\n".encode()


def guarded(answer: Answer) -> Answer:
    for name, value in HEADERS:
        assert answer.header(name.lower()) == [value]
    assert {name for name, _ in answer.headers} - EXPECTED <= BESIDES
    return answer


def refused(answer: Answer, status: int, code: str) -> None:
    guarded(answer)
    assert (answer.status, answer.error) == (status, code)
    said = json.loads(answer.body)
    assert said == {"error": code, "id": REFUSALS[code].id, "en": REFUSALS[code].en}


def kept(site: Process) -> list[bytes]:
    """Return all records that the courier would carry."""
    closed = json.loads(site.ask_courier("POST", "/epochs/close").body)
    found: list[bytes] = []
    for pickup in closed["pickups"]:
        raw = b""
        while len(raw) < pickup["len"]:
            wanted = {"epoch": pickup["epoch"], "offset": len(raw), "len": 8 << 20}
            body = json.dumps(wanted).encode()
            raw += site.ask_courier("POST", "/pickups/read", body, "application/json").body
        found += [record for _, record in read_records(BytesIO(raw), site.desk.sid)]
    return found


@pytest.fixture
def running(tmp_path: Path, desk: Drop) -> Iterator[Process]:
    with Process(tmp_path, desk, {"silence_s": 4, "request_s": 5}) as site:
        yield site


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A site for requests that must store nothing; that is checked at the end, too."""
    with Process(tmp_path_factory.mktemp("untouched"), Drop()) as site:
        yield site
        assert kept(site) == []


@pytest.fixture
def behind_tor(tmp_path: Path, desk: Drop) -> Iterator[Process]:
    changes = {
        "public": f"unix:{tmp_path}/p",
        "courier": f"unix:{tmp_path}/c",
        "public_proxy_line": True,
        "letters_limit": "3/hour",
        "connections_per_visitor": 4,
    }
    with Process(tmp_path, desk, changes) as site:
        yield site


def test_a_report_goes_in_and_the_courier_fetches_it(running: Process, desk: Drop) -> None:
    letter, chunk = a_letter(), a_chunk()
    for path, body in (("/letters", letter), ("/chunks", chunk), ("/letters", letter)):
        answer = guarded(running.ask(request("POST", path, body)))
        assert (answer.status, answer.body) == (204, b"")
    assert running.ask_courier("POST", "/deliveries", desk.deliver()).status == 204
    assert running.ask(request("GET", "/bulletin")).body == desk.last
    assert running.ask(request("GET", "/board")).body == desk.board
    assert kept(running) == [letter, chunk]


def test_the_page_comes_packed_for_those_who_ask(running: Process) -> None:
    plain = guarded(running.ask(request("GET", "/app.js")))
    assert plain.header("content-encoding") == []

    def ask(codings: str, path: str = "/app.js") -> Answer:
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {codings}\r\n\r\n"
        return guarded(running.ask(head.encode()))

    # Tor Browser on a plain .onion address offers gzip only; over HTTPS browsers take brotli.
    zipped = [ask(codings) for codings in ("gzip, deflate", "gzip, br;q=0")]
    for packed in zipped:
        assert packed.header("content-encoding") == ["gzip"]
        assert gzip.decompress(packed.body) == plain.body
    smallest = ask("gzip, deflate, br, zstd")
    assert smallest.header("content-encoding") == ["br"]
    assert smallest.body == b"stands for brotli"
    for codings in ("gzip;q=0", "identity", "zstd"):
        assert ask(codings).header("content-encoding") == []
        assert ask(codings).body == plain.body
    for answer in (plain, *zipped, smallest):
        assert answer.header("vary") == ["Accept-Encoding"]
    assert guarded(running.ask(request("GET", "/"))).header("content-type") == [
        "text/html; charset=utf-8"
    ]


def test_one_connection_carries_many_letters(running: Process) -> None:
    letters = sorted(a_letter() for _ in range(5))
    with Line(running.public) as line:
        for letter in letters:
            assert line.ask(request("POST", "/letters", letter)).status == 204
        assert line.ask(request("GET", "/site.json")).status == 200
    assert kept(running) == letters


MALFORMED = {
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "bare line feed": b"GET / HTTP/1.1\nHost: x\r\n\r\n",
    "header without colon": b"GET / HTTP/1.1\r\nrahasia\r\n\r\n",
    "header with space": b"GET / HTTP/1.1\r\nrahasia : x\r\n\r\n",
    "length of letters": b"POST /letters HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    "two lengths": b"POST /letters HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "negative length": b"POST /letters HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nX: " + b"rahasia" * 9_000 + b"\r\n\r\n",
    "forged circuit": circuit(7) + request("GET", "/"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_not_a_request_gets_our_refusal(untouched: Process, name: str) -> None:
    refused(untouched.ask(MALFORMED[name]), 400, "bad_content")
    assert b"rahasia" not in untouched.log


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 411, "length"),
        (b"Transfer-Encoding: gzip, chunked\r\n\r\n", 411, "length"),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411, "length"),
        (b"\r\n", 411, "length"),
        (b"Content-Length: 99999999999999\r\n\r\n", 413, "too_long"),
        (b"Content-Length: " + b"9" * 6_000 + b"\r\n\r\n", 413, "too_long"),
    ],
)
def test_bodies_without_a_true_length_are_refused_at_the_header(
    untouched: Process, raw: bytes, status: int, code: str
) -> None:
    head = f"POST /letters HTTP/1.1\r\nHost: x\r\nContent-Type: {OCTETS}\r\n".encode()
    refused(untouched.ask(head + raw), status, code)
    assert kept(untouched) == []


@pytest.mark.parametrize("path", ["/letters", "/chunks"])
def test_a_body_that_is_too_long_is_taken_and_thrown_away(untouched: Process, path: str) -> None:
    refused(untouched.ask(request("POST", path, bytes(2 << 20))), 413, "too_long")
    refused(untouched.ask(request("POST", path, bytes(CHUNK_RECORD_LEN + 1))), 413, "too_long")
    assert kept(untouched) == []


def test_who_asks_before_sending_a_body_is_told_to_go_on(running: Process) -> None:
    head, letter = request("POST", "/letters", a_letter()).split(b"\r\n\r\n", 1)
    with Line(running.public) as line:
        line.send(head + b"\r\nExpect: 100-continue\r\n\r\n")
        assert line.socket.recv(100).startswith(b"HTTP/1.1 100 ")
        line.send(letter)
        assert guarded(line.receive()).status == 204


def test_slow_senders_hold_nobody_up_and_are_refused(running: Process) -> None:
    head = request("POST", "/chunks", a_chunk())[:-200_000]
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(Line(running.public)) for _ in range(30)]
        for line in slow:
            line.send(head)
        for _ in range(3):
            assert running.ask(request("POST", "/letters", a_letter())).status == 204
        for line in slow:
            refused(line.receive(), 408, "slow")
    assert len(kept(running)) == 3


def test_a_sender_of_one_byte_at_a_time_is_refused_too(running: Process) -> None:
    with Line(running.public) as line:
        stop = threading.Event()

        def drip() -> None:
            with contextlib.suppress(OSError):
                for byte in request("POST", "/letters", a_letter()):
                    line.send(bytes([byte]))
                    if stop.wait(0.2):
                        return

        sender = threading.Thread(target=drip)
        sender.start()
        refused(line.receive(), 408, "slow")
        stop.set()
        sender.join()


def test_every_circuit_has_limits_of_its_own(behind_tor: Process) -> None:
    def send(number: int) -> Answer:
        return guarded(behind_tor.ask(request("POST", "/letters", a_letter()), circuit(number)))

    assert [send(56).status for _ in range(4)] == [204, 204, 204, 429]
    assert int(send(56).header("retry-after")[0]) > 0
    # Neighbours: they differ in the last bits only.
    assert send(57).status == 204
    assert send(56 + (1 << 16)).status == 204
    assert len(kept(behind_tor)) == 5


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PROXY UNKNOWN\r\n",
        b"PROXY TCP6 fc00:dead:beef:4dad::0:1 ::1 1\r\n",
        b"PROXY TCP6 rahasia ::1 1 80\r\n",
        b"PROXY TCP6 1:::2 ::1 1 80\r\n",
        b"PROXY " + b"x" * 200,
        b"\r\n\r\nPROXY TCP6 fc00:dead:beef:4dad::0:1 ::1 1 80\r\n",
    ],
)
def test_without_tors_line_nothing_is_answered(behind_tor: Process, line: bytes) -> None:
    answer = behind_tor.ask(line + request("POST", "/letters", a_letter()))
    refused(answer, 400, "bad_content")
    assert kept(behind_tor) == []


def test_tors_line_may_come_in_pieces(behind_tor: Process) -> None:
    with Line(behind_tor.public) as line:
        for byte in circuit(3):
            line.send(bytes([byte]))
        assert line.ask(request("POST", "/letters", a_letter())).status == 204


def test_a_circuit_may_not_take_all_connections(behind_tor: Process) -> None:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(Line(behind_tor.public, circuit(9))) for _ in range(4)]
        for line in lines:
            assert line.ask(request("GET", "/site.json")).status == 200
        refused(behind_tor.ask(request("GET", "/site.json"), circuit(9)), 503, "busy")
        assert behind_tor.ask(request("GET", "/site.json"), circuit(10)).status == 200
    # Once they are gone there is room again.
    assert behind_tor.ask(request("GET", "/site.json"), circuit(9)).status in {200, 503}


def test_the_couriers_door_is_another_socket(behind_tor: Process, desk: Drop) -> None:
    with Line(behind_tor.courier) as line:
        refused(line.ask(request("GET", "/pickups")), 401, "token")
    with Line(behind_tor.courier) as line:
        refused(line.ask(request("POST", "/letters", a_letter(), token=TOKEN)), 404, "not_found")
    assert behind_tor.ask_courier("POST", "/deliveries", desk.deliver()).status == 204
    answer = behind_tor.ask(request("POST", "/deliveries", b"x", token=TOKEN), circuit(1))
    refused(answer, 404, "not_found")


def test_the_courier_is_served_while_the_public_door_is_stormed(tmp_path: Path, desk: Drop) -> None:
    with Process(tmp_path, desk, {"connections_max": 20}) as site, contextlib.ExitStack() as stack:
        for _ in range(30):
            line = stack.enter_context(Line(site.public))
            line.send(b"POST /letters HTTP/1.1\r\n")
        for _ in range(5):
            assert site.ask_courier("GET", "/pickups").status == 200


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, desk: Drop) -> None:
    site = Process(tmp_path, desk, {"letters_max": 2_000, "letters_limit": "100000/hour"})
    acknowledged: list[bytes] = []
    for _ in range(3):
        site.start()
        enough = threading.Event()

        def send(site: Process = site, enough: threading.Event = enough) -> None:
            with contextlib.suppress(OSError, HTTPException), Line(site.public) as line:
                while line.ask(request("POST", "/letters", letter := a_letter())).status == 204:
                    acknowledged.append(letter)
                    if len(acknowledged) % 40 == 0:
                        enough.set()

        senders = [threading.Thread(target=send) for _ in range(6)]
        for sender in senders:
            sender.start()
        assert enough.wait(30)
        site.kill()
        for sender in senders:
            sender.join()
    with site:
        assert set(acknowledged) <= set(kept(site))
        assert len(acknowledged) >= 100
        [row] = [
            row for row in json.loads(site.command("check").stdout) if row["what"] == "database"
        ]
        assert row["ok"]


def test_a_stop_finishes_what_was_begun(tmp_path: Path, desk: Drop) -> None:
    with Process(tmp_path, desk) as site:
        letter = a_letter()
        assert site.ask(request("POST", "/letters", letter)).status == 204
        site.stop()
        assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
            "site.db",
            "site.lock",
        ]
    with site:
        assert kept(site) == [letter]


def test_the_log_says_nothing_about_anybody(running: Process, desk: Drop) -> None:
    letter = a_letter()
    running.ask(request("POST", "/letters", letter))
    running.ask(request("POST", "/letters?rahasia=1", letter[:99]))
    running.ask(request("GET", "/rahasia"))
    running.ask_courier("POST", "/deliveries", desk.deliver()[:-1])
    for raw in MALFORMED.values():
        running.ask(raw)
    with Line(running.public) as line:
        line.send(request("POST", "/letters", letter)[:-5])
    with Line(running.public) as line:
        line.send(request("GET", "/app.js") * 50)
    running.stop()
    # What is said at the start, and that is all: the addresses of the doors.
    said = f"public  {running.public}\ncourier {running.courier}\n".encode()
    assert running.log == said


def test_files_that_the_site_writes_hold_no_address(running: Process) -> None:
    running.ask(request("POST", "/letters", a_letter()))
    running.stop()
    written = b"".join(path.read_bytes() for path in (running.folder / "data").iterdir())
    for address in ("127.0.0.1", "127.0.0.1".encode("utf-16-le").decode("latin-1")):
        assert address.encode("latin-1") not in written


def test_a_letter_may_be_of_any_bytes(running: Process) -> None:
    letters = [bytes(LETTER_LEN), b"\r\n" * (LETTER_LEN // 2), b"\xff" * LETTER_LEN]
    letters += [os.urandom(LETTER_LEN)]
    for letter in letters:
        assert running.ask(request("POST", "/letters", letter)).status == 204
    assert kept(running) == sorted(letters)
