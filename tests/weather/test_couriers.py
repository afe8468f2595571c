"""Two couriers at once, and a courier whose stick is pulled out while it is written."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dropbox.courier.commands import EXIT_FAILED
from dropbox.protocol.bulletin import verify_bulletin
from dropbox.protocol.errors import PickupError
from dropbox.protocol.letter import seal_decoy
from dropbox.protocol.pickup import read_records, verify_pickup
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import CHUNK_RECORD_LEN
from tests.carriers.inspectorate import Inspectorate
from tests.carriers.line import Line
from tests.carriers.running import TITIP, Site, courier, write_courier_config


class PullingLine(Line):
    """A slow line; `pull` is called once, when `at` bytes of bodies have passed."""

    def __init__(self, port: int, at: int, pull: Callable[[], None]) -> None:
        self.at, self.pull = at, pull
        self.pulled = False
        super().__init__(port)

    def _pass_on(self, near: socket.socket, answer: bytes) -> bool:
        head, _, body = answer.partition(b"\r\n\r\n")
        if not self.pulled and self.passed + len(body) >= self.at:
            self.pulled = True
            near.sendall(head + b"\r\n\r\n" + body[: self.at - self.passed])
            self.pull()
            return False
        return super()._pass_on(near, answer)


def pulled(site: Site, desk: Inspectorate, folder: Path, stick: Path, at: int) -> int:
    """Let a courier fetch and kill it after `at` bytes; return its exit status."""
    walking: list[subprocess.Popen[bytes]] = []
    started = threading.Event()

    def pull() -> None:
        assert started.wait(60)
        walking[0].kill()

    with PullingLine(site.courier_port, at, pull) as line:
        through = write_courier_config(folder, site, desk, courier_url=line.url)
        command = [*TITIP, "courier", "pickup", "--config", str(through), "--to", str(stick)]
        walking.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        started.set()
        return walking[0].wait()


def fill(site: Site, desk: Inspectorate, letters: int, chunks: int) -> set[bytes]:
    records = {seal_decoy(desk.did, desk.intake.pk) for _ in range(letters)}
    for letter in records:
        site.post("/letters", letter)
    pieces = {random_bytes(CHUNK_RECORD_LEN) for _ in range(chunks)}
    for piece in pieces:
        site.post("/chunks", piece)
    return records | pieces


def whole_pickups(folder: Path, desk: Inspectorate) -> dict[bytes, set[bytes]]:
    """Return the records of each pickup by its id; fails where one is not whole."""
    found = {}
    for path in folder.glob("*.pickup"):
        try:
            with path.open("rb") as file:
                pickup = verify_pickup(file, desk.sid)
                file.seek(0)
                records = {record for _, record in read_records(file, desk.sid)}
        except PickupError as error:
            raise AssertionError(f"{path.name}: {error}") from error
        found[pickup.id] = records
        assert pickup.id.hex()[:8] in path.name
    return found


def test_two_couriers_with_a_stick_each_fetch_the_same_while_epochs_close(
    site: Site, desk: Inspectorate, config: Path, tmp_path: Path
) -> None:
    sent = fill(site, desk, 4, 6)
    sticks = [tmp_path / f"stik-{number}" for number in range(2)]
    for stick in sticks:
        stick.mkdir()
    listed: list[dict[str, str]] = []
    stop = threading.Event()

    def go_on_sending() -> None:
        while not stop.is_set() and len(sent) < 60:
            sent.update(fill(site, desk, 1, 0))

    def walk(stick: Path) -> None:
        for _ in range(2):
            done = courier("pickup", "--config", config, "--to", stick, "--json")
            listed.extend(json.loads(done.stdout)["pickups"])

    with ThreadPoolExecutor(3) as people:
        sending = people.submit(go_on_sending)
        walks = [people.submit(walk, stick) for stick in sticks]
        for each in walks:
            each.result()
        stop.set()
        sending.result()
    for stick in sticks:
        courier("pickup", "--config", config, "--to", stick)
    courier("pickup", "--config", config, "--to", sticks[0])
    first, second = (whole_pickups(stick, desk) for stick in sticks)
    assert second.keys() <= first.keys()
    # An epoch has one pickup with one id, whoever asked for it, and whenever.
    epochs = {(entry["epoch"], entry["id"]) for entry in listed}
    assert len({epoch for epoch, _ in epochs}) == len(epochs)
    assert {bytes.fromhex(found) for _, found in epochs} <= first.keys()
    carried = [record for records in first.values() for record in records]
    assert len(carried) == len(sent)
    assert set(carried) == sent


def test_two_couriers_on_one_stick_do_not_write_into_each_others_file(
    site: Site, desk: Inspectorate, config: Path, stick: Path, tmp_path: Path
) -> None:
    sent = fill(site, desk, 2, 20)
    courier("pickup", "--config", config, "--to", tmp_path)
    for path in tmp_path.glob("*.pickup"):
        path.unlink()
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        assert go_on.wait(60)

    folder = tmp_path / "lambat"
    folder.mkdir()
    with PullingLine(site.courier_port, 2_000_000, hold) as line:
        slow = write_courier_config(folder, site, desk, courier_url=line.url)
        command = [*TITIP, "courier", "pickup", "--config", str(slow), "--to", str(stick)]
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert held.wait(60)
        second = courier("pickup", "--config", config, "--to", stick, expect=EXIT_FAILED)
        go_on.set()
        _, said = first.communicate()
    assert first.returncode == 0, said
    assert "kurir lain" in second.stderr
    assert "another courier" in second.stderr
    carried = whole_pickups(stick, desk)
    assert set().union(*carried.values()) == sent
    # Once the other is done there is nothing to do, or an empty epoch to fetch.
    courier("pickup", "--config", config, "--to", stick)
    assert set().union(*whole_pickups(stick, desk).values()) == sent


def test_two_couriers_deliver_at_once_and_the_later_bulletin_stays(
    site: Site, desk: Inspectorate, config: Path, tmp_path: Path
) -> None:
    paths = []
    for number in range(1, 4):
        path = tmp_path / f"{number}.delivery"
        path.write_bytes(desk.deliver())
        paths.append(path)
    commands = [
        [*TITIP, "courier", "deliver", str(path), "--config", str(config)]
        for path in (*paths, paths[-1])
    ]
    walks = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for command in commands
    ]
    said = [walk.communicate()[1].decode() for walk in walks]
    for walk, text in zip(walks, said, strict=True):
        # What comes too late is refused as older, or finds a later one shown; nothing else.
        late = "lebih baru" in text or "hal lain" in text
        assert walk.returncode == 0 or late, text
    assert walks[-1].returncode == 0 or walks[-2].returncode == 0
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", site.public_port)) as line:
        line.request("GET", "/bulletin")
        assert verify_bulletin(line.getresponse().read(), desk.did).number == 3


@pytest.mark.slow
def test_a_stick_that_is_pulled_at_any_point_holds_no_half_pickup(
    site: Site, desk: Inspectorate, config: Path, stick: Path, tmp_path: Path
) -> None:
    sent = fill(site, desk, 3, 8)
    courier("pickup", "--config", config, "--to", tmp_path)
    (reference,) = whole_pickups(tmp_path, desk).items()
    folder = tmp_path / "lewat"
    folder.mkdir()
    whole_len = sum(path.stat().st_size for path in tmp_path.glob("*.pickup"))
    parts = 0
    # The list of pickups passes first; then the header, letters, chunks, the last byte.
    for at in (500, 20_000, 150_000, 700_000, 1_500_000, whole_len - 1):
        for path in stick.iterdir():
            path.unlink()
        assert pulled(site, desk, folder, stick, at) < 0
        names = {path.suffix for path in stick.iterdir()}
        parts += ".part" in names
        # Under the final name stands nothing, or what verifies.
        # Closing once more gave an empty one, too.
        found = whole_pickups(stick, desk)
        assert all(records in (reference[1], set()) for records in found.values())
    assert parts > 2
    courier("pickup", "--config", config, "--to", stick)
    assert whole_pickups(stick, desk)[reference[0]] == reference[1] == sent
    assert {path.suffix for path in stick.iterdir()} == {".pickup"}
