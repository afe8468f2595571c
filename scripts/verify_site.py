"""Compares a live site with a release, byte for byte, and what it shows over several circuits.

    scripts/build
    .venv/bin/python scripts/verify_site.py http://….onion --socks 127.0.0.1:9050 --drop-id '#k=…'

Anyone may run it, from anywhere: it asks for what every visitor asks for, with a browser's headers,
and sends nothing. Each circuit is a fresh one (Tor makes one per SOCKS user name) and fetches the
whole page, so that a site which shows something else to some visitors has to guess which. The name
of the site is resolved by Tor, never here.

Exit status: 0 the same everywhere, 1 something differs, 2 it could not be examined.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from dropbox.carriage import AddressError, CarriageError, check_address, is_this_computer
from dropbox.examining.bulletins import DAY_S, check_age, compare_bulletins, day_text, remember
from dropbox.examining.circuits import opened_circuits
from dropbox.examining.findings import Examination, Finding
from dropbox.examining.pages import Examiner
from dropbox.protocol.bulletin import Bulletin
from dropbox.protocol.drop import drop_id_digits, read_fragment, write_fragment
from dropbox.protocol.errors import TitipError
from dropbox.settings import SettingsError
from dropbox.site.static_files import MANIFEST, StaticFile, read_static

SAME, DIFFERENT, UNEXAMINED = 0, 1, 2
RELEASE = Path(__file__).resolve().parent.parent / "dropbox" / "site" / "static"
CIRCUITS_MAX = 20
STATES = {SAME: "same", DIFFERENT: "different", UNEXAMINED: "unexamined"}


class UnexaminedError(Exception):
    """The site could not be examined; the message says why, in both languages."""


def main() -> int:
    """Examine and report; returns the exit status."""
    arguments = _arguments()
    found = Examination()
    outcome: dict[str, object] = {"url": arguments.url}
    try:
        bulletin = _examine(arguments, found, outcome)
    except (UnexaminedError, CarriageError) as error:
        outcome |= {"state": STATES[UNEXAMINED], "why": str(error)}
        if arguments.json:
            print(json.dumps(outcome, ensure_ascii=False))
        print(error, file=sys.stderr)
        return UNEXAMINED
    status = DIFFERENT if found.findings else SAME
    outcome |= {
        "state": STATES[status],
        "answers": found.answers,
        "findings": [asdict(finding) for finding in found.findings],
        "warnings": [asdict(warning) for warning in found.warnings],
    }
    if arguments.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        _say(arguments, found, bulletin, outcome)
    return status


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url", help="address of the site; a poster's link with #k=… will do")
    parser.add_argument(
        "--socks", default="", metavar="HOST:PORT", help="Tor, such as 127.0.0.1:9050"
    )
    parser.add_argument(
        "--direct",
        action="store_true",
        help="without Tor: provider and site see who is asking, and all circuits look alike",
    )
    parser.add_argument("--drop-id", default="", metavar="#k=…", help="from the poster's link")
    parser.add_argument(
        "--release", type=Path, default=RELEASE, help="folder of the built release (scripts/build)"
    )
    parser.add_argument("--circuits", type=int, default=3, help="visitors to play, 1 to 20")
    parser.add_argument(
        "--memory",
        type=Path,
        metavar="FILE",
        help="keeps the bulletin, and compares it with the one of the time before",
    )
    parser.add_argument("--json", action="store_true", help="one line for a program")
    return parser.parse_args()


def _examine(
    arguments: argparse.Namespace, found: Examination, outcome: dict[str, object]
) -> Bulletin | None:
    url, did = _address(arguments)
    files = _release(arguments.release)
    outcome["release"] = hashlib.sha256(files[f"/{MANIFEST}"].raw).hexdigest()
    outcome["circuits"] = arguments.circuits
    examiner = Examiner(files, found)
    with opened_circuits(url, arguments.socks, arguments.circuits, found) as circuits:
        named = examiner.site_json(circuits[0])
        examiner.every_file(circuits[0])
        examiner.refusals(circuits[0])
        shown = [examiner.one_visit(circuit) for circuit in circuits]
        bulletin = compare_bulletins(
            lambda place: examiner.one_visit(circuits[place]), shown, did, found
        )
    if named is not None and named != (did or (bulletin.did if bulletin else named)):
        found.differs(
            "drop", "/site.json", "menyebut kotak lain", "names another drop than it should"
        )
    if bulletin is not None:
        check_age(bulletin, int(time.time()) // DAY_S, found)
        if arguments.memory:
            remember(arguments.memory, bulletin, found)
        outcome["drop_id"] = write_fragment(bulletin.did)
        outcome["bulletin"] = {
            "number": bulletin.number,
            "issued": day_text(bulletin.issued),
            "hash": bulletin.hash.hex(),
        }
    return bulletin


def _address(arguments: argparse.Namespace) -> tuple[str, bytes | None]:
    url, _, fragment = arguments.url.partition("#")
    try:
        given = arguments.drop_id.removeprefix("#").removeprefix("k=") or fragment[2:]
        did = read_fragment(f"#k={given}") if given or fragment else None
    except TitipError:
        raise UnexaminedError(
            "Bagian sesudah # tidak lengkap: harus 43 huruf, seperti di poster.\n"
            "The part after # is incomplete: there must be 43 signs, as on the poster."
        ) from None
    if not 1 <= arguments.circuits <= CIRCUITS_MAX:
        raise UnexaminedError(
            f"--circuits: 1 sampai {CIRCUITS_MAX}.\n--circuits: from 1 to {CIRCUITS_MAX}."
        )
    try:
        address = check_address(url, socks=arguments.socks)
    except AddressError as error:
        raise UnexaminedError(str(error)) from None
    if not (arguments.socks or arguments.direct or is_this_computer(address)):
        raise UnexaminedError(
            "Tanpa Tor, penyedia internet dan situs melihat siapa yang memeriksa. Beri --socks "
            "127.0.0.1:9050, atau --direct bila itu tidak apa-apa.\n"
            "Without Tor your provider and the site see who is examining. Give --socks "
            "127.0.0.1:9050, or --direct where that does no harm."
        )
    return address, did


def _release(folder: Path) -> dict[str, StaticFile]:
    try:
        return read_static(folder)
    except SettingsError as error:
        raise UnexaminedError(f"Rilis: {error}\nThe release: {error}") from None


def _say(
    arguments: argparse.Namespace,
    found: Examination,
    bulletin: Bulletin | None,
    outcome: dict[str, object],
) -> None:
    print(f"Rilis / release: {outcome['release']}")
    if bulletin is not None:
        day = day_text(bulletin.issued)
        print(f"Maklumat / bulletin: {bulletin.number}, {day}, {bulletin.hash.hex()}")
        print(f"Kotak / drop: {' '.join(drop_id_digits(bulletin.did))}")
        if not (arguments.drop_id or "#" in arguments.url):
            print(
                "Bandingkan angka ini dengan poster: --drop-id tidak diberikan.\n"
                "Compare these digits with the poster: no --drop-id was given."
            )
    for warning in found.warnings:
        print(_line("peringatan / warning", warning))
    for finding in found.findings:
        print(_line("BERBEDA / DIFFERENT", finding))
    how = f"{found.answers}, {arguments.circuits} sirkuit / circuits"
    if found.findings:
        print(
            f"BERBEDA DARI RILIS ({how}). Jangan menulis apa pun di situs itu; beri tahu "
            "inspektorat dan orang lain yang memeriksa.\n"
            f"NOT THE RELEASE ({how}). Do not write anything on that site; tell the inspectorate "
            "and others who examine it."
        )
    else:
        print(f"Sama dengan rilis, sama di setiap sirkuit ({how}).")
        print(f"The same as the release, and the same on every circuit ({how}).")


def _line(head: str, finding: Finding) -> str:
    return f"{head}: {finding.path}: {finding.indonesian} / {finding.english}"


if __name__ == "__main__":
    sys.exit(main())
