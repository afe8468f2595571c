"""A site under flood: the honest wait at worst, and the courier always gets through (§10)."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.durability.crowd import circuit
from tests.floods.besieged import REPORT, Besieged, Front
from tests.floods.junk import Flood
from tests.memory import memory_folder, peak_len
from tests.site.opened import a_chunk, a_letter
from tests.site.process import Answer, Line, request

LETTERS, CHUNKS, CIRCUITS = 600, 120, 200
MOST = 1_000_000
IDLE = 200
HONEST = 7
# 512 connections of which each sends a chunk: its buffers, and twice the body while it is answered.
MEMORY_MAX_LEN = 500 << 20


@pytest.fixture
def folder() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder


def check_waiting(answer: Answer, status: int) -> int:
    """Fail unless a refusal says when to come back, and that what was written is kept."""
    assert answer.status == status, answer
    said = json.loads(answer.body)
    assert "tulisan Anda tetap ada" in said["id"]
    assert "what you wrote is still there" in said["en"]
    return int(answer.header("retry-after")[0])


@pytest.mark.slow
def test_a_report_with_attachments_and_the_courier_get_through_a_flood(folder: Path) -> None:
    room: dict[str, object] = {
        "letters_max": 32_768,
        "letters_extent": 1_024,
        "chunks_max": 2_048,
        "chunks_extent": 128,
    }
    attached = folder / "bukti.pdf"
    attached.write_bytes(os.urandom(700_000))
    with Besieged(folder, room) as site, Front(site.address, HONEST) as front:
        with (
            Flood(site.address, "/letters", CIRCUITS, MOST, a_second=120) as letters,
            Flood(site.address, "/chunks", CIRCUITS // 4, MOST, a_second=25) as chunks,
        ):
            _, sent, said = site.send(front, attached)
            site.fetch()
            site.deliver()
            while letters.statuses[204] < LETTERS or chunks.statuses[204] < CHUNKS:
                time.sleep(0.05)
            # Also what comes last is taken at once: room and turns are left.
            assert site.wait_s("/letters", a_letter(), circuit(HONEST + 1))[0] == 204
        assert sent["pieces_sent"] == sent["pieces"] == 3, said
        assert set(letters.statuses) | set(chunks.statuses) <= {204, 429}, (letters, chunks)
        assert peak_len(site.process.process_id) < MEMORY_MAX_LEN
        names, bodies = site.empty()
        assert [body["account"] for body in bodies] == [REPORT["account"]]
        # Those on their way when the flood ended may have been kept without an answer.
        kept = letters.statuses[204] + chunks.statuses[204] + 1 + 3 + 1
        assert kept <= sum(names.values()) <= kept + CIRCUITS + CIRCUITS // 4
        assert set(names.values()) == {1}
        assert site.wait_s("/letters", a_letter(), circuit(HONEST))[0] == 204
        log = site.process.log
    assert log.count(b"\n") == 2, log


@pytest.mark.parametrize(
    ("flooded", "other", "record"),
    [("/letters", "/chunks", a_chunk), ("/chunks", "/letters", a_letter)],
)
def test_neither_kind_takes_the_others_room(
    folder: Path, flooded: str, other: str, record: Callable[[], bytes]
) -> None:
    room: dict[str, object] = {
        "letters_max": 96,
        "chunks_max": 96,
        "chunks_extent": 96,
        "reserve_percent": 0,
    }
    with Besieged(folder, room) as site, Flood(site.address, flooded, 100, 10_000) as flood:
        while not flood.statuses[507]:
            time.sleep(0.02)
        for number in range(20):
            assert site.wait_s(other, record(), circuit(number))[0] == 204
        assert flood.statuses[204] == 96


def test_one_circuit_one_address_one_network_are_limited_and_no_other(
    folder: Path,
) -> None:
    address = b"PROXY TCP4 203.0.113.%d 127.0.0.1 9 80\r\n"
    network = b"PROXY TCP6 2001:db8:0:1::%x ::1 9 80\r\n"
    changes: dict[str, object] = {"letters_max": 512, "letters_limit": "20/minute;120/hour"}
    with Besieged(folder, changes) as site:

        def status(proxy_line: bytes) -> int:
            return site.wait_s("/letters", a_letter(), proxy_line)[0]

        for greedy, same, beside in (
            (circuit(3), circuit(3), circuit(4)),
            (address % 7, address % 7, address % 8),
            (network % 1, network % 2, network.replace(b":1::", b":2::") % 1),
        ):
            assert [status(greedy) for _ in range(20)] == [204] * 20
            assert check_waiting(site.ask("/letters", a_letter(), same), 429) <= 61
            assert status(beside) == 204


@pytest.mark.slow
def test_the_last_room_is_given_out_slowly_and_a_round_of_the_courier_frees_it(
    folder: Path,
) -> None:
    room: dict[str, object] = {"letters_max": 400, "chunks_max": 32, "chunks_extent": 32}
    clear = f"unix:{folder / 'clear'}.sock"
    with Besieged(folder, room | {"clear": clear}) as site:
        with Flood(site.address, "/letters", 50, 100_000) as flood:
            while not flood.statuses[503]:
                time.sleep(0.02)
            early = flood.answers
            answer = site.ask("/letters", a_letter(), circuit(HONEST))
            wait_s = check_waiting(answer, 503)
            while flood.answers < early + 1_000:
                time.sleep(0.02)
            # A fourth of the room is left but for the turns that nobody had used; no 507 came.
            assert 300 <= flood.statuses[204] <= 366
            assert set(flood.statuses) <= {204, 429, 503}
            # Also now the courier gets through, chunks have their own room, and who comes by the
            # clear web does not stand in the onion's line.
            site.fetch()
            assert site.wait_s("/chunks", a_chunk(), circuit(HONEST))[0] == 204
            with Line(clear, b"PROXY TCP4 203.0.113.7 127.0.0.1 9 80\r\n") as line:
                assert line.ask(request("POST", "/letters", a_letter())).status == 204
        assert 5 <= wait_s <= 300
        site.empty()
        assert site.wait_s("/letters", a_letter(), circuit(HONEST))[0] == 204


def test_a_site_that_is_full_says_so_until_a_round_of_the_courier(folder: Path) -> None:
    room: dict[str, object] = {
        "letters_max": 32,
        "chunks_max": 8,
        "chunks_extent": 8,
        "reserve_percent": 0,
    }
    with Besieged(folder, room) as site:
        with Flood(site.address, "/letters", 20, 200) as flood:
            flood.join()
        with Flood(site.address, "/letters", 20, 100) as flood:
            flood.join()
        assert set(flood.statuses) == {507}
        answer = site.ask("/letters", a_letter(), circuit(HONEST))
        assert answer.error == "full"
        assert "Simpan tulisan Anda" in json.loads(answer.body)["id"]
        site.empty()
        assert site.wait_s("/letters", a_letter(), circuit(HONEST))[0] == 204


@pytest.mark.slow
def test_connections_that_do_nothing_make_way(folder: Path) -> None:
    """Some send nothing, some drip, some ask for the board and do not read it."""
    changes: dict[str, object] = {"connections_max": 64, "letters_max": 64, "silence_s": 3_600}
    with Besieged(folder, changes) as site, contextlib.ExitStack() as stack:
        for _ in range(4):
            site.deliver()
        idle = []
        for number in range(IDLE):
            line = stack.enter_context(Line(site.process.public, circuit(100 + number // 4)))
            idle.append(line)
            if number % 3 == 1:
                line.send(request("POST", "/letters", a_letter())[: 200 + number])
            elif number % 3 == 2:
                with contextlib.suppress(OSError):
                    line.send(request("GET", "/board") * 8)
        # The honest come while all of them hold on; a line is silent for 20 s at most.
        for number in range(3):
            with Line(site.process.public, circuit(HONEST)) as line:
                assert line.ask(request("GET", "/bulletin")).status == 200
                # Longer than a newcomer is spared, and still there: it moved more than the others.
                raw = request("POST", "/letters", a_letter())
                for at in range(0, len(raw), 4_096):
                    line.send(raw[at : at + 4_096])
                    time.sleep(0.1)
                assert line.receive().status == 204, number
        assert site.fetch() > 0
        assert sum(_closed(line) for line in idle) >= IDLE - 64


def _closed(line: Line) -> bool:
    line.socket.settimeout(0)
    try:
        while line.socket.recv(1 << 20):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
