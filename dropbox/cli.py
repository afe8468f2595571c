"""The command `titip`: finds the program that was asked for and hands over to it.

Each program (site, workstation, courier, reporter) has a module `commands` with a function
`register(subparsers)`, which adds its subcommands; a subcommand sets `run`, a function from the
parsed arguments to an exit status. Only the program that is asked for is imported, so that the
site's machine runs without the workstation's packages, and the other way round.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TypeAlias

from dropbox.protocol.errors import TitipError
from dropbox.settings import SettingsError

PROGRAMS = {
    "site": "the online program: serve, check, status",
    "workstation": "the offline program: cases, replies, deliveries",
    "courier": "carry pickups and deliveries over Tor",
    "reporter": "seal, send and read from the command line",
}

# Commands that run several programs together, and so belong to none.
JOINT_COMMANDS = {
    "demo": "run a throw-away demo inspectorate on this machine",
}

# argparse has no public name for what add_subparsers returns.
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

EXIT_FAILED = 1
EXIT_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run `titip` with these arguments (the process's own by default); returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments[0] if arguments else ""
    parser, subparsers = _top_level_parser()
    if name in PROGRAMS or name in JOINT_COMMANDS:
        try:
            _register(name, subparsers)
        except ModuleNotFoundError as error:
            print(f"titip {name}: {_what_is_missing(name, error)}", file=sys.stderr)
            return EXIT_FAILED
    else:
        # Nothing is imported for `titip --help`; the table above says enough.
        for program, help_line in (PROGRAMS | JOINT_COMMANDS).items():
            subparsers.add_parser(program, help=help_line, add_help=False)
    if not arguments:
        parser.print_help(sys.stderr)
        return EXIT_USAGE
    parsed = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        return run(parsed)
    except (TitipError, SettingsError) as error:
        print(f"titip {name}: {error}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return 130


def _top_level_parser() -> tuple[argparse.ArgumentParser, Subparsers]:
    # Abbreviated options would let a typo in a script mean something else in a later release.
    parser = argparse.ArgumentParser(
        prog="titip",
        description="Anonymous drop for an election commission's inspectorate.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"titip {_version()}")
    return parser, parser.add_subparsers(metavar="program", required=True)


def _register(name: str, subparsers: Subparsers) -> None:
    module = f"dropbox.{name}.commands" if name in PROGRAMS else f"dropbox.{name}"
    importlib.import_module(module).register(subparsers)


def _what_is_missing(name: str, error: ModuleNotFoundError) -> str:
    missing = error.name or "?"
    if missing.split(".")[0] == "dropbox":
        return f"this release does not contain it ({missing} is missing)"
    extras = name if name in PROGRAMS else ",".join(PROGRAMS)
    package = missing.split(".")[0]
    return f"the package {package} is not installed: pip install 'titip[{extras}]'"


def _version() -> str:
    try:
        return version("titip")
    except PackageNotFoundError:
        # Run from a bare checkout.
        return "unknown"


if __name__ == "__main__":
    sys.exit(main())
