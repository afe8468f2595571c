"""A site behind Tor's form of a front, with an honest reporter and a courier (tests only)."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from dropbox.protocol.drop import write_fragment
from dropbox.protocol.errors import LetterLengthError, NotMineError
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.letter import open_letter
from dropbox.protocol.pickup import read_records, verify_pickup
from dropbox.site.settings import SiteSettings
from dropbox.site.slots import SlotKind
from dropbox.site.store import Reading
from tests.builders import Drop
from tests.carriers.listener import Listener
from tests.carriers.running import TITIP, courier, write_courier_config
from tests.durability.crowd import circuit
from tests.durability.ledger import name_of
from tests.durability.running import check_database
from tests.site.opened import TOKEN, wait_until
from tests.site.process import Answer, Line, Process, request

COURIERS_CIRCUIT = 1
REPORT = {"category": "anggaran", "what": "Honor ganda", "account": "Dibayar dua kali."}


class Front(Listener):
    """What Tor is to the site: a way in whose connections all begin with one circuit's line."""

    def __init__(self, address: str, number: int) -> None:
        self._address, self._number = address.removeprefix("unix:"), number
        super().__init__()

    def serve(self, near: socket.socket) -> None:
        far = socket.socket(socket.AF_UNIX)
        self._sockets.append(far)
        far.connect(self._address)
        far.sendall(circuit(self._number))
        self.pump(near, far)


@dataclass
class Besieged:
    """A site on Unix sockets in `folder`, with a bulletin; `changes` are its settings."""

    folder: Path
    changes: dict[str, object] = field(default_factory=dict)
    desk: Drop = field(default_factory=Drop)

    def __enter__(self) -> Self:
        door = {"public": f"unix:{self.folder / 'public'}.sock", "public_proxy_line": True}
        usual = {"reserve_percent": SiteSettings.reserve_percent}
        self.process = Process(self.folder, self.desk, door | usual | self.changes)
        self.process.start()
        self.stick = self.folder / "stick"
        self.stick.mkdir()
        self._front = Front(self.address, COURIERS_CIRCUIT).__enter__()
        self.url, self.token = self._front.url, TOKEN
        self._courier = write_courier_config(self.folder, self, self.desk)
        self.deliver()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stop()
        self._front.__exit__()

    @property
    def address(self) -> str:
        return self.process.public.removeprefix("unix:")

    def ask(self, path: str, record: bytes, proxy_line: bytes) -> Answer:
        return self.process.ask(request("POST", path, record), proxy_line)

    def wait_s(self, path: str, record: bytes, proxy_line: bytes) -> tuple[int, float]:
        """Hand in once; return the answer's status and the seconds until it came."""
        began = time.monotonic()
        with Line(self.process.public, proxy_line) as line:
            status = line.ask(request("POST", path, record)).status
        return status, time.monotonic() - began

    # -- the courier, by the real commands

    @property
    def courier_url(self) -> str:
        return f"http://{self.process.courier}"

    def fetch(self) -> float:
        """Close the epoch and fetch what the stick does not have; return the seconds."""
        began = time.monotonic()
        courier("pickup", "--config", self._courier, "--to", self.stick)
        return time.monotonic() - began

    def deliver(self, named: Iterable[bytes] = ()) -> float:
        """Bring the next delivery, which names these pickups; return the seconds."""
        path = self.stick / "antaran"
        del self.desk.sheets[:-4]
        path.write_bytes(self.desk.deliver(sorted(named)))
        began = time.monotonic()
        courier("deliver", path, "--config", self._courier)
        return time.monotonic() - began

    def carried(self) -> tuple[set[bytes], Counter[bytes], list[dict[str, Any]]]:
        """Return of the pickups on the stick: ids, names of records, bodies that open."""
        ids: set[bytes] = set()
        names: Counter[bytes] = Counter()
        bodies = []
        key = IntakeKey(self.desk.intake_seed)
        for path in self.stick.glob("*.pickup"):
            with path.open("rb") as file:
                ids.add(verify_pickup(file, self.desk.sid).id)
                file.seek(0)
                for _, record in read_records(file, self.desk.sid):
                    names[name_of(record)] += 1
                    with contextlib.suppress(NotMineError, LetterLengthError):
                        bodies.append(open_letter(record, key, self.desk.did).body)
        return ids, names, [json.loads(body) for body in bodies]

    def empty(self) -> tuple[Counter[bytes], list[dict[str, Any]]]:
        """Make a whole round of the courier: all is fetched, named and freed.

        Return names and bodies as above. Fails where the pickups hold other records than the rows,
        where SQLite finds damage, or where a slot is not freed.
        """
        self.fetch()
        ids, names, bodies = self.carried()
        assert check_database(self.folder / "data") == names
        self.deliver(ids)
        wait_until(lambda: not self._taken(), 300)
        assert not check_database(self.folder / "data")
        for path in self.stick.glob("*.pickup"):
            path.unlink()
        return names, bodies

    def _taken(self) -> int:
        with Reading(self.folder / "data") as reading:
            return sum(
                reading.count(SlotKind(table, 1, 1, 1, 1))[1] for table in ("letters", "chunks")
            )

    # -- the honest reporter

    def link(self, front: Front) -> str:
        return f"{front.url}/{write_fragment(self.desk.did)}"

    def send(self, front: Front, attached: Path) -> tuple[float, dict[str, Any], str]:
        """Send a report with an attachment by the real command.

        Return the seconds, what the command printed, and what it said on the way.
        """
        path = self.folder / "laporan.json"
        path.write_text(json.dumps(REPORT))
        began = time.monotonic()
        done = subprocess.run(
            [
                *(*TITIP, "reporter", "send", "--json", "--no-confirm"),
                *("--link", self.link(front), "--report", str(path), "--attach", str(attached)),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - began
        assert done.returncode == 0, (done.stdout, done.stderr)
        return seconds, json.loads(done.stdout), done.stderr
