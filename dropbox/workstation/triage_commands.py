"""`titip workstation triage | dismiss | restore | …`: sorting a flood from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from dropbox.workstation.opening import open_desk, today_of
from dropbox.workstation.terminal import read_day

if TYPE_CHECKING:
    from dropbox.workstation.triage import Choice, Group

Run = Callable[[argparse.Namespace], int]


class Adder(Protocol):
    """Adds a command with what all commands take."""

    def __call__(self, name: str, run: Run, help_line: str) -> argparse.ArgumentParser:
        """Return the parser of the new command."""


class Printer(Protocol):
    """Prints a result, as JSON or as lines."""

    def __call__(self, arguments: argparse.Namespace, content: Any, lines: list[str]) -> int:  # noqa: ANN401
        """Return the exit status."""


def register(add: Adder, show: Printer) -> None:
    """Add the commands."""
    triage = add("triage", _with(show, _triage), "percakapan baru yang mirip / new ones by looks")
    _choosing(triage)
    dismiss = add("dismiss", _with(show, _dismiss), "buang ke baki sampah / dismiss as junk")
    _choosing(dismiss)
    dismiss.add_argument("case", nargs="*", metavar="CASE")
    dismiss.add_argument(
        "--expect", type=int, metavar="N", help="berapa yang dibuang / how many; asked first"
    )
    restore = add("restore", _with(show, _restore), "kembalikan / bring back from the junk tray")
    restore.add_argument("case", nargs="*", metavar="CASE")
    restore.add_argument("--dismissal", type=int, metavar="ID", help="semuanya / all of that one")
    add("junk", _with(show, _junk), "isi baki sampah / what the junk tray holds")
    seen = add(
        "seen", _with(show, _seen), "surat disisihkan sudah dilihat / tick set-aside letters"
    )
    seen.add_argument("letter", type=int, nargs="+", metavar="ID")
    add(
        "confirm-epochs",
        _with(show, _confirm_epochs),
        "babak janggal sudah diperiksa / irregular epochs were looked into",
    )


def _choosing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--group", type=int, action="append", default=[], metavar="ID", help="see triage"
    )
    parser.add_argument("--imported", type=read_day, metavar="YYYY-MM-DD")
    parser.add_argument("--category", metavar="CODE")
    parser.add_argument("--language", choices=("id", "en"))
    parser.add_argument("--single", action="store_true", help="satu surat saja / one letter only")
    parser.add_argument("--bare", action="store_true", help="tanpa lampiran / no attachments came")
    parser.add_argument("--unread", action="store_true", help="belum dibaca / unread only")
    parser.add_argument("--returned", action="store_true", help="also those that wrote again")
    parser.add_argument("--containing", default="", metavar="TEXT")


def _with(show: Printer, run: Callable[[argparse.Namespace, Printer], int]) -> Run:
    return lambda arguments: run(arguments, show)


def _choice(arguments: argparse.Namespace) -> Choice:
    from dropbox.workstation.days import day_of
    from dropbox.workstation.triage import Choice

    imported = arguments.imported
    return Choice(
        groups=tuple(arguments.group),
        day=imported if imported is None or isinstance(imported, int) else day_of(imported),
        category=arguments.category,
        language=arguments.language,
        single=arguments.single,
        bare=arguments.bare,
        read=not arguments.unread,
        returned=arguments.returned,
        text=arguments.containing,
        cases=tuple(getattr(arguments, "case", ())),
    )


def _triage(arguments: argparse.Namespace, show: Printer) -> int:
    with open_desk(arguments) as desk:
        groups = desk.triage().groups(_choice(arguments))
    return show(arguments, {"groups": groups}, [line for group in groups for line in _lines(group)])


def _lines(group: Group) -> list[str]:
    from dropbox.workstation.showing import case_line

    dismissed = f", {group.dismissed} sudah dibuang/dismissed" if group.dismissed else ""
    count = f"{group.count} percakapan/threads, {group.filed} berlampiran/with attachments"
    return [
        f"{_name(group.number)}: {count}{dismissed}  (--group {group.number})",
        *(f"  {case_line(case)}" for case in group.samples),
    ]


def _name(number: int) -> str:
    from dropbox.workstation.triage import NEARLY_EMPTY, NONSENSE, UNLIKE

    return {
        NONSENSE: "tak terbaca / no words",
        NEARLY_EMPTY: "hampir kosong / nearly empty",
        UNLIKE: "tak mirip yang lain / unlike others",
    }.get(number, "mirip satu sama lain / look alike")


def _dismiss(arguments: argparse.Namespace, show: Printer) -> int:
    from dropbox.workstation.showing import case_line

    with open_desk(arguments) as desk:
        triage, choice = desk.triage(), _choice(arguments)
        if arguments.expect is None:
            found = triage.look(choice)
            count = f"{found.count} percakapan/threads, {found.filed} berlampiran/with attachments"
            lines = [
                f"{count}, {found.read} sudah dibaca/read",
                f"Belum ada yang dibuang. / Nothing dismissed yet: --expect {found.count}",
                *(f"  ! {case_line(case)}" for case in found.strangest),
                *(f"    {case_line(case)}" for case in found.samples),
            ]
            return show(arguments, found, lines)
        dismissal = triage.dismiss(choice, arguments.expect, today_of(arguments))
    done = f"{arguments.expect} dibuang / dismissed"
    lines = [f"{done}. Batalkan / to undo: restore --dismissal {dismissal}"]
    return show(arguments, {"dismissal": dismissal, "count": arguments.expect}, lines)


def _restore(arguments: argparse.Namespace, show: Printer) -> int:
    today, count = today_of(arguments), 0
    with open_desk(arguments) as desk:
        triage = desk.triage()
        if arguments.dismissal is not None:
            count = triage.undo(arguments.dismissal, today)
        for number in arguments.case:
            triage.restore(number, today)
            count += 1
    return show(arguments, {"restored": count}, [f"{count} dikembalikan / brought back"])


def _junk(arguments: argparse.Namespace, show: Printer) -> int:
    from dropbox.workstation.case_list import Wanted
    from dropbox.workstation.days import iso
    from dropbox.workstation.showing import case_line

    with open_desk(arguments) as desk:
        dismissals = desk.triage().dismissals()
        _, cases = desk.case_page(Wanted(junk=True))
        again = desk.triage().wrote_again()
    lines = [
        f"{one.id}  {iso(one.day)}  {one.who}  {one.remaining}/{one.count}" for one in dismissals
    ]
    lines += [
        case_line(case) + ("  [menulis lagi / wrote again]" if case.number in again else "")
        for case in cases
    ]
    content = {"dismissals": dismissals, "cases": cases, "wrote_again": sorted(again)}
    return show(arguments, content, lines or ["Kosong. / Empty."])


def _seen(arguments: argparse.Namespace, show: Printer) -> int:
    with open_desk(arguments) as desk:
        count = desk.mark_seen(arguments.letter, today_of(arguments))
    return show(arguments, {"seen": count}, [f"{count} ditandai / ticked off"])


def _confirm_epochs(arguments: argparse.Namespace, show: Printer) -> int:
    with open_desk(arguments) as desk:
        confirmed = desk.confirm_epochs(today_of(arguments))
    return show(arguments, {"confirmed": confirmed}, confirmed)
