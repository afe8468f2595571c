"""The command hands over to the program that was asked for, and says plainly what is missing."""

import importlib
import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace

import pytest

from dropbox import cli
from dropbox.protocol.errors import TitipError


def with_program(monkeypatch: pytest.MonkeyPatch, run: object) -> None:
    def register(subparsers: "cli.Subparsers") -> None:
        subparsers.add_parser("site").set_defaults(run=run)

    module = SimpleNamespace(register=register)
    monkeypatch.setattr(importlib, "import_module", lambda _name: module)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"titip {version('titip')}\n"


def test_without_arguments_it_lists_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == cli.EXIT_USAGE
    listed = capsys.readouterr().err
    assert all(program in listed for program in cli.PROGRAMS)


def test_the_status_is_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    with_program(monkeypatch, lambda _arguments: 7)
    assert cli.main(["site"]) == 7


def test_an_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_arguments: object) -> int:
        raise TitipError("This delivery is older than the last one.")

    with_program(monkeypatch, run)
    assert cli.main(["site"]) == cli.EXIT_FAILED
    assert capsys.readouterr().err == "titip site: This delivery is older than the last one.\n"


def test_a_missing_package_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(_name: str) -> None:
        raise ModuleNotFoundError(name="flask.json")

    monkeypatch.setattr(importlib, "import_module", absent)
    assert cli.main(["site", "serve"]) == cli.EXIT_FAILED
    told = capsys.readouterr().err
    assert told == "titip site: the package flask is not installed: pip install 'titip[site]'\n"


def test_help_imports_no_program() -> None:
    listing = "import sys; from dropbox import cli; cli.main([]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    programs = {f"dropbox.{program}" for program in cli.PROGRAMS}
    assert not loaded & (programs | {"flask", "httpx", "sqlcipher3", "nacl"})
