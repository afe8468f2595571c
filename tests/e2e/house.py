"""A whole house for a test: a running site, a workstation with a vault, and the courier."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from dropbox.workstation.cases import LetterItem
from dropbox.workstation.days import utc_today
from dropbox.workstation.delivering import DeliveryResult
from dropbox.workstation.desk import Desk
from dropbox.workstation.importing import ImportResult
from dropbox.workstation.settings import read_workstation_settings

PASSPHRASE = "hanya untuk pengujian"
START_S = 60
TITIP = [sys.executable, "-m", "dropbox.cli"]


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """An inspectorate with its site; everything lives below `folder` and ends with the block."""

    folder: Path
    port: int = field(default_factory=free_port)
    courier_port: int = field(default_factory=free_port)
    # How far the workstation's calendar is behind, and lines for its part of the configuration.
    days_behind: int = 0
    workstation: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.stick = self.folder / "stick"
        self.stick.mkdir()
        self.site_dir = self.folder / "site"
        self.log = self.folder / "site.log"
        self.config = self.folder / "config.toml"
        token = self.folder / "courier.token"
        token.write_text(os.urandom(32).hex() + "\n")
        token.chmod(0o600)
        workstation = f"""
[workstation]
vault_dir = "vault"
desk_id = "Inspektorat Uji"
desk_en = "Trial Inspectorate"
site_url = "http://127.0.0.1:{self.port}"
{self.workstation}
"""
        self.config.write_text(workstation)
        self.settings = read_workstation_settings(self.config)
        identity = Desk.init(self.settings, PASSPHRASE, self.today(), demo=True)
        self.fragment = identity.fragment
        self.did = bytes.fromhex(identity.did)
        self.digits = identity.digits
        self.config.write_text(
            f"""{workstation}
[site]
data = "site"
site_json = "vault/keys/site.json"
courier_token = "courier.token"
letters_max = 512
chunks_max = 1024
chunks_extent = 128
{self.site_doors()}
[courier]
token_file = "courier.token"
{self.courier_doors()}
sid = "{identity.sid}"
root_pk = "{identity.root_pk}"
stick_dir = "stick"
"""
        )

    def site_doors(self) -> str:
        """Return where the site listens, as lines of config.toml."""
        return f"""public = "127.0.0.1:{self.port}"
courier = "127.0.0.1:{self.courier_port}"
"""

    def courier_doors(self) -> str:
        """Return where the courier finds the site, as lines of config.toml."""
        return f"""public_url = "http://127.0.0.1:{self.port}"
courier_url = "http://127.0.0.1:{self.courier_port}"
"""

    def answers(self) -> bool:
        """Tell whether the site takes connections."""
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        return False

    def today(self) -> int:
        """Return the day at the workstation."""
        return utc_today() - self.days_behind

    def start_site(self) -> None:
        """Start `titip site serve` and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*TITIP, "site", "serve", "--config", str(self.config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self._process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text(errors="replace")[-3000:])

    @property
    def site_id(self) -> int | None:
        """The id of the site's process while it runs."""
        return self._process.pid if self._process is not None else None

    def stop_site(self, *, kill: bool = False) -> None:
        """End the site, at once with `kill`."""
        if self._process is not None:
            if kill:
                self._process.kill()
            else:
                self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def desk(self) -> Desk:
        """Open the workstation; close it again, since one process at a time may have it."""
        return Desk.open(self.settings, PASSPHRASE, self.today())

    def carry_in(self) -> list[ImportResult]:
        """Fetch what waits at the site by the courier's command and import it."""
        listing = self._titip("courier", "pickup", "--config", str(self.config), "--json")
        assert json.loads(listing)
        with self.desk() as desk:
            return [
                desk.import_pickup(path, self.today())
                for path in sorted(self.stick.glob("*.pickup"))
            ]

    def deliver(self) -> DeliveryResult:
        """Compose a delivery and bring it to the site by the courier's command."""
        with self.desk() as desk:
            result = desk.deliver(self.stick, self.today(), early=True)
        self._titip("courier", "deliver", "--config", str(self.config), result.path)
        return result

    def _titip(self, *arguments: str) -> str:
        done = subprocess.run(
            [*TITIP, *arguments], capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def only_case_letters(self) -> tuple[str, list[LetterItem]]:
        """Return number and letters of the one case there is."""
        with self.desk() as desk:
            cases = desk.cases()
            assert len(cases) == 1, cases
            items = desk.conversation(cases[0].number)
            return cases[0].number, [item for item in items if isinstance(item, LetterItem)]

    def __enter__(self) -> Self:
        self.start_site()
        self.deliver()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_site()
