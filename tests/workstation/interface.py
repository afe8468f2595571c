"""The local interface in the hands of a test: Flask's test client on a real vault."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dropbox.workstation.ui.app import make_app
from dropbox.workstation.ui.gate import Gate
from dropbox.workstation.ui.room import Room
from dropbox.workstation.ui.workplace import Workplace
from tests.workstation.builders import PASSPHRASE, Office

HOST = "127.0.0.1:8090"
ORIGIN = f"http://{HOST}"


class Courier:
    """Plays the courier with what lies on the stick."""

    def __init__(self) -> None:
        self.pickups: list[Path] = []
        self.published: list[Path] = []

    def fetch(self) -> list[Path]:
        return self.pickups

    def publish(self, delivery_path: Path) -> str:
        self.published.append(delivery_path)
        return "Terbit. / Published."


@dataclass
class Browser:
    """One browser at the interface: it keeps the cookie and the CSRF token, and sends Origin."""

    office: Office
    place: Workplace
    client: FlaskClient
    courier: Courier
    ended: list[bool] = field(default_factory=list)
    clock: list[float] = field(default_factory=lambda: [0.0])

    def pass_seconds(self, seconds: float) -> None:
        self.clock[0] += seconds

    def get(self, path: str, **headers: str) -> TestResponse:
        # Buffered, so that static files are closed.
        return self.client.get(path, base_url=ORIGIN, headers=headers, buffered=True)

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/meja/buka").text)
        assert found
        return found[1]

    def post(self, path: str, fields: dict[str, str], **headers: str) -> TestResponse:
        given = {"Origin": ORIGIN, **headers}
        return self.client.post(
            path, base_url=ORIGIN, data={"csrf": self.csrf, **fields}, headers=given
        )

    def unlock(self, passphrase: str = PASSPHRASE, who: str = "Rina") -> TestResponse:
        return self.post("/meja/buka", {"passphrase": passphrase, "who": who})

    def enter(self) -> TestResponse:
        return self.get(f"/?once={self.place.gate.token}")

    def finish_import(self) -> str:
        assert self.place.room.job is not None
        self.place.room.job.wait()
        return self.page("/meja/impor-hasil")


@pytest.fixture
def outside(office: Office) -> Iterator[Browser]:
    """A browser that has not entered yet; the vault is closed, and the office's desk with it."""
    office.desk.close()
    courier, ended = Courier(), list[bool]()
    clock = [0.0]
    room = Room(office.settings, idle_s=600, clock=lambda: clock[0])
    place = Workplace(
        room,
        Gate(),
        HOST,
        today=lambda: office.day,
        end=lambda: ended.append(True),
        sticks=(office.folder,),
        courier=courier,
        demo=True,
    )
    app = make_app(place)
    yield Browser(office, place, app.test_client(), courier, ended, clock)
    room.close()


@pytest.fixture
def inside(outside: Browser) -> Browser:
    """A browser that has entered and unlocked."""
    assert outside.enter().status_code == 200
    assert outside.unlock().status_code == 303
    return outside


def import_it(browser: Browser, path: Path) -> str:
    answer = browser.post("/meja/impor", {"path": str(path)})
    assert answer.status_code == 303, answer.text
    return browser.finish_import()


def plain(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))
