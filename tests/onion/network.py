"""A Tor network of its own on 127.0.0.1: authorities, relays, a service, clients (tests only).

Debian's `tor` with `TestingTorNetwork`. Nothing leaves this machine, and every process ends with
the process that started the network, also where that is killed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

AUTHORITIES = 3
RELAYS = 2
START_S = 180
# Short intervals: the first consensus with every relay in it is what the start waits for.
_AUTHORITY = """\
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
ContactInfo none
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
TestingMinExitFlagThreshold 0
TestingAuthDirTimeToLearnReachability 0
TestingV3AuthInitialVotingInterval 10 seconds
TestingV3AuthInitialVoteDelay 2 seconds
TestingV3AuthInitialDistDelay 2 seconds
V3AuthVotingInterval 20 seconds
V3AuthVoteDelay 4 seconds
V3AuthDistDelay 4 seconds
"""
_RELAY = """\
Address 127.0.0.1
AssumeReachable 1
ExitRelay 0
ExitPolicy reject *:*
"""
_VOTES = re.compile(rb"^r (\S+) ", re.MULTILINE)


def take_ports(count: int) -> list[int]:
    """Return so many different ports on which nothing listens now."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(probe.getsockname()[1]) for probe in probes]


def tor_program(name: str = "tor") -> str:
    """Return where `tor` or `tor-gencert` lies."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin")
    assert found, f"{name} is not installed; scripts/test does that"
    return found


@dataclass
class Node:
    """One tor process with a folder of its own; `log` grows as it runs."""

    name: str
    folder: Path
    lines: str
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The notices."""
        return self.folder / "notices.log"

    @property
    def torrc(self) -> Path:
        """The configuration."""
        return self.folder / "torrc"

    def start(self) -> None:
        """Start tor; it ends by itself within 15 seconds where this process is gone."""
        self.torrc.write_text(self.lines)
        command = [tor_program(), "-f", str(self.torrc)]
        with (self.folder / "stdout").open("ab") as out:
            self._process = subprocess.Popen(
                [*command, "--__OwningControllerProcess", str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(self.folder)},
            )

    def wait_for(self, words: str, deadline: float) -> None:
        """Return once the log holds `words`; fails, with the log's end, at the deadline."""
        while words not in (self.log.read_text() if self.log.exists() else ""):
            self.must_run()
            assert time.monotonic() < deadline, f"{self.name}: no '{words}':\n{self.end_of_log()}"
            time.sleep(0.1)

    def must_run(self) -> None:
        """Fail where the process ended."""
        assert self._process is not None
        assert self._process.poll() is None, f"{self.name} ended:\n{self.end_of_log()}"

    def end_of_log(self) -> str:
        """Return what tor said last."""
        said = [path.read_text() for path in (self.folder / "stdout", self.log) if path.exists()]
        return "".join(said)[-3_000:]

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.kill()
            self._process.wait()
            self._process = None


class TorNetwork:
    """Authorities and relays; services and clients are added with `node`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._nodes: list[Node] = []
        self._relays: list[Node] = []
        self._shared = ""
        self.started_s = 0.0

    def node(self, name: str, lines: str) -> Node:
        """Return a node of this network that is not started yet, with these lines of torrc."""
        folder = self._folder / name
        folder.mkdir(mode=0o700)
        common = (
            f"TestingTorNetwork 1\nDataDirectory {folder}/data\nRunAsDaemon 0\n"
            f"Log notice file {folder}/notices.log\nLearnCircuitBuildTimeout 0\n"
            # A busy machine sleeps; a network of five has no other relays to go to.
            "CircuitBuildTimeout 60\n"
        )
        (folder / "data").mkdir(mode=0o700)
        node = Node(name, folder, f"{common}{self._shared}{lines}")
        self._nodes.append(node)
        return node

    def start(self) -> None:
        """Start authorities and relays; `wait` waits until they agree."""
        self._began = time.monotonic()
        names = [f"authority{n}" for n in range(AUTHORITIES)] + [f"relay{n}" for n in range(RELAYS)]
        ports = take_ports(2 * len(names))
        nodes = []
        for place, name in enumerate(names):
            or_port, self_dir = ports[2 * place], ports[2 * place + 1]
            lines = f"Nickname {name}\n{_RELAY}ORPort {or_port}\nDirPort {self_dir}\nSocksPort 0\n"
            lines += _AUTHORITY if place < AUTHORITIES else ""
            nodes.append((self.node(name, lines), or_port, self_dir))
        with ThreadPoolExecutor() as pool:
            found = pool.map(lambda entry: _authority_line(*entry), nodes[:AUTHORITIES])
            self._shared = "".join(found)
        for node, _, _ in nodes:
            node.lines += self._shared
            node.start()
            self._relays.append(node)

    def wait(self) -> None:
        """Return once every relay is in a consensus that every relay has."""
        deadline = self._began + START_S
        wanted = len(self._relays)
        pending = self._relays
        while pending:
            for node in pending:
                node.must_run()
            pending = [node for node in pending if _listed(node) < wanted]
            assert time.monotonic() < deadline, "\n".join(n.end_of_log() for n in pending)
            time.sleep(0.2)
        self.started_s = time.monotonic() - self._began

    def stop(self) -> None:
        """End every process."""
        for node in self._nodes:
            node.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _listed(node: Node) -> int:
    for name in ("cached-microdesc-consensus", "cached-consensus"):
        path = node.folder / "data" / name
        if path.exists():
            return len(set(_VOTES.findall(path.read_bytes())))
    return 0


def _authority_line(node: Node, or_port: int, dir_port: int) -> str:
    """Make the keys of an authority and return the line by which every node knows it."""
    keys = node.folder / "data" / "keys"
    keys.mkdir(mode=0o700)
    subprocess.run(
        [
            *(tor_program("tor-gencert"), "--create-identity-key", "--passphrase-fd", "0"),
            *("-m", "12", "-a", f"127.0.0.1:{dir_port}"),
            *("-i", "authority_identity_key", "-s", "authority_signing_key"),
            *("-c", "authority_certificate"),
        ],
        input=b"\n",
        cwd=keys,
        check=True,
        capture_output=True,
    )
    certificate = (keys / "authority_certificate").read_text()
    ident = re.search(r"^fingerprint ([0-9A-F]{40})$", certificate, re.MULTILINE)
    assert ident, certificate
    # The directory line of the authority itself is not known yet; any other will do here.
    draft = node.folder / "torrc.draft"
    draft.write_text(
        f"{node.lines}DirAuthority x orport=1 v3ident={'A' * 40} 127.0.0.1:1 {'A' * 40}\n"
    )
    listed = subprocess.run(
        [tor_program(), "-f", str(draft), "--list-fingerprint", "--quiet"],
        check=True,
        capture_output=True,
        text=True,
    )
    fingerprint = "".join(listed.stdout.split()[1:])
    assert re.fullmatch(r"[0-9A-F]{40}", fingerprint), listed.stdout
    return (
        f"DirAuthority {node.name} orport={or_port} no-v2 v3ident={ident[1]} "
        f"127.0.0.1:{dir_port} {fingerprint}\n"
    )


def written_by(node: Node) -> Iterator[Path]:
    """Yield every file of a node."""
    yield from (path for path in sorted(node.folder.rglob("*")) if path.is_file())
