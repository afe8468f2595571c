"""Serves the interface on 127.0.0.1 until Ctrl-C, or until somebody guesses at the one-time link.

Werkzeug's threaded server, not gunicorn: the open vault, its lock and the session lie in the
memory of one process, and gunicorn would fork another. It is no server for the internet; here it
serves one person on one machine, without debugger, reloader or access log.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from dropbox.workstation.days import utc_today
from dropbox.workstation.desk import DEFAULT_WHO
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.ui.app import make_app
from dropbox.workstation.ui.gate import Gate
from dropbox.workstation.ui.room import Room
from dropbox.workstation.ui.workplace import DemoCourier, Workplace

ADDRESS = "127.0.0.1"
PORT = 8090
_LOOK_S = 2.0


class QuietHandler(WSGIRequestHandler):
    """Writes no log: a path names a case, and times tell who worked when."""

    # A slow or silent client must not hold a thread for ever.
    timeout = 60

    def version_string(self) -> str:
        """Return a name without versions."""
        return "titip"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Write nothing."""


class Interface:
    """One running interface; `link` opens it once."""

    def __init__(
        self,
        settings: WorkstationSettings,
        *,
        port: int = PORT,
        passphrase: str | None = None,
        who: str | None = None,
        today: Callable[[], int] = utc_today,
        sticks: Sequence[Path] = (),
        demo_courier: DemoCourier | None = None,
        idle_s: float | None = None,
    ) -> None:
        """Bind the port, 0 for any free one, and open the vault where the passphrase is given.

        `idle_s` is after how many seconds without work the vault is closed, by default those of the
        settings.

        Raises OSError for a port in use, and as Desk.open.
        """
        self._room = Room(settings, idle_s=60 * settings.idle_minutes if idle_s is None else idle_s)
        self._gate = Gate()
        self._ended = threading.Event()
        place = Workplace(
            self._room,
            self._gate,
            host="",
            today=today,
            end=self.stop,
            sticks=tuple(sticks),
            courier=demo_courier,
            demo=demo_courier is not None,
        )
        self._server: BaseWSGIServer = make_server(
            ADDRESS, port, make_app(place), threaded=True, request_handler=QuietHandler
        )
        place.host = f"{ADDRESS}:{self._server.port}"
        self._host = place.host
        try:
            if passphrase is not None:
                self._room.unlock(passphrase, today(), who or DEFAULT_WHO)
            elif who is not None:
                self._room.last_who = who
        except BaseException:
            self._server.server_close()
            raise

    @property
    def link(self) -> str:
        """The one-time link."""
        return f"http://{self._host}/?once={self._gate.token}"

    @property
    def besieged(self) -> bool:
        """Whether it stopped because somebody guessed at the link."""
        return self._gate.besieged

    def serve(self) -> None:
        """Serve until `stop` or Ctrl-C; then the vault is closed."""
        watch = threading.Thread(target=self._watch, name="idle", daemon=True)
        watch.start()
        try:
            self._server.serve_forever()
        finally:
            self._ended.set()
            self._server.server_close()
            self._room.close()

    def stop(self) -> None:
        """Let `serve` return; may be called from a request."""
        self._ended.set()
        # shutdown() waits for the loop, which a request's own thread may do, but not the loop's.
        threading.Thread(target=self._server.shutdown, name="stop", daemon=True).start()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK_S):
            self._room.lock_if_idle()


def run(
    settings: WorkstationSettings,
    port: int = PORT,
    passphrase: str | None = None,
    *,
    who: str | None = None,
    today: Callable[[], int] = utc_today,
    sticks: Sequence[Path] = (),
    demo_courier: DemoCourier | None = None,
) -> int:
    """Serve until Ctrl-C and return an exit status: 0, or 1 where somebody guessed at the link.

    Without `passphrase` the first screen asks for it. `sticks` are folders in which pickups are
    looked for besides what is mounted.
    """
    interface = Interface(
        settings,
        port=port,
        passphrase=passphrase,
        who=who,
        today=today,
        sticks=sticks,
        demo_courier=demo_courier,
    )
    print(  # noqa: T201 - the terminal is the only place where the link may appear
        "\n  Stasiun kerja / workstation – tautan sekali pakai / one-time link:\n\n"
        f"  {interface.link}\n\n"
        "  Selesai / to end: Ctrl+C\n",
        flush=True,
    )
    try:
        interface.serve()
    except KeyboardInterrupt:
        return 0
    if interface.besieged:
        print(  # noqa: T201
            "Lima tautan salah: ada yang menebak-nebak. Program berhenti.\n"
            "Five wrong links: somebody is guessing. The program has ended.",
            flush=True,
        )
        return 1
    return 0
