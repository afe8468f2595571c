"""`titip reporter seal | send | read`: all that the page does, without a browser."""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dropbox.carriage import Carriage
    from dropbox.protocol.bulletin import Bulletin
    from dropbox.protocol.reply import ThreadReplies
    from dropbox.reporter.attaching import Attached
    from dropbox.reporter.sealing import SealedLetter
    from dropbox.reporter.sending import Sending
    from dropbox.reporter.visit import Link

EXIT_FAILED = 1
EXIT_NOTHING_YET = 3
EXIT_MISTYPED = 4
EXIT_WRONG = 5
# The letter is at the site, some of its attachments are not.
EXIT_PARTLY = 6
_EXITS = {"word_count": EXIT_MISTYPED, "unknown_word": EXIT_MISTYPED, "check": EXIT_WRONG}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `reporter` with its three commands."""
    reporter = subparsers.add_parser(
        "reporter", help="seal, send and read from the command line", allow_abbrev=False
    )
    commands = reporter.add_subparsers(metavar="command", required=True)
    send = _command(commands, "send", "kirim laporan / send a report", _run_send)
    seal = _command(commands, "seal", "segel tanpa jaringan / seal without a network", _run_seal)
    read = _command(commands, "read", "baca balasan / read replies", _run_read)
    for command in (send, read):
        way = command.add_mutually_exclusive_group()
        way.add_argument("--socks", default="", metavar="HOST:PORT", help="Tor: 127.0.0.1:9050")
        way.add_argument(
            "--direct", action="store_true", help="tanpa Tor: situs melihat alamat Anda / no Tor"
        )
    for command in (send, seal):
        kind = command.add_mutually_exclusive_group()
        kind.add_argument("--follow-up", action="store_true", help="keterangan tambahan")
        kind.add_argument("--withdraw", action="store_true", help="tarik laporan / withdraw")
        if command is send:
            kind.add_argument("--letter", metavar="PATH", help="kirim surat dari `seal`")
        command.add_argument("--report", metavar="FILE", help="TOML or JSON; - is standard input")
        command.add_argument(
            "--attach",
            metavar="FILE",
            nargs="+",
            action="extend",
            type=Path,
            default=[],
            help="lampiran, utuh, tanpa dibersihkan / attachments, as they are",
        )
        command.add_argument("--keep-names", action="store_true", help="nama berkas ikut terkirim")
        command.add_argument("--today", metavar="YYYY-MM-DD", help="bila tanggal komputer salah")
        command.add_argument("--no-confirm", action="store_true", help="do not ask for two words")
        command.add_argument("--sure", action="store_true", help="frasa sandi pasti benar")
    seal.add_argument("--bulletin", metavar="FILE", required=True, help="GET /bulletin, saved")
    seal.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="where the letter goes; with --attach a new folder",
    )


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    # Asked for where it is absent, because arguments stay in the shell's history.
    command.add_argument("--link", metavar="URL", help="tautan poster / the poster's link, #k=…")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=_failing_in_words(run))
    return command


def _failing_in_words(
    run: Callable[[argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    def checked(arguments: argparse.Namespace) -> int:
        from dropbox.carriage import CarriageError
        from dropbox.reporter.wording import ReporterError

        # A crash must not leave passphrase and text in a core file.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            return run(arguments)
        except (CarriageError, ReporterError) as error:
            print(error, file=sys.stderr)
            code = getattr(error, "code", "") or "carriage"
            if arguments.json:
                print(json.dumps({"state": code, "text": str(error)}))
            return _EXITS.get(code, EXIT_FAILED)

    return checked


def _run_send(arguments: argparse.Namespace) -> int:
    from dropbox.reporter.dialogue import say, show_progress
    from dropbox.reporter.sealed_files import read_sealed
    from dropbox.reporter.sending import Sending
    from dropbox.reporter.visit import visit_site
    from dropbox.reporter.wording import bulletin_lines, day_text
    from dropbox.reporter.writing import settle_drop

    link = _link(arguments)
    with _carriage(arguments, link) as carriage:
        visit = visit_site(carriage, link.did)
        bulletin = visit.bulletin
        say(*bulletin_lines(bulletin))
        settle_drop(bulletin, link.did)
        words: list[str] = []
        if arguments.letter is not None:
            _refuse_with_letter(arguments)
            sealed = read_sealed(Path(arguments.letter))
        else:
            sealed, words = _compose(arguments, bulletin, visit.cells)
        sending = Sending(sealed, show_progress("Lampiran / attachments"))
        failure = _send(carriage, sending, sealed)
    if arguments.json:
        print(json.dumps(_sent_json(bulletin, sending, failure, words)))
    if failure is not None:
        return EXIT_PARTLY if sending.letter_sent else EXIT_FAILED
    following = day_text(bulletin.content["next"])
    say(
        f"Terkirim. Kembalilah mulai {following[0]} dengan frasa sandi: tanda terima menunggu.",
        f"Sent. Come back from {following[1]} with the passphrase: a receipt will be there.",
    )
    return 0


def _run_seal(arguments: argparse.Namespace) -> int:
    from dropbox.protocol.sizes import BULLETIN_HEADER_LEN, BULLETIN_JSON_MAX_LEN
    from dropbox.reporter.dialogue import say, show_progress
    from dropbox.reporter.sealed_files import write_sealed
    from dropbox.reporter.visit import read_bulletin
    from dropbox.reporter.wording import bulletin_lines
    from dropbox.reporter.writing import settle_drop

    link = _link(arguments)
    raw = _read_file(Path(arguments.bulletin), BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN)
    bulletin = read_bulletin(raw, link.did)
    say(*bulletin_lines(bulletin))
    settle_drop(bulletin, link.did)
    sealed, words = _compose(arguments, bulletin, [])
    write_sealed(Path(arguments.out), sealed, show_progress("Lampiran / attachments"))
    if arguments.json:
        print(json.dumps(_outcome(bulletin, "sealed", words)))
    say(
        f"Surat tersegel ada di {arguments.out}. Kirim dengan `titip reporter send --letter`.",
        f"The sealed letter is in {arguments.out}. Send it with `titip reporter send --letter`,",
        "or with any program: POST /letters, then each .chunk as POST /chunks,",
        "Content-Type: application/octet-stream.",
    )
    return 0


def _compose(
    arguments: argparse.Namespace, bulletin: Bulletin, cells: list[bytes]
) -> tuple[SealedLetter, list[str]]:
    """Return the sealed letter, and the words of its passphrase where that is new."""
    from dropbox.reporter.sealing import draft_letter
    from dropbox.reporter.writing import known_author, new_author, settle_today, write_body

    today = settle_today(bulletin, arguments.today, may_ask=not arguments.json)
    letter_type = _letter_type(arguments)
    attached = _attach(arguments, bulletin, letter_type)
    body = write_body(bulletin, arguments.report, letter_type)
    draft = draft_letter(bulletin, today, letter_type, body, attached)
    if arguments.follow_up or arguments.withdraw:
        author = known_author(bulletin, cells, sure=arguments.sure)
    else:
        author = new_author(bulletin, show=not arguments.json, confirm=not arguments.no_confirm)
    return draft.seal(author.thread), author.words


def _attach(arguments: argparse.Namespace, bulletin: Bulletin, letter_type: int) -> Attached | None:
    from dropbox.protocol.body import WITHDRAWAL
    from dropbox.reporter.attaching import attach_files, attachment_lines, choose_files
    from dropbox.reporter.dialogue import say
    from dropbox.reporter.wording import ReporterError

    if not arguments.attach:
        return None
    if letter_type == WITHDRAWAL:
        raise ReporterError(
            "Penarikan tidak membawa lampiran. Pakai --follow-up.",
            "A withdrawal carries no attachments. Use --follow-up.",
            "attachments",
        )
    most_len = bulletin.content["attachments_len"]
    files = choose_files(arguments.attach, most_len, keep_names=arguments.keep_names)
    say(*attachment_lines(files))
    return attach_files(files, bulletin.did)


def _refuse_with_letter(arguments: argparse.Namespace) -> None:
    from dropbox.reporter.wording import ReporterError

    if arguments.attach or arguments.report is not None:
        raise ReporterError(
            "Surat tersegel tidak dapat ditambah. Hapus --attach dan --report, atau segel ulang.",
            "Nothing can be added to a sealed letter. Leave out --attach and --report, or seal"
            " again.",
            "sealed",
        )


def _run_read(arguments: argparse.Namespace) -> int:
    from dropbox.protocol.reply import read_replies
    from dropbox.protocol.thread import thread_keys
    from dropbox.reporter.dialogue import ask_passphrase, say
    from dropbox.reporter.visit import visit_site
    from dropbox.reporter.wording import bulletin_lines
    from dropbox.reporter.writing import settle_drop

    link = _link(arguments)
    with _carriage(arguments, link) as carriage:
        visit = visit_site(carriage, link.did)
    bulletin = visit.bulletin
    say(*bulletin_lines(bulletin))
    settle_drop(bulletin, link.did)
    thread = thread_keys(ask_passphrase(), bulletin.sid, bulletin.did)
    found = read_replies(visit.cells, thread.thread_key, bulletin.did, bulletin.signing_pks)
    if arguments.json:
        print(json.dumps(_read_json(bulletin, found)))
    else:
        _print_replies(bulletin, found)
    return 0 if found.opened else EXIT_NOTHING_YET


def _print_replies(bulletin: Bulletin, found: ThreadReplies) -> None:
    from dropbox.reporter.dialogue import say
    from dropbox.reporter.wording import day_text, reply_lines

    if not found.opened:
        following = day_text(bulletin.content["next"])
        say(
            "Belum ada balasan. Setiap surat mendapat tanda terima; antaran berikutnya"
            f" {following[0]}. Bila sesudah itu tetap kosong, mungkin satu kata keliru.",
            "No reply yet. Every letter gets a receipt; the next delivery is on"
            f" {following[1]}. If there is nothing after that, a word may be wrong.",
        )
    for reply in found.replies:
        print(*reply_lines(reply.body, bulletin), sep="\n")
        if reply.conflict:
            say(
                "Peringatan: ada dua balasan berbeda dengan nomor yang sama.",
                "Warning: there are two different replies with the same number.",
            )
    for _, error in found.refused:
        say(
            f"Satu balasan tidak dapat ditampilkan ({type(error).__name__}).",
            f"One reply cannot be shown: {error}",
        )


def _read_json(bulletin: Bulletin, found: ThreadReplies) -> dict[str, Any]:
    return {
        "state": "replies" if found.opened else "nothing_yet",
        "bulletin": bulletin.number,
        "demo": bulletin.content["demo"],
        "next": bulletin.content["next"],
        "opened": found.opened,
        "replies": [
            {"seq": reply.seq, "conflict": reply.conflict, **reply.body} for reply in found.replies
        ],
        "refused": [{"seq": seq, "error": type(error).__name__} for seq, error in found.refused],
    }


def _outcome(bulletin: Bulletin, state: str, words: list[str]) -> dict[str, Any]:
    outcome: dict[str, Any] = {
        "state": state,
        "bulletin": bulletin.number,
        "demo": bulletin.content["demo"],
        "next": bulletin.content["next"],
    }
    return outcome | ({"passphrase": words} if words else {})


def _sent_json(
    bulletin: Bulletin, sending: Sending, failure: Exception | None, words: list[str]
) -> dict[str, Any]:
    # The passphrase stands here whatever happened: the letter may be at the site though no answer
    # came.
    state = "sent" if failure is None else "partly_sent" if sending.letter_sent else "not_sent"
    outcome = _outcome(bulletin, state, words)
    if sending.chunks:
        outcome |= {"pieces": sending.chunks, "pieces_sent": sending.chunks_sent}
    if failure is not None:
        outcome |= {"error": getattr(failure, "code", "") or "carriage", "text": str(failure)}
    return outcome


def _send(carriage: Carriage, sending: Sending, sealed: SealedLetter) -> Exception | None:
    """Return None when all is durable at the site, else what was in the way at last."""
    from dropbox.carriage import CarriageError
    from dropbox.reporter.dialogue import ask, ask_yes, say, show_progress
    from dropbox.reporter.sealed_files import write_sealed
    from dropbox.reporter.wording import ReporterError

    while True:
        try:
            sending.run(carriage)
        except (CarriageError, ReporterError) as error:
            say(str(error))
            if sending.letter_sent:
                say(
                    f"Suratnya sudah sampai, dengan {sending.chunks_sent} dari {sending.chunks}"
                    " potongan lampiran.",
                    f"The letter has arrived, with {sending.chunks_sent} of {sending.chunks} pieces"
                    " of the attachments.",
                )
            if not sys.stdin.isatty():
                return error
            if ask_yes("Belum semua terkirim. Coba lagi? / Not all is sent. Try again?"):
                continue
            path = ask("Simpan surat tersegel (boleh kosong) / save the sealed letter to: ").strip()
            if path:
                write_sealed(Path(path), sealed, show_progress(path))
            return error
        else:
            return None


def _link(arguments: argparse.Namespace) -> Link:
    from dropbox.reporter.dialogue import ask
    from dropbox.reporter.visit import read_link

    return read_link(arguments.link or ask("Tautan dari poster / link from the poster: "))


def _carriage(arguments: argparse.Namespace, link: Link) -> Carriage:
    from dropbox.carriage import Carriage, check_address, is_this_computer
    from dropbox.reporter.dialogue import saying_once
    from dropbox.reporter.wording import ReporterError

    url = check_address(link.url, socks=arguments.socks)
    if not arguments.socks and not arguments.direct and not is_this_computer(url):
        raise ReporterError(
            "Tanpa Tor, situs dan penyedia internet melihat alamat Anda. Jalankan Tor lalu tambah"
            " --socks 127.0.0.1:9050 (Tor Browser: 9150); atau --direct bila Anda menerimanya.",
            "Without Tor the site and the provider see your address. Start Tor and add"
            " --socks 127.0.0.1:9050 (Tor Browser: 9150); or --direct if you accept that.",
            "socks",
        )
    return Carriage(url, socks=arguments.socks, say=saying_once())


def _letter_type(arguments: argparse.Namespace) -> int:
    from dropbox.protocol.body import FOLLOW_UP, REPORT, WITHDRAWAL

    if arguments.follow_up:
        return FOLLOW_UP
    return WITHDRAWAL if arguments.withdraw else REPORT


def _read_file(path: Path, most: int) -> bytes:
    from dropbox.reporter.wording import ReporterError

    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise ReporterError(
            f"{path}: tidak terbaca ({error.strerror}).",
            f"{path}: cannot be read ({error.strerror}).",
            "file",
        ) from None
