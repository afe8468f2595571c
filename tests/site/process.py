"""`titip site serve` as a process, and requests written by hand (tests only)."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.builders import Drop
from tests.site.opened import OCTETS, TOKEN, wait_until

SILENCE_S = 20
# The first start writes all the room that a test asks for.
START_S = 120
SETTINGS = {
    "data": "data",
    "site_json": "site.json",
    "courier_token": "token",
    "public": "127.0.0.1:0",
    "courier": "127.0.0.1:0",
    "static": "static",
    "letters_max": 64,
    "chunks_max": 16,
    "chunks_extent": 16,
    "reserve_percent": 0,
}


@dataclass
class Answer:
    """One answer as it came over the wire; names of headers in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def error(self) -> str:
        return str(json.loads(self.body)["error"])

    def header(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


class Line:
    """A connection to a door, on which any bytes may be sent."""

    def __init__(self, address: str, proxy_line: bytes = b"") -> None:
        if address.startswith("unix:"):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(SILENCE_S)
            self.socket.connect(address.removeprefix("unix:"))
        else:
            host, _, port = address.rpartition(":")
            self.socket = socket.create_connection((host, int(port)), timeout=SILENCE_S)
        if proxy_line:
            self.socket.sendall(proxy_line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def send(self, raw: bytes) -> None:
        self.socket.sendall(raw)

    def receive(self, method: str = "GET") -> Answer:
        answer = HTTPResponse(self.socket, method=method)
        answer.begin()
        headers = [(key.lower(), value) for key, value in answer.getheaders()]
        return Answer(answer.status, headers, answer.read())

    def ask(self, raw: bytes) -> Answer:
        self.send(raw)
        return self.receive()

    def closed(self) -> bool:
        """Wait until the other side closes; tell whether it sent nothing before."""
        return self.socket.recv(1) == b""


def request(
    method: str, path: str, body: bytes = b"", content_type: str = OCTETS, token: str = ""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: situs"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Process:
    """A running site in `folder`; what it writes to its streams is in `log`."""

    folder: Path
    desk: Drop
    changes: dict[str, object] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        identity = {"root_pk": self.desk.root_pk.hex(), "sid": self.desk.sid.hex()}
        (self.folder / "site.json").write_text(json.dumps(identity, separators=(",", ":")))
        (self.folder / "token").touch(mode=0o600)
        (self.folder / "token").write_text(TOKEN)
        write_static(self.folder / "static")
        settings = SETTINGS | self.changes
        lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
        self.config = self.folder / "config.toml"
        self.config.write_text("[site]\n" + "\n".join(lines) + "\n")
        self.out, self.errors = self.folder / "out", self.folder / "errors"
        self.public = self.courier = ""

    def launch(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dropbox.cli", "site", "serve"]
        with self.out.open("wb") as out, self.errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [*command, "--config", str(self.config)],
                stdout=out,
                stderr=errors,
                env=os.environ | self.environment,
            )
        return self._process

    def start(self) -> Self:
        self.launch()
        try:
            wait_until(lambda: self.ended or b"courier" in self.out.read_bytes(), START_S)
        except AssertionError:
            self.kill()
            raise
        assert self._process.poll() is None, self.errors.read_text()
        said = dict(line.split() for line in self.out.read_text().splitlines())
        self.public, self.courier = said["public"], said["courier"]
        return self

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def stop(self) -> None:
        """End it as an operator would."""
        if self._process.poll() is None:
            self._process.terminate()
            assert self._process.wait(30) == 0

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    @property
    def log(self) -> bytes:
        return self.out.read_bytes() + self.errors.read_bytes()

    def ask(self, raw: bytes, proxy_line: bytes = b"") -> Answer:
        with Line(self.public, proxy_line) as line:
            return line.ask(raw)

    def ask_courier(self, method: str, path: str, body: bytes = b"", kind: str = OCTETS) -> Answer:
        with Line(self.courier) as line:
            return line.ask(request(method, path, body, kind, TOKEN))

    def command(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run `titip site check` or `status` with --json."""
        command = [sys.executable, "-m", "dropbox.cli", "site", name, "--json"]
        return subprocess.run(
            [*command, "--config", str(self.config)], capture_output=True, text=True, check=False
        )


def write_static(folder: Path) -> None:
    """Write what a build leaves: two files, one of them packed too, and their manifest."""
    import gzip
    import hashlib

    folder.mkdir(exist_ok=True)
    files = {
        "index.html": b"<!doctype html><title>Titip</title>",
        "app.js": b"'use strict';\n" * 99,
    }
    manifest = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    files["manifest.json"] = json.dumps(manifest).encode()
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    packed = {"app.js.gz": gzip.compress(files["app.js"]), "app.js.br": b"stands for brotli"}
    hashes = {name: hashlib.sha256(raw).hexdigest() for name, raw in packed.items()}
    packed["packed.json"] = json.dumps(hashes).encode()
    for name, raw in packed.items():
        (folder / name).write_bytes(raw)
