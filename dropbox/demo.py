"""`titip demo`: a throw-away inspectorate on this machine, for a first look (no real reports).

It is the one place that runs several programs together: the site as a process of its own, the
workstation here, and the courier between them, who otherwise walks.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from dropbox.carriage import Carriage, CarriageError
from dropbox.courier.delivering import bring_delivery, read_delivery
from dropbox.courier.door import close_epoch, get_bulletin
from dropbox.courier.fetching import fetch_pickup, has_pickup, pickup_name
from dropbox.courier.refusals import ExplainedError
from dropbox.courier.settings import CourierSettings, read_courier_settings
from dropbox.protocol.bulletin import verify_bulletin
from dropbox.settings import SettingsError
from dropbox.workstation.days import utc_today
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import VaultBusyError, WorkstationError
from dropbox.workstation.identity import DropIdentity
from dropbox.workstation.settings import read_workstation_settings
from dropbox.workstation.ui.server import Interface

# ruff: noqa: T201 - it prints what to click

EXIT_FAILED = 1
# Not a secret: it stands on the screen, and the demo vault guards nothing.
PASSPHRASE = "hanya untuk demo"  # noqa: S105
WHO = "demo"
_MARK = ".titip-demo"
_START_S = 60.0
_WALK_S = 5.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo`."""
    demo = subparsers.add_parser(
        "demo", help="run a throw-away demo inspectorate on this machine", allow_abbrev=False
    )
    demo.add_argument("--dir", type=Path, default=Path("demo"), help="its folder (default: demo)")
    demo.add_argument("--port", type=int, default=8080, help="the reporter's page")
    demo.add_argument("--courier-port", type=int, default=8081, help="the courier's door")
    demo.add_argument("--ui-port", type=int, default=8090, help="the workstation")
    demo.add_argument("--fresh", action="store_true", help="forget the last demo, begin anew")
    demo.set_defaults(run=_run)


class DemoError(Exception):
    """The demo cannot start; the text says what to do, in both languages."""


@dataclass(frozen=True)
class DemoPlace:
    """The folder of a demo and the ports that it is served on."""

    folder: Path
    port: int
    courier_port: int
    ui_port: int

    @property
    def config(self) -> Path:
        """The config.toml of all programs."""
        return self.folder / "config.toml"

    @property
    def stick(self) -> Path:
        """The folder that plays the USB stick."""
        return self.folder / "stick"

    @property
    def vault(self) -> Path:
        """The workstation's vault."""
        return self.folder / "vault"

    @property
    def url(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self.port}"


class DemoCourier:
    """The courier's two walks, as buttons of the workstation (which must not know the courier)."""

    def __init__(self, place: DemoPlace) -> None:
        self._place = place

    def fetch(self) -> list[Path]:
        """Close the epoch and return the pickups that wait, verified, on the demo's stick.

        Raises CarriageError and what else fetch_pickup raises; the texts are fit to
        be shown.
        """
        settings = self._settings()
        paths = []
        with self._door(settings) as door:
            for entry in close_epoch(door):
                if not has_pickup(self._place.stick, entry, settings.sid):
                    fetch_pickup(door, entry, self._place.stick, settings.sid, lambda *_: None)
                paths.append(self._place.stick / pickup_name(entry))
        return paths

    def publish(self, delivery_path: Path) -> str:
        """Bring a delivery to the site and return what it now shows, in both languages.

        Raises CarriageError, ExplainedError, OSError; the texts are fit to be shown.
        """
        settings = self._settings()
        raw, delivery = read_delivery(delivery_path, settings.did)
        with self._door(settings) as door, Carriage(settings.public_url) as public:
            shown = bring_delivery(door, public, raw, delivery)
        return (
            f"Situs kini menampilkan maklumat nomor {shown.number}."
            f" / The site now shows bulletin number {shown.number}."
        )

    def shown_day(self) -> int | None:
        """Return the day of issue of what the site shows, or None before the first delivery."""
        settings = self._settings()
        with self._door(settings) as door:
            raw = get_bulletin(door)
        return None if raw is None else verify_bulletin(raw, settings.did).issued

    def _settings(self) -> CourierSettings:

        return read_courier_settings(self._place.config)

    def _door(self, settings: CourierSettings) -> Carriage:

        return Carriage(settings.courier_url, token=settings.read_token())


def _run(arguments: argparse.Namespace) -> int:

    place = DemoPlace(
        arguments.dir.resolve(), arguments.port, arguments.courier_port, arguments.ui_port
    )
    # Ended by a service manager or a test, it must end what it started just as after Ctrl-C.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _check_ports(place)
        identity = _prepare(place, fresh=arguments.fresh)
        with _site(place):
            _first_delivery(place)
            _serve_workstation(place, identity)
    except KeyboardInterrupt:
        _say("\nDemo selesai. / The demo has ended.")
    except (
        CarriageError,
        DemoError,
        ExplainedError,
        OSError,
        SettingsError,
        WorkstationError,
    ) as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _check_ports(place: DemoPlace) -> None:
    for port, option in (
        (place.port, "--port"),
        (place.courier_port, "--courier-port"),
        (place.ui_port, "--ui-port"),
    ):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            raise DemoError(
                f"Porta {port} dipakai program lain. Hentikan, atau pilih lain: {option}.\n"
                f"Port {port} is used by another program. Stop it, or choose another: {option}."
            ) from None


def _prepare(place: DemoPlace, *, fresh: bool) -> DropIdentity:
    """Return the demo inspectorate in the folder, which the first run makes."""
    mark = place.folder / _MARK
    if place.folder.exists() and any(place.folder.iterdir()) and not mark.exists():
        raise DemoError(
            f"{place.folder} berisi hal lain, bukan demo. Pilih folder lain dengan --dir.\n"
            f"{place.folder} holds something else, no demo. Choose another folder with --dir."
        )
    if fresh and mark.exists():
        shutil.rmtree(place.folder)
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()
    place.stick.mkdir(exist_ok=True)
    _write_token(place.folder / "courier.token")
    # The site's and the courier's tables need the root key, which the ceremony makes.
    _write_config(place, None)
    settings, today = read_workstation_settings(place.config), utc_today()
    if not place.vault.exists():
        _say("Membuat inspektorat demo … / Making a demo inspectorate …")
        Desk.init(settings, PASSPHRASE, today, who=WHO, demo=True)
    with Desk.open(settings, PASSPHRASE, today, who=WHO) as desk:
        identity = desk.identity()
    _write_config(place, identity)
    return identity


def _write_token(path: Path) -> None:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")


def _write_config(place: DemoPlace, identity: DropIdentity | None) -> None:

    tables = [
        f"""# Written anew by every `titip demo`.
[workstation]
vault_dir = "vault"
desk_id = "Inspektorat Percontohan (DEMO)"
desk_en = "Demonstration Inspectorate (DEMO)"
site_url = "{place.url}"
attachments_len = 100000000
"""
    ]
    if identity is not None:
        tables.append(
            f"""
[site]
data = "site"
site_json = "vault/keys/site.json"
courier_token = "courier.token"
public = "127.0.0.1:{place.port}"
courier = "127.0.0.1:{place.courier_port}"
letters_max = 512
chunks_max = 512
chunks_extent = 128

[courier]
public_url = "{place.url}"
courier_url = "http://127.0.0.1:{place.courier_port}"
token_file = "courier.token"
sid = "{identity.sid}"
root_pk = "{identity.root_pk}"
stick_dir = "stick"
"""
        )
    place.config.write_text("".join(tables), encoding="utf-8")


@contextlib.contextmanager
def _site(place: DemoPlace) -> Iterator[None]:
    """Serve the site in a process of its own while the body runs."""
    log_path = place.folder / "site.log"
    with log_path.open("wb") as log:
        # A session of its own: Ctrl-C reaches the demo alone, which then ends the site in order.
        process = subprocess.Popen(  # noqa: S603 - the interpreter and arguments of our own
            [sys.executable, "-m", "dropbox.cli", "site", "serve", "--config", str(place.config)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        for port in (place.port, place.courier_port):
            _wait_for(port, process, log_path)
        yield
    finally:
        # A second Ctrl-C must not leave the site behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + _START_S
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    log = log_path.read_text(encoding="utf-8", errors="replace")[-2_000:]
    raise DemoError(f"Situs tidak menyala. / The site does not start.\n{log}")


def _first_delivery(place: DemoPlace) -> None:
    """Publish a bulletin of today unless the site shows one."""
    walker = DemoCourier(place)
    shown_day = walker.shown_day()
    if shown_day is None or shown_day < utc_today():
        _say(walker.publish(_compose(place)))


def _serve_workstation(place: DemoPlace, identity: DropIdentity) -> None:
    """Serve the interface until Ctrl-C; Enter in the terminal plays the courier meanwhile."""
    walker = DemoCourier(place)
    interface = Interface(
        read_workstation_settings(place.config),
        port=place.ui_port,
        passphrase=PASSPHRASE,
        who=WHO,
        sticks=(place.stick,),
        demo_courier=walker,
    )
    _say(
        f"""
  *** DEMO – bukan untuk laporan sungguhan / not for real reports ***

  1. Pelapor / reporter:       {place.url}/{identity.fragment}
     Tulis laporan, catat delapan kata, kirim.
     Write a report, note the eight words, send it.

  2. Stasiun kerja / workstation (tautan sekali pakai / one-time link):
                               {interface.link}
     Impor → Ambil dari situs (kurir demo); buka perkara, jawab;
     Antaran → Buat dan tulis → Antar ke situs (kurir demo).
     Import and fetch; open the case, answer; deliver and bring to the site.
     Frasa sandi brankas / vault passphrase: {PASSPHRASE}

  3. Kembali ke halaman pelapor: buka laporan dengan delapan kata, baca jawabannya.
     Back on the reporter's page: open the report with the eight words, read the answer.

  Enter di terminal ini memainkan kurir; Ctrl-C mengakhiri semuanya.
  Enter in this terminal plays the courier; Ctrl-C ends everything.
"""
    )
    ended = threading.Event()
    walking = threading.Thread(target=_walk_on_enter, args=(place, walker, ended), daemon=True)
    try:
        walking.start()
        interface.serve()
    finally:
        # A daemon, because Ctrl-C may fall anywhere, also between its start and this line.
        ended.set()
        if walking.is_alive():
            walking.join(_WALK_S)


def _walk_on_enter(place: DemoPlace, walker: DemoCourier, ended: threading.Event) -> None:
    """Walk a round after each Enter, until `ended` or the end of input."""
    while not ended.is_set():
        # Not sys.stdin: a thread that sleeps in it keeps the interpreter from ending.
        try:
            ready, _, _ = select.select([0], [], [], 0.3)
            if not ready:
                continue
            if not os.read(0, 4_096):
                return
        except OSError:
            return
        try:
            _say(walk_round(place, walker))
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the next Enter may work
            _say(str(error))


def walk_round(place: DemoPlace, walker: DemoCourier) -> str:
    """Fetch, import, deliver and publish; returns what happened, in both languages.

    Where the interface has the vault open, importing and delivering are its buttons: then only
    the courier's part is played, with what lies on the stick.
    """
    paths = walker.fetch()
    try:
        delivery = _compose(place, paths)
    except VaultBusyError:
        waiting = sorted(place.stick.glob("*.delivery"))
        published = walker.publish(waiting[-1]) if waiting else ""
        return (
            f"{len(paths)} ambilan di {place.stick}; bukalah dari stasiun kerja. {published}\n"
            f"{len(paths)} pickups on {place.stick}; import them at the workstation."
        )
    return f"{len(paths)} ambilan dibuka / pickups imported. {walker.publish(delivery)}"


def _compose(place: DemoPlace, pickups: list[Path] | None = None) -> Path:
    """Import pickups, write the next delivery to the stick and return its path."""
    today = utc_today()
    settings = read_workstation_settings(place.config)
    with Desk.open(settings, PASSPHRASE, today, who=WHO) as desk:
        for path in pickups or []:
            desk.import_pickup(path, today)
        return Path(desk.deliver(place.stick, today, early=True).path)


def _say(text: str) -> None:
    print(text, flush=True)
