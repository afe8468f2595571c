"""`titip workstation …`: all that the inspectorate does, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dropbox.workstation import triage_commands
from dropbox.workstation.opening import open_desk, settings_of, today_error, today_of
from dropbox.workstation.terminal import (
    ask,
    progress_shown,
    read_day,
    read_passphrase,
    read_text,
)

if TYPE_CHECKING:
    from dropbox.workstation.taking_over import TakenOver

EXIT_FAILED = 1


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `workstation` with its commands."""
    workstation = subparsers.add_parser(
        "workstation", help="the offline program: cases, replies, deliveries", allow_abbrev=False
    )
    commands = workstation.add_subparsers(metavar="command", required=True)

    init = _command(commands, "init", _init, "upacara: brankas dan kunci baru / the ceremony")
    init.add_argument("--demo", action="store_true", help="coba-coba / a trial, marked as such")
    pickup = _command(commands, "import", _import, "baca ambilan / import a pickup")
    pickup.add_argument("file", type=Path, nargs="+", metavar="FILE")
    _sure(pickup)
    cases = _command(commands, "list", _list, "daftar perkara / list the cases")
    cases.add_argument("--open", action="store_true", help="yang belum selesai / open ones only")
    cases.add_argument("--status", metavar="CODE")
    cases.add_argument("--search", default="", metavar="TEXT")
    cases.add_argument(
        "--set-aside", action="store_true", help="surat yang disisihkan / letters set aside"
    )
    show = _command(commands, "show", _show, "baca satu perkara / read a case")
    show.add_argument("case", metavar="CASE")
    reply = _command(commands, "reply", _reply, "tulis balasan / queue a reply")
    reply.add_argument("case", metavar="CASE")
    _text(reply)
    cancel = _command(
        commands, "cancel", _cancel, "batalkan balasan yang menunggu / take a reply back"
    )
    cancel.add_argument("reply", type=int, metavar="ID")
    status = _command(commands, "set-status", _set_status, "ubah status / set a status")
    status.add_argument("case", metavar="CASE")
    status.add_argument("code", metavar="CODE")
    status.add_argument("--reason-file", type=Path, metavar="FILE", help="'-': standard input")
    note = _command(commands, "note", _note, "tambah catatan / add a note")
    note.add_argument("case", metavar="CASE")
    _text(note)
    save = _command(commands, "save", _save, "simpan lampiran / save the attachments of a letter")
    save.add_argument("letter", type=int, metavar="LETTER_ID")
    save.add_argument("folder", type=Path, metavar="DIR")
    deliver = _command(commands, "deliver", _deliver, "buat antaran / make the delivery")
    deliver.add_argument(
        "out", type=Path, metavar="OUT", help="stik atau berkas / the stick or a file"
    )
    deliver.add_argument("--early", action="store_true", help="di luar jadwal / off schedule")
    deliver.add_argument(
        "--again", action="store_true", help="tulis ulang / the last one once more"
    )
    deliver.add_argument(
        "--shown-number",
        type=int,
        metavar="N",
        help="nomor maklumat di situs / what the page shows, after a restore without a stick",
    )
    deliver.add_argument(
        "--take-over",
        action="store_true",
        help="ambil alih maklumat dari salinan lain / follow another copy of this vault",
    )
    _sure(deliver)
    keys = _command(commands, "keys", _keys, "kunci dan poster / keys and poster")
    keys.add_argument(
        "--confirm-destroy", action="store_true", help="musnahkan / destroy the old keys listed"
    )
    keys.add_argument(
        "--replace-lost", action="store_true", help="benih hilang / seeds are lost for good"
    )
    _sure(keys)
    renew = _command(
        commands, "renew-signing", _renew, "kunci tanda tangan baru / a new signing key"
    )
    renew.add_argument(
        "--root", type=Path, metavar="FILE", help="root.box (default: in the vault's folder)"
    )
    renew.add_argument("--root-passphrase-file", type=Path, metavar="FILE")
    _sure(renew)
    _command(commands, "verify", _verify, "periksa semuanya / check it all")
    _command(commands, "status", _status, "apa yang jatuh tempo / what is due")
    triage_commands.register(partial(_command, commands), _print)
    interface = _command(commands, "ui", _ui, "antarmuka lokal / the local interface")
    interface.add_argument("--port", type=int, default=8090, metavar="PORT")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_line: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_line, description=help_line, allow_abbrev=False)
    parser.add_argument("--config", type=Path, default=Path("config.toml"), metavar="FILE")
    parser.add_argument("--vault", type=Path, metavar="DIR", help="instead of vault_dir")
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="first line is the passphrase"
    )
    parser.add_argument(
        "--as", dest="who", metavar="NAME", help="siapa yang bekerja / who is at work"
    )
    parser.add_argument("--today", type=read_day, metavar="YYYY-MM-DD", help="demo vaults only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_failing_in_words(run))
    return parser


def _sure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes-the-date-is-right", dest="sure", action="store_true")


def _text(parser: argparse.ArgumentParser) -> None:
    # Not an argument: the command line of a process can be read by others and stays in the shell's
    # history.
    parser.add_argument(
        "--text-file", type=Path, default=Path("-"), metavar="FILE", help="'-': standard input"
    )


def _failing_in_words(
    run: Callable[[argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    def checked(arguments: argparse.Namespace) -> int:
        from dropbox.protocol.errors import TitipError
        from dropbox.settings import SettingsError
        from dropbox.workstation.errors import WorkstationError

        try:
            return run(arguments)
        except (OSError, SettingsError, TitipError, WorkstationError) as error:
            print(error, file=sys.stderr)
            _tell_taken_over(getattr(error, "taken_over", None))
            if arguments.json:
                print(json.dumps({"error": type(error).__name__, "text": str(error)}))
            return EXIT_FAILED

    return checked


# -- the commands --------------------------------------------------------------------


def _init(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.desk import DEFAULT_WHO, Desk
    from dropbox.workstation.errors import WorkstationError

    settings = settings_of(arguments)
    if arguments.today is not None and not arguments.demo:
        raise today_error()
    passphrase = read_passphrase(
        arguments.passphrase_file, "Frasa sandi brankas / vault passphrase: "
    )
    if arguments.passphrase_file is None and passphrase != ask("Sekali lagi / once more: "):
        raise WorkstationError("Keduanya berbeda. Ulangi.", "The two differ. Start again.")
    identity = Desk.init(
        settings,
        passphrase,
        today_of(arguments),
        who=arguments.who or DEFAULT_WHO,
        demo=arguments.demo,
    )
    if arguments.demo:
        print("DEMO: tidak melindungi siapa pun. / guards nobody.", file=sys.stderr)
    print(
        f"Brankas dibuat di {settings.vault_dir}. Pindahkan root.box ke stik lain dan simpan "
        "terkunci. "
        "Kunci umum dan teks poster ada di folder keys.\n"
        f"The vault is in {settings.vault_dir}. Move root.box to another stick and lock it away. "
        "The public keys and the poster's text are in the folder keys.",
        file=sys.stderr,
    )
    shown = [
        f"sid      {identity.sid}",
        f"root_pk  {identity.root_pk}",
        f"link     {identity.fragment}",
        f"digits   {' '.join(identity.digits)}",
    ]
    return _print(arguments, identity, shown)


def _import(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        results = []
        for path in arguments.file:
            result = desk.import_pickup(
                path, today_of(arguments), progress_shown(path.name), sure=arguments.sure
            )
            _tell_taken_over(result.taken_over)
            results.append(result)
    lines = [
        f"epoch {result.epoch}: "
        + (
            "sudah pernah diimpor / imported before"
            if result.repeated
            else f"{result.letters} surat/letters: {result.opened_cases} perkara baru/new cases, "
            f"{result.joined} susulan/joined, {result.decoys} umpan/decoys, {result.resent} "
            f"ulangan/resent, {result.unopened} tak terbuka/unopened, {result.broken} "
            f"rusak/broken, {result.quarantined} karantina/quarantined; {result.chunks_new} "
            "potongan/chunks"
        )
        for result in results
    ]
    return _print(arguments, {"pickups": results}, lines)


def _list(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.days import iso
    from dropbox.workstation.showing import case_line

    with open_desk(arguments) as desk:
        if arguments.set_aside:
            letters = desk.quarantine()
            lines = [
                f"{letter.id}  {iso(letter.day)}  {letter.kind}  {letter.fault}  "
                f"{letter.case_number or ''}{'  ✓' if letter.seen_day is not None else ''}"
                for letter in letters
            ]
            return _print(arguments, {"set_aside": letters}, lines or ["Tidak ada. / None."])
        cases = desk.cases(
            status=arguments.status, open_only=arguments.open, search=arguments.search
        )
    return _print(
        arguments, {"cases": cases}, [case_line(case) for case in cases] or ["Tidak ada. / None."]
    )


def _show(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.showing import case_line, item_text

    with open_desk(arguments) as desk:
        case, items = desk.case(arguments.case), desk.conversation(arguments.case)
        desk.mark_read(arguments.case)
    lines = [case_line(case), *(item_text(item) for item in items)]
    return _print(arguments, {"case": case, "conversation": items}, lines)


def _reply(arguments: argparse.Namespace) -> int:
    text = read_text(arguments.text_file)
    with open_desk(arguments) as desk:
        reply_id = desk.reply(arguments.case, text, today_of(arguments))
    return _print(arguments, {"reply": reply_id}, _waits(reply_id))


def _cancel(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        desk.cancel_reply(arguments.reply, today_of(arguments))
    return _print(arguments, {"reply": arguments.reply}, ["Dibatalkan. / Taken back."])


def _set_status(arguments: argparse.Namespace) -> int:
    reason = read_text(arguments.reason_file) if arguments.reason_file else None
    with open_desk(arguments) as desk:
        reply_id = desk.set_status(arguments.case, arguments.code, reason, today_of(arguments))
    return _print(arguments, {"reply": reply_id}, _waits(reply_id))


def _note(arguments: argparse.Namespace) -> int:
    text = read_text(arguments.text_file)
    with open_desk(arguments) as desk:
        note_id = desk.add_note(arguments.case, text, today_of(arguments))
    return _print(arguments, {"note": note_id}, ["Tersimpan. / Saved."])


def _save(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        files = desk.attachments(arguments.letter)
        paths = [
            desk.save_attachment(
                arguments.letter, file.place, arguments.folder, today_of(arguments)
            )
            for file in files
            if file.complete
        ]
    missing = len(files) - len(paths)
    lines = [*(str(path) for path in paths), f"{missing} belum lengkap / not complete yet"]
    return _print(arguments, {"files": paths, "incomplete": missing}, lines)


def _deliver(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.days import iso

    with open_desk(arguments) as desk:
        result = desk.deliver(
            arguments.out,
            today_of(arguments),
            early=arguments.early,
            again=arguments.again,
            sure=arguments.sure,
            shown_number=arguments.shown_number,
            force=arguments.take_over,
        )
    _tell_taken_over(result.taken_over)
    days = f"{iso(result.issued_day)}; berikutnya/next {iso(result.next_day)}"
    told = f"{result.replies} balasan/replies, {result.receipts} tanda terima/receipts"
    board = f"{result.sheets} lembar/sheets; {result.pickups} ambilan/pickups"
    lines = [
        result.path,
        f"maklumat/bulletin {result.number}, {days}",
        f"{told}, {result.waiting} menunggu/waiting; {board}",
    ]
    return _print(arguments, result, lines)


def _keys(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.days import iso

    with open_desk(arguments) as desk:
        today = today_of(arguments)
        destroyed = (
            desk.confirm_destroy(today, sure=arguments.sure) if arguments.confirm_destroy else []
        )
        lost = desk.replace_lost_keys(today, sure=arguments.sure) if arguments.replace_lost else 0
        keys, poster, identity = desk.keys(), desk.poster(), desk.identity()
        asked = desk.summary(today).keys_to_confirm
    lines = [poster]
    for key in keys:
        state = (
            "hidup/live"
            if key.destroyed_day is None
            else f"musnah/destroyed {iso(key.destroyed_day)}"
        )
        ask = "  --confirm-destroy?" if key.from_day in asked and key.destroyed_day is None else ""
        lines.append(f"{iso(key.from_day)} – {iso(key.to_day)}  {state}{ask}")
    content = {
        "identity": identity,
        "keys": [
            {"from": key.from_day, "to": key.to_day, "destroyed": key.destroyed_day} for key in keys
        ],
        "destroyed_now": [key.from_day for key in destroyed],
        "given_up": lost,
        "to_confirm": asked,
    }
    return _print(arguments, content, lines)


def _renew(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.ceremony import ROOT_FILE
    from dropbox.workstation.days import iso

    with open_desk(arguments) as desk:
        root = arguments.root or desk.settings.vault_dir / ROOT_FILE
        # The root key may have another passphrase once it was moved; unless told otherwise, it is
        # asked for.
        source = arguments.root_passphrase_file or arguments.passphrase_file
        passphrase = read_passphrase(source, "Frasa sandi kunci akar / root key passphrase: ")
        to_day = desk.renew_signing(root, passphrase, today_of(arguments), sure=arguments.sure)
    return _print(arguments, {"to": to_day}, [f"berlaku sampai / holds until {iso(to_day)}"])


def _verify(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        faults = desk.verify()
    _print(arguments, {"faults": faults}, faults or ["Semua baik. / All is well."])
    return EXIT_FAILED if faults else 0


def _status(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        summary = desk.summary(today_of(arguments))
    from dropbox.workstation.alarms import alarm_lines
    from dropbox.workstation.showing import as_json

    for line in alarm_lines(summary):
        print(line, file=sys.stderr)
    lines = [f"{name}: {value}" for name, value in as_json(summary).items()]
    return _print(arguments, summary, lines)


def _ui(arguments: argparse.Namespace) -> int:
    from dropbox.workstation.ui import server

    passphrase = None
    if arguments.today is not None:
        # Opening it is what tells whether this vault is a demo.
        open_desk(arguments).close()
    if arguments.passphrase_file is not None:
        passphrase = read_passphrase(arguments.passphrase_file, "")
    return server.run(
        settings_of(arguments),
        arguments.port,
        passphrase,
        who=arguments.who,
        today=lambda: today_of(arguments),
    )


# -- what they share -------------------------------------------------------------------


def _tell_taken_over(taken: TakenOver | None) -> None:
    if taken is not None:
        from dropbox.workstation.showing import taken_over_text

        print(taken_over_text(taken), file=sys.stderr)


def _waits(reply_id: int) -> list[str]:
    return [
        f"Balasan {reply_id} ikut antaran berikutnya.",
        f"Reply {reply_id} goes with the next delivery.",
    ]


def _print(arguments: argparse.Namespace, content: Any, lines: list[str]) -> int:  # noqa: ANN401
    from dropbox.workstation.showing import as_json

    if arguments.json:
        print(json.dumps(as_json(content), ensure_ascii=False, sort_keys=True))
    else:
        print("\n".join(lines))
    return 0
