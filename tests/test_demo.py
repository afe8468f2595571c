"""`titip demo` as a newcomer starts it: both doors serve, it ends in order, and starts again."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import pytest

from dropbox.protocol.bulletin import Bulletin, verify_bulletin
from dropbox.protocol.drop import read_fragment
from tests.carriers.running import TITIP, free_port, titip


@dataclass
class Demo:
    """A demo that runs; `lines` gives what it prints."""

    process: subprocess.Popen[str]
    ports: tuple[int, int, int]
    lines: Queue[str]

    def line_with(self, text: str) -> str:
        while True:
            line = self.lines.get(timeout=90)
            if text in line:
                return line
            assert line, f"ended before it printed {text!r}"

    def link(self) -> str:
        return self.line_with("#k=").split()[-1]

    def bulletin(self, link: str) -> Bulletin:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", "/bulletin")
            raw = connection.getresponse().read()
        return verify_bulletin(raw, read_fragment(link[link.index("#") :]))


@contextlib.contextmanager
def running(folder: Path, *more: str) -> Iterator[Demo]:
    ports = free_port(), free_port(), free_port()
    options = ["--port", "--courier-port", "--ui-port"]
    numbered = [str(part) for pair in zip(options, ports, strict=True) for part in pair]
    process = subprocess.Popen(
        [*TITIP, "demo", "--dir", str(folder), *numbered, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: Queue[str] = Queue()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    reading = threading.Thread(target=read)
    reading.start()
    try:
        yield Demo(process, ports, lines)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        reading.join()
        assert process.stdin
        assert process.stdout
        process.stdin.close()
        process.stdout.close()


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@pytest.mark.slow
def test_it_starts_ends_and_starts_again_with_the_same_inspectorate(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with running(folder) as demo:
        link = demo.link()
        bulletin = demo.bulletin(link)
        assert bulletin.content["demo"] is True
        assert bulletin.number == 1
    assert demo.process.returncode == 0
    assert all(map(_is_free, demo.ports))
    with running(folder) as again:
        assert again.link().split("#")[1] == link.split("#")[1]
        assert again.bulletin(link).raw == bulletin.raw
    with running(folder, "--fresh") as fresh:
        assert fresh.link().split("#")[1] != link.split("#")[1]


@pytest.mark.slow
def test_a_report_is_carried_by_pressing_enter(tmp_path: Path) -> None:
    report = tmp_path / "laporan.toml"
    report.write_text('category = "lainnya"\nwhat = "Uji"\naccount = "Uji"\n')
    with running(tmp_path / "demo") as demo:
        link = demo.link()
        demo.line_with("Ctrl-C")
        titip("reporter", "send", "--link", link, "--report", report, "--json")
        assert demo.process.stdin
        demo.process.stdin.write("\n")
        demo.process.stdin.flush()
        demo.line_with("1 ambilan")
        assert list((tmp_path / "demo" / "stick").glob("*.pickup"))


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tesis.odt").write_text("x")
    done = titip(
        "demo",
        "--dir",
        tmp_path,
        "--fresh",
        "--port",
        free_port(),
        "--courier-port",
        free_port(),
        "--ui-port",
        free_port(),
        expect=1,
    )
    assert "--dir" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["tesis.odt"]


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = titip("demo", "--dir", tmp_path / "demo", "--port", port, expect=1)
    assert str(port) in done.stderr
    assert "--port" in done.stderr
    assert not (tmp_path / "demo").exists()
