"""The real site and the real commands as processes (tests only)."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from dropbox.workstation.public_keys import write_public_keys
from tests.carriers.inspectorate import Inspectorate

TITIP = [sys.executable, "-m", "dropbox.cli"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Site:
    """`titip site serve` on free ports of this machine."""

    folder: Path
    desk: Inspectorate
    token: str = "t" * 64
    public_port: int = field(default_factory=free_port)
    courier_port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.public_port}"

    @property
    def courier_url(self) -> str:
        return f"http://127.0.0.1:{self.courier_port}"

    def post(self, path: str, body: bytes, port: int | None = None) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.public_port, timeout=60)
        with contextlib.closing(connection):
            headers = {"Content-Type": "application/octet-stream"}
            headers |= {"Authorization": f"Bearer {self.token}"} if port else {}
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            assert answer.status == 204, answer.read()

    def deliver(self, delivery: bytes) -> None:
        self.post("/deliveries", delivery, self.courier_port)

    def __enter__(self) -> Self:
        self.folder.mkdir()
        write_public_keys(self.folder / "keys", self.desk.sid, self.desk.root_pk)
        token = self.folder / "token"
        token.touch(mode=0o600)
        token.write_text(self.token)
        config = self.folder / "config.toml"
        config.write_text(
            '[site]\ndata = "data"\nsite_json = "keys/site.json"\ncourier_token = "token"\n'
            f'public = "127.0.0.1:{self.public_port}"\n'
            f'courier = "127.0.0.1:{self.courier_port}"\n'
            "chunks_max = 64\nchunks_extent = 32\nletters_max = 256\n"
            'letters_limit = "100000/minute"\nreads_limit = "100000/minute"\n'
        )
        self._log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            [*TITIP, "site", "serve", "--config", str(config)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        for port in (self.public_port, self.courier_port):
            wait_for_port(port, self._process, self.folder / "log")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._log.close()


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once something listens; fails, with the log, where the process ended before."""
    while True:
        if process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode}: {log.read_text()}")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)


def titip(
    *arguments: object, answers: str = "", expect: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run `titip` with these arguments and lines of answers; fails at another exit status."""
    done = subprocess.run(
        [*TITIP, *map(str, arguments)],
        input=answers,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == expect, (done.returncode, done.stdout, done.stderr)
    return done


def courier(*arguments: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
    return titip("courier", *arguments, expect=expect)


class Doors(Protocol):
    """What a courier knows of a site."""

    @property
    def url(self) -> str: ...

    @property
    def courier_url(self) -> str: ...

    @property
    def token(self) -> str: ...


class Keys(Protocol):
    """What a courier knows of an inspectorate."""

    @property
    def sid(self) -> bytes: ...

    @property
    def root_pk(self) -> bytes: ...


def write_courier_config(
    folder: Path,
    site: Doors,
    desk: Keys,
    *,
    public_url: str = "",
    courier_url: str = "",
    socks: str = "",
    token: str = "",
) -> Path:
    """Return the path of a new config.toml for the courier."""
    (folder / "courier.token").write_text((token or site.token) + "\n")
    path = folder / "courier.toml"
    path.write_text(
        f'[courier]\npublic_url = "{public_url or site.url}"\n'
        f'courier_url = "{courier_url or site.courier_url}"\n'
        f'token_file = "courier.token"\nsocks = "{socks}"\n'
        f'sid = "{desk.sid.hex()}"\nroot_pk = "{desk.root_pk.hex()}"\n'
    )
    return path
