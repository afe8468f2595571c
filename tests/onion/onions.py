"""A site's two onion services in the private Tor network, and clients to reach them (tests only).

The services run with the torrc that `titip site deploy-files` writes.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.carriers.running import titip
from tests.onion.network import START_S, Node, TorNetwork, take_ports
from tests.onion.tap import Tap

_CONFIG = """\
[site]
data = "unused"
site_json = "unused"
courier_token = "unused"
public = "unix:{folder}/public.sock"
courier = "unix:{folder}/courier.sock"
public_proxy_line = true

[onion]
keys_dir = "{folder}/keys"
courier_clients = ["{client}"]
"""
_COURIER = """\
[courier]
public_url = ""
courier_url = "{url}"
token_file = "unused"
sid = "{sid}"
root_pk = "{root_pk}"
"""
BOOTSTRAPPED = "Bootstrapped 100%"


class Onions:
    """The network with everything in it; `start` and `wait` may run while other things are done.

    Tor passes visitors to a tap, which notes its line and passes them on to `site_socket`.
    """

    def __init__(self) -> None:
        # Short, because the path of a Unix socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="titip-tor-"))
        self.network = TorNetwork(self.folder)
        self.site_socket, self.courier_socket = self.folder / "s.sock", self.folder / "courier.sock"
        self.tap = Tap(self.folder / "public.sock", self.site_socket)
        self._auth_dir = self.folder / "auth"
        self.ports = take_ports(3)
        self.started_s = 0.0
        self._began = time.monotonic()

    def start(self) -> None:
        """Start everything and return once the services are on the air."""
        self.network.start()
        self._write_service()
        self.network.wait()
        self.service.start()
        self.public_host, self.courier_host = map(self._host, ("titip-public", "titip-courier"))
        self.clients = {"visitors": self._client("visitors", self.ports[:2], "")}
        # Once more, now that the address is known, as docs/COURIER.md tells the courier.
        self._courier_key(f"http://{self.courier_host}")
        self.clients["courier"] = self._client(
            "courier", self.ports[2:], f"ClientOnionAuthDir {self._auth_dir}\n"
        )
        deadline = time.monotonic() + START_S
        for node in (self.service, *self.clients.values()):
            node.wait_for(BOOTSTRAPPED, deadline)
        self.started_s = time.monotonic() - self._began

    @property
    def visitors_socks(self) -> tuple[str, str]:
        """Two addresses of SOCKS whose circuits are never shared."""
        return f"127.0.0.1:{self.ports[0]}", f"127.0.0.1:{self.ports[1]}"

    @property
    def courier_socks(self) -> str:
        """SOCKS of the Tor that has the courier's key."""
        return f"127.0.0.1:{self.ports[2]}"

    def _write_service(self) -> None:
        keys = self.folder / "keys"
        keys.mkdir(mode=0o700)
        config = self.folder / "config.toml"
        config.write_text(_CONFIG.format(folder=self.folder, client=self._courier_key("")))
        made = self.folder / "made"
        titip("site", "deploy-files", "--config", config, "--to", made)
        shutil.copytree(made / "tor/titip-courier", keys / "titip-courier")
        (keys / "titip-courier").chmod(0o700)
        (keys / "titip-courier/authorized_clients").chmod(0o700)
        self.service = self.network.node("service", (made / "tor/torrc").read_text())

    def _courier_key(self, url: str) -> str:
        """Return the line for the site that `titip courier key` prints."""
        config = self.folder / "courier.toml"
        config.write_text(_COURIER.format(url=url, sid="00" * 16, root_pk="00" * 32))
        done = titip("courier", "key", "--config", config, "--to", self._auth_dir)
        return done.stdout.strip()

    def _host(self, name: str) -> str:
        path = self.folder / "keys" / name / "hostname"
        deadline = time.monotonic() + START_S
        while not path.exists() or not path.read_text().endswith("\n"):
            self.service.must_run()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return path.read_text().strip()

    def _client(self, name: str, ports: list[int], lines: str) -> Node:
        flags = ("", " ExtendedErrors")
        socks = "".join(
            f"SocksPort 127.0.0.1:{port}{flag}\n" for port, flag in zip(ports, flags, strict=False)
        )
        node = self.network.node(name, f"{socks}{lines}")
        node.start()
        return node

    def stop(self) -> None:
        """End everything and remove its folder."""
        self.network.stop()
        self.tap.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
