"""`titip site serve | check | status | deploy-files`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from dropbox.settings import SettingsError, read_settings
from dropbox.site.settings import SiteSettings, check_settings

# Room that takes longer to make than a moment.
SAID_FROM_LEN = 256 << 20


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the site's commands to `titip`."""
    site = subparsers.add_parser(
        "site", help="the online program: serve, check, status, deploy-files"
    )
    commands = site.add_subparsers(metavar="command", required=True)
    for name, run, text in (
        ("serve", _serve, "serve both doors until the process is ended"),
        ("check", _check, "say what would keep the site from serving well"),
        ("status", _status, "say how full the site is, in round numbers"),
        ("deploy-files", _deploy_files, "write the files that Tor needs to run the site"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--config", type=Path, default=Path("config.toml"))
        if name in {"check", "status"}:
            command.add_argument("--json", action="store_true", help="for programs")
        if name == "deploy-files":
            command.add_argument("--to", type=Path, metavar="DIR", required=True)
        command.set_defaults(run=run)


def _read(arguments: argparse.Namespace) -> SiteSettings:
    return check_settings(read_settings(arguments.config, "site", SiteSettings))


def _serve(arguments: argparse.Namespace) -> int:
    from dropbox.site.quiet_log import start_log
    from dropbox.site.serving import Site

    start_log()
    try:
        site = Site(_read(arguments), _say_progress)
    except OSError as error:
        raise SettingsError(f"A door cannot be opened: {error.strerror}.") from None
    stop, told = threading.Event(), threading.Event()

    def tell(*_: object) -> None:
        told.set()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    # A door that ended by itself takes the site with it, so that whoever minds it starts it again.
    site.start(stop.set)
    for name, door in site.doors.items():
        print(f"{name:7} {door.address}", flush=True)
    stop.wait()
    site.stop()
    return 0 if told.is_set() else 1


def _say_progress(made: int, whole: int) -> None:
    # To the log's stream: whoever starts the site waits for its addresses on the other.
    end = "\n" if made == whole else ""
    if whole >= SAID_FROM_LEN and (sys.stderr.isatty() or end):
        line = f"\rroom: {made >> 20} of {whole >> 20} MiB made"
        print(line if sys.stderr.isatty() else line[1:], end=end, file=sys.stderr, flush=True)


def _check(arguments: argparse.Namespace) -> int:
    from dropbox.site.checks import check_site
    from dropbox.site.machine_checks import check_machine

    settings = _read(arguments)
    findings = [*check_site(settings), *check_machine(arguments.config, settings)]
    if arguments.json:
        print(json.dumps([vars(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            mark = "ok  " if finding.ok else ("hint" if finding.advice else "FAIL")
            print(f"{mark} {finding.what}: {finding.text}")
    return 0 if all(finding.ok or finding.advice for finding in findings) else 1


def _status(arguments: argparse.Namespace) -> int:
    from dropbox.site.checks import read_status
    from dropbox.site.store import StoreError

    try:
        status = read_status(_read(arguments))
    except StoreError as error:
        print(f"titip site: {error}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(status))
    else:
        for key, value in status.items():
            print(f"{key:24} {value}")
    return 0


def _deploy_files(arguments: argparse.Namespace) -> int:
    from dropbox.site.deploying import deploy_files, write_files

    for path in write_files(arguments.to, deploy_files(arguments.config, _read(arguments))):
        print(path)
    return 0
